#include "config/scalar.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace leyline {
namespace {

constexpr std::string_view kDecimal = "0123456789";

// YAML 1.1 reads all of these as booleans, YAML 1.2 only the spellings of true and false.
constexpr std::array<std::string_view, 4> kTrue = {"true", "yes", "on", "y"};
constexpr std::array<std::string_view, 4> kFalse = {"false", "no", "off", "n"};

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

bool IsTrue(std::string_view lower) {
  return std::find(kTrue.begin(), kTrue.end(), lower) != kTrue.end();
}

bool IsFalse(std::string_view lower) {
  return std::find(kFalse.begin(), kFalse.end(), lower) != kFalse.end();
}

bool AllOf(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

bool IsCanonicalInteger(std::string_view text) {
  if (text == "0") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  return AllOf(text, kDecimal) && text[0] != '0';
}

bool HasPrefixAndDigits(std::string_view text, std::string_view prefix, std::string_view digits) {
  return text.starts_with(prefix) && AllOf(text.substr(prefix.size()), digits);
}

// `unsigned_text` has no sign and is lower case.
bool IsOddInteger(std::string_view unsigned_text) {
  if (HasPrefixAndDigits(unsigned_text, "0x", "0123456789abcdef_")) return true;
  if (HasPrefixAndDigits(unsigned_text, "0o", "01234567")) return true;
  if (HasPrefixAndDigits(unsigned_text, "0b", "01_")) return true;
  // Digits with signs, zeros in front, underscores, or in base 60.
  return AllOf(unsigned_text, "0123456789_:") && kDecimal.find(unsigned_text[0]) < 10 &&
         kDecimal.find(unsigned_text.back()) < 10;
}

std::string_view SkipDigits(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of("0123456789_"), text.size()));
}

bool IsNumber(std::string_view unsigned_text) {
  if (unsigned_text == ".inf" || unsigned_text == ".nan") return true;
  const bool has_digit = unsigned_text.find_first_of(kDecimal) != std::string_view::npos;
  if (!has_digit || unsigned_text[0] == '_' || unsigned_text[0] == 'e') return false;
  std::string_view rest = SkipDigits(unsigned_text);
  if (rest.starts_with('.')) rest = SkipDigits(rest.substr(1));
  if (rest.empty()) return true;
  if (!rest.starts_with('e')) return false;
  rest.remove_prefix(1);
  if (rest.starts_with('-') || rest.starts_with('+')) rest.remove_prefix(1);
  return AllOf(rest, kDecimal);
}

std::string_view WithoutSign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

// The value of digits in a base, as decimal text; empty when it isn't one or is too large.
std::string InDecimal(std::string_view digits, int base) {
  int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return "";
  return std::to_string(value);
}

std::string AdviceForInteger(std::string_view lower) {
  std::string digits(WithoutSign(lower));
  digits.erase(std::remove(digits.begin(), digits.end(), '_'), digits.end());
  const std::string sign = lower.starts_with('-') ? "-" : "";
  const std::string_view view = digits;
  std::string value;
  if (view.starts_with("0x")) value = InDecimal(view.substr(2), 16);
  if (view.starts_with("0o")) value = InDecimal(view.substr(2), 8);
  if (view.starts_with("0b")) value = InDecimal(view.substr(2), 2);
  if (!value.empty()) return "write " + sign + value;
  const std::string decimal = InDecimal(view, 10);
  const std::string octal = view.starts_with('0') ? InDecimal(view, 8) : "";
  if (decimal.empty()) return "write it in decimal digits";
  if (octal.empty() || octal == decimal) return "write " + (decimal == "0" ? "0" : sign + decimal);
  return fmt::format("write {0}{1} (octal) or {0}{2} (decimal)", sign, octal, decimal);
}

}  // namespace

ScalarForm FormOf(std::string_view plain) {
  if (plain.empty() || plain.size() > 64) return ScalarForm::kText;
  if (plain == "true" || plain == "false") return ScalarForm::kBool;
  if (IsCanonicalInteger(plain)) return ScalarForm::kInteger;
  const std::string lower = Lower(plain);
  if (IsTrue(lower) || IsFalse(lower)) return ScalarForm::kOddBool;
  const std::string_view unsigned_text = WithoutSign(lower);
  if (unsigned_text.empty()) return ScalarForm::kText;
  if (IsOddInteger(unsigned_text)) return ScalarForm::kOddInteger;
  return IsNumber(unsigned_text) ? ScalarForm::kNumber : ScalarForm::kText;
}

std::string AdviceFor(std::string_view plain) {
  const std::string lower = Lower(plain);
  if (IsTrue(lower)) return "write true";
  if (IsFalse(lower)) return "write false";
  return FormOf(plain) == ScalarForm::kOddInteger ? AdviceForInteger(lower)
                                                  : "write an integer in decimal digits";
}

}  // namespace leyline
