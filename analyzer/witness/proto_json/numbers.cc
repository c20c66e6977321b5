#include "analyzer/witness/proto_json/numbers.h"

#include <charconv>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

// Digits times ten to the exponent. No leading and no trailing zeros, so zero has no digits.
struct Decimal {
  bool negative = false;
  std::string digits;
  int64_t exponent = 0;

  bool is_large() const { return static_cast<int64_t>(digits.size()) + exponent > 0; }
};

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  bool Take(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  std::string_view Digits() {
    std::size_t size = 0;
    while (size < text_.size() && text_[size] >= '0' && text_[size] <= '9') ++size;
    const std::string_view digits = text_.substr(0, size);
    text_.remove_prefix(size);
    return digits;
  }
  bool empty() const { return text_.empty(); }

 private:
  std::string_view text_;
};

// Far beyond any type's exponent, far below overflow.
int64_t Saturated(std::string_view digits) {
  constexpr int64_t kEnough = 1'000'000'000'000;
  int64_t value = 0;
  for (char c : digits) value = std::min(kEnough, value * 10 + (c - '0'));
  return value;
}

void Normalise(Decimal& decimal) {
  decimal.digits.erase(0, decimal.digits.find_first_not_of('0'));
  const std::size_t size = decimal.digits.find_last_not_of('0') + 1;  // npos + 1 is 0
  decimal.exponent += static_cast<int64_t>(decimal.digits.size() - size);
  decimal.digits.resize(size);
}

std::optional<Decimal> ParseDecimal(std::string_view text) {
  Cursor cursor(text);
  Decimal decimal;
  decimal.negative = cursor.Take('-');
  decimal.digits = cursor.Digits();
  const bool led_by_zero = decimal.digits.size() > 1 && decimal.digits[0] == '0';
  if (decimal.digits.empty() || led_by_zero) return std::nullopt;
  if (cursor.Take('.')) {
    const std::string_view fraction = cursor.Digits();
    if (fraction.empty()) return std::nullopt;
    decimal.digits += fraction;
    decimal.exponent = -static_cast<int64_t>(fraction.size());
  }
  if (cursor.Take('e') || cursor.Take('E')) {
    const bool below = !cursor.Take('+') && cursor.Take('-');
    const std::string_view exponent = cursor.Digits();
    if (exponent.empty()) return std::nullopt;
    decimal.exponent += below ? -Saturated(exponent) : Saturated(exponent);
  }
  if (!cursor.empty()) return std::nullopt;
  Normalise(decimal);
  return decimal;
}

// Nothing when it takes more than 64 bits.
std::optional<uint64_t> Magnitude(const Decimal& decimal) {
  constexpr int64_t kMostDigits = 20;
  if (static_cast<int64_t>(decimal.digits.size()) + decimal.exponent > kMostDigits) {
    return std::nullopt;
  }
  std::string digits = decimal.digits;
  digits.append(static_cast<std::size_t>(decimal.exponent), '0');
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc()) return std::nullopt;
  return value;
}

template <class Real>
std::optional<Real> Words(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<Real>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<Real>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<Real>::infinity();
  return std::nullopt;
}

std::string Shown(std::string_view text) { return Printable(text.substr(0, 40)); }

template <class Real>
std::optional<Real> ParseReal(std::string_view text, bool words, std::string& problem) {
  if (words) {
    if (const auto word = Words<Real>(text)) return word;
  }
  const std::optional<Decimal> decimal = ParseDecimal(text);
  if (!decimal) {
    problem = fmt::format("`{}` is not a number", Shown(text));
    return std::nullopt;
  }
  Real value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc()) return value;
  if (!decimal->is_large()) return decimal->negative ? -Real{0} : Real{0};
  problem = fmt::format("`{}` is out of range", Shown(text));
  return std::nullopt;
}

template <class Real>
std::string Print(Real value) {
  if (std::isnan(value)) return "\"NaN\"";
  if (std::isinf(value)) return value > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  return fmt::format("{}", value);
}

}  // namespace

std::optional<WholeNumber> ParseWholeNumber(std::string_view text, std::string& problem) {
  const std::optional<Decimal> decimal = ParseDecimal(text);
  if (!decimal) {
    problem = fmt::format("`{}` is not a number", Shown(text));
    return std::nullopt;
  }
  if (decimal->digits.empty()) return WholeNumber{};
  if (decimal->exponent < 0) {
    problem = fmt::format("`{}` is not an integer", Shown(text));
    return std::nullopt;
  }
  const std::optional<uint64_t> magnitude = Magnitude(*decimal);
  if (!magnitude) {
    problem = fmt::format("`{}` is out of range", Shown(text));
    return std::nullopt;
  }
  return WholeNumber{.negative = decimal->negative, .magnitude = *magnitude};
}

std::optional<double> ParseDouble(std::string_view text, bool words, std::string& problem) {
  return ParseReal<double>(text, words, problem);
}
std::optional<float> ParseFloat(std::string_view text, bool words, std::string& problem) {
  return ParseReal<float>(text, words, problem);
}

std::string PrintReal(double value) { return Print(value); }
std::string PrintReal(float value) { return Print(value); }

}  // namespace leyline
