// Reading of change proposals: syntax and types.
#include <array>

#include <fmt/format.h>

#include "config/yaml.h"
#include "config/yaml_shape.h"
#include "records/reading.h"
#include "records/records.h"

namespace leyline {
namespace {

constexpr std::string_view kStatuses[] = {"draft", "submitted"};
constexpr int64_t kMostRounds = 1000;
constexpr std::string_view kRisks[] = {"LOW", "MEDIUM", "HIGH", "CRITICAL"};

// Keys of the documented format that nothing acts on yet.
constexpr YamlLater kLater[] = {
    {"category", "every proposal is about contracts"},
    {"estimated_cost", "nothing reads it"},
    {"rollback_plan", "it belongs to the decision"},
    {"metadata", "nothing reads it"},
};

constexpr YamlLater kLaterInChange[] = {
    {"from", "the digest binds what was"},
    {"to", "the digest binds what will be"},
};

ProposedChange ReadChange(const std::string& file, const YamlNode& item, Errors& errors) {
  YamlMap map(file, item, "change", errors);
  ProposedChange change;
  map.Require("contract_name");
  map.Require("change_type");
  change.contract_name = map.String("contract_name").value_or("");
  change.change_type = map.String("change_type").value_or("");
  change.element = map.String("element").value_or("");
  change.digest = map.String("digest").value_or("");
  change.where = map.values().PlaceOf(item);
  CheckDigestText(map, "digest", change.digest);
  map.NotYet(kLaterInChange);
  map.Finish();
  return change;
}

void ReadChanges(const std::string& file, YamlMap& map, ChangeProposal& proposal, Errors& errors) {
  const YamlNode* list = map.Sequence("changes");
  if (list == nullptr) return;
  if (list->items.empty()) {
    map.Complain("changes", "LG3021", "`changes` is empty", "list the changes or leave it out");
  }
  for (const YamlNode& item : list->items) {
    proposal.changes.push_back(ReadChange(file, item, errors));
  }
}

// Names and figures: what the record says is for people, so any scalar will do.
void ReadPerformance(YamlMap& map, ChangeProposal& proposal) {
  const YamlNode* performance = map.Map("performance_impact");
  if (performance == nullptr) return;
  for (const auto& [key, value] : performance->entries) {
    if (value.kind == YamlKind::kScalar) {
      proposal.performance_impact.emplace_back(key.text, value.text);
    } else {
      map.values().ExpectedAnother(value, "performance_impact." + key.text, "a number or text");
    }
  }
}

std::optional<Risk> RiskOf(const std::optional<std::string>& word) {
  constexpr std::array<Risk, 4> kLevels = {Risk::kLow, Risk::kMedium, Risk::kHigh, Risk::kCritical};
  for (std::size_t i = 0; word.has_value() && i < kLevels.size(); ++i) {
    if (*word == kRisks[i]) return kLevels[i];
  }
  return std::nullopt;
}

void ReadNames(YamlMap& map, ChangeProposal& proposal) {
  proposal.proposal_id = map.Identifier("proposal_id").value_or("");
  proposal.proposer = map.Identifier("proposer", IdKind::kPerson).value_or("");
  proposal.submitted_by = map.Identifier("submitted_by", IdKind::kPerson).value_or("");
  proposal.contract_name = map.String("contract_name").value_or("");
  proposal.change_type = map.String("change_type").value_or("");
}

void ReadWords(YamlMap& map, ChangeProposal& proposal) {
  proposal.title = map.String("title").value_or("");
  proposal.description = map.String("description").value_or("");
  proposal.protobuf_diff = map.String("protobuf_diff").value_or("");
  proposal.target_ref = map.String("target_ref").value_or("");
  proposal.submitted_at = map.Instant("submitted_at");
  proposal.round = static_cast<int>(map.Integer("round", 1, kMostRounds, "LG1013").value_or(1));
  proposal.supersedes = map.Identifiers("supersedes").value_or(std::vector<std::string>());
  proposal.ratifies = map.Identifiers("ratifies").value_or(std::vector<std::string>());
  proposal.depends_on = map.Identifiers("depends_on").value_or(std::vector<std::string>());
}

void ReadImpact(YamlMap& map, ChangeProposal& proposal) {
  ReadPerformance(map, proposal);
  proposal.no_consumers = map.Bool("no_consumers").value_or(false);
  proposal.affected_subsystems = map.Identifiers("affected_subsystems");
  proposal.risk_level = RiskOf(map.OneOf("risk_level", kRisks));
}

ChangeProposal ReadProposal(const std::string& file, const YamlNode& root, Errors& errors) {
  YamlMap map(file, root, "proposal", errors);
  ChangeProposal proposal;
  proposal.places = map.Places();
  proposal.where = map.values().PlaceOf(root);
  map.SchemaVersion("schema_version");
  const std::string status = map.OneOf("status", kStatuses).value_or("submitted");
  proposal.level = status == "draft" ? ProposalLevel::kDraft : ProposalLevel::kSubmitted;
  ReadNames(map, proposal);
  ReadChanges(file, map, proposal, errors);
  ReadWords(map, proposal);
  ReadImpact(map, proposal);
  map.NotYet(kLater);
  CheckStem(map, file, proposal.proposal_id);
  map.Finish();
  proposal.digest = DigestOf(proposal);
  return proposal;
}

}  // namespace

YamlShape ProposalShape() {
  return ShapeOf([](const YamlNode& root, Errors& errors) { ReadProposal("", root, errors); });
}

Result<ChangeProposal> ParseProposal(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors, kRecordLimits);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  ChangeProposal proposal = ReadProposal(file, *root, errors);
  if (errors.empty()) return proposal;
  if (root->kind == YamlKind::kMap) {
    AddValidation(ValidateProposal(proposal, proposal.level), proposal.where, errors);
  }
  return Fail(FinishErrors(std::move(errors)));
}

}  // namespace leyline
