// Two texts that differ in comments, white space and line ends alone.
#pragma once

#include <string_view>

namespace leyline {

// Whether two sources are the same sequence of tokens. Reads both once, and stops where they part.
// False when in doubt: in a text that ends inside a comment or string.
bool HaveSameTokens(std::string_view a, std::string_view b);

}  // namespace leyline
