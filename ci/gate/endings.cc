#include "ci/gate/endings.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "ci/events.h"
#include "ci/gate/ballots.h"
#include "ci/gate/docket.h"

namespace leyline {
namespace {

void AddWithdrawal(const GateRequest& request, const ChangeProposal& proposal,
                   std::map<std::string_view, Ending>& endings) {
  const auto statements = StatementsOn(request, proposal.proposal_id);
  const bool any = std::any_of(statements.begin(), statements.end(), [](const auto& one) {
    return one.statement.vote == Vote::kWithdraw;
  });
  if (!any) return;
  for (const Ballot& ballot : CollectBallots(request, proposal, nullptr)) {
    if (ballot.vote != Vote::kWithdraw || !ballot.counts()) continue;
    endings.emplace(proposal.proposal_id, Ending{.kind = Ending::Kind::kWithdrawn,
                                                 .how = fmt::format("was withdrawn by `{}`: {}",
                                                                    ballot.person, ballot.reason),
                                                 .where = ballot.where});
  }
}

// The texts that a gate has found approved. What they ended stays so, whatever becomes of the role
// of who decided: nothing revives it.
std::set<std::pair<std::string_view, std::string_view>> ApprovedOnce(std::span<const Event> log) {
  std::set<std::pair<std::string_view, std::string_view>> texts;
  for (const Event& event : log) {
    if (event.type != event_type::kProposalApproved) continue;
    texts.emplace(event.subject, DataOf(event, "proposal_digest"));
  }
  return texts;
}

}  // namespace

std::map<std::string_view, Ending> EndingsOf(const GateRequest& request, const Docket& docket) {
  std::map<std::string_view, const ChangeProposal*> by_id;
  for (const ChangeProposal& proposal : request.proposals) {
    by_id.emplace(proposal.proposal_id, &proposal);
  }
  std::map<std::string_view, Ending> endings;
  for (const auto& [id, proposal] : by_id) AddWithdrawal(request, *proposal, endings);
  const auto approved = ApprovedOnce(request.log);
  for (const auto& [id, proposal] : by_id) {
    if (proposal->supersedes.empty()) continue;
    if (!approved.contains({id, proposal->digest}) && ApprovalOf(docket, *proposal) == nullptr) {
      continue;
    }
    for (const std::string& older : proposal->supersedes) {
      const auto found = by_id.find(older);
      if (found == by_id.end() || older == id) continue;
      if (!MayWithdraw(request, proposal->submitted_by, *found->second)) continue;
      endings.emplace(found->first, Ending{.kind = Ending::Kind::kSuperseded,
                                           .how = fmt::format("was superseded by `{}`", id),
                                           .where = proposal->where});
    }
  }
  return endings;
}

}  // namespace leyline
