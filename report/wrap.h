// Text for a terminal of a given width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace leyline {

// Breaks at spaces so that no line is wider than `width` columns, but for words that are. The
// first line starts with `first`, the others with `rest`; each ends with a line feed. Words between
// backticks stay together.
std::string Wrap(std::string_view text, std::size_t width, std::string_view first,
                 std::string_view rest);

}  // namespace leyline
