// What the circuit breaker says to a gate run, and what the run says to the breaker.
#pragma once

#include <string>
#include <vector>

#include "ci/events.h"
#include "ci/gate/evaluate.h"

namespace leyline {

// A run as the breaker sees it.
struct RunResult {
  GateRecord record;     // generation, run and verdict are filled in here
  bool blocked = false;  // by its own merits
};

// Fills in outcome, scopes and events, and adds a requirement about each circuit. The worst circuit
// decides, and no probe is taken where another circuit denies the merge anyway.
void SettleCircuits(const GateRequest& request, const RunResult& result, GateVerdict& verdict);

}  // namespace leyline
