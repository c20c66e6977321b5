#include "report/sheet.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/text_parts.h"
#include "report/wrap.h"

namespace leyline {
namespace {

void AppendRow(std::string& out, std::string_view name, std::string_view value,
               const TextStyle& style) {
  if (value.empty()) return;
  out += fmt::format("  {:<12}", name) + Hung(Printable(value), 14, style.width);
}

// The changes of the request that the proposal names.
std::vector<std::size_t> ChangesHere(const SheetView& view) {
  std::set<std::string_view> asked;
  const std::vector<ProposedChange> proposed = ChangesOf(*view.status->proposal);
  for (const ProposedChange& change : proposed) asked.insert(change.digest);
  std::vector<std::size_t> here;
  for (std::size_t i = 0; i < view.request->changes.size(); ++i) {
    if (asked.contains(view.request->changes[i].digest)) here.push_back(i);
  }
  return here;
}

std::string RiskText(const SheetView& view) {
  const auto& declared = view.status->proposal->risk_level;
  std::string text(declared.has_value() ? NameOf(*declared) : "not said");
  if (view.request->impact == nullptr || !view.status->is_here) return text;
  const ImpactReport& impact = *view.request->impact;
  text += fmt::format("; computed {}", NameOf(impact.risk));
  if (!impact.risk_reasons.empty()) text += " (" + Join(impact.risk_reasons, "; ") + ")";
  return text;
}

void AppendHits(std::string& out, const SheetView& view, std::size_t change,
                const TextStyle& style) {
  if (view.request->impact == nullptr || change >= view.request->impact->changes.size()) return;
  AppendHits(out, view.request->impact->changes[change].hits, style);
}

void AppendRequirement(std::string& out, const Requirement& requirement, bool with_next) {
  out += fmt::format("  {} {}{}\n", MarkOf(requirement),
                     requirement.code.empty() ? "" : requirement.code + " ",
                     Printable(requirement.message));
  if (!with_next || requirement.satisfied || requirement.next.empty()) return;
  out += fmt::format("          next: {}\n", Printable(requirement.next));
}

Tint TintOf(ProposalState state) {
  if (state == ProposalState::kApproved || state == ProposalState::kImplemented)
    return Tint::kGreen;
  return state == ProposalState::kInReview || state == ProposalState::kDraft ? Tint::kYellow
                                                                             : Tint::kRed;
}

// What the proposal says of itself.
void AppendHead(std::string& out, const SheetView& view, const TextStyle& style) {
  const ChangeProposal& proposal = *view.status->proposal;
  out += fmt::format("{}: {}\n", Tinted(style, Tint::kBold, proposal.proposal_id),
                     Tinted(style, TintOf(view.status->state), NameOf(view.status->state)));
  AppendRow(out, "title", proposal.title, style);
  std::string by = proposal.proposer;
  if (!proposal.submitted_by.empty()) by += fmt::format(", by {}", proposal.submitted_by);
  if (proposal.submitted_at.has_value()) by += ", " + FormatTime(*proposal.submitted_at);
  AppendRow(out, "proposed by", by, style);
  AppendRow(out, "into", proposal.target_ref, style);
  AppendRow(out, "risk", RiskText(view), style);
  const auto affected = proposal.affected_subsystems.value_or(std::vector<std::string>());
  AppendRow(out, "affects",
            affected.empty() ? "nobody, it says" : std::string_view(Join(affected, ", ")), style);
  for (const auto& [key, value] : proposal.performance_impact) {
    AppendRow(out, "performance", fmt::format("{}: {}", key, value), style);
  }
  AppendRow(out, "text", proposal.digest, style);
  out.push_back('\n');
  for (const std::string_view line : Split(Trim(proposal.description), '\n')) {
    out += "  " + Hung(Printable(line), 2, style.width);
  }
  out.push_back('\n');
}

// Whether it waits for more than the decision.
bool LacksApproval(const ProposalStatus& status) {
  const auto has = [&](auto is) {
    return std::any_of(status.requirements.begin(), status.requirements.end(), is);
  };
  const bool enough =
      has([](const Requirement& one) { return one.code == "LG4005" && one.satisfied; });
  return !enough ||
         has([](const Requirement& one) { return !one.satisfied && one.code != "LG4001"; });
}

}  // namespace

std::string SheetText(const SheetView& view, const TextStyle& style) {
  std::string out;
  AppendHead(out, view, style);
  const std::vector<std::size_t> here = ChangesHere(view);
  for (const std::size_t i : here) {
    AppendChange(out, view.request->changes[i], style, &view.request->policy->gating);
    AppendHits(out, view, i, style);
    out.push_back('\n');
  }
  if (here.empty()) out += "  none of its changes is on this branch\n\n";
  for (const Requirement& requirement : view.status->requirements) {
    AppendRequirement(out, requirement, true);
  }
  if (!view.status->spent.empty()) out += fmt::format("  it {}\n", view.status->spent);
  if (!view.status->can_approve.empty()) {
    out += fmt::format("  who can approve: {}\n", Join(view.status->can_approve, ", "));
  }
  return out;
}

std::string StatusText(std::span<const ProposalStatus> all, const TextStyle& style) {
  std::string out;
  for (const ProposalStatus& status : all) {
    const ChangeProposal& proposal = *status.proposal;
    const bool open = status.state != ProposalState::kImplemented;
    const bool ended =
        status.state == ProposalState::kWithdrawn || status.state == ProposalState::kSuperseded;
    if ((!open || (ended && !status.is_here)) && !style.all) continue;
    out += fmt::format("{:<12} {}{}\n", Tinted(style, TintOf(status.state), NameOf(status.state)),
                       Tinted(style, Tint::kBold, proposal.proposal_id),
                       ended                     ? " (it " + Printable(status.spent) + ")"
                       : open && !status.is_here ? " (its change is not on this branch)"
                                                 : "");
    for (const Requirement& requirement : status.requirements) {
      if (!requirement.satisfied || requirement.note) AppendRequirement(out, requirement, false);
    }
    if (!status.can_approve.empty() && LacksApproval(status)) {
      out += fmt::format("  who can approve: {}\n", Join(status.can_approve, ", "));
    }
    if (!status.next.empty()) out += fmt::format("  next: {}\n", Printable(status.next));
  }
  if (out.empty()) out = "no open proposals\n";
  return out;
}

}  // namespace leyline
