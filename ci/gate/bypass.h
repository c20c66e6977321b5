// The emergency: what a valid bypass lets pass, and the debt that it leaves.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ci/gate/ballots.h"
#include "ci/gate/docket.h"

namespace leyline {

namespace event_type {
inline constexpr std::string_view kBypassUsed = "bypass_used";
inline constexpr std::string_view kBypassRatified = "bypass_ratified";
}  // namespace event_type

// A bypass that was used and not yet approved afterwards.
struct Debt {
  std::string bypass;
  Time due;
  // What it let pass, and where; both empty in the events of older versions.
  std::string target_ref = {};
  std::vector<std::string> changes = {};  // sorted

  bool operator==(const Debt&) const = default;
};
// By the log, in its order.
std::vector<Debt> DebtsOf(std::span<const Event> log);

// What no emergency overrides: what can't be read, forged signatures, rewritten records, the
// circuit, the log, and debts.
bool MayOverride(std::string_view code);

// LG4501, LG4507: why no emergency lets these changes pass, whoever grants it; all empty when one
// may.
Objection WhyNoEmergency(const GateRequest& request, const std::vector<std::string>& changes);

// LG4501..LG4504, LG4506..LG4508: why a bypass lets nothing pass; all empty when it holds.
Objection WhyNoBypass(const GateRequest& request, const Bypass& bypass,
                      const std::vector<Debt>& debts);

// Settles debts by the proposals that ratify them (LG4505 when one is overdue), then lets pass what
// a bypass for exactly these changes overrides. Adds the events. A debt is one of its target ref.
void SettleBypasses(const GateRequest& request, const Docket& docket, GateVerdict& verdict);

// For a verdict whose events could not be appended to `log`: what a bypass let pass would be owed
// by nobody, so that it doesn't pass (LG4505).
void RefuseUnrecordedBypass(const GateRequest& request, std::string_view log, GateVerdict& verdict);

}  // namespace leyline
