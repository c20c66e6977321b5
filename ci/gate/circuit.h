// What the circuit breaker says to a gate run, and what the run says to the breaker.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "ci/events.h"
#include "ci/gate/evaluate.h"

namespace leyline {

// A run as the breakers see it.
struct RunResult {
  GateRecord record;  // generation, run, verdict and violated are filled in here
  std::set<std::size_t> violated_scopes;  // where it broke what the breaker counts
  bool blocked = false;                   // by its own merits
};

// Fills in outcome, scopes_after and events, and adds a requirement about each circuit. One circuit
// that doesn't admit the run is enough to stop it.
void SettleCircuits(const GateRequest& request, const RunResult& result, GateVerdict& verdict);

}  // namespace leyline
