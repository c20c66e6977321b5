// The records and the log of a gate request, arranged so that each is found at once, and in an
// order that does not depend on how they came.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ci/events.h"
#include "ci/gate/endings.h"
#include "ci/gate/evaluate.h"

namespace leyline {

struct Docket {
  std::vector<const Change*> gated;                             // in the order of the changes
  std::vector<std::pair<const Change*, const Waiver*>> waived;  // that else were gated
  std::vector<const ChangeProposal*> proposals;                 // by id
  // By proposal id: those that prove who decided, as far as the policy asks for it, and the others.
  std::map<std::string_view, std::vector<const GovernanceDecision*>> decisions;
  std::map<std::string_view, std::vector<const GovernanceDecision*>> unproven;
  // How each spent proposal was: "was implemented at 2026-..."
  std::map<std::string_view, std::string> spent;
  std::map<std::string_view, Ending> ended;  // by proposal id; nothing revives them
  // By proposal id and round: when the log has it first, and the strictest terms that it had then.
  struct Seen {
    Time at;
    ReviewTerms terms;
  };
  std::map<std::pair<std::string_view, int64_t>, Seen> first_seen;
};

// Borrows from the request.
Docket MakeDocket(const GateRequest& request);

// The only decision of a proposal, when it approves exactly that text; else null.
const GovernanceDecision* ApprovalOf(const Docket& docket, const ChangeProposal& proposal);

// A change of the rules themselves (ci/gate/policy_changes.h): it has no impact to analyse.
bool IsPolicyChange(const Change& change);

// "REMOVE_FIELD `acme.v1.Invoice.total`"
std::string WordsFor(const Change& change);

// Where the change is now, else where it was.
std::optional<SourceSpan> WhereIs(const Change& change);

// The files in which people say things, for `next`.
std::string ProposalFile(std::string_view proposal_id);
std::string DecisionFile(std::string_view proposal_id);

}  // namespace leyline
