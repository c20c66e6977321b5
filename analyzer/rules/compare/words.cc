#include "analyzer/rules/compare/words.h"

#include <fmt/format.h>

namespace leyline {

std::string ListOf(const std::vector<std::string>& items, std::string_view conjunction) {
  constexpr std::size_t kShown = 3;
  const std::size_t shown = items.size() > kShown + 1 ? kShown : items.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == items.size();
    if (i > 0) text += last ? fmt::format(" {} ", conjunction) : ", ";
    text += items[i];
  }
  if (shown < items.size()) {
    text += fmt::format(" {} {} others", conjunction, items.size() - shown);
  }
  return text;
}

}  // namespace leyline
