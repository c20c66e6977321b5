#include <algorithm>

#include "analyzer/rules/rules.h"

namespace leyline {
namespace {

// In the order of rules.def, which a test holds to be sorted.
constexpr const Rule* kRules[] = {
#define LEYLINE_RULE(id) &rules::id,
#include "analyzer/rules/rules.def"
#undef LEYLINE_RULE
};

}  // namespace

std::span<const Rule* const> AllRules() { return kRules; }

const Rule* FindRule(std::string_view id) {
  const auto at =
      std::lower_bound(std::begin(kRules), std::end(kRules), id,
                       [](const Rule* rule, std::string_view wanted) { return rule->id < wanted; });
  return at != std::end(kRules) && (*at)->id == id ? *at : nullptr;
}

}  // namespace leyline
