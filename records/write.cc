#include "records/write.h"

#include <fmt/format.h>

#include "base/canonical_json.h"
#include "base/strings.h"

namespace leyline {
namespace {

// A text in quotes: JSON's are YAML's too.
std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonText(out, text);
  return out;
}

void Put(std::string& out, std::string_view key, std::string_view value) {
  if (!value.empty()) out += fmt::format("{}: {}\n", key, value);
}

void PutList(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  std::vector<std::string> quoted;
  for (const std::string& text : texts) quoted.push_back(Quoted(text));
  out += fmt::format("{}: [{}]\n", key, Join(quoted, ", "));
}

// Lines as they are where a block can hold them; else in quotes.
void PutText(std::string& out, std::string_view key, std::string_view text) {
  const bool plain = text.find_first_of("\r\t") == std::string_view::npos;
  const bool starts_well = !text.empty() && text.front() != ' ' && text.front() != '\n';
  if (!plain || !starts_well || text.find('\n') == std::string_view::npos ||
      text.ends_with("\n\n")) {
    return Put(out, key, text.empty() ? "" : std::string_view(Quoted(text)));
  }
  const bool keeps_end = text.ends_with('\n');
  if (keeps_end) text.remove_suffix(1);
  out += fmt::format("{}: {}\n", key, keeps_end ? "|" : "|-");
  for (const std::string_view line : Split(text, '\n')) {
    out += line.empty() ? "\n" : fmt::format("  {}\n", line);
  }
}

void PutChanges(std::string& out, const ChangeProposal& proposal) {
  if (proposal.changes.empty()) return;
  out += "changes:\n";
  for (const ProposedChange& change : proposal.changes) {
    out +=
        fmt::format("  - change_type: {}\n    contract_name: {}\n    element: {}\n    digest: {}\n",
                    Quoted(change.change_type), Quoted(change.contract_name),
                    Quoted(change.element), Quoted(change.digest));
  }
}

void PutConditions(std::string& out, const std::vector<Condition>& conditions) {
  std::vector<std::string> items;
  for (const Condition& condition : conditions) {
    if (condition.kind == ConditionKind::kNote) {
      items.push_back(Quoted(condition.text));
      continue;
    }
    std::string due = condition.due ? fmt::format(", due: {}", Quoted(FormatTime(*condition.due)))
                                    : std::string();
    items.push_back(fmt::format("{{id: {}, kind: {}, text: {}{}}}", Quoted(condition.id),
                                NameOf(condition.kind), Quoted(condition.text), due));
  }
  out += fmt::format("conditions: [{}]\n", Join(items, ", "));
}

std::string TimeText(const std::optional<Time>& time) {
  return time.has_value() ? Quoted(FormatTime(*time)) : "";
}

}  // namespace

std::string TextOf(const ChangeProposal& proposal) {
  std::string out = "schema_version: 1\n";
  const bool draft = proposal.level == ProposalLevel::kDraft;
  Put(out, "proposal_id", Quoted(proposal.proposal_id));
  Put(out, "status", draft ? "draft" : "submitted");
  if (!proposal.title.empty()) Put(out, "title", Quoted(proposal.title));
  if (!proposal.proposer.empty()) Put(out, "proposer", Quoted(proposal.proposer));
  if (!proposal.submitted_by.empty()) Put(out, "submitted_by", Quoted(proposal.submitted_by));
  Put(out, "submitted_at", TimeText(proposal.submitted_at));
  if (proposal.round > 1) Put(out, "round", std::to_string(proposal.round));
  if (!proposal.target_ref.empty()) Put(out, "target_ref", Quoted(proposal.target_ref));
  if (!proposal.contract_name.empty()) Put(out, "contract_name", Quoted(proposal.contract_name));
  if (!proposal.change_type.empty()) Put(out, "change_type", Quoted(proposal.change_type));
  PutText(out, "description", proposal.description);
  PutChanges(out, proposal);
  if (proposal.affected_subsystems.has_value()) {
    PutList(out, "affected_subsystems", *proposal.affected_subsystems);
  }
  if (proposal.no_consumers) Put(out, "no_consumers", "true");
  if (!proposal.supersedes.empty()) PutList(out, "supersedes", proposal.supersedes);
  if (!proposal.depends_on.empty()) PutList(out, "depends_on", proposal.depends_on);
  if (proposal.risk_level.has_value()) Put(out, "risk_level", NameOf(*proposal.risk_level));
  if (!proposal.ratifies.empty()) PutList(out, "ratifies", proposal.ratifies);
  if (!proposal.performance_impact.empty()) out += "performance_impact:\n";
  for (const auto& [key, value] : proposal.performance_impact) {
    out += fmt::format("  {}: {}\n", Quoted(key), Quoted(value));
  }
  PutText(out, "protobuf_diff", proposal.protobuf_diff);
  return out;
}

std::string TextOf(const GovernanceDecision& decision) {
  std::string out = "schema_version: 1\n";
  Put(out, "proposal_id", Quoted(decision.proposal_id));
  if (!decision.proposal_digest.empty()) {
    Put(out, "proposal_digest", Quoted(decision.proposal_digest));
  }
  Put(out, "decision", NameOf(decision.decision));
  PutList(out, "approvers", decision.approvers);
  PutConditions(out, decision.conditions);
  if (!decision.decided_by.empty()) Put(out, "decided_by", Quoted(decision.decided_by));
  Put(out, "decided_at", TimeText(decision.decided_at));
  Put(out, "implementation_deadline", TimeText(decision.implementation_deadline));
  PutText(out, "rollback_plan", decision.rollback_plan);
  PutText(out, "decision_rationale", decision.decision_rationale);
  return out;
}

}  // namespace leyline
