#include "analyzer/diff/match.h"

namespace leyline {

Matches Match(const Snapshot& before, const Snapshot& after) {
  Matches matches;
  matches.before = &before;
  matches.after = &after;
  return matches;
}

}  // namespace leyline
