#include <algorithm>

#include <fmt/format.h>

#include "analyzer/witness/sample_values.h"
#include "base/strings.h"
#include "report/impact_words.h"
#include "report/text.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

constexpr std::size_t kMostFindings = 10;
constexpr std::size_t kUnderLevel = 16;  // the column behind "    BREAKING    "

void AppendHits(std::string& out, const Change& change, const ChangeImpact& impact,
                const TextStyle& style) {
  if (impact.hits.empty()) out += "    no subsystem declares a use of it\n";
  for (const ChainRow& row : RowsByChain(impact.hits)) {
    const Hit& hit = *row.hit;
    out += fmt::format("    {} {} ({}) {} {}\n", LevelLabel(style, hit.level),
                       Tinted(style, Tint::kBold, hit.subsystem), hit.owner, Join(row.roles, ", "),
                       Printable(Join(ChainOf(change, hit), " -> ")));
    if (hit.level == Level::kCompatible) continue;
    out += std::string(kUnderLevel, ' ') + Hung(Join(row.words, "; "), kUnderLevel, style.width);
  }
}

void AppendChanges(std::string& out, const ImpactView& view, const TextStyle& style) {
  for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
    const Change& change = view.diff.changes[i];
    const ChangeImpact& impact = view.impact->changes[i];
    const bool quiet = CompatibilityOf(change) == Compatibility::kBackwardCompatible;
    if (quiet && impact.hits.empty() && !style.all) continue;
    out +=
        fmt::format("{}: {} {}\n    {}\n", PlaceOf(change), LevelLabel(style, LevelShown(change)),
                    Tinted(style, Tint::kBold, change.change_type), Printable(change.message));
    for (const std::string& condition : ConditionsOf(change)) {
      out += "    condition on " + Hung(Printable(condition), 17, style.width);
    }
    AppendHits(out, change, impact, style);
    out.push_back('\n');
  }
  if (view.impact->unclaimed.empty()) return;
  out += "no subsystem claims these changed contracts; who uses them is not known:\n";
  for (const std::string& contract : view.impact->unclaimed) {
    out += fmt::format("    {}\n", Printable(contract));
  }
  out.push_back('\n');
}

void AppendEdges(std::string& out, const ImpactReport& impact, const TextStyle& style) {
  std::string rows;
  for (const Edge& edge : impact.edges) {
    const Level level = edge.meeting.worst();
    if (level == Level::kCompatible && !style.all) continue;
    rows += fmt::format("    {} {} -> {}: {} ({}, {}): {}\n", LevelLabel(style, level), edge.from,
                        edge.to, Printable(edge.contract), KindWords(edge),
                        EvidenceWords(edge.evidence), OrderWords(edge));
  }
  if (rows.empty()) return;
  out += "edges, from who writes to who reads:\n" + rows;
  if (impact.edges_cut) out += fmt::format("    and more than these {}\n", kMostEdges);
  out.push_back('\n');
}

void AppendRollout(std::string& out, const ImpactView& view, const TextStyle& style) {
  const Rollout& rollout = view.impact->rollout;
  const bool at_worst =
      std::any_of(view.diff.changes.begin(), view.diff.changes.end(),
                  [](const Change& change) { return LevelShown(change) == Level::kUnknown; });
  if (rollout.phases.empty()) return;
  out += fmt::format("rollout{}, {} of complexity:\n", at_worst ? " at worst" : "",
                     Counted(rollout.points, "point"));
  for (const Cycle& cycle : rollout.cycles) {
    out += "  cycle: " + Hung(CycleWords(cycle), 9, style.width);
  }
  for (const Phase& phase : rollout.phases) {
    out += fmt::format("  {}\n", Tinted(style, Tint::kBold, TitleOf(phase.kind)));
    for (std::size_t i = 0; i < phase.steps.size(); ++i) {
      const std::string number = fmt::format("    {}. ", i + 1);
      out += number + Hung(Printable(StepWords(phase.steps[i])), number.size(), style.width);
    }
    for (const std::string& gate : phase.gates) {
      out += "    gate: " + Hung(Printable(gate), 10, style.width);
    }
  }
  for (const ComplexityReason& reason : rollout.reasons) {
    const std::string points = fmt::format("  {:>9}: ", Counted(reason.points, "point"));
    out += points + Hung(Printable(reason.reason), points.size(), style.width);
  }
  out.push_back('\n');
}

void AppendRollback(std::string& out, const ImpactReport& impact, const TextStyle& style) {
  if (!impact.rollback.has_value()) return;
  const Rollback& rollback = *impact.rollback;
  if (rollback.findings.empty()) {
    out += fmt::format("rollback: the way back satisfies mode {}\n\n", NameOf(rollback.mode));
    return;
  }
  out += fmt::format("rollback: the way back does not satisfy mode {}:\n", NameOf(rollback.mode));
  const std::size_t most = style.all ? rollback.findings.size() : kMostFindings;
  for (std::size_t i = 0; i < rollback.findings.size() && i < most; ++i) {
    out += fmt::format("    {}\n", Printable(RollbackWords(rollback.findings[i])));
  }
  if (rollback.findings.size() > most) {
    out += fmt::format("    and {} more; --all shows them\n", rollback.findings.size() - most);
  }
  out.push_back('\n');
}

void AppendSizes(std::string& out, const ImpactReport& impact, const TextStyle& style) {
  if (impact.sizes.empty()) return;
  out += fmt::format("sizes in binary, the mean of {} samples:\n", kSamples);
  for (const SizeDelta& size : impact.sizes) {
    std::string line = fmt::format("{}: {}", SizeSubject(size), SampledWords(size.after));
    if (const std::string delta = DeltaWords(size); !delta.empty()) line += ", " + delta;
    line += fmt::format("; {}", BoundsWords(size.after));
    if (BoundsWords(size.before) != BoundsWords(size.after)) {
      line += fmt::format(", was {}", BoundsWords(size.before));
    }
    if (const std::string time = TimeWords(size); !time.empty()) line += "; " + time;
    out += "    " + Hung(Printable(line), 4, style.width);
  }
  out.push_back('\n');
}

void AppendProposal(std::string& out, const ImpactView& view, const TextStyle& style) {
  if (view.proposal == nullptr) return;
  const std::vector<std::string> lines = ProposalWords(*view.proposal, view.impact->risk);
  out += fmt::format("proposal `{}`{}\n", view.proposal->id,
                     lines.empty() ? " says what was found" : ":");
  for (const std::string& line : lines) out += "    " + Hung(Printable(line), 4, style.width);
  out.push_back('\n');
}

void AppendRisk(std::string& out, const ImpactReport& impact) {
  out += fmt::format("risk {}", NameOf(impact.risk));
  const bool several = impact.risk_reasons.size() > 1;
  for (const std::string& reason : impact.risk_reasons) {
    out += fmt::format("{}{}", several ? "\n    " : ": ", Printable(reason));
  }
  out.push_back('\n');
}

void AppendApprovers(std::string& out, const ImpactReport& impact) {
  if (impact.approvers.empty()) return;
  out += "owners to ask:\n";
  for (const Approver& approver : impact.approvers) {
    out += fmt::format("    {}\n", Printable(ApproverWords(approver)));
  }
  out.push_back('\n');
}

}  // namespace

std::string ImpactText(const ImpactView& view, const TextStyle& style) {
  std::string out;
  const ImpactReport& impact = *view.impact;
  AppendChanges(out, view, style);
  AppendEdges(out, impact, style);
  AppendRollout(out, view, style);
  AppendRollback(out, impact, style);
  AppendSizes(out, impact, style);
  AppendApprovers(out, impact);
  AppendProposal(out, view, style);
  const Tally tally = Count(view.diff.changes);
  out += fmt::format("{} -> {}: {}", Printable(view.diff.before), Printable(view.diff.after),
                     Counted(tally.all(), "change"));
  out += fmt::format("; affected: {}\n", impact.affected_subsystems.empty()
                                             ? "no declared subsystem"
                                             : Join(impact.affected_subsystems, ", "));
  AppendRisk(out, impact);
  return out;
}

}  // namespace leyline
