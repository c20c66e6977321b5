// What people wrote: ChangeProposal and GovernanceDecision (seeds: the nine and seven fields of the
// governance document). A record is a claim; policy/ and ci/ decide what it is worth.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/impact/impact.h"
#include "base/clock.h"
#include "base/result.h"

namespace leyline {

// draft: an idea, three fields are enough. submitted: complete, may be judged.
enum class ProposalLevel : uint8_t { kDraft, kSubmitted };

// One change that the proposal asks for. `digest` binds it to the exact before and after facts.
struct ProposedChange {
  std::string change_type;
  std::string contract_name;
  std::string element;
  std::string digest;
  SourceSpan where;
};

struct ChangeProposal {
  std::string proposal_id;
  ProposalLevel level = ProposalLevel::kDraft;
  std::string proposer;       // subsystem or team
  std::string submitted_by;   // the person
  std::string contract_name;  // the one-entry shorthand of `changes`
  std::string change_type;
  std::vector<ProposedChange> changes;
  std::string title;
  std::string description;
  std::string protobuf_diff;
  std::vector<std::pair<std::string, std::string>> performance_impact;
  bool no_consumers = false;
  std::optional<std::vector<std::string>> affected_subsystems;
  std::optional<Risk> risk_level;
  std::string target_ref;
  std::optional<Time> submitted_at;
  std::string digest;  // of the meaning of the record, "sha256:..."
  SourceSpan where;
};

enum class DecisionKind : uint8_t { kApproved, kRejected, kDeferred };

struct GovernanceDecision {
  std::string proposal_id;
  DecisionKind decision = DecisionKind::kDeferred;
  std::vector<std::string> approvers;  // claims
  std::vector<std::string> conditions;
  std::optional<Time> implementation_deadline;
  std::string rollback_plan;
  std::string decision_rationale;
  std::string proposal_digest;  // what was decided on; may be empty in hand-written decisions
  std::optional<Time> decided_at;
  SourceSpan where;
};

// Syntax and types only; the id must equal the file's stem (LG1016).
Result<ChangeProposal> ParseProposal(const std::string& file, std::string_view text);
Result<GovernanceDecision> ParseDecision(const std::string& file, std::string_view text);

// The seed's validate_proposal: empty when valid at the level; else one error a missing field
// (LG3001, LG1011 ...).
Errors ValidateProposal(const ChangeProposal& proposal, ProposalLevel level);

// The seed's SchemaVersion.
class SchemaVersion {
 public:
  explicit SchemaVersion(int64_t current, int64_t min_supported) : current_(current), min_(min_supported) {}
  int64_t get_version() const { return current_; }
  // True for exactly the current version.
  bool validate_version(int64_t version) const { return version > 0 && version == current_; }

 private:
  int64_t current_;
  int64_t min_;
};

std::string_view NameOf(DecisionKind kind);

}  // namespace leyline
