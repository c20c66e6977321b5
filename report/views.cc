#include "report/views.h"

namespace leyline {

Tally Count(std::span<const Change> changes) {
  Tally tally;
  for (const Change& change : changes) {
    switch (CompatibilityOf(change)) {
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
