#include <fmt/format.h>

#include "base/strings.h"
#include "report/impact_graph.h"
#include "report/impact_page.h"
#include "report/impact_words.h"
#include "report/markdown_parts.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

// A comment holds 65,536 letters. These keep most reports below, and what still grows beyond it is
// left out part by part.
constexpr std::size_t kMostLetters = 60'000;
constexpr std::size_t kMostHits = 60;
constexpr std::size_t kMostRows = 30;
constexpr std::size_t kMostReasons = 5;
constexpr std::size_t kMostChanges = 10;
constexpr std::size_t kMostNames = 20;  // in one list

using Rows = std::vector<std::vector<std::string>>;

std::string Codes(const std::vector<std::string>& names, std::string_view separator) {
  std::vector<std::string> codes;
  for (const std::string& name : names) codes.push_back(MarkdownCode(name));
  return Join(codes, separator);
}

std::string FirstCodes(const std::vector<std::string>& names, std::size_t most = kMostNames) {
  if (names.size() <= most) return Codes(names, ", ");
  const auto end = names.begin() + static_cast<std::ptrdiff_t>(most);
  return fmt::format("{} and {} more", Codes({names.begin(), end}, ", "), names.size() - most);
}

std::string Bold(Level level) {
  return level == Level::kCompatible ? std::string(NameOf(level))
                                     : fmt::format("**{}**", NameOf(level));
}

// Of many hits the worst, and what all come to.
void AppendHits(std::string& out, const ImpactView& view) {
  const HitRows found = WorstRows(view, Level::kConditional, kMostHits);
  if (found.rows.empty()) return;
  Rows rows;
  for (const HitRows::Row& row : found.rows) {
    const Hit& hit = *row.chain.hit;
    rows.push_back({Bold(hit.level), MarkdownCode(hit.subsystem), MarkdownCode(hit.owner),
                    MarkdownText(Join(row.chain.roles, ", ")),
                    Codes(ChainOf(*row.change, hit), " → "),
                    MarkdownText(Join(row.chain.words, "; "))});
  }
  out += fmt::format("### Whom it hits\n\n{}\n\n", kLevelsOfHits);
  out += MarkdownTable({"level", "subsystem", "owner", "does", "by this chain", "to mind"}, rows,
                       kMostHits);
  out += "\n";
  if (found.left_out == 0) return;
  out += fmt::format("{} more hits are left out here.\n\n", found.left_out);
  rows.clear();
  for (const SubsystemRow& row : BySubsystem(view)) {
    rows.push_back({Bold(row.worst->level), MarkdownCode(row.worst->subsystem), LevelCounts(row)});
  }
  out += MarkdownDetails("All hits by subsystem",
                         MarkdownTable({"worst", "subsystem", "hits"}, rows, kMostHits));
}

void AppendRollout(std::string& out, const ImpactView& view) {
  const Rollout& rollout = view.impact->rollout;
  if (rollout.phases.empty()) return;
  out += "### Roll-out\n\n";
  for (const Cycle& cycle : rollout.cycles) {
    out += fmt::format("* cycle: {}\n", MarkdownText(CycleWords(cycle)));
  }
  if (!rollout.cycles.empty()) out += "\n";
  for (const Phase& phase : rollout.phases) {
    out += fmt::format("**{}**\n\n", TitleOf(phase.kind));
    for (std::size_t i = 0; i < phase.steps.size(); ++i) {
      const Step& step = phase.steps[i];
      out += fmt::format("{}. {}: {}\n", i + 1,
                         step.subsystems.empty() ? "contracts" : FirstCodes(step.subsystems),
                         MarkdownText(step.action));
    }
    for (std::size_t i = 0; i < phase.gates.size() && i < kMostRows; ++i) {
      out += fmt::format("   - [ ] {}\n", MarkdownText(phase.gates[i]));
    }
    if (phase.gates.size() > kMostRows) {
      out += fmt::format("   - [ ] and {} more\n", phase.gates.size() - kMostRows);
    }
    out += "\n";
  }
  std::string reasons;
  for (const ComplexityReason& reason : rollout.reasons) {
    reasons += fmt::format("* {}: {}\n", reason.points, MarkdownText(reason.reason));
  }
  if (reasons.empty()) return;
  out += MarkdownDetails(fmt::format("Complexity: {}", Counted(rollout.points, "point")), reasons);
}

void AppendEdges(std::string& out, const ImpactView& view) {
  const ImpactReport& impact = *view.impact;
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

void AppendSizes(std::string& out, const ImpactView& view) {
  const ImpactReport& impact = *view.impact;
  if (impact.sizes.empty()) return;
  Rows rows;
  for (const SizeDelta& size : impact.sizes) {
    rows.push_back({MarkdownText(SizeSubject(size)), SampledWords(size.before),
                    SampledWords(size.after), MarkdownText(DeltaWords(size)),
                    BoundsWords(size.before), BoundsWords(size.after)});
  }
  out += MarkdownDetails(
      fmt::format(
          "Sizes in binary, the mean of samples{}",
          impact.sizes_left_out == 0
              ? ""
              : fmt::format("; {} more differ less, or are new or gone", impact.sizes_left_out)),
      MarkdownTable({"what", "before", "after", "difference", "bounds before", "bounds after"},
                    rows, kMostRows));
}

void AppendRollback(std::string& out, const ImpactView& view) {
  const ImpactReport& impact = *view.impact;
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
  if (rollback.findings.size() > kMostRows) {
    list += fmt::format("* and {} more\n", rollback.findings.size() - kMostRows);
  }
  out += MarkdownDetails(
      fmt::format("The way back does not satisfy mode {}: {}", NameOf(rollback.mode),
                  Counted(static_cast<int32_t>(rollback.findings.size()), "finding")),
      list);
}

// What it is all about; of many changes the worst.
void AppendChanges(std::string& out, const ImpactView& view) {
  Rows rows;
  for (std::size_t i : WorstFirst(view)) {
    const Change& change = view.diff.changes[i];
    if (rows.size() == kMostChanges) break;
    rows.push_back({Bold(LevelShown(change)), MarkdownText(change.message),
                    MarkdownText(Join(ConditionsOf(change), "; "))});
  }
  if (rows.empty()) return;
  out += MarkdownTable({"level, backward", "change", "safe as long as"}, rows, kMostChanges);
  if (const std::size_t more = view.diff.changes.size() - rows.size(); more > 0) {
    out += fmt::format("\n{} more are left out here, none worse.\n", more);
  }
  out += "\n";
}

void AppendGraph(std::string& out, const ImpactView& view) {
  const ImpactReport& impact = *view.impact;
  if (impact.edges.empty() && impact.affected_subsystems.empty()) return;
  out += MarkdownDetails("Graph", fmt::format("```mermaid\n{}```\n", ImpactMermaid(view)));
}

// By its first line a job finds its comment again.
void AppendHead(std::string& out, const ImpactView& view) {
  const ImpactReport& impact = *view.impact;
  const Tally tally = Count(view.diff.changes);
  out += fmt::format("<!-- leyline impact -->\n## Impact: risk {}\n\n", NameOf(impact.risk));
  out +=
      fmt::format("{} → {}: {} ({}). Affected: {}.\n\n", MarkdownCode(view.diff.before),
                  MarkdownCode(view.diff.after), Counted(tally.all(), "change"), TallyText(tally),
                  impact.affected_subsystems.empty() ? "no declared subsystem"
                                                     : FirstCodes(impact.affected_subsystems));
}

void AppendReasons(std::string& out, const ImpactView& view) {
  const ImpactReport& impact = *view.impact;
  for (std::size_t i = 0; i < impact.risk_reasons.size() && i < kMostReasons; ++i) {
    out += fmt::format("* {}\n", MarkdownText(impact.risk_reasons[i]));
  }
  if (impact.risk_reasons.size() > kMostReasons) {
    out += fmt::format("* and {} more\n", impact.risk_reasons.size() - kMostReasons);
  }
  if (!impact.risk_reasons.empty()) out += "\n";
  for (std::size_t i = 0; i < impact.approvers.size() && i < kMostRows; ++i) {
    out += fmt::format("* ask {}\n", MarkdownText(ApproverWords(impact.approvers[i], kMostNames)));
  }
  if (impact.approvers.size() > kMostRows) {
    out += fmt::format("* and {} more owners\n", impact.approvers.size() - kMostRows);
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
  out += fmt::format("No subsystem claims {}: whom these changes hit is not known.\n\n",
                     FirstCodes(impact.unclaimed, kMostRows));
}

}  // namespace

std::string ImpactMarkdown(const ImpactView& view) {
  std::string out;
  std::size_t left_out = 0;
  for (const auto append :
       {&AppendHead, &AppendChanges, &AppendReasons, &AppendHits, &AppendRollout, &AppendRollback,
        &AppendEdges, &AppendSizes, &AppendGraph}) {
    std::string part;
    append(part, view);
    if (out.size() + part.size() > kMostLetters) {
      ++left_out;
    } else {
      out += part;
    }
  }
  if (left_out == 0) return out;
  return out + fmt::format(
                   "{} left out: a comment can't be longer. Make the page with "
                   "`--output html=impact.html`.\n",
                   Counted(static_cast<int32_t>(left_out), "part"));
}

std::string ImpactDot(const ImpactView& view) { return GraphDot(GraphOf(view)); }
std::string ImpactMermaid(const ImpactView& view) { return GraphMermaid(GraphOf(view)); }

}  // namespace leyline
