#include "ci/gate/circuit.h"

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

class Circuit {
 public:
  Circuit(const GateRequest& request, RunResult result, GateVerdict& verdict)
      : request_(request),
        result_(std::move(result)),
        verdict_(verdict),
        origin_{request.now, request.change_request.empty() ? "local" : request.change_request,
                request.scope},
        before_(request.breaker) {
    AdvanceTo(before_, request.now);
    result_.record.run = RunId(request.change_request, result_.record.change_set);
    result_.record.generation = before_.generation;
  }

  void Settle() {
    const bool admitted = Admits();
    verdict_.outcome = !admitted         ? GateOutcome::kCircuitOpen
                       : result_.blocked ? GateOutcome::kBlocked
                                         : GateOutcome::kPass;
    AddEvents();
    verdict_.breaker_after = before_;
    for (const Event& event : verdict_.events) {
      if (event.scope == request_.scope) {
        Advance(verdict_.breaker_after, event, request_.policy->breaker);
      }
    }
    verdict_.requirements.push_back(Explain(admitted));
  }

 private:
  // A change set without contract changes is in no scope: it neither waits nor probes.
  bool Concerns() const { return result_.record.changes > 0; }

  bool IsProbe() const {
    if (before_.mode != BreakerMode::kHalfOpen || !Concerns()) return false;
    const auto leases = static_cast<int>(before_.leases.size());
    return before_.LeaseOf(result_.record.run) != nullptr ||
           leases < request_.policy->breaker.half_open_requests;
  }

  bool Admits() const { return !Concerns() || before_.mode == BreakerMode::kClosed || IsProbe(); }

  void AddEvents() {
    if (IsProbe() && before_.LeaseOf(result_.record.run) == nullptr) {
      const int64_t lease = (request_.policy->breaker.probe_lease_ms + 999) / 1000;
      verdict_.events.push_back(ProbeGranted(origin_, result_.record.run, before_.generation,
                                             {request_.now.seconds + lease}));
    }
    const std::string key = ViolationKey(request_.scope, result_.record.run);
    const bool counts = result_.record.violated && before_.mode == BreakerMode::kClosed;
    if (counts && !before_.Knows(key)) {
      verdict_.events.push_back(
          Violation(origin_, key, result_.record.change_set, result_.record.codes));
    }
    constexpr std::string_view kVerdicts[] = {"pass", "blocked", "circuit_open"};
    result_.record.verdict = std::string(kVerdicts[static_cast<std::size_t>(verdict_.outcome)]);
    verdict_.events.push_back(GateEvaluated(origin_, result_.record));
  }

  Requirement Explain(bool admitted) const {
    if (admitted) return IsProbe() ? ExplainProbe() : ExplainClosed();
    switch (before_.mode) {
      case BreakerMode::kForcedOpen:
        return About("LG7003", false,
                     fmt::format("the circuit for `{}` was opened by {} at {}: {}", request_.scope,
                                 before_.by, When(before_.opened_at), before_.reason),
                     ResetCommand(request_.scope));
      case BreakerMode::kHalfOpen:
        return About("LG7002", false,
                     fmt::format("the circuit for `{}` is half open and {} is probing it until {}",
                                 request_.scope, before_.leases.front().run,
                                 FormatTime(before_.leases.front().expires)),
                     "run the gate again after that");
      default:
        return About("LG7001", false,
                     fmt::format("the circuit for `{}` is open until {}, after {} violations",
                                 request_.scope, When(before_.retry_at), before_.failures()),
                     ResetCommand(request_.scope));
    }
  }

  Requirement ExplainProbe() const {
    const BreakerState& after = verdict_.breaker_after;
    if (after.mode == BreakerMode::kOpen) {
      return About(
          "LG7002", false,
          fmt::format("this run was the probe of the circuit for `{}` and failed: it is open "
                      "until {}",
                      request_.scope, When(after.retry_at)),
          ResetCommand(request_.scope));
    }
    return About("LG7002", true,
                 fmt::format("this run is the probe of the circuit for `{}`: it is {}",
                             request_.scope, NameOf(after.mode)),
                 "");
  }

  Requirement ExplainClosed() const {
    const BreakerState& after = verdict_.breaker_after;
    const int threshold = request_.policy->breaker.failure_threshold;
    if (after.mode == BreakerMode::kOpen) {
      return About("LG7001", false,
                   fmt::format("violation {} of {} in {} h: the circuit for `{}` opens until {}",
                               after.failures(), threshold, kWindowHours, request_.scope,
                               When(after.retry_at)),
                   ResetCommand(request_.scope));
    }
    return About("LG7001", true,
                 fmt::format("the circuit for `{}` is closed: {} of {} violations in {} h",
                             request_.scope, after.failures(), threshold, kWindowHours),
                 "");
  }

  const GateRequest& request_;
  RunResult result_;
  GateVerdict& verdict_;
  Origin origin_;
  BreakerState before_;
};

}  // namespace

void SettleCircuit(const GateRequest& request, RunResult result, GateVerdict& verdict) {
  Circuit(request, std::move(result), verdict).Settle();
}

}  // namespace leyline
