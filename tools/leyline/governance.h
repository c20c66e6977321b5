// Governance files of a revision: records, and the texts of the rules.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "ci/gate/policy_changes.h"
#include "records/bypass.h"
#include "records/records.h"
#include "records/statement.h"
#include "tools/leyline/rules_in_force.h"

namespace leyline {

// Proposals and decisions of the merge result.
struct Records {
  std::vector<ChangeProposal> proposals;
  std::vector<GovernanceDecision> decisions;
  std::vector<ProvenStatement> statements;  // on those proposals; see ReadStatements
  std::vector<Bypass> bypasses;             // that base doesn't have, or that may still hold
};

// Which records are asked for: the number of those that a repository has gathered grows for ever.
// Those that the base doesn't have always are.
class RecordFilter {
 public:
  // All of them.
  RecordFilter() = default;
  // Those of the base that name one of the changes.
  RecordFilter(const RevisionFiles& base, std::span<const Change> changes);
  // Those of the base that are not on proposals with these ids.
  RecordFilter(const RevisionFiles& base, std::unordered_set<std::string> left_out);

  bool IsNew(const TreeEntry& entry) const;
  // Whether the proposal in that file may be asked for, as far as its name tells.
  bool Takes(const TreeEntry& entry) const;
  // Whether it is, going by its text.
  bool Names(std::string_view text) const;

 private:
  const RevisionFiles* base_ = nullptr;
  std::optional<std::unordered_set<std::string_view>> words_;
  std::unordered_set<std::string> left_out_;
};

// Errors of all files at once.
Result<Records> ReadRecords(const RevisionFiles& result, const Config& config,
                            const RecordFilter& filter = {});

// LG5010 for each record of the base that the merge edits or deletes: records are append-only. One
// that can't be read, or proves nothing and would have to, was never any, and may be mended or
// removed.
Result<std::vector<Error>> RewrittenRecords(World& world, const RevisionFiles& base,
                                            const RevisionFiles& result, const Rules& rules);

// The files that hold the rules (RulePaths), on both sides.
Result<std::vector<GovernedFile>> RuleFiles(const RevisionFiles& base, const RevisionFiles& result,
                                            const std::vector<std::string>& paths);

}  // namespace leyline
