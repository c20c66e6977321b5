// The circuit breaker: after failure_threshold distinct violations in a scope nothing merges there
// until a probe succeeds or a person resets it. Folded from the event log; never stored.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "policy/policy.h"

namespace leyline {

struct Event;

enum class BreakerMode : uint8_t { kClosed, kOpen, kHalfOpen, kForcedOpen };

struct BreakerState {
  BreakerMode mode = BreakerMode::kClosed;
  int failures = 0;                     // distinct violations counted since it closed
  std::vector<std::string> failure_keys;
  int64_t generation = 0;               // grows with each transition; late results are dropped
  std::optional<Time> opened_at;
  std::optional<Time> retry_at;         // when kOpen becomes kHalfOpen
  int probes = 0;                       // unexpired leases in kHalfOpen
  std::optional<Time> probe_expires;
  std::string reason;                   // of a forced opening
};

// The state of one scope at `now`. Events of other scopes are skipped.
BreakerState FoldBreaker(std::span<const Event> events, std::string_view scope,
                         const BreakerPolicy& policy, Time now);

// Every scope that has events, sorted.
std::vector<std::string> BreakerScopes(std::span<const Event> events);

std::string_view NameOf(BreakerMode mode);  // "OPEN"

}  // namespace leyline
