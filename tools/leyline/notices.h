// What a gate run tells people on standard error beside its verdict. Nothing here changes it.
#pragma once

#include <span>
#include <string>

#include "ci/gate/evaluate.h"
#include "config/leyline_yaml.h"
#include "records/records.h"
#include "tools/leyline/repository.h"

namespace leyline {

// Contracts below the import roots of the repository that the merge changes: nobody governs them.
// Empty when there are none; else one line with its end, as all notices.
std::string NoticeOfImports(const RevisionFiles& base, const RevisionFiles& result,
                            const Config& config);

// Roots of the base that the merge result has not: renamed folders look like removed contracts.
std::string NoticeOfLostRoots(const RevisionFiles& base, const RevisionFiles& result,
                              const Config& config);

// Contracts, rules and records that the work tree has and HEAD has not; of what was said about
// proposals only that on these. Looking through all of it takes git longer than the gate.
std::string NoticeOfUncommitted(Git& git, const Config& config,
                                std::span<const ChangeProposal> proposals);

// That the policy asked for nothing, so that nobody takes a pass for an approval.
std::string NoticeOfNothingGated(const GateRequest& request, const GateVerdict& verdict);

}  // namespace leyline
