#include <set>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/html_parts.h"
#include "report/impact_graph.h"
#include "report/impact_page.h"
#include "report/impact_words.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

std::string Codes(const std::vector<std::string>& names, std::string_view separator) {
  std::vector<std::string> codes;
  for (const std::string& name : names) codes.push_back(HtmlCode(name));
  return Join(codes, separator);
}

// Of a very long list the first; json has all.
std::string FirstCodes(const std::vector<std::string>& names) {
  constexpr std::size_t kMostNames = 100;
  if (names.size() <= kMostNames) return Codes(names, ", ");
  const auto end = names.begin() + kMostNames;
  return fmt::format("{} and {} more", Codes({names.begin(), end}, ", "),
                     names.size() - kMostNames);
}

std::string Item(const std::string& html) { return fmt::format("<li>{}</li>\n", html); }

// Of a very long list the first; json has all.
template <class List, class Text>
void AppendItems(std::string& out, const List& list, Text text_of) {
  constexpr std::size_t kMostItems = 100;
  for (std::size_t i = 0; i < list.size() && i < kMostItems; ++i) out += Item(text_of(list[i]));
  if (list.size() > kMostItems) out += Item(fmt::format("and {} more", list.size() - kMostItems));
}

void AppendHead(std::string& out, const ImpactView& view) {
  const ImpactReport& impact = *view.impact;
  const Tally tally = Count(view.diff.changes);
  out += fmt::format("<h1>Impact: risk {}</h1>\n<p>{} → {}: {}, {}.</p>\n",
                     HtmlBadge(NameOf(impact.risk)), HtmlCode(view.diff.before),
                     HtmlCode(view.diff.after), Counted(tally.all(), "change"), TallyText(tally));
  out += fmt::format("<p>Affected: {}.</p>\n", impact.affected_subsystems.empty()
                                                   ? "no declared subsystem"
                                                   : FirstCodes(impact.affected_subsystems));
  if (!impact.risk_reasons.empty()) {
    out += "<h2>Why this risk</h2>\n<ul>\n";
    for (const std::string& reason : impact.risk_reasons) out += Item(HtmlText(reason));
    out += "</ul>\n";
  }
  if (view.proposal != nullptr) {
    out += fmt::format("<h2>Proposal {}</h2>\n<ul>\n", HtmlCode(view.proposal->id));
    const std::vector<std::string> lines = ProposalWords(*view.proposal, impact.risk);
    for (const std::string& line : lines) out += Item(HtmlText(line));
    out += lines.empty() ? "<li>It says what was found.</li>\n</ul>\n" : "</ul>\n";
  }
  if (impact.unclaimed.empty()) return;
  out += fmt::format("<p>No subsystem claims {}: whom these changes hit is not known.</p>\n",
                     FirstCodes(impact.unclaimed));
}

void AppendGraph(std::string& out, const ImpactView& view) {
  const ImpactGraph graph = GraphOf(view);
  const std::string svg = GraphSvg(graph);
  if (svg.empty()) return;
  out += fmt::format(
      "<h2>Graph</h2>\n<p class=\"soft\">{} Dashed: known by the types only.{}</p>\n"
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"graph\">\n{}</div>\n",
      graph.collapsed ? "Too large for each contract: from who writes, on the left, to who reads."
                      : "From what changed, on the left, by what it travels in, to whom it hits.",
      graph.left_out == 0 ? "" : fmt::format(" {} more edges are left out.", graph.left_out), svg);
}

// Where there are too many rows for all: what they come to, and the worst of them.
void AppendSubsystems(std::string& out, const ImpactView& view) {
  std::vector<HtmlRow> rows;
  for (const SubsystemRow& row : BySubsystem(view)) {
    const Hit& hit = *row.worst;
    rows.push_back({"s-" + hit.subsystem,
                    {HtmlEscaped(hit.subsystem), HtmlBadge(NameOf(hit.level)),
                     HtmlEscaped(LevelCounts(row)), HtmlEscaped(hit.owner)}});
  }
  out += HtmlTable("What all hits of a subsystem come to", {"subsystem", "level", "hits", "owner"},
                   rows);
}

// The first row of a subsystem is where its box in the graph leads to.
void AppendHits(std::string& out, const ImpactView& view) {
  HitRows found = WorstRows(view, Level::kCompatible, kMostHtmlRows);
  if (found.rows.empty()) return;
  out += fmt::format("<h2>Whom it hits</h2>\n<p class=\"soft\">{}</p>\n", kLevelsOfHits);
  if (found.left_out > 0) AppendSubsystems(out, view);
  std::vector<HtmlRow> rows;
  std::set<std::string> known;
  for (const HitRows::Row& row : found.rows) {
    const Hit& hit = *row.chain.hit;
    const bool leads_here = found.left_out == 0 && known.insert(hit.subsystem).second;
    rows.push_back(
        {leads_here ? "s-" + hit.subsystem : "",
         {HtmlEscaped(hit.subsystem), HtmlBadge(NameOf(hit.level)),
          HtmlEscaped(Join(row.chain.roles, ", ")), Codes(ChainOf(*row.change, hit), " → "),
          HtmlEscaped(Join(row.chain.words, "; ")), HtmlEscaped(hit.owner)}});
  }
  out += HtmlTable(
      found.left_out == 0
          ? "Each subsystem that a change reaches"
          : fmt::format("The worst hits; {} more are left out here, json has all", found.left_out),
      {"subsystem", "level", "does", "by this chain", "to mind", "owner"}, rows);
}

void AppendEdges(std::string& out, const ImpactReport& impact) {
  if (impact.edges.empty()) return;
  std::vector<HtmlRow> rows;
  for (const Edge& edge : impact.edges) {
    rows.push_back(
        {"",
         {HtmlEscaped(edge.from + " → " + edge.to), HtmlBadge(NameOf(edge.meeting.worst())),
          HtmlEscaped(OrderWords(edge)), HtmlCode(edge.contract), HtmlEscaped(KindWords(edge)),
          HtmlEscaped(EvidenceWords(edge.evidence))}});
  }
  out += "<h2>Edges</h2>\n";
  out += HtmlTable(
      fmt::format("From who writes to who reads{}", impact.edges_cut ? ", the worst of them" : ""),
      {"edge", "level", "order", "contract", "what", "known"}, rows);
}

void AppendRollout(std::string& out, const Rollout& rollout) {
  if (rollout.phases.empty()) return;
  out += fmt::format("<h2>Roll-out</h2>\n<p>Complexity: {}.</p>\n<ul>\n",
                     Counted(rollout.points, "point"));
  for (const ComplexityReason& reason : rollout.reasons) {
    out += Item(fmt::format("{}: {}", reason.points, HtmlText(reason.reason)));
  }
  for (const Cycle& cycle : rollout.cycles) out += Item("cycle: " + HtmlText(CycleWords(cycle)));
  out += "</ul>\n";
  for (const Phase& phase : rollout.phases) {
    out += fmt::format("<h3>{}</h3>\n<ol>\n", HtmlEscaped(TitleOf(phase.kind)));
    for (const Step& step : phase.steps) {
      out += Item(fmt::format("{}: {}",
                              step.subsystems.empty() ? "contracts" : FirstCodes(step.subsystems),
                              HtmlText(step.action)));
    }
    out += "</ol>\n";
    if (phase.gates.empty()) continue;
    out += "<p class=\"soft\">Gates:</p>\n<ul>\n";
    AppendItems(out, phase.gates, HtmlText);
    out += "</ul>\n";
  }
}

void AppendRollback(std::string& out, const ImpactReport& impact) {
  if (!impact.rollback.has_value()) return;
  const Rollback& rollback = *impact.rollback;
  out += fmt::format("<h2>Rollback</h2>\n<p>The way back {} mode {}.</p>\n",
                     rollback.findings.empty() ? "satisfies" : "does not satisfy",
                     NameOf(rollback.mode));
  if (rollback.findings.empty()) return;
  out += "<ul>\n";
  AppendItems(out, rollback.findings,
              [](const RollbackFinding& finding) { return HtmlText(RollbackWords(finding)); });
  out += "</ul>\n";
}

void AppendSizes(std::string& out, const ImpactReport& impact) {
  if (impact.sizes.empty()) return;
  std::vector<HtmlRow> rows;
  for (const SizeDelta& size : impact.sizes) {
    rows.push_back({"",
                    {HtmlEscaped(SizeSubject(size)), SampledWords(size.before),
                     SampledWords(size.after), HtmlEscaped(DeltaWords(size)),
                     BoundsWords(size.before), BoundsWords(size.after), TimeWords(size)}});
  }
  out += "<h2>Sizes</h2>\n";
  out += HtmlTable(
      fmt::format(
          "In binary, the mean of samples{}",
          impact.sizes_left_out == 0
              ? ""
              : fmt::format("; {} more differ less, or are new or gone", impact.sizes_left_out)),
      {"what", "before", "after", "difference", "bounds before", "bounds after", "time"}, rows);
}

void AppendApprovers(std::string& out, const ImpactReport& impact) {
  if (impact.approvers.empty()) return;
  out += "<h2>Owners to ask</h2>\n<ul>\n";
  AppendItems(out, impact.approvers,
              [](const Approver& approver) { return HtmlEscaped(ApproverWords(approver, 100)); });
  out += "</ul>\n";
}

void AppendChanges(std::string& out, const ImpactView& view) {
  if (view.diff.changes.empty()) return;
  std::vector<HtmlRow> rows;
  for (std::size_t i : WorstFirst(view)) {
    if (rows.size() == kMostHtmlRows) break;
    const Change& change = view.diff.changes[i];
    rows.push_back({"",
                    {HtmlCode(change.element), HtmlBadge(NameOf(LevelShown(change))),
                     HtmlEscaped(change.change_type), HtmlText(change.message),
                     HtmlText(Join(ConditionsOf(change), "; ")), HtmlEscaped(PlaceOf(change))}});
  }
  out += "<h2>Changes</h2>\n";
  const std::size_t left_out = view.diff.changes.size() - rows.size();
  out += HtmlTable(left_out == 0 ? "All changes, the worst and those of the worst hits first"
                                 : fmt::format("The worst changes; {} more are left out here, json "
                                               "has all",
                                               left_out),
                   {"element", "level", "change", "what", "safe as long as", "where"}, rows);
}

}  // namespace

std::string ImpactHtml(const ImpactView& view) {
  std::string body;
  const ImpactReport& impact = *view.impact;
  AppendHead(body, view);
  AppendGraph(body, view);
  AppendHits(body, view);
  AppendRollout(body, impact.rollout);
  AppendRollback(body, impact);
  AppendApprovers(body, impact);
  AppendEdges(body, impact);
  AppendSizes(body, impact);
  AppendChanges(body, view);
  return HtmlPage(fmt::format("Impact {} to {}", view.diff.before, view.diff.after), body);
}

}  // namespace leyline
