#include "ci/breaker.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "ci/event_log.h"
#include "ci/events.h"
#include "ci/log_clock.h"
#include "records/people.h"

namespace leyline {
namespace {

constexpr std::string_view kPastTheGate = "LG5009";

// Whole seconds, rounded up: a breaker never recovers early. Saturates.
Time After(Time start, int64_t milliseconds) {
  const int64_t seconds = milliseconds / 1000 + (milliseconds % 1000 > 0 ? 1 : 0);
  constexpr int64_t kEnd = std::numeric_limits<int64_t>::max();
  return {start.seconds > kEnd - seconds ? kEnd : start.seconds + seconds};
}

void Close(BreakerState& state) {
  state.mode = BreakerMode::kClosed;
  ++state.generation;
  state.violations.clear();
  state.leases.clear();
  state.successes = 0;
  state.opened_at.reset();
  state.retry_at.reset();
  state.reason.clear();
  state.by.clear();
  state.critical = false;
  state.resets_by.clear();
}

void ForceOpen(BreakerState& state, const Event& event, Time at, std::string reason) {
  Close(state);
  state.mode = BreakerMode::kForcedOpen;
  state.opened_at = at;
  state.reason = std::move(reason);
  state.by = event.actor;
}

void Open(BreakerState& state, Time at, const BreakerPolicy& policy) {
  state.mode = BreakerMode::kOpen;
  ++state.generation;
  state.leases.clear();
  state.successes = 0;
  state.opened_at = at;
  state.retry_at = After(at, policy.recovery_timeout_ms);
}

// Found while open: recorded, not counted. A probe's violation shows in its gate_evaluated.
void OnViolation(BreakerState& state, const Event& event, Time at, const BreakerPolicy& policy) {
  const std::string key(DataOf(event, "key"));
  const std::string_view critical = DataOf(event, "critical");
  if (!critical.empty() && policy.on_critical == OnCritical::kForcedOpen) {
    if (state.critical) return;
    const std::string_view what = critical.find(kPastTheGate) == std::string_view::npos
                                      ? "forged evidence"
                                      : "rules changed past the gate";
    ForceOpen(state, event, at, fmt::format("{}: {}", what, critical));
    state.critical = true;
    return;
  }
  if (state.mode != BreakerMode::kClosed || key.empty() || state.Knows(key)) return;
  state.seen_keys.insert(std::lower_bound(state.seen_keys.begin(), state.seen_keys.end(), key),
                         key);
  state.violations.push_back({key, at});
  if (state.failures() >= policy.failure_threshold) Open(state, at, policy);
}

void OnProbeGranted(BreakerState& state, const Event& event, Time at, const BreakerPolicy& policy) {
  const std::string run(DataOf(event, "run"));
  const bool current = NumberOf(event, "generation", -1) == state.generation;
  if (state.mode != BreakerMode::kHalfOpen || !current || run.empty()) return;
  const bool free = static_cast<int>(state.leases.size()) < policy.half_open_requests;
  if (!free || state.LeaseOf(run) != nullptr) return;
  // An event that asks for more than the policy allows gets what the policy allows.
  Time expires = After(at, policy.probe_lease_ms);
  if (const Result<Time> asked = ParseTime(DataOf(event, "expires")); asked.has_value()) {
    expires = std::min(expires, *asked);
  }
  if (expires > at) state.leases.push_back({run, expires});
}

// Only the result of a live lease of this generation moves a half-open breaker.
void OnGateEvaluated(BreakerState& state, const Event& event, Time at,
                     const BreakerPolicy& policy) {
  const ProbeLease* lease = state.LeaseOf(DataOf(event, "run"));
  const bool current = NumberOf(event, "generation", -1) == state.generation;
  if (state.mode != BreakerMode::kHalfOpen || lease == nullptr || !current) return;
  state.leases.erase(state.leases.begin() + (lease - state.leases.data()));
  if (DataOf(event, "violated") == "true") return Open(state, at, policy);
  if (DataOf(event, "verdict") != "pass") return;  // neither: the slot is free again
  if (++state.successes >= policy.half_open_requests) Close(state);
}

// A freeze by hand takes nothing away from what two persons have to close.
void OnIsolated(BreakerState& state, const Event& event, Time at) {
  if (!state.critical) ForceOpen(state, event, at, std::string(DataOf(event, "reason")));
}

// A reset without a person or a reason is worth nothing.
void OnReset(BreakerState& state, const Event& event) {
  if (event.actor.empty() || DataOf(event, "reason").empty()) return;
  if (!state.critical) return Close(state);
  const bool again =
      std::any_of(state.resets_by.begin(), state.resets_by.end(),
                  [&](const std::string& other) { return IsSamePerson(other, event.actor); });
  if (again) return;
  state.resets_by.push_back(event.actor);
  if (state.resets_by.size() >= kPersonsForCritical) Close(state);
}

}  // namespace

bool BreakerState::Knows(std::string_view violation_key) const {
  return std::binary_search(seen_keys.begin(), seen_keys.end(), violation_key);
}

const ProbeLease* BreakerState::LeaseOf(std::string_view run) const {
  for (const ProbeLease& lease : leases) {
    if (lease.run == run) return &lease;
  }
  return nullptr;
}

void AdvanceTo(BreakerState& state, Time now, const BreakerPolicy& policy) {
  if (state.last_event.has_value()) now = std::max(now, *state.last_event);
  switch (state.mode) {
    case BreakerMode::kClosed:
      std::erase_if(state.violations, [&](const CountedViolation& violation) {
        return now.seconds - violation.at.seconds >= int64_t{policy.window_hours} * 3600;
      });
      return;
    case BreakerMode::kOpen:
      if (state.retry_at.has_value() && now >= *state.retry_at) state.mode = BreakerMode::kHalfOpen;
      return;
    case BreakerMode::kHalfOpen:
      std::erase_if(state.leases, [&](const ProbeLease& lease) { return now >= lease.expires; });
      return;
    case BreakerMode::kForcedOpen:
      return;
  }
}

void Advance(BreakerState& state, const Event& event, const BreakerPolicy& policy) {
  const Time at = state.last_event.has_value() ? std::max(event.at, *state.last_event) : event.at;
  AdvanceTo(state, at, policy);
  state.last_event = at;
  if (event.type == event_type::kViolation) return OnViolation(state, event, at, policy);
  if (event.type == event_type::kProbeGranted) return OnProbeGranted(state, event, at, policy);
  if (event.type == event_type::kGateEvaluated) return OnGateEvaluated(state, event, at, policy);
  if (event.type == event_type::kBreakerIsolated) return OnIsolated(state, event, at);
  if (event.type == event_type::kBreakerReset) OnReset(state, event);
}

BreakerState FoldBreaker(std::span<const Event> events, std::string_view scope,
                         const BreakerPolicy& policy, Time now) {
  const std::map<int64_t, Time> disowned = DisownedTimes(events);
  BreakerState state;
  for (const Event& event : events) {
    if (event.scope != scope) continue;
    const auto timed = disowned.find(event.seq);
    if (timed == disowned.end()) {
      Advance(state, event, policy);
      continue;
    }
    // As late as it can have been: a circuit recovers later rather than earlier.
    Event moved = event;
    moved.at = timed->second;
    Advance(state, moved, policy);
  }
  AdvanceTo(state, now, policy);
  return state;
}

std::vector<std::string> BreakerScopes(std::span<const Event> events) {
  std::set<std::string> scopes;
  for (const Event& event : events) {
    if (!event.scope.empty()) scopes.insert(event.scope);
  }
  return {scopes.begin(), scopes.end()};
}

std::string_view NameOf(BreakerMode mode) {
  constexpr std::string_view kNames[] = {"CLOSED", "OPEN", "HALF_OPEN", "FORCED_OPEN"};
  return kNames[static_cast<std::size_t>(mode)];
}

}  // namespace leyline
