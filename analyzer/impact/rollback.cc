#include "analyzer/impact/rollback.h"

#include <algorithm>

#include "analyzer/rules/rule.h"

namespace leyline {

Rollback CheckRollback(const Snapshot& before, const Snapshot& after, const Gating& gating) {
  Rollback rollback{.mode = gating.mode, .findings = {}};
  for (const Change& change : Diff(after, before)) {
    if (!IsGated(change, gating)) continue;
    const Level level = WorstOf(change, gating).value_or(Level::kUnknown);
    const auto verdict = std::find_if(
        change.verdicts.begin(), change.verdicts.end(),
        [&](const Verdict& each) { return gating.Counts(each) && each.level == level; });
    rollback.findings.push_back(
        {.change_type = std::string(change.change_type),
         .element = change.element,
         .level = level,
         .surface = verdict == change.verdicts.end() ? "" : std::string(WordOf(verdict->surface))});
  }
  return rollback;
}

}  // namespace leyline
