// Who may do what: by the roles of the policy, the keys of the base, and who wrote the change.
#include <algorithm>

#include <fmt/format.h>

#include "ci/gate/ballots.h"

namespace leyline {
namespace {

bool Submitted(std::string_view person, const People& people, const ChangeProposal& proposal) {
  return (!proposal.submitted_by.empty() && people.AreSame(person, proposal.submitted_by)) ||
         (!proposal.proposer.empty() && people.AreSame(person, proposal.proposer));
}

bool HasUsableKey(const Principal* principal, Time now) {
  return principal != nullptr &&
         std::any_of(principal->keys.begin(), principal->keys.end(),
                     [&](const PrincipalKey& key) { return WhyKeyFails(key, now, now).empty(); });
}

}  // namespace

EvidenceLevel NeededEvidence(const GateRequest& request) {
  const Policy& policy = *request.policy;
  if (policy.min_evidence.has_value()) return *policy.min_evidence;
  return request.people.has_keys() ? EvidenceLevel::kSigned : EvidenceLevel::kDeclared;
}

bool IsBehind(const GateRequest& request, std::string_view person, std::string_view role) {
  const std::vector<std::string> persons = request.people.BehindRole(role);
  return std::find(persons.begin(), persons.end(), person) != persons.end();
}

bool MayWithdraw(const GateRequest& request, std::string_view person,
                 const ChangeProposal& proposal) {
  if (person.empty()) return false;
  return (!proposal.submitted_by.empty() &&
          request.people.AreSame(person, proposal.submitted_by)) ||
         IsBehind(request, person, request.policy->owner);
}

bool MayResolve(const GateRequest& request, std::string_view person,
                const GovernanceDecision& decision) {
  return (!decision.decided_by.empty() && request.people.AreSame(person, decision.decided_by)) ||
         IsBehind(request, person, request.policy->owner);
}

bool HasRole(const GateRequest& request, std::string_view person) {
  const Policy& policy = *request.policy;
  return IsBehind(request, person, policy.owner) ||
         std::any_of(policy.reviewers.begin(), policy.reviewers.end(),
                     [&](const std::string& role) { return IsBehind(request, person, role); });
}

Objection ObjectionTo(std::string_view person, const GateRequest& request,
                      const ChangeProposal& proposal) {
  const Principal* principal = request.people.Find(person);
  if (principal != nullptr && principal->robot) return {"LG4039", "is a machine"};
  if (Submitted(person, request.people, proposal)) return {"LG4007", "proposed it"};
  if (request.people.IsAmong(person, request.authors))
    return {"LG4008", "wrote commits of this change"};
  if (HasRole(request, person)) return {};
  return {"LG4009", "is neither owner nor reviewer in the policy at base"};
}

std::vector<std::string> EligibleFor(const GateRequest& request, const ChangeProposal& proposal) {
  std::vector<std::string> roles = request.policy->reviewers;
  roles.push_back(request.policy->owner);
  std::vector<std::string> people;
  for (const std::string& role : roles) {
    for (std::string& person : request.people.BehindRole(role)) people.push_back(std::move(person));
  }
  people = request.people.Persons(std::move(people));
  const bool signs = NeededEvidence(request) == EvidenceLevel::kSigned;
  std::erase_if(people, [&](const std::string& person) {
    if (signs && !HasUsableKey(request.people.Find(person), request.now)) return true;
    return !ObjectionTo(person, request, proposal).code.empty();
  });
  return people;
}

Objection WhyUnsigned(const GateRequest& request, const GovernanceDecision& decision) {
  const Proof& proof = decision.proof;
  if (!proof.code.empty()) return {"LG4018", proof.problem};
  if (proof.evidence == EvidenceLevel::kDeclared) {
    if (NeededEvidence(request) == EvidenceLevel::kDeclared) return {};
    return {"LG4018", "is not signed"};
  }
  if (request.repository.empty()) {
    return {"LG4016", "can't be about this repository, which has no name"};
  }
  const Principal* owner = request.people.OwnerOfKey(proof.key);
  if (owner == nullptr) {
    return {"LG4010", "is signed with a key that roles.yaml at base doesn't have"};
  }
  if (request.people.Find(decision.decided_by) != owner) {
    return {"LG4018", fmt::format("is what `{}` signed, and names `{}` in `decided_by`", owner->id,
                                  decision.decided_by)};
  }
  const PrincipalKey& key = *request.people.FindKey(proof.key);
  const Time decided = decision.decided_at.value_or(request.now);
  if (decision.decision != DecisionKind::kApproved && HeldAt(key, decided)) return {};
  std::string why = WhyKeyFails(key, decided, request.now);
  if (why.empty()) return {};
  return {"LG4017", "is signed with a " + why};
}

Objection WhyUnproven(const GateRequest& request, const GovernanceDecision& decision) {
  Objection unsigned_one = WhyUnsigned(request, decision);
  if (!unsigned_one.code.empty() || decision.proof.evidence == EvidenceLevel::kDeclared) {
    return unsigned_one;
  }
  const Principal& owner = *request.people.OwnerOfKey(decision.proof.key);
  // Else whoever has a key could reject, supersede or double what others proposed. A machine may
  // write down what people approved, and has nothing to say against it.
  const bool may_record = owner.robot && decision.decision == DecisionKind::kApproved;
  if (may_record || HasRole(request, owner.id)) return {};
  return {"LG4038",
          fmt::format("was decided by `{}`, who is neither owner nor reviewer", owner.id)};
}

}  // namespace leyline
