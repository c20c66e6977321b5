// Where each proposal stands. Computed from records, log, policy and clock, never stored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ci/gate/evaluate.h"

namespace leyline {

// In the order in which the first that applies holds.
enum class ProposalState : uint8_t {
  kInvalid,
  kImplemented,
  kWithdrawn,
  kSuperseded,
  kRejected,
  kDraft,
  kExpired,
  kDeferred,
  kStale,
  kLapsed,
  kInReview,
  kApproved,
};
std::string_view NameOf(ProposalState state);  // "IN_REVIEW"

struct ProposalStatus {
  const ChangeProposal* proposal = nullptr;
  ProposalState state = ProposalState::kInvalid;
  std::string spent;                      // of an implemented one: how it was
  bool is_here = false;                   // one of its changes is among those of the request
  std::vector<Requirement> requirements;  // all that was looked at
  std::vector<std::string> can_approve;   // who could, and did not yet
  std::string next;                       // the next step; empty when nothing is left to do
};

// By id. An implemented proposal is not looked into.
std::vector<ProposalStatus> StatusOf(const GateRequest& request);

}  // namespace leyline
