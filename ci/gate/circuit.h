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

// Fills in outcome, breaker_after and events, and adds the requirement about the circuit.
void SettleCircuit(const GateRequest& request, RunResult result, GateVerdict& verdict);

}  // namespace leyline
