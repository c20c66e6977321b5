#include "report/json_writer.h"

#include <array>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

// Code points that libprotobuf escapes although JSON doesn't ask for it: invisible ones.
bool IsEscapedByProtobuf(uint32_t c) {
  return c < 0xA0 || c == 0x00AD || (c >= 0x0600 && c <= 0x0603) || c == 0x06DD || c == 0x070F ||
         c == 0x17B4 || c == 0x17B5 || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
         (c >= 0x206A && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
}

void AppendAscii(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const bool hidden = static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '<' || c == '>';
  if (hidden) {
    out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  } else {
    out.push_back(c);
  }
}

// The code point of a valid UTF-8 sequence of two or three bytes.
uint32_t CodePointOf(std::string_view bytes) {
  uint32_t value = static_cast<unsigned char>(bytes[0]) & (bytes.size() == 2 ? 0x1Fu : 0x0Fu);
  for (char c : bytes.substr(1)) value = value << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  return value;
}

// Whether a byte stands for itself in a JSON string.
constexpr std::array<bool, 256> kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) plain[c] = true;
  for (unsigned char c : {'"', '\\', '<', '>'}) plain[c] = false;
  return plain;
}();

// Where the first byte is that doesn't; the text's size if all do.
std::size_t PlainFrom(std::string_view text, std::size_t at) {
  while (at < text.size() && kPlain[static_cast<unsigned char>(text[at])]) ++at;
  return at;
}

// Room for `more` bytes at the end of `out`.
char* Extend(std::string& out, std::size_t more) {
  const std::size_t size = out.size();
  out.resize(size + more);
  return out.data() + size;
}

}  // namespace

void AppendJsonString(std::string& out, std::string_view text) {
  if (PlainFrom(text, 0) == text.size()) {
    char* const to = Extend(out, text.size() + 2);
    to[0] = '"';
    text.copy(to + 1, text.size());
    to[text.size() + 1] = '"';
    return;
  }
  std::string clean;
  if (!IsValidUtf8(text)) {
    clean = Printable(text);
    text = clean;
  }
  out.push_back('"');
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t special = PlainFrom(text, i);
    out.append(text, i, special - i);
    i = special;
    if (i == text.size()) break;
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string_view bytes = text.substr(i, length);
    if (length == 1) {
      AppendAscii(out, text[i]);
    } else if (length < 4 && IsEscapedByProtobuf(CodePointOf(bytes))) {
      out += fmt::format("\\u{:04x}", CodePointOf(bytes));
    } else {
      out.append(bytes);
    }
    i += length;
  }
  out.push_back('"');
}

void JsonWriter::Separate() {
  if (need_comma_) out_.push_back(',');
  need_comma_ = true;
}

void JsonWriter::BeginObject() {
  Separate();
  out_.push_back('{');
  need_comma_ = false;
}

void JsonWriter::EndObject() {
  out_.push_back('}');
  need_comma_ = true;
}

void JsonWriter::BeginArray() {
  Separate();
  out_.push_back('[');
  need_comma_ = false;
}

void JsonWriter::EndArray() {
  out_.push_back(']');
  need_comma_ = true;
}

void JsonWriter::Key(std::string_view key) {
  Separate();
  AppendJsonString(out_, key);
  out_.push_back(':');
  need_comma_ = false;
}

void JsonWriter::PlainKey(std::string_view key) {
  Separate();
  char* const to = Extend(out_, key.size() + 3);
  to[0] = '"';
  key.copy(to + 1, key.size());
  to[key.size() + 1] = '"';
  to[key.size() + 2] = ':';
  need_comma_ = false;
}

void JsonWriter::Written(std::string_view values) {
  if (values.empty()) return;
  Separate();
  out_ += values;
}

void JsonWriter::String(std::string_view value) {
  Separate();
  AppendJsonString(out_, value);
}

void JsonWriter::Int(int32_t value) {
  Separate();
  out_ += std::to_string(value);
}

void JsonWriter::Bool(bool value) {
  Separate();
  out_ += value ? "true" : "false";
}

void JsonWriter::Field(std::string_view key, std::string_view value) {
  if (value.empty()) return;
  PlainKey(key);
  String(value);
}

void JsonWriter::Field(std::string_view key, int32_t value) {
  if (value == 0) return;
  PlainKey(key);
  Int(value);
}

void JsonWriter::Field(std::string_view key, bool value) {
  if (!value) return;
  PlainKey(key);
  Bool(value);
}

}  // namespace leyline
