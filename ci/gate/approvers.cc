#include "ci/gate/approvers.h"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"
#include "records/people.h"

namespace leyline {
namespace {

bool HasRole(std::string_view person, const Policy& policy) {
  return person == policy.owner || std::find(policy.reviewers.begin(), policy.reviewers.end(),
                                             person) != policy.reviewers.end();
}

bool Submitted(std::string_view person, const People& people, const ChangeProposal& proposal) {
  return (!proposal.submitted_by.empty() && people.AreSame(person, proposal.submitted_by)) ||
         (!proposal.proposer.empty() && people.AreSame(person, proposal.proposer));
}

// Why an approver can't count: a code and a clause, both empty for one who counts.
struct Objection {
  std::string_view code;
  std::string clause;
};

Objection ObjectionTo(std::string_view person, const GateRequest& request,
                      const ChangeProposal& proposal) {
  if (Submitted(person, request.people, proposal)) return {"LG4007", "proposed it"};
  if (request.people.IsAmong(person, request.authors))
    return {"LG4008", "wrote commits of this change"};
  if (HasRole(person, *request.policy)) return {};
  return {"LG4009", "is neither owner nor reviewer in the policy at base"};
}

// Those who could approve this proposal, sorted.
std::vector<std::string> Eligible(const GateRequest& request, const ChangeProposal& proposal) {
  std::vector<std::string> people = request.policy->reviewers;
  people.push_back(request.policy->owner);
  people = request.people.Persons(std::move(people));
  std::erase_if(people, [&](const std::string& person) {
    return !ObjectionTo(person, request, proposal).code.empty();
  });
  return people;
}

std::string CountMessage(const std::vector<std::string>& counted, const std::string& id,
                         const GateRequest& request) {
  std::string message =
      fmt::format("{} of {} approvals for `{}`", counted.size(), request.policy->min_approvals, id);
  if (!counted.empty()) message += ": " + Join(counted, ", ");
  return message;
}

}  // namespace

std::vector<Requirement> CheckApprovers(const GateRequest& request, const ChangeProposal& proposal,
                                        const GovernanceDecision& decision) {
  const std::string& id = proposal.proposal_id;
  std::vector<Requirement> found;
  const auto add = [&](std::string_view code, bool satisfied, std::string message,
                       std::string next) {
    found.push_back({.code = std::string(code),
                     .satisfied = satisfied,
                     .message = std::move(message),
                     .change_digest = "",
                     .where = decision.where,
                     .next = satisfied ? "" : std::move(next)});
  };

  std::vector<std::string> people = decision.approvers;
  std::sort(people.begin(), people.end());
  people.erase(std::unique(people.begin(), people.end()), people.end());
  std::vector<std::string> counted;
  for (const std::string& person : people) {
    Objection objection = ObjectionTo(person, request, proposal);
    if (objection.code.empty()) {
      counted.push_back(person);
      continue;
    }
    add(objection.code, false,
        fmt::format("`{}` can't approve `{}`: {} {}", person, id, person, objection.clause),
        fmt::format("take `{}` out of `approvers`", person));
  }

  counted = request.people.Persons(std::move(counted));
  const int needed = request.policy->min_approvals;
  const auto eligible = static_cast<int>(Eligible(request, proposal).size());
  if (eligible < needed) {
    add("LG2005", false,
        fmt::format("`{}` needs {} approvals, but only {} could approve it", id, needed, eligible),
        "name more reviewers in the policy, or let somebody else propose the change");
  }
  add("LG4005", static_cast<int>(counted.size()) >= needed, CountMessage(counted, id, request),
      fmt::format("ask {} for approval",
                  Join(request.policy->reviewers, ", ") + ", " + request.policy->owner));
  return found;
}

Requirement CheckOwner(const GateRequest& request, const ChangeProposal& proposal,
                       const GovernanceDecision& decision) {
  const std::string& owner = request.policy->owner;
  const bool owner_may = ObjectionTo(owner, request, proposal).code.empty();
  std::vector<std::string> missing =
      owner_may ? std::vector<std::string>{owner} : Eligible(request, proposal);
  std::erase_if(missing, [&](const std::string& person) {
    return std::find(decision.approvers.begin(), decision.approvers.end(), person) !=
           decision.approvers.end();
  });
  const bool satisfied = missing.empty();
  const std::string_view rule =
      owner_may ? "the rules change only with their owner's approval"
                : "the owner is party to this change of the rules, so every other reviewer must "
                  "approve it";
  return {.code = "LG4006",
          .satisfied = satisfied,
          .message = satisfied ? fmt::format("`{}`: {}, and so it was", proposal.proposal_id, rule)
                               : fmt::format("`{}`: {}; missing: {}", proposal.proposal_id, rule,
                                             Join(missing, ", ")),
          .change_digest = "",
          .where = decision.where,
          .next = satisfied ? "" : fmt::format("ask {} for approval", Join(missing, ", "))};
}

}  // namespace leyline
