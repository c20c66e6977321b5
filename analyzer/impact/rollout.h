// How to roll a change out: phases, the order of subsystems, gates, and how much work it is.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/impact/deploy_order.h"
#include "analyzer/impact/impact.h"

namespace leyline {

struct RolloutInput {
  std::span<const Change> changes;
  std::span<const ChangeImpact> impacts;  // one a change
  const std::vector<std::string>* unclaimed = nullptr;
  const Subsystems* subsystems = nullptr;
  const DeployOrder* order = nullptr;
};

Rollout PlanRollout(const RolloutInput& input);

// The same for complexity alone: points and their reasons.
void RateComplexity(const RolloutInput& input, Rollout& rollout);

// "a, b and 12 more"
std::string NameList(std::span<const std::string> names);

}  // namespace leyline
