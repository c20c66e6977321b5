#include "report/findings.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "base/digest.h"
#include "base/strings.h"
#include "report/codes.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

// Where a finding without a place is shown: viewers drop what has none.
constexpr std::string_view kNoPlace = "leyline.yaml";

Severity SeverityOf(Compatibility compatibility) {
  switch (compatibility) {
    case Compatibility::kBackwardCompatible:
      return Severity::kNote;
    case Compatibility::kConditional:
      return Severity::kWarning;
    case Compatibility::kBreakingChange:
      return Severity::kError;
  }
  return Severity::kError;
}

SourceSpan Placed(const std::optional<SourceSpan>& where, std::string_view root) {
  if (!where.has_value()) return {std::string(kNoPlace), 1, 1};
  return {PathBelow(root, where->file), std::max(where->line, 1), std::max(where->column, 1)};
}

Finding Of(const Change& change, const Gating* gating, std::string_view root) {
  std::string message = change.message;
  if (!change.release.empty()) message += " against " + change.release;
  const std::optional<SourceSpan> shown = ShownAt(change);
  return {.rule = std::string(change.change_type),
          .severity = SeverityOf(CompatibilityOf(change, gating)),
          .contract = change.contract,
          .symbol = change.element,
          .message = Printable(message),
          .where = Placed(shown.has_value() ? shown : change.before, root),
          .fingerprint = "",
          .approved_by = ""};
}

// Fingerprints: GitLab and GitHub show one finding of those that share one.
std::vector<Finding> Finished(std::vector<Finding> findings) {
  std::map<std::string, int> seen;
  for (Finding& finding : findings) {
    const int ordinal = seen[finding.rule + " " + finding.symbol]++;
    finding.fingerprint = DigestText(Sha256OfParts(
        {"leyline.finding.v1", finding.rule, finding.symbol, std::to_string(ordinal)}));
    finding.fingerprint.erase(0, std::string_view("sha256:").size());
  }
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& one, const Finding& other) {
    return one.severity > other.severity;
  });
  return findings;
}

// The proposals that ask for each change, by its digest, where the gate has let them pass.
std::unordered_map<std::string_view, std::string> ApprovalsOf(const GateView& view) {
  std::unordered_map<std::string_view, std::string> approvals;
  if (!view.verdict->passed()) return approvals;
  const std::vector<std::string> implemented = ImplementedProposals(*view.request);
  for (const ChangeProposal& proposal : view.request->proposals) {
    if (!std::binary_search(implemented.begin(), implemented.end(), proposal.proposal_id)) continue;
    std::unordered_set<std::string_view> asked;
    for (const ProposedChange& entry : proposal.changes) {
      if (!asked.insert(entry.digest).second) continue;
      std::string& ids = approvals[entry.digest];
      ids += (ids.empty() ? "" : ", ") + proposal.proposal_id;
    }
  }
  return approvals;
}

// The first change of each digest.
using ByDigest = std::unordered_map<std::string_view, const Change*>;

Finding Of(const Requirement& requirement, const GateView& view, const ByDigest& changes) {
  std::string message = requirement.message;
  if (!requirement.next.empty()) message += fmt::format("; next: {}", requirement.next);
  Finding finding{.rule = requirement.code,
                  .severity = view.verdict->passed() ? Severity::kWarning : Severity::kError,
                  .contract = "",
                  .symbol = "",
                  .message = Printable(message),
                  .where = Placed(requirement.where, view.diff.root),
                  .fingerprint = "",
                  .approved_by = ""};
  const auto about = changes.find(requirement.change_digest);
  if (about != changes.end()) {
    finding.contract = about->second->contract;
    finding.symbol = about->second->element;
  }
  if (finding.symbol.empty() && requirement.where.has_value()) {
    finding.symbol = requirement.where->file;
  }
  return finding;
}

}  // namespace

std::string PathBelow(std::string_view root, std::string_view file) {
  if (root.empty() || file.starts_with('/')) return std::string(file);
  return fmt::format("{}/{}", root, file);
}

std::optional<SourceSpan> ShownAt(const Change& change) {
  return change.after.has_value() ? change.after : change.anchor;
}

std::vector<Finding> FindingsOf(const DiffView& view) {
  std::vector<Finding> findings;
  for (const Change& change : view.changes) {
    const Compatibility compatibility = CompatibilityOf(change, view.gating);
    if (compatibility == Compatibility::kBackwardCompatible) continue;
    findings.push_back(Of(change, view.gating, view.root));
  }
  return Finished(std::move(findings));
}

std::vector<Finding> FindingsOf(const GateView& view) {
  const Digests gated = GatedOf(view);
  const auto approvals = ApprovalsOf(view);
  ByDigest changes;
  for (const Change& change : view.diff.changes) {
    if (!change.digest.empty()) changes.try_emplace(change.digest, &change);
  }
  std::vector<Finding> findings;
  for (const Requirement& requirement : view.verdict->requirements) {
    if (!requirement.satisfied) findings.push_back(Of(requirement, view, changes));
  }
  for (const Change& change : view.diff.changes) {
    if (!gated.contains(change.digest)) continue;
    findings.push_back(Of(change, &view.request->policy->gating, view.diff.root));
    const auto approved = approvals.find(change.digest);
    if (approved != approvals.end()) findings.back().approved_by = approved->second;
  }
  return Finished(std::move(findings));
}

Explanation Explain(std::string_view rule) {
  if (const Rule* known = FindRule(rule)) return {known->summary, known->instead};
  if (const Code* code = FindCode(rule)) return {code->meaning, code->fix};
  if (rule == "CHANGE_POLICY") {
    return {"a governance file changed", "propose it as any other change"};
  }
  if (rule == kUndecidedCode) {
    return {"the gate could not decide", "do what the message says; nothing merges before"};
  }
  return {"what the policy asks for is missing", "do what the message says"};
}

}  // namespace leyline
