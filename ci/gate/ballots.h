// Who said what about a proposal, and whose word counts. The first half of every decision model:
// a model counts or weighs the ballots, and looks at nothing else.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ci/gate/evaluate.h"

namespace leyline {

// The last word of one person.
struct Ballot {
  std::string person;  // the principal's id; else as the record names them
  Vote vote = Vote::kApprove;
  EvidenceLevel evidence = EvidenceLevel::kDeclared;
  std::string reason;
  std::string digest;  // of the statement; empty: the decision names them as an approver
  std::optional<Time> until = {};  // of a deferral
  SourceSpan where;
  bool in_base = false;  // merged already: this change can't take it out any more
  // Why it can't count, with its code and what to do; empty for one that counts.
  std::string code = {};
  std::string clause = {};
  std::string next = {};
  // A good approval of somebody who proposed or wrote the change, or has no role: it consents for a
  // subsystem of theirs, and is no second pair of eyes.
  bool only_consents = false;

  bool counts() const { return code.empty(); }
  bool consents() const { return vote == Vote::kApprove && (counts() || only_consents); }
};

// By person; withdrawals and what is said on conditions, which are about other things than
// approval, stand beside what else the same person said; of each condition the last words of a
// person. A signature that does not verify, or of a key that nobody has, is a ballot that does not
// count; it replaces nothing. What a person's newer statement supersedes is gone for good, also
// when that one does not count; only an approval whose key no longer holds leaves objections
// standing. An objection stands as long as its key held when it was made. Of several last words the
// most negative holds.
std::vector<Ballot> CollectBallots(const GateRequest& request, const ChangeProposal& proposal,
                                   const GovernanceDecision* decision);

// All statements on a proposal, whatever they are worth.
std::span<const ProvenStatement> StatementsOn(const GateRequest& request,
                                              std::string_view proposal);

// What an approval has to be proven by: as the policy says; else by signatures once base has keys,
// and in production.
EvidenceLevel NeededEvidence(const GateRequest& request);

// The persons who could approve this proposal, sorted: owner and reviewers without those who
// proposed or wrote the change, robots, and who has no key where one is needed.
std::vector<std::string> EligibleFor(const GateRequest& request, const ChangeProposal& proposal);

// Whether a person is one of those behind a name of the policy. Exactly: whoever only resembles one
// of them has no role.
bool IsBehind(const GateRequest& request, std::string_view person, std::string_view role);

// Whether a person's word on a condition counts: who decided, and the owner.
bool MayResolve(const GateRequest& request, std::string_view person,
                const GovernanceDecision& decision);

// The times in which the review stood still, because the owner put it off; from the earliest.
struct Pause {
  Time from;
  Time to;
};
std::vector<Pause> PausesOf(const GateRequest& request, const ChangeProposal& proposal);

// Whether a person may withdraw a proposal: who submitted it, and the owner.
bool MayWithdraw(const GateRequest& request, std::string_view person,
                 const ChangeProposal& proposal);

// Whether a person is owner or reviewer by the policy.
bool HasRole(const GateRequest& request, std::string_view person);

// LG4007, LG4008, LG4009, LG4010, LG4039: why a person can't approve; both empty when they can.
struct Objection {
  std::string_view code;
  std::string clause;
  std::string next = {};
};
Objection ObjectionTo(std::string_view person, const GateRequest& request,
                      const ChangeProposal& proposal);

// LG4010, LG4016, LG4017, LG4018, LG4038: why a decision that needs a signature has none that
// holds; both empty when it counts. Terms that nobody signed anybody could have written. One that
// was edited since is a mistake before it is a forgery.
Objection WhyUnproven(const GateRequest& request, const GovernanceDecision& decision);
// The same without LG4038: whoever lost a role since did sign it.
Objection WhyUnsigned(const GateRequest& request, const GovernanceDecision& decision);

// The digests that an approval of the proposal names, sorted, each once.
std::vector<std::string> ChangeDigestsOf(const ChangeProposal& proposal);

}  // namespace leyline
