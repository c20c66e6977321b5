#include "config/characters.h"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

struct Forbidden {
  uint32_t first;
  uint32_t last;
  std::string_view why;
};

// Each range with the harm it does. TAB and LF are not here; CR is looked at with its neighbour.
constexpr Forbidden kForbidden[] = {
    {0x00, 0x08, "is a control character"},
    {0x0B, 0x1F, "is a control character"},
    {0x7F, 0x9F, "is a control character"},
    {0x061C, 0x061C, "turns the direction of text"},
    {0x200B, 0x200B, "is invisible"},
    {0x200E, 0x200F, "turns the direction of text"},
    {0x2028, 0x2029, "ends a line for some readers only"},
    {0x202A, 0x202E, "turns the direction of text"},
    {0x2060, 0x2064, "is invisible"},
    {0x2066, 0x2069, "turns the direction of text"},
    {0xFEFF, 0xFEFF, "is a byte order mark"},
    {0xFFF9, 0xFFFB, "hides text as an annotation"},
    {0xFFFE, 0xFFFF, "is not a character"},
    {0xE0000, 0xE007F, "is invisible"},
};

std::size_t LengthByLead(uint8_t lead) {
  if (lead < 0x80) return 1;
  return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}

// Of a valid sequence of `length` bytes.
uint32_t Decode(std::string_view sequence) {
  const auto lead = static_cast<uint8_t>(sequence[0]);
  if (sequence.size() == 1) return lead;
  uint32_t value = lead & (0x7Fu >> sequence.size());
  for (char c : sequence.substr(1)) value = value << 6 | (static_cast<uint8_t>(c) & 0x3Fu);
  return value;
}

std::string_view WhyForbidden(uint32_t value) {
  const auto* found = std::find_if(
      std::begin(kForbidden), std::end(kForbidden),
      [&](const Forbidden& range) { return value >= range.first && value <= range.last; });
  return found == std::end(kForbidden) ? std::string_view() : found->why;
}

bool IsLineEnd(std::string_view text, std::size_t at) {
  return text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
}

}  // namespace

std::optional<ForbiddenCharacter> FindForbidden(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while (at < text.size()) {
    const auto lead = static_cast<uint8_t>(text[at]);
    const std::string_view sequence = text.substr(at, LengthByLead(lead));
    if (lead >= 0x80 && !IsValidUtf8(sequence)) {
      return ForbiddenCharacter{at, 1, fmt::format("byte 0x{:02X}", lead), "is not valid UTF-8"};
    }
    const uint32_t value = Decode(sequence);
    const std::string_view why = WhyForbidden(value);
    if (!why.empty() && !IsLineEnd(text, at)) {
      return ForbiddenCharacter{at, sequence.size(), fmt::format("U+{:04X}", value), why};
    }
    at += sequence.size();
  }
  return std::nullopt;
}

std::size_t CountCharacters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xC0) != 0x80; }));
}

std::string FirstNonAscii(std::string_view text) {
  const auto* found = std::find_if(text.begin(), text.end(),
                                   [](char c) { return static_cast<uint8_t>(c) >= 0x80; });
  if (found == text.end()) return "";
  const auto at = static_cast<std::size_t>(found - text.begin());
  const std::string_view sequence = text.substr(at, LengthByLead(static_cast<uint8_t>(*found)));
  if (!IsValidUtf8(sequence)) return fmt::format("byte 0x{:02X}", static_cast<uint8_t>(*found));
  return fmt::format("U+{:04X}", Decode(sequence));
}

}  // namespace leyline
