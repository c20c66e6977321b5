// Governance files of a revision: the rules in force at the base, the records in the merge result.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/impact/subsystems.h"
#include "ci/gate/policy_changes.h"
#include "config/leyline_yaml.h"
#include "policy/policy.h"
#include "records/records.h"
#include "tools/leyline/repository.h"

namespace leyline {

// What the base revision says. Never read from the change under test.
struct Rules {
  Config config;
  Policy policy;
  std::optional<Subsystems> subsystems;
  bool first_merge = false;  // the base has no policy yet: the change brings it
};

// `bootstrap`: "sha256:..." of the policy file's bytes; lets the first merge be judged by the
// policy that it brings itself. Empty: none. Of no effect once the base has a policy.
Result<Rules> ReadRules(const RevisionFiles& base, const RevisionFiles& result,
                        const std::string& bootstrap);

// The leyline.yaml in force: that of the base; before the base has a policy, else of the change.
Result<Config> ReadConfigInForce(const RevisionFiles& base, const RevisionFiles& result);

// Proposals and decisions of the merge result; errors of all files at once.
struct Records {
  std::vector<ChangeProposal> proposals;
  std::vector<GovernanceDecision> decisions;
};
Result<Records> ReadRecords(const RevisionFiles& result, const Config& config);

// LG5010 for each record of the base that the merge edits or deletes: records are append-only.
std::vector<Error> RewrittenRecords(const RevisionFiles& base, const RevisionFiles& result,
                                    const Config& config);

// The files that hold the rules: whoever edits one writes a change of the rules.
std::vector<std::string> RulePaths(const Config& config);

// Those files on both sides.
Result<std::vector<GovernedFile>> RuleFiles(const RevisionFiles& base, const RevisionFiles& result,
                                            const Config& config);

}  // namespace leyline
