// Words for conditions and sentences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace leyline {

// "a", "a or b", "a, b or c", "a, b, c or 4 others": a sentence stays readable whatever the input.
std::string ListOf(const std::vector<std::string>& items, std::string_view conjunction);

}  // namespace leyline
