#include "analyzer/syntax/literals.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <system_error>

#include "analyzer/syntax/chars.h"

namespace leyline::syntax {
namespace {

// Whether a decimal number that no double can hold is too large rather than too small.
bool IsHuge(std::string_view digits) {
  const std::size_t e = std::min(digits.find_first_of("eE"), digits.size());
  const std::size_t point = std::min(digits.substr(0, e).find('.'), e);
  const std::size_t first = digits.find_first_of("123456789");
  // The power of ten of the first digit that counts, without the exponent; saturated.
  const auto power =
      static_cast<int64_t>(point) - static_cast<int64_t>(first) - (first < point ? 1 : 0);
  std::string_view exponent = e < digits.size() ? digits.substr(e + 1) : std::string_view();
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  int64_t shift = 0;
  const auto read = std::from_chars(exponent.data(), exponent.data() + exponent.size(), shift);
  if (read.ec == std::errc::result_out_of_range) return !exponent.starts_with('-');
  return shift > -power;
}

void AppendUtf8(uint32_t code_point, std::string& value) {
  const auto push = [&](uint32_t byte) { value.push_back(static_cast<char>(byte)); };
  if (code_point < 0x80) return push(code_point);
  if (code_point < 0x800) {
    push(0xC0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      push(0xE0 | code_point >> 12);
    } else {
      push(0xF0 | code_point >> 18);
      push(0x80 | (code_point >> 12 & 0x3F));
    }
    push(0x80 | (code_point >> 6 & 0x3F));
  }
  push(0x80 | (code_point & 0x3F));
}

// Reads up to `most` digits of a base that is a power of two.
uint32_t TakeDigits(std::string_view& rest, int bits, std::size_t most) {
  const int digit = bits == 3 ? kOctalBit : kHexBit;
  uint32_t value = 0;
  for (std::size_t i = 0; i < most && !rest.empty() && Has(rest[0], digit); ++i) {
    value = value << bits | DigitValue(rest[0]);
    rest.remove_prefix(1);
  }
  return value;
}

// `rest` stands behind the 'u' or 'U'. Two escapes of a surrogate pair are one code point.
uint32_t TakeCodePoint(std::string_view& rest, std::size_t digits) {
  const uint32_t high = TakeDigits(rest, 4, digits);
  if (high < 0xD800 || high > 0xDBFF || !rest.starts_with("\\u")) return high;
  std::string_view ahead = rest.substr(2);
  const uint32_t low = TakeDigits(ahead, 4, 4);
  if (low < 0xDC00 || low > 0xDFFF) return high;
  rest = ahead;
  return 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
}

char SimpleEscape(char c) {
  constexpr std::string_view kLetters = "abfnrtv";
  constexpr std::string_view kValues = "\a\b\f\n\r\t\v";
  const std::size_t at = kLetters.find(c);
  return at == std::string_view::npos ? c : kValues[at];
}

// `rest` stands behind the backslash.
void AppendEscape(std::string_view& rest, std::string& value) {
  const char c = rest[0];
  if (IsOctal(c)) {
    value.push_back(static_cast<char>(TakeDigits(rest, 3, 3)));
    return;
  }
  rest.remove_prefix(1);
  switch (c) {
    case 'x':
    case 'X':
      return value.push_back(static_cast<char>(TakeDigits(rest, 4, 2)));
    case 'u':
      return AppendUtf8(TakeCodePoint(rest, 4), value);
    case 'U':
      return AppendUtf8(TakeCodePoint(rest, 8), value);
    default:
      return value.push_back(SimpleEscape(c));
  }
}

}  // namespace

std::optional<uint64_t> IntegerValue(std::string_view digits) {
  int base = 10;
  if (digits.size() > 1 && digits[0] == '0') {
    base = (digits[1] | 0x20) == 'x' ? 16 : 8;
    digits.remove_prefix(base == 16 ? 2 : 1);
  }
  uint64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (read.ec == std::errc::result_out_of_range) return std::nullopt;
  return value;
}

double FloatValue(std::string_view digits) {
  double value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc::result_out_of_range) return value;
  return IsHuge(digits) ? std::numeric_limits<double>::infinity() : 0;
}

void AppendUnescaped(std::string_view literal, std::string& value) {
  literal.remove_prefix(std::min<std::size_t>(1, literal.size()));
  if (!literal.empty()) literal.remove_suffix(1);
  while (!literal.empty()) {
    const std::size_t plain = std::min(literal.find('\\'), literal.size());
    value.append(literal.substr(0, plain));
    literal.remove_prefix(plain);
    if (literal.size() < 2) break;
    literal.remove_prefix(1);
    AppendEscape(literal, value);
  }
}

}  // namespace leyline::syntax
