// Whether the conditions of an approval are resolved.
#pragma once

#include <vector>

#include "ci/gate/evaluate.h"

namespace leyline {

// LG4022: one requirement for each. Sentences are for people and ask for nothing.
std::vector<Requirement> CheckConditions(const GateRequest& request, const ChangeProposal& proposal,
                                         const GovernanceDecision& decision);

}  // namespace leyline
