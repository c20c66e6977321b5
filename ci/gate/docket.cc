#include "ci/gate/docket.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "ci/events.h"
#include "ci/gate/ballots.h"

namespace leyline {
namespace {

void ReadLog(std::span<const Event> log, Docket& docket) {
  for (const Event& event : log) {
    if (event.type == event_type::kImplemented) {
      docket.spent.emplace(event.subject, "was implemented at " + FormatTime(event.at));
    }
    if (event.type != event_type::kProposalFirstSeen) continue;
    const ReviewTerms terms = TermsOf(event);
    const std::pair key(std::string_view(event.subject), terms.round);
    const auto [known, is_new] = docket.first_seen.emplace(key, Docket::Seen{event.at, terms});
    if (is_new) continue;
    auto& [at, strictest] = known->second;
    at = std::min(at, event.at);
    strictest.min_approvals = std::max(strictest.min_approvals, terms.min_approvals);
    if (strictest.days == 0 || (terms.days > 0 && terms.days < strictest.days)) {
      strictest.days = terms.days;
    }
  }
}

// The waiver in force for a change; the rules themselves are never waived.
const Waiver* WaiverOf(const GateRequest& request, const Change& change) {
  const auto found =
      std::find_if(request.waivers.begin(), request.waivers.end(), [&](const Waiver& waiver) {
        return waiver.change_type == change.change_type && waiver.element == change.element &&
               (waiver.digest.empty() || waiver.digest == change.digest) &&
               request.now < waiver.expires;
      });
  return found == request.waivers.end() || IsPolicyChange(change) ? nullptr : &*found;
}

void SortEach(std::map<std::string_view, std::vector<const GovernanceDecision*>>& lists) {
  for (auto& [id, list] : lists) {
    std::sort(list.begin(), list.end(),
              [](const GovernanceDecision* a, const GovernanceDecision* b) {
                return std::tie(a->where, a->decision) < std::tie(b->where, b->decision);
              });
  }
}

}  // namespace

Docket MakeDocket(const GateRequest& request) {
  Docket docket;
  for (const Change& change : request.changes) {
    if (!IsGated(change, *request.policy)) continue;
    if (const Waiver* waiver = WaiverOf(request, change)) {
      docket.waived.emplace_back(&change, waiver);
    } else {
      docket.gated.push_back(&change);
    }
  }
  for (const ChangeProposal& proposal : request.proposals) docket.proposals.push_back(&proposal);
  std::sort(docket.proposals.begin(), docket.proposals.end(),
            [](const ChangeProposal* a, const ChangeProposal* b) {
              return std::tie(a->proposal_id, a->where, a->digest) <
                     std::tie(b->proposal_id, b->where, b->digest);
            });
  for (const GovernanceDecision& decision : request.decisions) {
    const bool counts = WhyUnproven(request, decision).code.empty();
    (counts ? docket.decisions : docket.unproven)[decision.proposal_id].push_back(&decision);
  }
  SortEach(docket.decisions);
  SortEach(docket.unproven);
  docket.ended = EndingsOf(request, docket);
  ReadLog(request.log, docket);
  for (const auto& [id, commit] : request.spent_in_base) {
    docket.spent.emplace(id, fmt::format("was used up by commit {} of the base", commit));
  }
  return docket;
}

const GovernanceDecision* ApprovalOf(const Docket& docket, const ChangeProposal& proposal) {
  const auto found = docket.decisions.find(proposal.proposal_id);
  if (found == docket.decisions.end() || found->second.size() != 1) return nullptr;
  const GovernanceDecision* decision = found->second.front();
  const bool bound = decision->proposal_digest == proposal.digest;
  return bound && decision->decision == DecisionKind::kApproved ? decision : nullptr;
}

bool IsPolicyChange(const Change& change) { return change.change_type == "CHANGE_POLICY"; }

std::string WordsFor(const Change& change) {
  return fmt::format("{} `{}`", change.change_type, change.element);
}

std::optional<SourceSpan> WhereIs(const Change& change) {
  if (change.after.has_value()) return change.after;
  return change.anchor.has_value() ? change.anchor : change.before;
}

std::string ProposalFile(std::string_view proposal_id) {
  return fmt::format("governance/proposals/{}.yaml", proposal_id);
}

std::string DecisionFile(std::string_view proposal_id) {
  return fmt::format("governance/decisions/{}.yaml", proposal_id);
}

}  // namespace leyline
