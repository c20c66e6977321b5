// What fmt's shared library holds, for a program without it: used once here, so that it is made.
#define FMT_HEADER_ONLY 1
#include <fmt/format.h>

namespace leyline {

[[gnu::used]] std::string UseFmt(fmt::string_view format, fmt::format_args values) {
  return fmt::vformat(format, values);
}

}  // namespace leyline
