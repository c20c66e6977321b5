// The approval policy: governance/policy.yaml. Takes the `governance:` block of the governance
// document word for word.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/gating.h"
#include "base/result.h"
#include "config/yaml.h"
#include "records/statement.h"

namespace leyline {

// Who is updated first when contracts change. It decides which modes make sense.
enum class Deployment : uint8_t { kLockstep, kConsumersFirst, kProducersFirst, kRolling };

// What forged evidence does to a circuit: opens it until persons close it, or counts as any other
// violation.
enum class OnCritical : uint8_t { kForcedOpen, kCount };

struct BreakerPolicy {
  int failure_threshold = 5;
  int64_t recovery_timeout_ms = 3'600'000;
  int half_open_requests = 1;
  int window_hours = 24;             // for how long a violation counts
  int64_t probe_lease_ms = 900'000;  // left out: at most half of the recovery timeout
  // Which merges one circuit guards: see ExpandScope.
  std::string scope = "{target_ref}/{owner}";
  OnCritical on_critical = OnCritical::kForcedOpen;
};

// Whether the owner must be among those who approve.
enum class OwnerApproval : uint8_t { kAnyOfEligible, kRequired };

// Who stands in for an owner who proposed or wrote the change: every reviewer who can, or nobody.
enum class OwnerProposes : uint8_t { kReviewersUnanimous, kBlock };

// Whether the owners of the subsystems that a change hits must consent.
enum class SubsystemOwners : uint8_t { kOptional, kRequired };

// Refs for which some of the policy is another.
struct Environment {
  std::string name;
  std::vector<std::string> refs;  // globs; `*` alone is every ref
  std::optional<int> min_approvals = {};
  std::optional<EvidenceLevel> min_evidence = {};
  std::optional<OwnerApproval> owner_approval = {};
  std::optional<SubsystemOwners> subsystem_owners = {};
  std::optional<bool> block_on_validation_failure = {};
  bool operator==(const Environment&) const = default;
};

// Contracts that are gated in their own way, by full name or by path.
struct PackageRule {
  std::vector<std::string> names;  // globs over names: acme.v1alpha.**
  std::vector<std::string> paths;  // globs over paths; both places of what moved must match
  std::optional<Mode> mode = {};
  std::optional<std::vector<Surface>> surfaces = {};
  bool unstable = false;  // anything may happen to them
  bool operator==(const PackageRule&) const = default;
};

// How the gate may be passed in an emergency, and what is owed afterwards.
struct EmergencyPolicy {
  std::vector<std::string> allowed_roles;  // who may grant it
  bool two_person = true;                  // whoever asks for it is another, and signs too
  int max_hours = 24;                      // how long one may hold
  int review_due_hours = 72;               // until when its changes must have been approved
  int max_open = 1;                        // how many may be owed at a time
};

struct Policy {
  std::string owner;                   // a role, group or person of roles.yaml
  std::vector<std::string> reviewers;  // the same
  int min_approvals = 2;
  OwnerApproval owner_approval = OwnerApproval::kAnyOfEligible;
  OwnerProposes when_owner_proposes = OwnerProposes::kReviewersUnanimous;
  SubsystemOwners subsystem_owners = SubsystemOwners::kOptional;
  std::optional<EvidenceLevel> min_evidence;  // left out: see NeededEvidence
  int review_timeout_days = 3;
  int approval_ttl_days = 0;        // 0: approvals end with the decision's deadline only
  int max_implementation_days = 0;  // 0: the decision's deadline stands as written
  bool reject_sticky = true;        // a rejection holds whatever the proposal becomes
  bool emergency_bypass = false;
  EmergencyPolicy emergency;  // counts only with emergency_bypass
  int current_version = 1;
  int min_supported_version = 1;                           // left out: always the current one
  bool only_current_version = true;                        // min_supported_version was left out
  Deployment deployment_strategy = Deployment::kLockstep;  // left out: the mode's own
  bool block_on_validation_failure = true;
  bool require_impact_analysis = true;
  bool auto_generate_bindings = false;  // the gate refuses what none can be made of
  std::vector<Environment> environments;
  std::vector<PackageRule> packages;  // the first that fits holds
  // compatibility_mode and surfaces: which changes need an approved proposal.
  Gating gating = {.mode = Mode::kStrict, .surfaces = Gating{}.surfaces};
  BreakerPolicy breaker;
  std::string digest;       // of the meaning, "sha256:..."
  FieldPlaces places = {};  // of the keys below `governance`
};

Result<Policy> ParsePolicy(const std::string& file, std::string_view text);
// What the file may hold.
YamlShape PolicyShape();

// The environment that a ref belongs to: `production` before all others, then the first; null:
// none.
const Environment* EnvironmentOf(const Policy& policy, std::string_view ref);
bool IsProduction(const Policy& policy, std::string_view ref);

// The policy as it holds for a ref. Its `digest` stays that of the whole.
Policy PolicyFor(const Policy& policy, std::string_view ref);

// How a change is gated, and by which of the `packages`; null: by the policy as such.
struct GatingOfChange {
  Gating gating;
  bool unstable = false;
  const PackageRule* rule = nullptr;
};
GatingOfChange GatingFor(const Policy& policy, const Change& change);
// Whether the policy asks for a proposal. Always for what has no verdicts, such as its own changes.
bool IsGated(const Change& change, const Policy& policy);

// What a policy that guards production must have beyond being valid: two approvals (LG2004),
// validation failures that block (LG2014), and more than names for evidence (LG4018). Empty when it
// has.
Errors CheckForProduction(const Policy& policy);

// "{target_ref}/{owner}" -> "refs/heads/main/training-team". `owner` is the owner of the contract.
std::string ExpandScope(std::string_view scope, std::string_view target_ref,
                        std::string_view owner);

// Whether `after` only raises current_version by one: what mode strict asks for in the same change.
// A min_supported_version that follows the current one is no second edit.
bool IsVersionBump(const Policy& before, const Policy& after);

std::string_view NameOf(Deployment deployment);   // "consumers_first"
std::string_view NameOf(OnCritical on_critical);  // "forced_open"

}  // namespace leyline
