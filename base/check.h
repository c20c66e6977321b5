// CHECK(condition, "what was believed"): a broken belief is a bug in Leyline and ends it with
// exit 70.
#pragma once

#include <string_view>

namespace leyline {

[[noreturn]] void CheckFailed(const char* file, int line, std::string_view belief);

}  // namespace leyline

#define CHECK(condition, belief) \
  (static_cast<bool>(condition) ? void() : ::leyline::CheckFailed(__FILE__, __LINE__, belief))
