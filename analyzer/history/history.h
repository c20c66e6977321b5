// History: what a version changes against all released versions, not only against the one that it
// replaces. Pure: the caller gives one release after the other, the oldest first, and need keep
// none.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/rules/rule.h"
#include "base/result.h"

namespace leyline {

// kAll: what a client of any release meets. kNew: of that only what `before` didn't do already:
// what this change alone is to blame for.
enum class Blame : uint8_t { kAll, kNew };

class ReleaseHistory {
 public:
  // Both must outlive it.
  ReleaseHistory(const Snapshot& before, const Snapshot& after, Blame blame);

  // `is_between`: it was released after `before`, so that what it had and `after` doesn't have may
  // have been renamed, not given up.
  void Add(std::string_view release, const Snapshot& snapshot, bool is_between = false);

  // The changes from before to after, judged with the ledger of all releases; then those that show
  // only against a release, each once and marked with the newest such release. A change against a
  // release that says nothing beyond another one of the same element is left out. Sorted.
  // Those against a release have their witnesses, as the release is gone; the others have none yet.
  std::vector<Change> Finish();

  // One for each verdict against a release that execution contradicts.
  const Errors& contradictions() const { return contradictions_; }

 private:
  bool IsSaid(const Change& change) const;
  void Keep(std::vector<Change> changes);

  const Snapshot& before_;
  const Snapshot& after_;
  Blame blame_;
  Matches matches_;            // before -> after
  std::vector<Change> plain_;  // before -> after, judged without the ledger
  std::unordered_map<std::string, const Change*> said_;
  std::unordered_set<const void*> fresh_;
  Ledger ledger_;
  std::unordered_map<std::string, std::vector<Change>> found_;  // by change type and element
  Errors contradictions_;
};

}  // namespace leyline
