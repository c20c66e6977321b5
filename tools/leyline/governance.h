// Governance files of a revision: records, and the texts of the rules.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "ci/gate/policy_changes.h"
#include "records/records.h"
#include "records/statement.h"
#include "tools/leyline/rules_in_force.h"

namespace leyline {

// Proposals and decisions of the merge result.
struct Records {
  std::vector<ChangeProposal> proposals;
  std::vector<GovernanceDecision> decisions;
  std::vector<ProvenStatement> statements;  // on those proposals; see ReadStatements
};

// Which records are asked for: the number of those that a repository has gathered grows for ever.
class RecordFilter {
 public:
  // All of them.
  RecordFilter() = default;
  // Those that the base doesn't have, and those of the base that name one of the changes.
  RecordFilter(const RevisionFiles& base, std::span<const Change> changes);

  bool IsNew(const TreeEntry& entry) const;
  bool Names(std::string_view text) const;

 private:
  const RevisionFiles* base_ = nullptr;
  std::unordered_set<std::string_view> words_;
};

// Errors of all files at once.
Result<Records> ReadRecords(const RevisionFiles& result, const Config& config,
                            const RecordFilter& filter = {});

// LG5010 for each record of the base that the merge edits or deletes: records are append-only. One
// that can't be read was never any, and may be mended or removed.
std::vector<Error> RewrittenRecords(const RevisionFiles& base, const RevisionFiles& result,
                                    const Config& config);

// The files that hold the rules (RulePaths), on both sides.
Result<std::vector<GovernedFile>> RuleFiles(const RevisionFiles& base, const RevisionFiles& result,
                                            const std::vector<std::string>& paths);

}  // namespace leyline
