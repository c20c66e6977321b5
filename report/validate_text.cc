#include <fmt/format.h>

#include "report/text.h"
#include "report/text_parts.h"

namespace leyline {

std::string ValidateText(const ValidateView& view) {
  if (view.errors.empty()) {
    return fmt::format("{}: {}\n", view.input,
                       view.files == 1 ? "1 file compiles and links"
                                       : fmt::format("{} files compile and link", view.files));
  }
  std::string out;
  for (const Error& error : view.errors) out += Format(error) + "\n";
  return out + fmt::format("{}: {}\n", view.input,
                           Counted(static_cast<int32_t>(view.errors.size()), "error"));
}

}  // namespace leyline
