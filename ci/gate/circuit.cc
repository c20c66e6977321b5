#include "ci/gate/circuit.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "ci/events.h"

namespace leyline {
namespace {

constexpr int64_t kWindowHours = kViolationWindowSeconds / 3600;

std::string When(const std::optional<Time>& time) {
  return time.has_value() ? FormatTime(*time) : "an unknown time";
}

Requirement About(std::string_view code, bool satisfied, std::string message, std::string next) {
  return {.code = std::string(code),
          .satisfied = satisfied,
          .message = std::move(message),
          .change_digest = "",
          .where = std::nullopt,
          .next = satisfied ? "" : std::move(next)};
}

std::string ResetCommand(const std::string& scope) {
  return fmt::format("leyline breaker reset --scope {} --reason ...", scope);
}

// One circuit and what a run means to it.
class Circuit {
 public:
  Circuit(const GateRequest& request, const ScopeState& scope, const GateRecord& record)
      : request_(request),
        policy_(request.policy->breaker),
        name_(scope.name),
        before_(scope.breaker),
        record_(record) {
    AdvanceTo(before_, request.now);
    record_.run = RunId(request.change_request, record.change_set);
    record_.generation = before_.generation;
    after_ = before_;
  }

  bool Admits() const { return !Concerns() || before_.mode == BreakerMode::kClosed || CanProbe(); }

  std::vector<Event> Record(GateOutcome outcome) {
    const Origin origin{request_.now,
                        request_.change_request.empty() ? "local" : request_.change_request, name_};
    is_probe_ = CanProbe() && outcome != GateOutcome::kCircuitOpen;
    std::vector<Event> events;
    if (is_probe_ && before_.LeaseOf(record_.run) == nullptr) {
      const int64_t lease = (policy_.probe_lease_ms + 999) / 1000;
      events.push_back(
          ProbeGranted(origin, record_.run, before_.generation, {request_.now.seconds + lease}));
    }
    const std::string key = ViolationKey(name_, record_.run);
    const bool counts = record_.violated && before_.mode == BreakerMode::kClosed;
    if (counts && !before_.Knows(key)) {
      events.push_back(Violation(origin, key, record_.change_set, record_.codes));
    }
    constexpr std::string_view kVerdicts[] = {"pass", "blocked", "circuit_open"};
    record_.verdict = std::string(kVerdicts[static_cast<std::size_t>(outcome)]);
    events.push_back(GateEvaluated(origin, record_));
    for (const Event& event : events) Advance(after_, event, policy_);
    return events;
  }

  // To be asked after Record.
  Requirement Explain() const {
    if (is_probe_) return ExplainProbe();
    if (Admits()) return ExplainClosed();
    switch (before_.mode) {
      case BreakerMode::kForcedOpen:
        return About("LG7003", false,
                     fmt::format("the circuit for `{}` was opened by {} at {}: {}", name_,
                                 before_.by, When(before_.opened_at), before_.reason),
                     ResetCommand(name_));
      case BreakerMode::kHalfOpen:
        return About(
            "LG7002", false,
            fmt::format("the circuit for `{}` is half open and {} is probing it until {}", name_,
                        before_.leases.front().run, FormatTime(before_.leases.front().expires)),
            "run the gate again after that");
      default:
        return About("LG7001", false,
                     fmt::format("the circuit for `{}` is open until {}, after {} violations",
                                 name_, When(before_.retry_at), before_.failures()),
                     ResetCommand(name_));
    }
  }

  ScopeState After() const { return {name_, after_}; }

 private:
  // A change set without contract changes is in no scope: it neither waits nor probes.
  bool Concerns() const { return record_.changes > 0; }

  bool CanProbe() const {
    if (before_.mode != BreakerMode::kHalfOpen || !Concerns()) return false;
    return before_.LeaseOf(record_.run) != nullptr ||
           static_cast<int>(before_.leases.size()) < policy_.half_open_requests;
  }

  Requirement ExplainProbe() const {
    if (after_.mode == BreakerMode::kOpen) {
      return About(
          "LG7002", false,
          fmt::format("this run was the probe of the circuit for `{}` and failed: it is open "
                      "until {}",
                      name_, When(after_.retry_at)),
          ResetCommand(name_));
    }
    return About("LG7002", true,
                 fmt::format("this run is the probe of the circuit for `{}`: it is {}", name_,
                             NameOf(after_.mode)),
                 "");
  }

  Requirement ExplainClosed() const {
    const int threshold = policy_.failure_threshold;
    if (after_.mode == BreakerMode::kOpen) {
      return About(
          "LG7001", false,
          fmt::format("violation {} of {} in {} h: the circuit for `{}` opens until {}",
                      after_.failures(), threshold, kWindowHours, name_, When(after_.retry_at)),
          ResetCommand(name_));
    }
    return About("LG7001", true,
                 fmt::format("the circuit for `{}` is closed: {} of {} violations in {} h", name_,
                             after_.failures(), threshold, kWindowHours),
                 "");
  }

  const GateRequest& request_;
  const BreakerPolicy& policy_;
  const std::string& name_;
  BreakerState before_;
  BreakerState after_;
  GateRecord record_;
  bool is_probe_ = false;
};

}  // namespace

void SettleCircuits(const GateRequest& request, const RunResult& result, GateVerdict& verdict) {
  std::vector<Circuit> circuits;
  for (const ScopeState& scope : request.scopes)
    circuits.emplace_back(request, scope, result.record);
  const bool admitted = std::all_of(circuits.begin(), circuits.end(),
                                    [](const Circuit& circuit) { return circuit.Admits(); });
  verdict.outcome = !admitted        ? GateOutcome::kCircuitOpen
                    : result.blocked ? GateOutcome::kBlocked
                                     : GateOutcome::kPass;
  for (Circuit& circuit : circuits) {
    for (Event& event : circuit.Record(verdict.outcome)) verdict.events.push_back(std::move(event));
    verdict.requirements.push_back(circuit.Explain());
    verdict.scopes.push_back(circuit.After());
  }
}

}  // namespace leyline
