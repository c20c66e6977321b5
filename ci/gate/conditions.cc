#include "ci/gate/conditions.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/gate/ballots.h"

namespace leyline {
namespace {

class Conditions {
 public:
  Conditions(const GateRequest& request, const ChangeProposal& proposal,
             const GovernanceDecision& decision)
      : request_(request),
        decision_(decision),
        id_(proposal.proposal_id),
        ballots_(CollectBallots(request, proposal, nullptr)) {}

  Requirement Check(const Condition& condition) const {
    if (condition.kind == ConditionKind::kNote) {
      return Make(true, fmt::format("`{}` was approved on condition: {}", id_, condition.text), "");
    }
    const bool manual = condition.kind == ConditionKind::kManual;
    const Ballot* reopened = manual ? Said(Vote::kReopen, condition) : nullptr;
    const std::string what =
        fmt::format("`{}`: condition `{}` (\"{}\") is ", id_, condition.id, condition.text);
    if (reopened != nullptr) {
      const std::string_view why =
          Trim(std::string_view(reopened->reason).substr(condition.id.size() + 1));
      return Make(
          false,
          fmt::format("{}not resolved, for `{}` has reopened it: {}", what, reopened->person, why),
          fmt::format("`{}` runs leyline resolve {} --reason '{}: HOW'", reopened->person, id_,
                      condition.id));
    }
    const bool resolved = IsResolved(condition);
    return Make(resolved, fmt::format("{}{}resolved", what, resolved ? "" : "not "),
                HowToResolve(condition));
  }

 private:
  Requirement Make(bool satisfied, std::string message, std::string next) const {
    return {.code = "LG4022",
            .satisfied = satisfied,
            .message = std::move(message),
            .change_digest = "",
            .where = decision_.where,
            .next = satisfied ? "" : std::move(next)};
  }

  bool IsResolved(const Condition& condition) const {
    if (condition.kind == ConditionKind::kDate) {
      return condition.due.has_value() && request_.cautious() >= *condition.due;
    }
    if (condition.kind == ConditionKind::kCheck) {
      const auto& passed = request_.passed_checks;
      return std::find(passed.begin(), passed.end(), condition.id) != passed.end();
    }
    return Said(Vote::kResolve, condition) != nullptr;
  }

  // Null: nobody whose word counts.
  const Ballot* Said(Vote vote, const Condition& condition) const {
    const auto found = std::find_if(ballots_.begin(), ballots_.end(), [&](const Ballot& ballot) {
      return ballot.vote == vote && ballot.counts() &&
             ballot.reason.starts_with(condition.id + ":") &&
             MayResolve(request_, ballot.person, decision_);
    });
    return found == ballots_.end() ? nullptr : &*found;
  }

  std::string HowToResolve(const Condition& condition) const {
    if (condition.kind == ConditionKind::kDate) {
      return fmt::format("wait until {}", FormatTime(condition.due.value_or(request_.now)));
    }
    if (condition.kind == ConditionKind::kCheck) {
      return fmt::format("the job whose check it is tells the gate: --passed-check {}",
                         condition.id);
    }
    return fmt::format("whoever decided runs leyline resolve {} --reason '{}: HOW'", id_,
                       condition.id);
  }

  const GateRequest& request_;
  const GovernanceDecision& decision_;
  const std::string& id_;
  const std::vector<Ballot> ballots_;
};

}  // namespace

std::vector<Requirement> CheckConditions(const GateRequest& request, const ChangeProposal& proposal,
                                         const GovernanceDecision& decision) {
  std::vector<Requirement> found;
  if (decision.conditions.empty()) return found;
  const Conditions conditions(request, proposal, decision);
  for (const Condition& one : decision.conditions) found.push_back(conditions.Check(one));
  return found;
}

}  // namespace leyline
