#include "report/views.h"

namespace leyline {

Compatibility CompatibilityOf(const Change& change, const Gating* gating) {
  if (gating == nullptr) return CompatibilityOf(change);
  return CompatibilityOf(WorstOf(change, *gating).value_or(Level::kCompatible));
}

Tally Count(std::span<const Change> changes, const Gating* gating) {
  Tally tally;
  for (const Change& change : changes) {
    switch (CompatibilityOf(change, gating)) {
      case Compatibility::kBackwardCompatible:
        ++tally.compatible;
        break;
      case Compatibility::kConditional:
        ++tally.conditional;
        break;
      case Compatibility::kBreakingChange:
        ++tally.breaking;
        break;
    }
  }
  return tally;
}

}  // namespace leyline
