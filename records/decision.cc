// Governance decisions: reading, and what each kind must say.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/canonical_json.h"
#include "base/digest.h"
#include "config/characters.h"
#include "config/yaml.h"
#include "config/yaml_shape.h"
#include "records/reading.h"
#include "records/records.h"
#include "records/secrets.h"
#include "records/texts.h"

namespace leyline {
namespace {

constexpr std::string_view kDecisions[] = {"APPROVED", "REJECTED", "DEFERRED"};
constexpr std::size_t kShortestPlan = 20;
constexpr std::string_view kConditionKinds[] = {"manual", "check", "date"};  // notes are plain text

// Keys of the documented format that nothing acts on yet.
constexpr YamlLater kLater[] = {
    {"change_digest", "the proposal's digest binds the changes"},
    {"round", "the proposal's digest binds its round"},
    {"defer_until",
     "`leyline defer PROPOSAL --until TIME` says it, and the review goes on by itself"},
    {"earliest_at", "there is no timelock"},
};

DecisionKind KindOf(std::string_view word) {
  if (word == kDecisions[0]) return DecisionKind::kApproved;
  return word == kDecisions[1] ? DecisionKind::kRejected : DecisionKind::kDeferred;
}

Condition ReadCondition(const std::string& file, const YamlNode& item, Errors& errors) {
  YamlMap map(file, item, "condition", errors);
  for (std::string_view key : {"id", "kind", "text"}) map.Require(key);
  Condition condition;
  condition.id = map.Identifier("id").value_or("");
  condition.text = map.String("text").value_or("");
  const std::string kind = map.OneOf("kind", kConditionKinds).value_or("");
  const auto* found = std::find(std::begin(kConditionKinds), std::end(kConditionKinds), kind);
  if (found != std::end(kConditionKinds)) {
    condition.kind = static_cast<ConditionKind>(found - std::begin(kConditionKinds) + 1);
  }
  condition.due = map.Instant("due");
  const bool dated = condition.kind == ConditionKind::kDate;
  if (kind == "date" && !condition.due.has_value()) {
    map.Complain("due", "LG1011", "a condition of kind `date` has no `due`",
                 "write it like 2026-01-31T23:59:59Z");
  } else if (!kind.empty() && !dated && condition.due.has_value()) {
    map.Complain("due", "LG1010", fmt::format("`due` means nothing in kind `{}`", kind),
                 "remove it, or make it kind `date`");
  }
  map.Finish();
  return condition;
}

// A sentence, or a map of what can be judged.
std::vector<Condition> ReadConditions(const std::string& file, YamlMap& map, Errors& errors) {
  std::vector<Condition> conditions;
  const YamlNode* list = map.Sequence("conditions");
  if (list == nullptr) return conditions;
  std::set<std::string> ids;
  for (const YamlNode& item : list->items) {
    Condition read;
    if (item.kind == YamlKind::kMap) {
      read = ReadCondition(file, item, errors);
    } else {
      read.text = map.values().String(item, "conditions").value_or("");
    }
    if (!read.id.empty() && !ids.insert(read.id).second) {
      map.values().Complain(map.values().PlaceOf(item), "LG1019",
                            fmt::format("`conditions` lists `{}` twice", read.id),
                            "give one of them another id");
    }
    if (!read.text.empty()) conditions.push_back(std::move(read));
  }
  return conditions;
}

void ReadFields(const std::string& file, YamlMap& map, GovernanceDecision& decision,
                Errors& errors) {
  map.Require("proposal_id");
  map.Require("decision");
  decision.proposal_id = map.Identifier("proposal_id").value_or("");
  decision.decision = KindOf(map.OneOf("decision", kDecisions).value_or(""));
  decision.approvers =
      map.Identifiers("approvers", IdKind::kPerson).value_or(std::vector<std::string>());
  decision.conditions = ReadConditions(file, map, errors);
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

GovernanceDecision ReadDecision(const std::string& file, const YamlNode& root, Errors& errors) {
  YamlMap map(file, root, "decision", errors);
  GovernanceDecision decision;
  decision.places = map.Places();
  decision.where = map.values().PlaceOf(root);
  map.SchemaVersion("schema_version");
  ReadFields(file, map, decision, errors);
  map.NotYet(kLater);
  CheckStem(map, file, decision.proposal_id);
  map.Finish();
  return decision;
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
  for (const std::string_view field : {"decision_rationale", "rollback_plan"}) {
    const std::string_view secret =
        FindSecret(field == "rollback_plan" ? decision.rollback_plan : decision.decision_rationale);
    if (secret.empty()) continue;
    errors.push_back(ConfigError(decision.places.Of(field), "LG3020",
                                 fmt::format("`{}` looks as if it held {}", field, secret),
                                 "take it out, and make the secret void: it was in a commit"));
  }
  if (decision.decision == DecisionKind::kApproved) CheckApproval(decision, errors);
  return errors;
}

Result<GovernanceDecision> ParseDecision(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors, kRecordLimits);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  GovernanceDecision decision = ReadDecision(file, *root, errors);
  decision.content = DigestText(Sha256Of(text));
  if (root->kind == YamlKind::kMap) {
    AddValidation(ValidateDecision(decision), decision.where, errors);
  }
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return decision;
}

YamlShape DecisionShape() {
  return ShapeOf([](const YamlNode& root, Errors& errors) { ReadDecision("", root, errors); });
}

std::string SignedTextOf(const GovernanceDecision& decision, std::string_view repository) {
  return CanonicalObject({{"content", decision.content},
                          {"proposal_id", decision.proposal_id},
                          {"repository", repository},
                          {"type", kDecisionType}});
}

std::string_view NameOf(ConditionKind kind) {
  constexpr std::string_view kNames[] = {"note", "manual", "check", "date"};
  return kNames[static_cast<std::size_t>(kind)];
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
