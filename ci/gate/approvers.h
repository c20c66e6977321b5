// Who approved, and who of them counts.
#pragma once

#include <vector>

#include "ci/gate/evaluate.h"

namespace leyline {

// LG4005 with the count, and one requirement for each named approver who can't count: who submitted
// the proposal (LG4007), who wrote the change (LG4008), who has no role (LG4009). LG2005 when the
// policy can't be met at all.
std::vector<Requirement> CheckApprovers(const GateRequest& request, const ChangeProposal& proposal,
                                        const GovernanceDecision& decision);

// LG4006: the rules change only with their owner's approval. An owner who proposes or writes the
// change can't approve it; then all reviewers who can must.
Requirement CheckOwner(const GateRequest& request, const ChangeProposal& proposal,
                       const GovernanceDecision& decision);

}  // namespace leyline
