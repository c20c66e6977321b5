#include "analyzer/impact/roles.h"

#include <algorithm>

namespace leyline {
namespace {

struct RoleRule {
  Role role;
  RoleAbout about;
  bool round_trip;  // re-encoding concerns it, beside reading in both directions
  bool always_rpc;  // on the rpc surface even if `surfaces` does not say so
};

// Every role meets both directions while versions overlap: a reader that is updated first reads old
// data (backward), one that is updated last reads new data (forward). The other end of the edge is
// hit as well: a writer must wait, or write what its readers still understand.
constexpr RoleRule kRules[] = {
    // The owner answers for the contract wherever it is used.
    {Role::kOwns, RoleAbout::kAnything, true, true},
    {Role::kWrites, RoleAbout::kData, false, false},
    {Role::kReads, RoleAbout::kData, false, false},
    // New code reads what was stored (backward), a rollback reads what the new code stored
    // (forward),
    // and a store that rewrites its rows re-encodes what it does not know (round trip).
    {Role::kStores, RoleAbout::kData, true, false},
    {Role::kServes, RoleAbout::kServices, false, true},
    {Role::kCalls, RoleAbout::kServices, false, true},
};

const RoleRule& RuleOf(Role role) {
  const auto* found = std::find_if(std::begin(kRules), std::end(kRules),
                                   [&](const RoleRule& rule) { return rule.role == role; });
  return found == std::end(kRules) ? kRules[0] : *found;
}

bool Uses(const Subsystem& subsystem, Surface surface) {
  return std::find(subsystem.surfaces.begin(), subsystem.surfaces.end(), surface) !=
         subsystem.surfaces.end();
}

}  // namespace

RoleAbout AboutOf(Role role) { return RuleOf(role).about; }

Level LevelFor(const Change& change, Role role, const Subsystem& subsystem) {
  const RoleRule& rule = RuleOf(role);
  Level worst = Level::kCompatible;
  for (const Verdict& verdict : change.verdicts) {
    const bool on_surface =
        Uses(subsystem, verdict.surface) || (verdict.surface == Surface::kRpc && rule.always_rpc);
    if (!on_surface) continue;
    if (verdict.direction == Direction::kRoundTrip && !rule.round_trip) continue;
    worst = std::max(worst, verdict.level);
  }
  return worst;
}

}  // namespace leyline
