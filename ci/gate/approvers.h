// The decision model `approvals`: the ballots are counted, every person once, and an objection
// stops everything. Another model (weighted votes) is another such function over the same ballots.
#pragma once

#include <string>
#include <vector>

#include "ci/gate/ballots.h"

namespace leyline {

// LG4005 with the count, and one requirement for each who objects (LG4020, LG4003) or can't count.
// What doesn't count is a problem as long as approvals are missing, and afterwards only a note;
// a forged signature and a false claim of the decision (LG4027) always are. LG2005 when the policy
// can't be met at all. `decision` may be null.
std::vector<Requirement> CheckApprovers(const GateRequest& request, const ChangeProposal& proposal,
                                        const GovernanceDecision* decision);

// LG4006: the rules change only with their owner's approval. An owner who proposes or writes the
// change can't approve it; then all reviewers who can must, or nobody may.
Requirement CheckOwner(const GateRequest& request, const ChangeProposal& proposal,
                       const GovernanceDecision* decision);

// Who could approve and has not. `decision` may be null.
std::vector<std::string> WhoCanApprove(const GateRequest& request, const ChangeProposal& proposal,
                                       const GovernanceDecision* decision);

}  // namespace leyline
