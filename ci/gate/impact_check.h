// Do the proposals say whom the change hits, and how badly?
#pragma once

#include <vector>

#include "ci/gate/coverage.h"

namespace leyline {

// LG3017 an analysis is there, LG3008 each proposal names the subsystems that its changes hit,
// LG3009 one of them declares the computed risk. Nothing when the policy doesn't ask for impact
// analysis.
std::vector<Requirement> CheckImpact(const GateRequest& request, const Docket& docket,
                                     const std::vector<const ProposalFit*>& used);

}  // namespace leyline
