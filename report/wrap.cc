#include "report/wrap.h"

namespace leyline {
namespace {

// Bytes that continue a character take no column.
std::size_t Columns(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++columns;
  }
  return columns;
}

// Up to the next space that stands outside backticks; the rest of a text whose backtick is alone.
std::size_t WordEnd(std::string_view text) {
  bool code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') code = !code;
    if (text[i] == ' ' && !code) return i;
  }
  return text.size();
}

}  // namespace

std::string Wrap(std::string_view text, std::size_t width, std::string_view first,
                 std::string_view rest) {
  std::string out(first);
  std::size_t column = Columns(first);
  bool fresh = true;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, WordEnd(text));
    text.remove_prefix(word.size() == text.size() ? word.size() : word.size() + 1);
    const std::size_t wide = Columns(word);
    if (!fresh && column + 1 + wide > width) {
      out += '\n';
      out += rest;
      column = Columns(rest);
      fresh = true;
    }
    if (!fresh) out += ' ';
    out += word;
    column += wide + (fresh ? 0 : 1);
    fresh = false;
  }
  return out + '\n';
}

}  // namespace leyline
