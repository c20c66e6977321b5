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
};
// By the log, in its order.
std::vector<Debt> DebtsOf(std::span<const Event> log);

// What no emergency overrides: what can't be read, forged signatures, rewritten records, the
// circuit, the log, and debts.
bool MayOverride(std::string_view code);

// LG4501..LG4504, LG4506..LG4508: why a bypass lets nothing pass; both empty when it holds.
Objection WhyNoBypass(const GateRequest& request, const Bypass& bypass,
                      const std::vector<Debt>& debts);

// Settles debts by the proposals that ratify them (LG4505 when one is overdue), then lets pass what
// a bypass for exactly these changes overrides. Adds the events.
void SettleBypasses(const GateRequest& request, const Docket& docket, GateVerdict& verdict);

}  // namespace leyline
