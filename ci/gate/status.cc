#include "ci/gate/status.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "ci/gate/approval.h"
#include "ci/gate/approvers.h"
#include "ci/gate/coverage.h"

namespace leyline {
namespace {

// What an unmet requirement says about the proposal; of several the first here holds.
struct Sign {
  std::string_view code;
  ProposalState state;
};
constexpr Sign kSigns[] = {
    {"LG4002", ProposalState::kRejected}, {"LG4020", ProposalState::kRejected},
    {"LG4004", ProposalState::kExpired},  {"LG4003", ProposalState::kDeferred},
    {"LG5003", ProposalState::kStale},    {"LG5004", ProposalState::kStale},
    {"LG4014", ProposalState::kStale},    {"LG4015", ProposalState::kStale},
    {"LG4023", ProposalState::kLapsed},
};

bool IsMissing(const std::vector<Requirement>& requirements, std::string_view code) {
  return std::any_of(requirements.begin(), requirements.end(),
                     [&](const Requirement& one) { return !one.satisfied && one.code == code; });
}

ProposalState StateOf(const ChangeProposal& proposal, const std::vector<Requirement>& found) {
  for (const auto& [code, state] : kSigns) {
    if (state == ProposalState::kRejected && IsMissing(found, code)) return state;
  }
  if (proposal.level == ProposalLevel::kDraft) return ProposalState::kDraft;
  if (!ValidateProposal(proposal, ProposalLevel::kSubmitted).empty()) {
    return ProposalState::kInvalid;
  }
  for (const auto& [code, state] : kSigns) {
    if (IsMissing(found, code)) return state;
  }
  const bool done =
      std::all_of(found.begin(), found.end(), [](const Requirement& one) { return one.satisfied; });
  return done ? ProposalState::kApproved : ProposalState::kInReview;
}

// A decision is the last step, so what else is missing comes first.
std::string NextStep(const std::vector<Requirement>& found) {
  std::string decide;
  for (const Requirement& requirement : found) {
    if (requirement.satisfied || requirement.next.empty()) continue;
    if (requirement.code != "LG4001") return requirement.next;
    decide = requirement.next;
  }
  return decide;
}

// Entries whose change is not here say nothing: a proposal may come before its change.
std::vector<Requirement> EntriesHere(ProposalFit candidate) {
  std::erase_if(candidate.entries, [](const EntryFit& entry) { return entry.fit == Fit::kAbsent; });
  return CheckEntries(candidate);
}

// Of years of open proposals each takes a while: so many are looked at by one thread at a time.
constexpr std::size_t kAtATime = 64;

using Fits = std::map<const ChangeProposal*, const ProposalFit*>;

ProposalStatus StatusOfOne(const GateRequest& request, const Docket& docket, const Fits& fits,
                           const ChangeProposal& proposal) {
  ProposalStatus status{.proposal = &proposal,
                        .state = ProposalState::kImplemented,
                        .spent = "",
                        .is_here = fits.contains(&proposal),
                        .requirements = {},
                        .can_approve = {},
                        .next = ""};
  if (const auto spent = docket.spent.find(proposal.proposal_id); spent != docket.spent.end()) {
    status.spent = spent->second;
    return status;
  }
  if (const auto ended = docket.ended.find(proposal.proposal_id); ended != docket.ended.end()) {
    const bool withdrawn = ended->second.kind == Ending::Kind::kWithdrawn;
    status.state = withdrawn ? ProposalState::kWithdrawn : ProposalState::kSuperseded;
    status.spent = ended->second.how;
    return status;
  }
  status.requirements = CheckApproval(request, docket, proposal);
  if (status.is_here) {
    for (Requirement& one : EntriesHere(*fits.at(&proposal))) {
      status.requirements.push_back(std::move(one));
    }
  }
  status.state = StateOf(proposal, status.requirements);
  const auto decisions = docket.decisions.find(proposal.proposal_id);
  const bool one = decisions != docket.decisions.end() && decisions->second.size() == 1;
  status.can_approve = WhoCanApprove(request, proposal, one ? decisions->second.front() : nullptr);
  status.next = NextStep(status.requirements);
  return status;
}

}  // namespace

std::string_view NameOf(ProposalState state) {
  constexpr std::string_view kNames[] = {"INVALID",  "IMPLEMENTED", "WITHDRAWN", "SUPERSEDED",
                                         "REJECTED", "DRAFT",       "EXPIRED",   "DEFERRED",
                                         "STALE",    "LAPSED",      "IN_REVIEW", "APPROVED"};
  return kNames[static_cast<std::size_t>(state)];
}

std::vector<ProposalStatus> StatusOf(const GateRequest& request) {
  const Docket docket = MakeDocket(request);
  Coverage coverage = ComputeCoverage(request, docket);
  Fits fits;
  for (const ProposalFit& fit : coverage.candidates) fits.emplace(fit.proposal, &fit);
  std::vector<ProposalStatus> all(docket.proposals.size());
  ParallelForRanges(all.size(), kAtATime, 0, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      all[i] = StatusOfOne(request, docket, fits, *docket.proposals[i]);
    }
  });
  return all;
}

}  // namespace leyline
