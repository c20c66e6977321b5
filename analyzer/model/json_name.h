// JSON names without making them: see DerivedJsonName.
#pragma once

#include <string_view>

namespace leyline {

// Whether it is the one that a field of that name gets by itself.
bool IsDerivedJsonName(std::string_view json_name, std::string_view name);

}  // namespace leyline
