#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace leyline {

void CheckFailed(const char* file, int line, std::string_view belief) {
  std::fprintf(stderr, "leyline: bug at %s:%d: %.*s\n", file, line, static_cast<int>(belief.size()),
               belief.data());
  std::fflush(nullptr);
  std::_Exit(70);
}

}  // namespace leyline
