#include <map>
#include <set>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/findings.h"
#include "report/html_changes.h"
#include "report/html_parts.h"
#include "report/page.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

std::string ItemOf(const Requirement& requirement) {
  std::string item =
      fmt::format("<li>{} {}{}", HtmlBadge(requirement.satisfied ? "ok" : "MISSING"),
                  requirement.code.empty() ? "" : HtmlEscaped(requirement.code) + ": ",
                  HtmlText(requirement.message));
  if (requirement.where.has_value()) {
    item +=
        fmt::format(" <span class=\"soft\">({}:{}:{})</span>", HtmlEscaped(requirement.where->file),
                    requirement.where->line, requirement.where->column);
  }
  if (!requirement.satisfied && !requirement.next.empty()) {
    item += fmt::format("<br>next: {}", HtmlText(requirement.next));
  }
  return item + "</li>\n";
}

void AppendRequirements(std::string& out, const GateVerdict& verdict) {
  std::string missing;
  std::string met;
  for (const Requirement& requirement : verdict.requirements) {
    (requirement.satisfied ? met : missing) += ItemOf(requirement);
  }
  if (!missing.empty()) {
    out += fmt::format("<h2>What is missing</h2>\n<ul class=\"plain\">\n{}</ul>\n", missing);
  }
  if (!met.empty()) {
    out += fmt::format(
        "<h2>What holds</h2>\n<details{}>\n<summary>Approvals, records and the "
        "circuit</summary>\n<ul class=\"plain\">\n{}</ul>\n</details>\n",
        missing.empty() ? " open" : "", met);
  }
}

// Whom a change hits, a line a subsystem.
std::string WhomOf(const GateView& view, std::size_t index) {
  const ImpactReport* impact = view.request->impact;
  if (impact == nullptr || index >= impact->changes.size()) return "";
  std::set<std::string> whom;
  for (const Hit& hit : impact->changes[index].hits) {
    if (hit.level == Level::kCompatible) continue;
    whom.insert(fmt::format("{} ({})", HtmlCode(hit.subsystem), HtmlEscaped(hit.owner)));
  }
  const std::vector<std::string> lines(whom.begin(), whom.end());
  return Join(lines, "<br>");
}

// The proposals that let each change pass, by its element.
std::map<std::string, std::string> ApprovalsOf(const GateView& view) {
  std::map<std::string, std::string> approvals;
  for (const Finding& finding : FindingsOf(view)) {
    if (!finding.approved_by.empty()) approvals[finding.symbol] = finding.approved_by;
  }
  return approvals;
}

std::string ApprovalOf(const std::map<std::string, std::string>& approvals, const Change& change,
                       bool gated) {
  const auto found = approvals.find(change.element);
  if (found != approvals.end()) return HtmlCode(found->second);
  return gated ? "see above" : "not needed";
}

}  // namespace

std::string GateHtml(const GateView& view, const TextStyle& style) {
  const GateVerdict& verdict = *view.verdict;
  std::string body = fmt::format("<h1>Gate: {}</h1>\n<p>{}.</p>\n",
                                 HtmlBadge(Answer(verdict.outcome)), HtmlEscaped(GateTally(view)));
  if (verdict.outcome != GateOutcome::kUndecided) {
    body += fmt::format(
        "<p class=\"soft\">Judged: merging {} into {} at {}; exit {}; {} the event log.</p>\n",
        HtmlCode(view.diff.after.substr(0, 12)), HtmlCode(view.request->target_ref),
        HtmlCode(view.diff.before.substr(0, 12)), view.exit_code,
        view.recorded ? "written into" : "not written into");
  }
  AppendRequirements(body, verdict);
  const std::map<std::string, std::string> approvals = ApprovalsOf(view);
  const Digests gated = GatedOf(view);
  std::vector<ShownChange> shown;
  for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
    const Change& change = view.diff.changes[i];
    const bool is_gated = gated.contains(change.digest);
    if (!is_gated && !style.all) continue;
    shown.push_back({&change, WhomOf(view, i), ApprovalOf(approvals, change, is_gated)});
  }
  AppendHtmlChanges(body, shown, &view.request->policy->gating);
  return HtmlPage(fmt::format("Gate: {}", Answer(verdict.outcome)), body);
}

}  // namespace leyline
