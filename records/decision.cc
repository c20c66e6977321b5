// Governance decisions: reading, and what each kind must say.
#include <fmt/format.h>

#include "config/characters.h"
#include "config/yaml.h"
#include "records/reading.h"
#include "records/records.h"
#include "records/texts.h"

namespace leyline {
namespace {

constexpr std::string_view kDecisions[] = {"APPROVED", "REJECTED", "DEFERRED"};
constexpr std::size_t kShortestPlan = 20;

// Keys of the documented format that nothing acts on yet.
constexpr YamlLater kLater[] = {
    {"change_digest", "the proposal's digest binds the changes"},
    {"round", "a proposal has one round"},
    {"defer_until", "a deferred proposal waits for a new decision"},
    {"earliest_at", "there is no timelock"},
};

DecisionKind KindOf(std::string_view word) {
  if (word == kDecisions[0]) return DecisionKind::kApproved;
  return word == kDecisions[1] ? DecisionKind::kRejected : DecisionKind::kDeferred;
}

void ReadDecision(YamlMap& map, GovernanceDecision& decision) {
  map.Require("proposal_id");
  map.Require("decision");
  decision.proposal_id = map.Identifier("proposal_id").value_or("");
  decision.decision = KindOf(map.OneOf("decision", kDecisions).value_or(""));
  decision.approvers =
      map.Identifiers("approvers", IdKind::kPerson).value_or(std::vector<std::string>());
  decision.conditions = map.Strings("conditions").value_or(std::vector<std::string>());
  decision.implementation_deadline = map.Instant("implementation_deadline");
  decision.rollback_plan = map.String("rollback_plan").value_or("");
  decision.decision_rationale = map.String("decision_rationale").value_or("");
  decision.proposal_digest = map.String("proposal_digest").value_or("");
  decision.decided_by = map.Identifier("decided_by", IdKind::kPerson).value_or("");
  decision.decided_at = map.Instant("decided_at");
  CheckDigestText(map, "proposal_digest", decision.proposal_digest);
}

void CheckRollback(const GovernanceDecision& decision, Errors& errors) {
  constexpr std::string_view kFix = "say which release to go back to, how, and who does it";
  const std::string& plan = decision.rollback_plan;
  const std::size_t count = CountCharacters(plan);
  std::string message;
  if (plan.empty()) {
    message = "an approval has no `rollback_plan`";
  } else if (IsPlaceholder(plan)) {
    message = fmt::format("rollback_plan `{}` is not a plan", plan);
  } else if (count < kShortestPlan) {
    message = fmt::format("`rollback_plan` has {} characters; at least {} required", count,
                          kShortestPlan);
  }
  if (message.empty()) return;
  errors.push_back(ConfigError(decision.places.Of("rollback_plan"), "LG4025", std::move(message),
                               std::string(kFix)));
}

void CheckApproval(const GovernanceDecision& decision, Errors& errors) {
  if (decision.approvers.empty()) {
    errors.push_back(ConfigError(decision.places.Of("approvers"), "LG1011",
                                 "an approval names no `approvers`", "list who approved"));
  }
  if (!decision.implementation_deadline.has_value()) {
    errors.push_back(ConfigError(decision.places.Of("implementation_deadline"), "LG4024",
                                 "an approval has no `implementation_deadline`",
                                 "write it like 2026-01-31T23:59:59Z"));
  }
  CheckRollback(decision, errors);
}

}  // namespace

Errors ValidateDecision(const GovernanceDecision& decision) {
  Errors errors;
  if (decision.decision_rationale.empty() || IsPlaceholder(decision.decision_rationale)) {
    errors.push_back(ConfigError(decision.places.Of("decision_rationale"), "LG4026",
                                 decision.decision_rationale.empty()
                                     ? "the decision has no `decision_rationale`"
                                     : "`decision_rationale` gives no reason",
                                 "say why it was decided so"));
  }
  if (decision.decision == DecisionKind::kApproved) CheckApproval(decision, errors);
  return errors;
}

Result<GovernanceDecision> ParseDecision(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors, kRecordLimits);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  YamlMap map(file, *root, "decision", errors);
  GovernanceDecision decision;
  decision.places = map.Places();
  decision.where = map.values().PlaceOf(*root);
  map.SchemaVersion("schema_version");
  ReadDecision(map, decision);
  map.NotYet(kLater);
  CheckStem(map, file, decision.proposal_id);
  map.Finish();
  if (root->kind == YamlKind::kMap) {
    AddValidation(ValidateDecision(decision), decision.where, errors);
  }
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return decision;
}

std::string_view NameOf(DecisionKind kind) {
  switch (kind) {
    case DecisionKind::kApproved:
      return "APPROVED";
    case DecisionKind::kRejected:
      return "REJECTED";
    case DecisionKind::kDeferred:
      return "DEFERRED";
  }
  return "DEFERRED";
}

}  // namespace leyline
