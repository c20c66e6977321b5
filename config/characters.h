// Which characters a governance file may hold, wherever they come from: written out or escaped.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace leyline {

struct ForbiddenCharacter {
  std::size_t offset = 0;  // bytes
  std::size_t length = 1;  // bytes
  std::string name;        // "U+202E", "byte 0xFF"
  std::string_view why;    // "turns the direction of text"
};

// The first character at or after `from` that is not valid UTF-8, or controls terminals, line
// structure or text direction. TAB, LF and the CR of a CRLF are allowed.
std::optional<ForbiddenCharacter> FindForbidden(std::string_view text, std::size_t from = 0);

// Code points of valid UTF-8.
std::size_t CountCharacters(std::string_view text);

// The first character beyond ASCII, as "U+0430". Empty when there is none.
std::string FirstNonAscii(std::string_view text);

}  // namespace leyline
