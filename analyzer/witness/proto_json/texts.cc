#include "analyzer/witness/proto_json/texts.h"

#include <chrono>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

constexpr int64_t kFirstSecond = -62135596800;  // 0001-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253402300799;   // 9999-12-31T23:59:59Z
constexpr int64_t kLongestSpan = 315576000000;  // 10000 years of 365.25 days
constexpr int32_t kNanosPerSecond = 1000000000;

// ".5" as ".500": no digits, or the fewest of 3, 6, 9.
std::string Fraction(int32_t nanos) {
  if (nanos == 0) return "";
  if (nanos % 1000000 == 0) return fmt::format(".{:03}", nanos / 1000000);
  if (nanos % 1000 == 0) return fmt::format(".{:06}", nanos / 1000);
  return fmt::format(".{:09}", nanos);
}

// Takes fixed parts from the front of a text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool Take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }

  // Between `least` and `most` digits; fewer in the text is a failure, more are left.
  std::optional<std::string_view> Digits(std::size_t least, std::size_t most) {
    std::size_t size = 0;
    while (size < most && size < text_.size() && text_[size] >= '0' && text_[size] <= '9') ++size;
    if (size < least) return std::nullopt;
    const std::string_view digits = text_.substr(0, size);
    text_.remove_prefix(size);
    return digits;
  }

  // Exactly that many digits and a value within the range, else -1.
  int Number(std::size_t size, int min, int max) {
    const auto digits = Digits(size, size);
    if (!digits) return -1;
    int value = 0;
    for (char c : *digits) value = value * 10 + (c - '0');
    return value < min || value > max ? -1 : value;
  }

  // ".5" is 500000000; no dot is 0; -1 when the digits are none or too many.
  int32_t Nanos() {
    if (!Take('.')) return 0;
    const auto digits = Digits(1, 9);
    if (!digits) return -1;
    int32_t nanos = 0;
    for (std::size_t i = 0; i < 9; ++i) {
      nanos = nanos * 10 + (i < digits->size() ? (*digits)[i] - '0' : 0);
    }
    return nanos;
  }

  bool empty() const { return text_.empty(); }

 private:
  std::string_view text_;
};

std::optional<int64_t> ParseDay(Cursor& cursor) {
  const int year = cursor.Number(4, 0, 9999);
  if (year < 0 || !cursor.Take('-')) return std::nullopt;
  const int month = cursor.Number(2, 1, 12);
  if (month < 0 || !cursor.Take('-')) return std::nullopt;
  const int day = cursor.Number(2, 1, 31);
  if (day < 0) return std::nullopt;
  const auto date = std::chrono::year(year) / month / day;
  if (!date.ok()) return std::nullopt;
  return std::chrono::sys_days(date).time_since_epoch().count();
}

std::optional<int64_t> ParseSecondOfDay(Cursor& cursor) {
  const int hour = cursor.Number(2, 0, 23);
  if (hour < 0 || !cursor.Take(':')) return std::nullopt;
  const int minute = cursor.Number(2, 0, 59);
  if (minute < 0 || !cursor.Take(':')) return std::nullopt;
  const int second = cursor.Number(2, 0, 59);
  if (second < 0) return std::nullopt;
  return hour * 3600 + minute * 60 + second;
}

// Seconds that the local time is ahead of UTC.
std::optional<int64_t> ParseOffset(Cursor& cursor) {
  if (cursor.Take('Z')) return 0;
  const bool ahead = cursor.Take('+');
  if (!ahead && !cursor.Take('-')) return std::nullopt;
  const int hour = cursor.Number(2, 0, 23);
  if (hour < 0 || !cursor.Take(':')) return std::nullopt;
  const int minute = cursor.Number(2, 0, 59);
  if (minute < 0) return std::nullopt;
  const int64_t seconds = hour * 3600 + minute * 60;
  return ahead ? seconds : -seconds;
}

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsIdentifier(std::string_view name) {
  if (name.empty() || IsDigit(name[0])) return false;
  for (const char c : name) {
    if (!IsLower(c) && !IsUpper(c) && !IsDigit(c) && c != '_') return false;
  }
  return true;
}

bool IsPath(std::string_view path) {
  for (const std::string_view name : Split(path, '.')) {
    if (!IsIdentifier(name)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> PrintTimestamp(SecondsAndNanos time) {
  if (time.seconds < kFirstSecond || time.seconds > kLastSecond) return std::nullopt;
  if (time.nanos < 0 || time.nanos >= kNanosPerSecond) return std::nullopt;
  const std::chrono::sys_seconds point{std::chrono::seconds(time.seconds)};
  const auto day = std::chrono::floor<std::chrono::days>(point);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(point - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     Fraction(time.nanos));
}

std::optional<SecondsAndNanos> ParseTimestamp(std::string_view text) {
  Cursor cursor(text);
  const std::optional<int64_t> day = ParseDay(cursor);
  if (!day || !cursor.Take('T')) return std::nullopt;
  const std::optional<int64_t> second = ParseSecondOfDay(cursor);
  if (!second) return std::nullopt;
  const int32_t nanos = cursor.Nanos();
  if (nanos < 0) return std::nullopt;
  const std::optional<int64_t> offset = ParseOffset(cursor);
  if (!offset || !cursor.empty()) return std::nullopt;
  const int64_t seconds = *day * 86400 + *second - *offset;
  if (seconds < kFirstSecond || seconds > kLastSecond) return std::nullopt;
  return SecondsAndNanos{.seconds = seconds, .nanos = nanos};
}

std::optional<std::string> PrintDuration(SecondsAndNanos span) {
  if (span.seconds < -kLongestSpan || span.seconds > kLongestSpan) return std::nullopt;
  if (span.nanos <= -kNanosPerSecond || span.nanos >= kNanosPerSecond) return std::nullopt;
  const bool negative = span.seconds < 0 || span.nanos < 0;
  if (negative && (span.seconds > 0 || span.nanos > 0)) return std::nullopt;
  return fmt::format("{}{}{}s", negative ? "-" : "", negative ? -span.seconds : span.seconds,
                     Fraction(negative ? -span.nanos : span.nanos));
}

std::optional<SecondsAndNanos> ParseDuration(std::string_view text) {
  Cursor cursor(text);
  const bool negative = cursor.Take('-');
  const auto digits = cursor.Digits(1, 12);  // as many as the longest span has
  if (!digits || (digits->size() > 1 && digits->front() == '0')) return std::nullopt;
  int64_t seconds = 0;
  for (const char c : *digits) seconds = seconds * 10 + (c - '0');
  const int32_t nanos = cursor.Nanos();
  if (nanos < 0 || !cursor.Take('s') || !cursor.empty()) return std::nullopt;
  if (seconds > kLongestSpan) return std::nullopt;
  return SecondsAndNanos{.seconds = negative ? -seconds : seconds,
                         .nanos = negative ? -nanos : nanos};
}

std::optional<std::string> PrintMaskPath(std::string_view path) {
  if (!IsPath(path)) return std::nullopt;
  std::string text;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (IsUpper(path[i])) return std::nullopt;
    if (path[i] != '_') {
      text.push_back(path[i]);
      continue;
    }
    ++i;
    if (i == path.size() || !IsLower(path[i])) return std::nullopt;
    text.push_back(static_cast<char>(path[i] - 'a' + 'A'));
  }
  return text;
}

std::optional<std::string> ParseMaskPath(std::string_view text) {
  if (!IsPath(text)) return std::nullopt;
  std::string path;
  for (const char c : text) {
    if (c == '_') return std::nullopt;
    if (IsUpper(c)) path.push_back('_');
    path.push_back(IsUpper(c) ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return path;
}

}  // namespace leyline
