#include "analyzer/impact/rollback.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "analyzer/diff/reversed.h"
#include "analyzer/rules/rule.h"

namespace leyline {
namespace {

// REMOVE_FIELD undoes ADD_FIELD; most kinds undo themselves.
std::string Undone(std::string_view change_type) {
  constexpr std::pair<std::string_view, std::string_view> kOpposites[] = {
      {"ADD_", "REMOVE_"}, {"RESERVE", "UNRESERVE"}, {"DEPRECATE", "UNDEPRECATE"}};
  for (const auto& [one, other] : kOpposites) {
    for (const auto& [from, to] : {std::pair(one, other), std::pair(other, one)}) {
      if (change_type.starts_with(from)) {
        return std::string(to) + std::string(change_type.substr(from.size()));
      }
    }
  }
  return std::string(change_type);
}

// Which of the findings on the way back undo the wanted changes.
class Wanted {
 public:
  explicit Wanted(const ChangesThere& there) {
    for (const Change& change : there.wanted) {
      kinds_[KeyOf(change.subject.before, change.subject.after, change.change_type)] = true;
      subjects_.emplace(change.subject.before, change.subject.after);
    }
    for (const Change& change : there.others) {
      kinds_.try_emplace(KeyOf(change.subject.before, change.subject.after, change.change_type),
                         false);
    }
  }

  bool AreUndoneBy(const Change& back) const {
    const Declaration& before = back.subject.after;
    const Declaration& after = back.subject.before;
    const auto known = kinds_.find(KeyOf(before, after, Undone(back.change_type)));
    return known != kinds_.end() ? known->second : subjects_.contains({before, after});
  }

 private:
  using Key = std::tuple<Declaration, Declaration, std::string>;
  static Key KeyOf(const Declaration& before, const Declaration& after, std::string_view type) {
    return {before, after, std::string(type)};
  }

  std::map<Key, bool> kinds_;                               // of all changes: whether it is wanted
  std::set<std::pair<Declaration, Declaration>> subjects_;  // of the wanted ones
};

}  // namespace

Rollback CheckRollback(const Matches& matches, const Gating& gating, const ChangesThere* there) {
  Rollback rollback{.mode = gating.mode, .findings = {}};
  const std::optional<Wanted> wanted =
      there == nullptr ? std::nullopt : std::optional<Wanted>(*there);
  for (const Change& change : Diff(Reversed(matches), nullptr)) {
    if (!IsGated(change, gating)) continue;
    if (wanted.has_value() && !wanted->AreUndoneBy(change)) continue;
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
