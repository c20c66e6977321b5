// The circuit breaker: after failure_threshold distinct violations in a scope nothing merges there
// until a probe succeeds or a person resets it. Folded from the event log; never stored.
//
//   CLOSED --the fifth violation--> OPEN --recovery_timeout--> HALF_OPEN --probe passes--> CLOSED
//                                     ^------------probe fails-----'
//   any --isolate--> FORCED_OPEN;   any --reset by a person, with a reason--> CLOSED
//   any --forged evidence--> FORCED_OPEN, which only resets by two persons close
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

// A violation that counts towards the threshold.
struct CountedViolation {
  std::string key;
  Time at;
  bool operator==(const CountedViolation&) const = default;
};

// The right to probe: only the holder's result counts, and only until it expires.
struct ProbeLease {
  std::string run;
  Time expires;
  bool operator==(const ProbeLease&) const = default;
};

struct BreakerState {
  BreakerMode mode = BreakerMode::kClosed;
  std::vector<CountedViolation>
      violations;                      // that count now, oldest first; when open: that opened it
  std::vector<std::string> seen_keys;  // of every violation ever counted, sorted
  int64_t generation = 0;  // grows when it opens or closes; results of older ones are dropped
  std::optional<Time> opened_at;       // kOpen, kHalfOpen, kForcedOpen
  std::optional<Time> retry_at;        // kOpen, kHalfOpen: when kOpen becomes kHalfOpen
  std::vector<ProbeLease> leases;      // kHalfOpen: the live ones, oldest first
  int successes = 0;                   // kHalfOpen: of half_open_requests
  std::string reason;                  // of a forced opening
  std::string by;                      // who forced it
  bool critical = false;               // kForcedOpen: by forged evidence
  std::vector<std::string> resets_by;  // critical: who wants it closed; one person is not enough
  std::optional<Time> last_event;      // time never runs backwards from here

  int failures() const { return static_cast<int>(violations.size()); }
  bool Knows(std::string_view violation_key) const;
  // The live lease of a run, or null.
  const ProbeLease* LeaseOf(std::string_view run) const;

  bool operator==(const BreakerState&) const = default;
};

// The state of one scope at `now`. Events of other scopes are skipped.
BreakerState FoldBreaker(std::span<const Event> events, std::string_view scope,
                         const BreakerPolicy& policy, Time now);

// How many different persons must reset a circuit that forged evidence has opened.
inline constexpr std::size_t kPersonsForCritical = 2;

// One step of that fold; `event` must be of the state's scope.
void Advance(BreakerState& state, const Event& event, const BreakerPolicy& policy);

// What time alone does: OPEN becomes HALF_OPEN, leases expire, old violations stop counting. A
// clock that is behind the last event counts as that event's time.
void AdvanceTo(BreakerState& state, Time now, const BreakerPolicy& policy);

// Every scope that has events, sorted.
std::vector<std::string> BreakerScopes(std::span<const Event> events);

std::string_view NameOf(BreakerMode mode);  // "OPEN"

}  // namespace leyline
