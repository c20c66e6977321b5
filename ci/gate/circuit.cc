#include "ci/gate/circuit.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/events.h"

namespace leyline {
namespace {

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

// One scope's circuit during one run.
class Circuit {
 public:
  Circuit(const GateRequest& request, std::size_t index, const RunResult& result)
      : request_(request),
        scope_(request.scopes[index].name),
        record_(result.record),
        now_(request.cautious()),
        origin_{now_, request.change_request.empty() ? "local" : request.change_request, scope_},
        before_(request.scopes[index].breaker) {
    AdvanceTo(before_, now_, request.policy->breaker);
    record_.run = RunId(request.change_request, record_.change_set);
    record_.generation = before_.generation;
    record_.violated = result.violated_scopes.contains(index);
    if (!record_.violated) record_.critical.clear();
    if (index > 0) record_.took_ms = 0;
  }

  bool Admits() const { return !Concerns() || before_.mode == BreakerMode::kClosed || CanProbe(); }

  void Settle(GateVerdict& verdict) {
    probes_ = CanProbe() && verdict.outcome != GateOutcome::kCircuitOpen;
    const std::size_t first = verdict.events.size();
    AddEvents(verdict);
    after_ = before_;
    for (std::size_t i = first; i < verdict.events.size(); ++i) {
      Advance(after_, verdict.events[i], request_.policy->breaker);
    }
    verdict.scopes_after.push_back({scope_, after_});
    if (Concerns()) verdict.requirements.push_back(Explain());
  }

 private:
  // A change set without contract changes is in no scope: it neither waits nor probes.
  bool Concerns() const { return record_.changes > 0; }

  bool CanProbe() const {
    if (before_.mode != BreakerMode::kHalfOpen || !Concerns()) return false;
    if (request_.clock_trouble.has_value()) return false;
    const auto leases = static_cast<int>(before_.leases.size());
    return before_.LeaseOf(record_.run) != nullptr ||
           leases < request_.policy->breaker.half_open_requests;
  }

  void AddEvents(GateVerdict& verdict) {
    if (probes_ && before_.LeaseOf(record_.run) == nullptr) {
      const int64_t lease = (request_.policy->breaker.probe_lease_ms + 999) / 1000;
      verdict.events.push_back(
          ProbeGranted(origin_, record_.run, before_.generation, {now_.seconds + lease}));
    }
    const std::string key = ViolationKey(scope_, record_.run);
    const bool counts = record_.violated && before_.mode == BreakerMode::kClosed;
    const bool forged = !record_.critical.empty() && !before_.critical;
    if (forged || (counts && !before_.Knows(key))) {
      verdict.events.push_back(Violation(origin_, key, record_.change_set, record_.codes,
                                         record_.critical, Join(verdict.proposers, ",")));
    }
    constexpr std::string_view kVerdicts[] = {"pass", "blocked", "circuit_open"};
    record_.verdict = std::string(kVerdicts[static_cast<std::size_t>(verdict.outcome)]);
    verdict.events.push_back(GateEvaluated(origin_, record_));
  }

  Requirement Explain() const {
    if (after_.critical) return ExplainCritical();
    if (probes_) return ExplainProbe();
    if (Admits()) return ExplainAdmitted();
    switch (before_.mode) {
      case BreakerMode::kForcedOpen:
        return About("LG7003", false,
                     fmt::format("the circuit for `{}` was opened by {} at {}: {}", scope_,
                                 before_.by, When(before_.opened_at), before_.reason),
                     ResetCommand(scope_));
      case BreakerMode::kHalfOpen:
        if (before_.leases.empty()) return ExplainClock();
        return About(
            "LG7002", false,
            fmt::format("the circuit for `{}` is half open and {} is probing it until {}", scope_,
                        before_.leases.front().run, FormatTime(before_.leases.front().expires)),
            "run the gate again after that");
      default:
        return About("LG7001", false,
                     fmt::format("the circuit for `{}` is open since {}, after {} violations, and "
                                 "takes a probe from {}",
                                 scope_, When(before_.opened_at), before_.failures(),
                                 When(before_.retry_at)),
                     ResetCommand(scope_));
    }
  }

  Requirement ExplainCritical() const {
    std::string who;
    if (!after_.resets_by.empty()) who = "; " + after_.resets_by.front() + " has reset it already";
    return About(
        "LG7003", false,
        fmt::format("the circuit for `{}` is open since {} ({}, run {}): {} persons, one of "
                    "them the owner, must reset it{}",
                    scope_, When(after_.opened_at), after_.reason, after_.by, kPersonsForCritical,
                    who),
        ResetCommand(scope_));
  }

  Requirement ExplainClock() const {
    return About("LG7006", false,
                 fmt::format("the circuit for `{}` is half open and takes no probe while clocks "
                             "disagree",
                             scope_),
                 "set this machine's clock, or look at the event that the message names: leyline "
                 "audit show");
  }

  Requirement ExplainProbe() const {
    if (after_.mode == BreakerMode::kOpen) {
      return About(
          "LG7002", false,
          fmt::format("this run was the probe of the circuit for `{}` and failed: it is open "
                      "until {}",
                      scope_, When(after_.retry_at)),
          ResetCommand(scope_));
    }
    return About("LG7002", true,
                 fmt::format("this run is the probe of the circuit for `{}`: it is {}", scope_,
                             NameOf(after_.mode)),
                 "");
  }

  Requirement ExplainAdmitted() const {
    if (before_.mode == BreakerMode::kHalfOpen) {
      return About("LG7002", true,
                   fmt::format("the circuit for `{}` is half open; it is not probed while another "
                               "circuit is open",
                               scope_),
                   "");
    }
    const int threshold = request_.policy->breaker.failure_threshold;
    if (after_.mode == BreakerMode::kOpen) {
      return About("LG7001", false,
                   fmt::format("violation {} of {} in {} h: the circuit for `{}` opens until {}",
                               after_.failures(), threshold, request_.policy->breaker.window_hours,
                               scope_, When(after_.retry_at)),
                   ResetCommand(scope_));
    }
    return About("LG7001", true,
                 fmt::format("the circuit for `{}` is closed: {} of {} violations in {} h", scope_,
                             after_.failures(), threshold, request_.policy->breaker.window_hours),
                 "");
  }

  const GateRequest& request_;
  const std::string scope_;
  GateRecord record_;
  const Time now_;
  Origin origin_;
  BreakerState before_;
  bool probes_ = false;  // this run is the probe; none is taken where another circuit denies
  BreakerState after_;   // once this run's events are appended
};

}  // namespace

void SettleCircuits(const GateRequest& request, const RunResult& result, GateVerdict& verdict) {
  std::vector<Circuit> circuits;
  for (std::size_t i = 0; i < request.scopes.size(); ++i) circuits.emplace_back(request, i, result);
  const bool admitted = std::all_of(circuits.begin(), circuits.end(),
                                    [](const Circuit& circuit) { return circuit.Admits(); });
  verdict.outcome = !admitted        ? GateOutcome::kCircuitOpen
                    : result.blocked ? GateOutcome::kBlocked
                                     : GateOutcome::kPass;
  for (Circuit& circuit : circuits) circuit.Settle(verdict);
}

}  // namespace leyline
