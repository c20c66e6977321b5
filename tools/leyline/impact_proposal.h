// `leyline impact --proposal`: the changes that a proposal asks for, and what it says of them.
#pragma once

#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/impact/impact.h"
#include "base/result.h"
#include "records/records.h"
#include "report/views.h"

namespace leyline {

// Wanted are those of the changes that the proposal asks for, in their order. An error when there
// is none; what it asks for beside them is added to `absent`.
Result<ChangesThere> ChangesAskedFor(const ChangeProposal& proposal, std::vector<Change> changes,
                                     std::vector<std::string>& absent);

// What `affected_subsystems` and `risk_level` leave out.
ProposalView CompareWith(const ChangeProposal& proposal, const ImpactReport& impact,
                         std::vector<std::string> absent);

}  // namespace leyline
