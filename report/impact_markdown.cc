#include <fmt/format.h>

#include "base/strings.h"
#include "report/impact_graph.h"
#include "report/impact_page.h"
#include "report/impact_words.h"
#include "report/markdown_parts.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

// A comment holds 65,536 letters; these keep the largest report below.
constexpr std::size_t kMostHits = 60;
constexpr std::size_t kMostRows = 30;
constexpr std::size_t kMostReasons = 5;

using Rows = std::vector<std::vector<std::string>>;

std::string Codes(const std::vector<std::string>& names, std::string_view separator) {
  std::vector<std::string> codes;
  for (const std::string& name : names) codes.push_back(MarkdownCode(name));
  return Join(codes, separator);
}

std::string Bold(Level level) {
  return level == Level::kCompatible ? std::string(NameOf(level))
                                     : fmt::format("**{}**", NameOf(level));
}

// What is hit; of many changes those that hit nobody are only counted, above.
void AppendHits(std::string& out, const ImpactView& view) {
  Rows rows;
  for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
    const Change& change = view.diff.changes[i];
    for (const ChainRow& row : RowsByChain(view.impact->changes[i].hits)) {
      if (row.hit->level == Level::kCompatible) continue;
      rows.push_back({Bold(row.hit->level), MarkdownCode(row.hit->subsystem),
                      MarkdownCode(row.hit->owner), MarkdownText(Join(row.roles, ", ")),
                      Codes(ChainOf(change, *row.hit), " → "),
                      MarkdownText(Join(row.words, "; "))});
    }
  }
  if (rows.empty()) return;
  out += "### Whom it hits\n\n";
  out += MarkdownTable({"level", "subsystem", "owner", "does", "by this chain", "to mind"}, rows,
                       kMostHits);
  out += "\n";
}

void AppendRollout(std::string& out, const Rollout& rollout) {
  if (rollout.phases.empty()) return;
  out += fmt::format("### Roll-out ({})\n\n", Counted(rollout.points, "point"));
  for (const Cycle& cycle : rollout.cycles) {
    out += fmt::format("* cycle: {}\n", MarkdownText(CycleWords(cycle)));
  }
  for (const Phase& phase : rollout.phases) {
    out += fmt::format("\n**{}**\n\n", TitleOf(phase.kind));
    for (std::size_t i = 0; i < phase.steps.size(); ++i) {
      const Step& step = phase.steps[i];
      out += fmt::format("{}. {}: {}\n", i + 1,
                         step.subsystems.empty() ? "contracts" : Codes(step.subsystems, ", "),
                         MarkdownText(step.action));
    }
    for (const std::string& gate : phase.gates) {
      out += fmt::format("   - [ ] {}\n", MarkdownText(gate));
    }
  }
  out += "\n";
}

void AppendEdges(std::string& out, const ImpactReport& impact) {
  Rows rows;
  for (const Edge& edge : impact.edges) {
    if (edge.meeting.worst() == Level::kCompatible) continue;
    rows.push_back({Bold(edge.meeting.worst()), MarkdownCode(edge.from), MarkdownCode(edge.to),
                    MarkdownCode(edge.contract), KindWords(edge),
                    std::string(EvidenceWords(edge.evidence)), std::string(OrderWords(edge))});
  }
  if (rows.empty()) return;
  const std::size_t count = rows.size();
  out +=
      MarkdownDetails(fmt::format("Edges ({}{})", count, impact.edges_cut ? " and more" : ""),
                      MarkdownTable({"level", "from", "to", "contract", "what", "known", "order"},
                                    rows, kMostRows));
}

void AppendSizes(std::string& out, const ImpactReport& impact) {
  if (impact.sizes.empty()) return;
  Rows rows;
  for (const SizeDelta& size : impact.sizes) {
    rows.push_back({MarkdownText(SizeSubject(size)), SampledWords(size.before),
                    SampledWords(size.after), MarkdownText(DeltaWords(size)),
                    BoundsWords(size.before), BoundsWords(size.after)});
  }
  out += MarkdownDetails(
      "Sizes in binary, the mean of samples",
      MarkdownTable({"what", "before", "after", "difference", "bounds before", "bounds after"},
                    rows, kMostRows));
}

void AppendRollback(std::string& out, const ImpactReport& impact) {
  if (!impact.rollback.has_value()) return;
  const Rollback& rollback = *impact.rollback;
  if (rollback.findings.empty()) {
    out += fmt::format("The way back satisfies mode {}.\n\n", NameOf(rollback.mode));
    return;
  }
  std::string list;
  for (std::size_t i = 0; i < rollback.findings.size() && i < kMostRows; ++i) {
    list += fmt::format("* {}\n", MarkdownText(RollbackWords(rollback.findings[i])));
  }
  out += MarkdownDetails(
      fmt::format("The way back does not satisfy mode {}: {}", NameOf(rollback.mode),
                  Counted(static_cast<int32_t>(rollback.findings.size()), "finding")),
      list);
}

void AppendSummary(std::string& out, const ImpactView& view) {
  const ImpactReport& impact = *view.impact;
  const Tally tally = Count(view.diff.changes);
  out += fmt::format("<!-- leyline impact -->\n## Impact: risk {}\n\n", NameOf(impact.risk));
  out +=
      fmt::format("{} → {}: {} ({}). Affected: {}.\n\n", MarkdownCode(view.diff.before),
                  MarkdownCode(view.diff.after), Counted(tally.all(), "change"), TallyText(tally),
                  impact.affected_subsystems.empty() ? "no declared subsystem"
                                                     : Codes(impact.affected_subsystems, ", "));
  for (std::size_t i = 0; i < impact.risk_reasons.size() && i < kMostReasons; ++i) {
    out += fmt::format("* {}\n", MarkdownText(impact.risk_reasons[i]));
  }
  if (impact.risk_reasons.size() > kMostReasons) {
    out += fmt::format("* and {} more\n", impact.risk_reasons.size() - kMostReasons);
  }
  if (!impact.risk_reasons.empty()) out += "\n";
  for (const Approver& approver : impact.approvers) {
    out += fmt::format("* ask {}\n", MarkdownText(ApproverWords(approver)));
  }
  if (!impact.approvers.empty()) out += "\n";
  if (view.proposal != nullptr) {
    for (const std::string& line : ProposalWords(*view.proposal, impact.risk)) {
      out +=
          fmt::format("* proposal {}: {}\n", MarkdownCode(view.proposal->id), MarkdownText(line));
    }
    out += "\n";
  }
  if (impact.unclaimed.empty()) return;
  const std::size_t shown = std::min(impact.unclaimed.size(), kMostRows);
  out += fmt::format(
      "No subsystem claims {}{}: whom these changes hit is not known.\n\n",
      Codes(
          {impact.unclaimed.begin(), impact.unclaimed.begin() + static_cast<std::ptrdiff_t>(shown)},
          ", "),
      impact.unclaimed.size() > shown ? fmt::format(" and {} more", impact.unclaimed.size() - shown)
                                      : "");
}

}  // namespace

std::string ImpactMarkdown(const ImpactView& view) {
  std::string out;
  const ImpactReport& impact = *view.impact;
  AppendSummary(out, view);
  AppendHits(out, view);
  AppendRollout(out, impact.rollout);
  AppendRollback(out, impact);
  AppendEdges(out, impact);
  AppendSizes(out, impact);
  if (!impact.edges.empty() || !impact.affected_subsystems.empty()) {
    out += MarkdownDetails("Graph", fmt::format("```mermaid\n{}```\n", ImpactMermaid(view)));
  }
  return out;
}

std::string ImpactDot(const ImpactView& view) { return GraphDot(GraphOf(view)); }
std::string ImpactMermaid(const ImpactView& view) { return GraphMermaid(GraphOf(view)); }

}  // namespace leyline
