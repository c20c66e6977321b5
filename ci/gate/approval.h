// Is a proposal approved? Each question is one Requirement, satisfied or not.
#pragma once

#include <vector>

#include "ci/gate/docket.h"

namespace leyline {

// All that the base policy asks of a proposal and its decision, in reading order: complete, for
// this branch, decided, decided in time, not too late, approved by enough of the right people.
std::vector<Requirement> CheckApproval(const GateRequest& request, const Docket& docket,
                                       const ChangeProposal& proposal);

}  // namespace leyline
