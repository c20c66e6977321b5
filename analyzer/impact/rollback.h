// Rollback: whether the way back is safe, by the same rules as the way there.
#pragma once

#include <string>
#include <vector>

#include "analyzer/diff/gating.h"
#include "analyzer/diff/match.h"

namespace leyline {

// One thing that going back from the new version to the old one does.
struct RollbackFinding {
  std::string change_type;  // "REMOVE_FIELD": of the change that the way back is
  std::string element;
  Level level = Level::kCompatible;
  std::string surface;  // "json": the first that is this bad
};

struct Rollback {
  Mode mode = Mode::kBackward;
  std::vector<RollbackFinding> findings;  // the worst first; none: the way back satisfies the mode
};

// Judges the reverse of what was matched on the way there; nothing is matched again. `only`: the
// way back of these changes; null: of all.
Rollback CheckRollback(const Matches& matches, const Gating& gating,
                       const std::vector<Change>* only = nullptr);

}  // namespace leyline
