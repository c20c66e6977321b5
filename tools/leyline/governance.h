// Governance files of a revision: records, and the texts of the rules.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ci/gate/policy_changes.h"
#include "records/records.h"
#include "tools/leyline/rules_in_force.h"

namespace leyline {

// Proposals and decisions of the merge result; errors of all files at once.
struct Records {
  std::vector<ChangeProposal> proposals;
  std::vector<GovernanceDecision> decisions;
};
Result<Records> ReadRecords(const RevisionFiles& result, const Config& config);

// LG5010 for each record of the base that the merge edits or deletes: records are append-only. One
// that can't be read was never any, and may be mended or removed.
std::vector<Error> RewrittenRecords(const RevisionFiles& base, const RevisionFiles& result,
                                    const Config& config);

// The files that hold the rules (RulePaths), on both sides.
Result<std::vector<GovernedFile>> RuleFiles(const RevisionFiles& base, const RevisionFiles& result,
                                            const std::vector<std::string>& paths);

}  // namespace leyline
