// How default values are spelled in descriptors.
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>

#include "analyzer/schema/link/defaults.h"

namespace leyline {
namespace {

int DigitOf(char c, int base) {
  int digit = base;
  if (c >= '0' && c <= '9') digit = c - '0';
  if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
  if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
  return digit < base ? digit : -1;
}

// Digits at the front of `text`, at most `most`; removes them. Nothing when there is none.
std::optional<char> TakeCode(std::string_view& text, int base, std::size_t most) {
  int code = 0;
  std::size_t count = 0;
  while (count < most && count < text.size() && DigitOf(text[count], base) >= 0) {
    code = code * base + DigitOf(text[count++], base);
  }
  if (count == 0 || code > 255) return std::nullopt;
  text.remove_prefix(count);
  return static_cast<char>(code);
}

// What follows a backslash.
std::optional<char> TakeEscape(std::string_view& text) {
  constexpr std::string_view kLetters = "abfnrtv\\?'\"";
  constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\?'\"";
  if (text.empty()) return std::nullopt;
  if (DigitOf(text[0], 8) >= 0) return TakeCode(text, 8, 3);
  const char letter = text[0];
  text.remove_prefix(1);
  if (letter == 'x' || letter == 'X') return TakeCode(text, 16, 2);
  const std::size_t at = kLetters.find(letter);
  if (at == std::string_view::npos) return std::nullopt;
  return kMeanings[at];
}

}  // namespace

std::string FloatText(float value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  std::string text = fmt::format("{:.6g}", value);
  if (std::strtof(text.c_str(), nullptr) != value) text = fmt::format("{:.9g}", value);
  return text;
}

std::string DoubleText(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  std::string text = fmt::format("{:.15g}", value);
  if (std::strtod(text.c_str(), nullptr) != value) text = fmt::format("{:.17g}", value);
  return text;
}

std::string EscapeBytes(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  for (const char c : bytes) {
    constexpr std::string_view kSpecial = "\n\r\t\"'\\";
    constexpr std::string_view kLetters = "nrt\"'\\";
    const std::size_t at = kSpecial.find(c);
    if (at != std::string_view::npos) {
      text.push_back('\\');
      text.push_back(kLetters[at]);
    } else if (c >= 0x20 && c < 0x7F) {
      text.push_back(c);
    } else {
      text += fmt::format("\\{:03o}", static_cast<uint8_t>(c));
    }
  }
  return text;
}

std::optional<std::string> UnescapeBytes(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  while (!text.empty()) {
    const char c = text[0];
    text.remove_prefix(1);
    if (c != '\\') {
      bytes.push_back(c);
      continue;
    }
    const std::optional<char> meant = TakeEscape(text);
    if (!meant.has_value()) return std::nullopt;
    bytes.push_back(*meant);
  }
  return bytes;
}

}  // namespace leyline
