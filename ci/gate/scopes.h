// Scopes: which circuits guard a change set. One team's mistakes do not stop all the others.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/impact/subsystems.h"
#include "ci/breaker.h"
#include "policy/policy.h"

namespace leyline {

// One scope and its circuit at the time of the run.
struct ScopeState {
  std::string name;  // "refs/heads/main/training-team"
  BreakerState breaker;
};

// The scopes of the owners of the changed contracts, sorted, each with a closed circuit: fold the
// log into them. The owner of a contract is the owner of the subsystem that owns it, else of those
// that write or serve it, else the policy's owner; the last also for changes of the rules, and when
// nothing changed. Never empty.
std::vector<ScopeState> ScopesOf(std::span<const Change> changes, const Subsystems& subsystems,
                                 const Policy& policy, const std::string& target_ref);

}  // namespace leyline
