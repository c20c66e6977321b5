#include "analyzer/witness/proto_json/base64.h"

#include <cstdint>

namespace leyline {
namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrlSafe =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// The text without its padding; nothing when the padding does not fill up the last group of four.
std::optional<std::string_view> Unpadded(std::string_view text) {
  const std::string_view body = text.substr(0, text.find('='));
  const std::string_view padding = text.substr(body.size());
  if (padding.find_first_not_of('=') != padding.npos || body.size() % 4 == 1) return std::nullopt;
  if (!padding.empty() && (body.size() % 4 == 0 || padding.size() != 4 - body.size() % 4)) {
    return std::nullopt;
  }
  return body;
}

}  // namespace

std::string EncodeBase64(std::string_view bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view group = bytes.substr(i, 3);
    uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text.push_back(k <= group.size() ? kStandard[bits >> (18 - 6 * k) & 0x3F] : '=');
    }
  }
  return text;
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  const std::optional<std::string_view> body = Unpadded(text);
  if (!body) return std::nullopt;
  const bool url_safe = body->find_first_of("-_") != body->npos;
  const std::string_view alphabet = url_safe ? kUrlSafe : kStandard;
  std::string bytes;
  uint32_t bits = 0;
  int held = 0;
  for (const char c : *body) {
    const std::size_t digit = alphabet.find(c);
    if (digit == alphabet.npos) return std::nullopt;
    bits = (bits << 6 | static_cast<uint32_t>(digit)) & 0xFFFF;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<char>(bits >> held & 0xFF));
  }
  return bytes;
}

}  // namespace leyline
