#include "analyzer/impact/rollback.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "analyzer/diff/reversed.h"
#include "analyzer/rules/rule.h"

namespace leyline {
namespace {

// The declarations that changes are about: what undoes a change is about the same.
class Subjects {
 public:
  explicit Subjects(const std::vector<Change>& changes) {
    for (const Change& change : changes)
      known_.emplace(change.subject.before, change.subject.after);
  }
  bool AreUndoneBy(const Change& back) const {
    return known_.contains({back.subject.after, back.subject.before});
  }

 private:
  std::set<std::pair<Declaration, Declaration>> known_;
};

}  // namespace

Rollback CheckRollback(const Matches& matches, const Gating& gating,
                       const std::vector<Change>* only) {
  Rollback rollback{.mode = gating.mode, .findings = {}};
  const Subjects subjects(only == nullptr ? std::vector<Change>() : *only);
  for (const Change& change : Diff(Reversed(matches), nullptr)) {
    if (!IsGated(change, gating)) continue;
    if (only != nullptr && !subjects.AreUndoneBy(change)) continue;
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
  std::sort(rollback.findings.begin(), rollback.findings.end(),
            [](const RollbackFinding& a, const RollbackFinding& b) {
              return std::tie(b.level, a.element, a.change_type, a.surface) <
                     std::tie(a.level, b.element, b.change_type, b.surface);
            });
  return rollback;
}

}  // namespace leyline
