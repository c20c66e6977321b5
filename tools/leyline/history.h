// Which approvals the history of the base has used up.
//
// An approval that the base has holds as long as the base stays as it was approved for. A commit of
// the base's history that has the decision, but from which the approved changes no longer lead to
// the merge result, has made them already, or has moved on. So it is found without a log that a
// change that was merged and taken back is to be made again. A commit that doesn't compile says
// nothing: the gate let in what does.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "records/records.h"
#include "tools/leyline/contracts.h"
#include "tools/leyline/governance.h"

namespace leyline {

class History {
 public:
  // `result` and `after`: the files and the contracts of the merge result. All must outlive this.
  History(World& world, Git& git, const Config& config, const RevisionFiles& base,
          const RevisionFiles& result, const Snapshot& after)
      : world_(world),
        git_(git),
        config_(config),
        base_(base),
        result_(result),
        after_(after),
        rule_paths_(RulePaths(base, result)) {}

  // By id, the commit that had used it up, of the proposals that ask for some of the changes.
  Result<std::map<std::string, std::string>> FindSpent(const std::string& base,
                                                       std::span<const ChangeProposal> proposals,
                                                       std::span<const Change> changes);

 private:
  using Digests = std::set<std::string>;

  // The first commit with the decision from which not all of `asked` lead to the result, or "".
  Result<std::string> FindUse(const std::string& base, const std::string& decision,
                              const Digests& asked);
  // What changes from a commit to the merge result; null when it doesn't compile.
  Result<const Digests*> ChangesSince(const std::string& commit);
  Result<Digests> Compare(const std::string& commit, const RevisionFiles& files);

  World& world_;
  Git& git_;
  const Config& config_;
  const RevisionFiles& base_;
  const RevisionFiles& result_;
  const Snapshot& after_;
  std::vector<std::string> rule_paths_;
  std::map<std::string, std::optional<Digests>> known_;  // by the digest of contracts and rules
};

}  // namespace leyline
