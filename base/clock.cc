#include "base/clock.h"

#include <ctime>

#include <fmt/format.h>

namespace leyline {
namespace {

// Days from 1970-01-01 to a date of the proleptic Gregorian calendar.
int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2 ? 1 : 0;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

int DaysInMonth(int64_t year, int64_t month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

// The number at text[at, at + digits), or -1.
int64_t Number(std::string_view text, std::size_t at, std::size_t digits) {
  int64_t value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool HasShape(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:ddZ";
  if (text.size() != kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kShape[i] == 'd' ? !digit : text[i] != kShape[i]) return false;
  }
  return true;
}

}  // namespace

Time SystemClock::Now() const { return {static_cast<int64_t>(std::time(nullptr))}; }

int64_t SystemClock::Ticks() const {
  timespec since{};
  clock_gettime(CLOCK_MONOTONIC, &since);
  return int64_t{since.tv_sec} * 1000 + since.tv_nsec / 1'000'000;
}

std::string FormatTime(Time time) {
  const std::time_t seconds = time.seconds;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

Result<Time> ParseTime(std::string_view text) {
  const auto refuse = [&] {
    return Fail({.kind = ErrorKind::kConfig,
                 .code = "LG1015",
                 .message = fmt::format("`{}` is not an RFC 3339 UTC time", text),
                 .where = std::nullopt,
                 .fix = "write it like 2026-01-31T23:59:59Z"});
  };
  if (!HasShape(text)) return refuse();
  const int64_t year = Number(text, 0, 4);
  const int64_t month = Number(text, 5, 2);
  const int64_t day = Number(text, 8, 2);
  const int64_t hour = Number(text, 11, 2);
  const int64_t minute = Number(text, 14, 2);
  const int64_t second = Number(text, 17, 2);
  if (year < 2000 || month < 1 || month > 12 || day < 1 || day > DaysInMonth(year, month)) {
    return refuse();
  }
  if (hour > 23 || minute > 59 || second > 59) return refuse();
  return Time{DaysFromCivil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second};
}

}  // namespace leyline
