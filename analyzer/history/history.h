// History: what a version changes against all released versions, not only against the one that it
// replaces. What `before` did to a release already is not what this version does. Pure: the caller
// gives one release after the other, the oldest first, and need keep none.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/rules/rule.h"
#include "base/result.h"

namespace leyline {

class ReleaseHistory {
 public:
  // Both must outlive it.
  ReleaseHistory(const Snapshot& before, const Snapshot& after);

  // `is_between`: it was released after `before`, so that what it had and `after` doesn't have may
  // have been renamed, not given up.
  void Add(std::string_view release, const Snapshot& snapshot, bool is_between = false);

  // The changes from before to after, judged with the ledger of all releases; then those that show
  // only against a release, each once and marked with the newest such release. Left out is a change
  // against a release that `before` made already, and one that says nothing beyond another one of
  // the same element. Sorted.
  // Those against a release have their witnesses, as the release is gone; the others have none yet.
  std::vector<Change> Finish();

  // One for each verdict against a release that execution contradicts.
  const Errors& contradictions() const { return contradictions_; }

 private:
  // A change against a release.
  struct Found {
    Change change;
    // The field or value that took the place of one with another name or number, if it did.
    const void* successor = nullptr;
  };

  bool IsSaid(const Change& change) const;
  std::string FormerKeyOf(const Change& change) const;
  void DropMade(const Snapshot& release, std::vector<Change>& changes) const;
  void Forget(const std::unordered_set<const void*>& fresh);
  void Keep(std::vector<Found> found);

  const Snapshot& before_;
  const Snapshot& after_;
  Matches matches_;            // before -> after
  std::vector<Change> plain_;  // before -> after, judged without the ledger
  std::unordered_map<std::string, const Change*> said_;
  std::unordered_set<const void*> fresh_;
  std::unordered_map<const void*, std::string> former_names_;  // of what `after` calls otherwise
  Ledger ledger_;
  std::unordered_map<std::string, std::vector<Found>> found_;  // by change type and element
  Errors contradictions_;
};

}  // namespace leyline
