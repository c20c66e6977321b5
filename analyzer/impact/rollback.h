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

// Changes on the way there, by whether one asks for the way back of them.
struct ChangesThere {
  std::vector<Change> wanted;
  std::vector<Change> others;
};

// Judges the reverse of what was matched on the way there; nothing is matched again. `there`: only
// what undoes the wanted changes, by what they are about and by their kind; what undoes none of the
// changes by kind goes by what it is about. Null: all.
Rollback CheckRollback(const Matches& matches, const Gating& gating,
                       const ChangesThere* there = nullptr);

}  // namespace leyline
