#include "ci/gate/endings.h"

#include <algorithm>

#include <fmt/format.h>

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

}  // namespace

std::map<std::string_view, Ending> EndingsOf(const GateRequest& request,
                                             const Docket& docket) {
  std::map<std::string_view, const ChangeProposal*> by_id;
  for (const ChangeProposal& proposal : request.proposals) {
    by_id.emplace(proposal.proposal_id, &proposal);
  }
  std::map<std::string_view, Ending> endings;
  for (const auto& [id, proposal] : by_id) AddWithdrawal(request, *proposal, endings);
  for (const auto& [id, proposal] : by_id) {
    if (ApprovalOf(docket, *proposal) == nullptr) continue;
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
