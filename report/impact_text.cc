
#include <fmt/format.h>

#include "base/strings.h"
#include "report/text.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

// "esper.v1.SystemStatePacket.telemetry -> esper.v1.TelemetryFrame.samples"
std::string PathText(const Hit& hit) {
  if (hit.path.empty()) return hit.contract;
  return Join(hit.path, " -> ");
}

void AppendHits(std::string& out, const ChangeImpact& impact, const TextStyle& style) {
  if (impact.hits.empty()) out += "    no subsystem declares a use of it\n";
  for (const auto& [hit, roles] : RowsOf(impact.hits)) {
    out +=
        fmt::format("    {} {} ({}) {} {}\n", LevelLabel(style, hit->level),
                    Tinted(style, Tint::kBold, hit->subsystem), hit->owner, roles, PathText(*hit));
  }
}

}  // namespace

std::string ImpactText(const ImpactView& view, const TextStyle& style) {
  std::string out;
  const ImpactReport& impact = *view.impact;
  for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
    const Change& change = view.diff.changes[i];
    const bool quiet = CompatibilityOf(change) == Compatibility::kBackwardCompatible;
    if (quiet && impact.changes[i].hits.empty() && !style.all) continue;
    out += fmt::format("{}: {} {}\n    {}\n", PlaceOf(change),
                       LevelLabel(style, LevelOf(CompatibilityOf(change))),
                       Tinted(style, Tint::kBold, change.change_type), Printable(change.message));
    AppendHits(out, impact.changes[i], style);
    out.push_back('\n');
  }
  if (!impact.unclaimed.empty()) {
    out += "no subsystem claims these changed contracts; who uses them is not known:\n";
    for (const std::string& contract : impact.unclaimed) out += fmt::format("    {}\n", contract);
    out.push_back('\n');
  }
  const Tally tally = Count(view.diff.changes);
  out += fmt::format("{} -> {}: {}", Printable(view.diff.before), Printable(view.diff.after),
                     Counted(tally.all(), "change"));
  out += fmt::format("; affected: {}\n", impact.affected_subsystems.empty()
                                             ? "no declared subsystem"
                                             : Join(impact.affected_subsystems, ", "));
  out += fmt::format("risk {}", NameOf(impact.risk));
  for (std::size_t i = 0; i < impact.risk_reasons.size(); ++i) {
    out += fmt::format("{}{}", i == 0 ? ": " : "; ", impact.risk_reasons[i]);
  }
  return out + "\n";
}

}  // namespace leyline
