// What people wrote: ChangeProposal and GovernanceDecision (the nine and seven fields of the
// governance document). A record is a claim; policy/ and ci/ decide what it is worth.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/impact/impact.h"
#include "base/clock.h"
#include "base/result.h"
#include "config/yaml.h"
#include "records/evidence.h"

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
  int round = 1;  // of review; another begins when the window of the last ended
  std::vector<std::string> supersedes;  // ids of proposals in whose place this one comes
  std::vector<std::string> depends_on;  // ids of those that must come before
  std::vector<std::string> ratifies;    // ids of bypasses whose changes it asks for afterwards
  std::string digest;  // of the meaning of the record, "sha256:...", whatever its level
  SourceSpan where;
  FieldPlaces places = {};  // empty for a proposal that was not read from a file
};

// The changes asked for, whichever of the two forms the proposal uses.
std::vector<ProposedChange> ChangesOf(const ChangeProposal& proposal);

// note: a sentence for people. manual: resolved by whoever decided, or the owner. check: by a job
// that says so to the gate. date: by the clock.
enum class ConditionKind : uint8_t { kNote, kManual, kCheck, kDate };

struct Condition {
  std::string text;
  ConditionKind kind = ConditionKind::kNote;
  std::string id = {};           // of all but notes
  std::optional<Time> due = {};  // of kDate
  bool operator==(const Condition&) const = default;
};
std::string_view NameOf(ConditionKind kind);  // "check"

enum class DecisionKind : uint8_t { kApproved, kRejected, kDeferred };

struct GovernanceDecision {
  std::string proposal_id;
  DecisionKind decision = DecisionKind::kDeferred;
  std::vector<std::string> approvers;  // claims
  std::vector<Condition> conditions;
  std::optional<Time> implementation_deadline;
  std::string rollback_plan;
  std::string decision_rationale;
  std::string proposal_digest;  // the text that was decided on; without it nothing is approved
  std::string decided_by;       // who wrote the decision; a claim that `proof` may prove
  std::optional<Time> decided_at;
  std::string content;  // the digest of the file's bytes, "sha256:..."
  Proof proof = {};     // of the signature over SignedTextOf
  SourceSpan where;
  FieldPlaces places = {};  // empty for a decision that was not read from a file
};

// Syntax and types only; the id must equal the file's stem (LG1016). `status: draft` makes a draft,
// otherwise the proposal is submitted. When it fails, what ValidateProposal says comes along.
Result<ChangeProposal> ParseProposal(const std::string& file, std::string_view text);

// Syntax, types and ValidateDecision: a decision has no draft level.
Result<GovernanceDecision> ParseDecision(const std::string& file, std::string_view text);
// What the file may hold.
YamlShape ProposalShape();
YamlShape DecisionShape();

// What whoever decides signs: all that the decision's file says, for this repository and no other.
inline constexpr std::string_view kDecisionType = "leyline.decision.v1";
std::string SignedTextOf(const GovernanceDecision& decision, std::string_view repository);

// validate_proposal of the governance document: empty when valid at the level; else one error a
// missing field (LG3001, LG1011 ...).
Errors ValidateProposal(const ChangeProposal& proposal, ProposalLevel level);

// Empty when the decision says all that its kind must say. A rejection or deferral needs a
// rationale; an approval also approvers, a deadline and a plan to roll back (LG4024..LG4026).
Errors ValidateDecision(const GovernanceDecision& decision);

// The digest of a proposal's meaning. Everything that an approver reads is in it; `status` is not.
std::string DigestOf(const ChangeProposal& proposal);

// SchemaVersion of the governance document: which message versions a reader takes.
class SchemaVersion {
 public:
  explicit SchemaVersion(int64_t current, int64_t min_supported)
      : current_(current), min_(min_supported) {}
  int64_t get_version() const { return current_; }
  // True for exactly the current version.
  bool validate_version(int64_t version) const { return version > 0 && version == current_; }
  // True for every supported version; with min_supported == current the greenfield rule of that
  // document.
  bool check_compatibility(int64_t version) const {
    return version > 0 && version >= min_ && version <= current_;
  }

 private:
  int64_t current_;
  int64_t min_;
};

std::string_view NameOf(DecisionKind kind);

}  // namespace leyline
