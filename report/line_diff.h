// Which lines of two short texts are the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leyline {

struct DiffLine {
  char mark = ' ';  // '-' only before, '+' only after, ' ' both
  std::string_view text;
};

// All lines, by the longest common subsequence: time and memory grow with the product of the
// lines. For examples, not for users' files.
std::vector<DiffLine> LineDiff(std::string_view before, std::string_view after);

}  // namespace leyline
