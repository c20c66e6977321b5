#include "ci/gate/approvers.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

// Evidence that somebody made up: a problem however many good approvals there are, until it is in
// the base, where this change can't take it out.
constexpr std::string_view kForgeries[] = {"LG4012", "LG4013"};

bool IsForgery(const Ballot& ballot) {
  return !ballot.in_base && std::find(std::begin(kForgeries), std::end(kForgeries), ballot.code) !=
                                std::end(kForgeries);
}

bool IsClaim(const Ballot& ballot) { return ballot.digest.empty(); }

Requirement Make(std::string_view code, bool satisfied, std::string message,
                 const SourceSpan& where, std::string next) {
  return {.code = std::string(code),
          .satisfied = satisfied,
          .message = std::move(message),
          .change_digest = "",
          .where = where,
          .next = satisfied ? "" : std::move(next)};
}

std::string WhoSaid(std::string_view what, const Ballot& ballot) {
  return fmt::format("{} by `{}`{}{}", what, ballot.person, ballot.reason.empty() ? "" : ": ",
                     ballot.reason);
}

class Count {
 public:
  Count(const GateRequest& request, const ChangeProposal& proposal,
        const GovernanceDecision* decision)
      : request_(request),
        proposal_(proposal),
        id_(proposal.proposal_id),
        decision_(decision),
        where_(decision == nullptr ? proposal.where : decision->where),
        ballots_(CollectBallots(request, proposal, decision)) {
    for (const Ballot& ballot : ballots_) {
      if (ballot.counts() && ballot.vote == Vote::kApprove) counted_.push_back(ballot.person);
    }
    counted_ = request.people.Persons(std::move(counted_));
  }

  std::vector<Requirement> Check() {
    for (const Ballot& ballot : ballots_) CheckBallot(ballot);
    CheckClaims();
    CheckSatisfiable();
    const int needed = request_.policy->min_approvals;
    Add("LG4005", Reached(), CountMessage(),
        fmt::format("ask {} for approval: leyline approve {}", Names(Missing()), id_));
    if (request_.policy->owner_approval == OwnerApproval::kRequired && needed > 0) {
      found_.push_back(Owner());
    }
    CheckSubsystemOwners();
    return std::move(found_);
  }

  Requirement Owner() const {
    const std::string& role = request_.policy->owner;
    const std::vector<std::string> owners = Eligible(role);
    const bool blocks = request_.policy->when_owner_proposes == OwnerProposes::kBlock;
    if (!owners.empty() || blocks) {
      const bool given = std::any_of(owners.begin(), owners.end(), [&](const std::string& owner) {
        return request_.people.IsAmong(owner, counted_);
      });
      return Make("LG4006", given,
                  given ? fmt::format("`{}`: owner `{}` approved", id_, role)
                  : owners.empty()
                      ? fmt::format("`{}`: owner `{}` is party to it and the policy names nobody "
                                    "in their place",
                                    id_, role)
                      : fmt::format("`{}`: owner `{}` has not approved", id_, role),
                  where_,
                  owners.empty() ? "let somebody else propose the change"
                                 : fmt::format("ask {} for approval", Names(owners)));
    }
    std::vector<std::string> missing = EligibleFor(request_, proposal_);
    const bool any = !missing.empty();
    std::erase_if(missing, [&](const std::string& person) {
      return request_.people.IsAmong(person, counted_);
    });
    const bool given = any && missing.empty();
    return Make("LG4006", given,
                fmt::format("`{}`: the owner is party to it, so every other reviewer must approve; "
                            "{}",
                            id_, given ? "and so it was" : "missing: " + Names(missing)),
                where_, fmt::format("ask {} for approval", Names(missing)));
  }

 private:
  void Add(std::string_view code, bool satisfied, std::string message, std::string next) {
    found_.push_back(Make(code, satisfied, std::move(message), where_, std::move(next)));
  }

  bool Reached() const {
    return static_cast<int>(counted_.size()) >= request_.policy->min_approvals;
  }

  static std::string Names(const std::vector<std::string>& people) {
    return people.empty() ? "nobody" : Join(people, ", ");
  }

  std::vector<std::string> Eligible(const std::string& role) const {
    std::vector<std::string> people = EligibleFor(request_, proposal_);
    std::erase_if(people,
                  [&](const std::string& person) { return !IsBehind(request_, person, role); });
    return people;
  }

  std::vector<std::string> Missing() const {
    std::vector<std::string> people = EligibleFor(request_, proposal_);
    std::erase_if(people, [&](const std::string& person) {
      return request_.people.IsAmong(person, counted_);
    });
    return people;
  }

  void CheckBallot(const Ballot& ballot) {
    if (!ballot.counts()) {
      const bool about_it = IsOpinion(ballot.vote);
      const bool bad =
          IsForgery(ballot) || IsClaim(ballot) || (about_it && !Reached() && !Consents(ballot));
      const std::string_view verb = ballot.vote == Vote::kApprove ? "approve" : NameOf(ballot.vote);
      found_.push_back(
          Make(ballot.code, !bad,
               fmt::format("`{}` can't {} `{}`: {} {}", ballot.person, verb, id_,
                           IsAboutPerson(ballot) ? ballot.person : "the statement", ballot.clause),
               ballot.where, ballot.next));
      found_.back().note = !bad;
    } else if (ballot.vote == Vote::kReject && HasRole(request_, ballot.person)) {
      found_.push_back(Make(
          "LG4020", false, fmt::format("`{}` was {}", id_, WhoSaid("rejected", ballot)),
          ballot.where,
          fmt::format("talk to `{}`, who may revoke it: leyline revoke {}", ballot.person, id_)));
    } else if (ballot.vote == Vote::kDefer &&
               IsBehind(request_, ballot.person, request_.policy->owner)) {
      found_.push_back(Deferral(ballot));
    } else if (ballot.vote == Vote::kReject || ballot.vote == Vote::kDefer) {
      found_.push_back(WithoutEffect(ballot));
    } else if (ballot.vote == Vote::kRevoke) {
      found_.push_back(
          Make("LG4021", Reached(),
               fmt::format("what was said of `{}` was {}", id_, WhoSaid("revoked", ballot)),
               ballot.where, fmt::format("talk to `{}`", ballot.person)));
    }
  }

  Requirement WithoutEffect(const Ballot& ballot) const {
    const bool rejects = ballot.vote == Vote::kReject;
    Requirement made =
        Make("LG4009", true,
             fmt::format("`{}` would {} `{}`, and stops nothing: {}", ballot.person,
                         NameOf(ballot.vote), id_,
                         rejects ? "who rejects must be owner or reviewer in the policy at base"
                                 : "only the owner defers"),
             ballot.where, "");
    made.note = true;
    return made;
  }

  // Half-open, as all intervals: at exactly its end it is over.
  Requirement Deferral(const Ballot& ballot) const {
    const std::string who = WhoSaid("deferred", ballot);
    if (!ballot.until.has_value()) {
      return Make("LG4003", false, fmt::format("`{}` was {}", id_, who), ballot.where,
                  fmt::format("ask `{}` when to resume", ballot.person));
    }
    const bool over = request_.cautious() >= *ballot.until;
    Requirement made = Make(
        "LG4003", over,
        fmt::format("`{}` was {}; {} {}", id_, who, over ? "that ended" : "it goes on from",
                    FormatTime(*ballot.until)),
        ballot.where,
        fmt::format("wait until then, or ask `{}` to run leyline revoke {}", ballot.person, id_));
    made.note = over;
    return made;
  }

  static bool IsAboutPerson(const Ballot& ballot) {
    constexpr std::string_view kAboutPersons[] = {"LG4007", "LG4008", "LG4009", "LG4038", "LG4039"};
    return std::find(std::begin(kAboutPersons), std::end(kAboutPersons), ballot.code) !=
               std::end(kAboutPersons) ||
           IsClaim(ballot);
  }

  // The teams whose subsystems the proposal's own changes hit, if they must consent.
  std::set<std::string> AskedOwners() const {
    std::set<std::string> owners;
    if (request_.policy->subsystem_owners == SubsystemOwners::kOptional) return owners;
    if (request_.impact == nullptr) return owners;
    const std::vector<std::string> digests = ChangeDigestsOf(proposal_);
    for (const ChangeImpact& impact : request_.impact->changes) {
      if (!std::binary_search(digests.begin(), digests.end(), impact.change_digest)) continue;
      for (const Hit& hit : impact.hits) {
        if (hit.level != Level::kCompatible) owners.insert(hit.owner);
      }
    }
    return owners;
  }

  bool Consents(const Ballot& ballot) const {
    const std::set<std::string> owners = AskedOwners();
    return ballot.consents() &&
           std::any_of(owners.begin(), owners.end(), [&](const std::string& owner) {
             return IsBehind(request_, ballot.person, owner);
           });
  }

  void CheckSubsystemOwners() {
    for (const std::string& owner : AskedOwners()) {
      const bool given = std::any_of(ballots_.begin(), ballots_.end(), [&](const Ballot& ballot) {
        return ballot.consents() && IsBehind(request_, ballot.person, owner);
      });
      Add("LG4006", given,
          fmt::format("`{}` hits a subsystem of `{}`, who {}", id_, owner,
                      given ? "agreed" : "has not agreed"),
          fmt::format("ask {} to run leyline approve {}", Names(request_.people.BehindRole(owner)),
                      id_));
    }
  }

  // Where signatures are needed, whom the decision names must have signed.
  void CheckClaims() {
    if (decision_ == nullptr || NeededEvidence(request_) == EvidenceLevel::kDeclared) return;
    for (const std::string& name : decision_->approvers) {
      const std::vector<std::string> persons = request_.people.BehindRole(name);
      const bool backed = std::any_of(
          persons.begin(), persons.end(),
          [&](const std::string& person) { return request_.people.IsAmong(person, counted_); });
      if (backed) continue;
      Add("LG4027", false,
          fmt::format("the decision on `{}` lists `{}`; no valid approval found", id_, name),
          fmt::format("have `{}` run leyline approve {}, or take them out of `approvers`", name,
                      id_));
    }
  }

  void CheckSatisfiable() {
    const int needed = request_.policy->min_approvals;
    const auto eligible = static_cast<int>(EligibleFor(request_, proposal_).size());
    if (eligible >= needed) return;
    Add("LG2005", false,
        fmt::format("`{}` needs {} approvals, but only {} could approve it", id_, needed, eligible),
        "name more reviewers in the policy, or let somebody else propose the change");
  }

  std::string CountMessage() const {
    std::string message = fmt::format("{} of {} approvals for `{}`", counted_.size(),
                                      request_.policy->min_approvals, id_);
    if (!counted_.empty()) message += ": " + Join(counted_, ", ");
    return message;
  }

  const GateRequest& request_;
  const ChangeProposal& proposal_;
  const std::string& id_;
  const GovernanceDecision* decision_;
  const SourceSpan where_;
  const std::vector<Ballot> ballots_;
  std::vector<std::string> counted_;
  std::vector<Requirement> found_;
};

}  // namespace

std::vector<Requirement> CheckApprovers(const GateRequest& request, const ChangeProposal& proposal,
                                        const GovernanceDecision* decision) {
  return Count(request, proposal, decision).Check();
}

Requirement CheckOwner(const GateRequest& request, const ChangeProposal& proposal,
                       const GovernanceDecision* decision) {
  return Count(request, proposal, decision).Owner();
}

std::vector<std::string> WhoCanApprove(const GateRequest& request, const ChangeProposal& proposal,
                                       const GovernanceDecision* decision) {
  std::vector<std::string> people = EligibleFor(request, proposal);
  for (const Ballot& ballot : CollectBallots(request, proposal, decision)) {
    if (!ballot.counts() || ballot.vote != Vote::kApprove) continue;
    std::erase_if(people, [&](const std::string& person) {
      return request.people.AreSame(person, ballot.person);
    });
  }
  return people;
}

}  // namespace leyline
