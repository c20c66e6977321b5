#include "policy/policy.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/strings.h"
#include "config/yaml_shape.h"
#include "policy/reading.h"
#include "records/meaning.h"
#include "records/people.h"

namespace leyline {
namespace {

constexpr std::array<std::string_view, 4> kDeployments = {"lockstep", "consumers_first",
                                                          "producers_first", "rolling"};

constexpr std::string_view kOwnerApprovals[] = {"any_of_eligible", "required"};
constexpr std::string_view kOwnerProposes[] = {"reviewers_unanimous", "block"};
constexpr std::string_view kSubsystemOwners[] = {"optional", "required"};

constexpr YamlLater kLater[] = {
    {"late_quorum_extension_hours", "there is no vote with a quorum"},
    {"compare_against", "`history` in leyline.yaml names the released versions to compare with"},
    {"decision_model", "approvals are counted, not weighed"},
    {"enforcement", "the gate always enforces"},
    {"timelock", "an approved change may merge at once"},
};

// The strategies under which a mode keeps its promise, and the one that is taken when none is
// named. backward: new readers meet old data, so readers go first. forward: old readers meet new
// data.
struct Fit {
  Mode mode;
  std::array<Deployment, 2> good;
};
constexpr Fit kFits[] = {
    {Mode::kStrict, {Deployment::kLockstep, Deployment::kLockstep}},
    {Mode::kBackward, {Deployment::kConsumersFirst, Deployment::kRolling}},
    {Mode::kForward, {Deployment::kProducersFirst, Deployment::kRolling}},
};

const Fit* FitOf(Mode mode) {
  const auto* found = std::find_if(std::begin(kFits), std::end(kFits),
                                   [&](const Fit& fit) { return fit.mode == mode; });
  return found == std::end(kFits) ? nullptr : found;
}

template <class Enum, class Names>
Enum ByName(const Names& names, std::string_view name) {
  return static_cast<Enum>(std::find(std::begin(names), std::end(names), name) - std::begin(names));
}

void ReadFlag(YamlMap& map, std::string_view key, bool& target) {
  const std::optional<bool> value = map.Bool(key);
  if (value.has_value()) target = *value;
}

template <class Enum, class Names>
void ReadWord(YamlMap& map, std::string_view key, const Names& names, Enum& target) {
  const std::optional<std::string> word = map.OneOf(key, names);
  if (word.has_value()) target = ByName<Enum>(names, *word);
}

void ReadOwnership(YamlMap& map, Policy& policy) {
  map.Require("owner");
  map.Require("reviewers");
  policy.owner = map.Identifier("owner", IdKind::kPerson).value_or("");
  policy.reviewers =
      map.Identifiers("reviewers", IdKind::kPerson, "LG2009").value_or(std::vector<std::string>());
  const auto& reviewers = policy.reviewers;
  for (std::size_t i = 1; i < reviewers.size(); ++i) {
    const auto* twin =
        std::find_if(reviewers.data(), reviewers.data() + i,
                     [&](const std::string& other) { return IsSamePerson(other, reviewers[i]); });
    if (twin == reviewers.data() + i) continue;
    map.Complain("reviewers", "LG2009",
                 fmt::format("reviewers `{}` and `{}` are one person", *twin, reviewers[i]),
                 "keep one of the two names");
  }
  if (!policy.owner.empty() && People().IsAmong(policy.owner, reviewers)) {
    map.Complain("reviewers", "LG2008", fmt::format("owner `{}` is also a reviewer", policy.owner),
                 "remove the owner from `reviewers`; the owner's approval counts anyway");
  }
}

std::optional<EvidenceLevel> ReadEvidence(YamlMap& map) {
  const std::optional<std::string> word = map.OneOf("min_evidence", kEvidenceWords);
  if (!word.has_value()) return std::nullopt;
  return ByName<EvidenceLevel>(kEvidenceWords, *word);
}

void ReadApprovals(YamlMap& map, Policy& policy) {
  ReadWord(map, "owner_approval", kOwnerApprovals, policy.owner_approval);
  ReadWord(map, "when_owner_proposes", kOwnerProposes, policy.when_owner_proposes);
  ReadWord(map, "subsystem_owners", kSubsystemOwners, policy.subsystem_owners);
  policy.min_evidence = ReadEvidence(map);
  ReadInteger(map, "approval_ttl_days", {1, 3650}, "LG1013", policy.approval_ttl_days);
  ReadInteger(map, "max_implementation_days", {1, 3650}, "LG1013", policy.max_implementation_days);
  ReadFlag(map, "reject_sticky", policy.reject_sticky);
}

void ReadEmergency(YamlMap& parent, const std::string& file, EmergencyPolicy& emergency,
                   Errors& errors) {
  const YamlNode* node = parent.Map("emergency");
  if (node == nullptr) return;
  YamlMap map(file, *node, "emergency", errors);
  map.Require("allowed_roles");
  emergency.allowed_roles =
      map.Identifiers("allowed_roles", IdKind::kPerson).value_or(std::vector<std::string>());
  ReadFlag(map, "two_person", emergency.two_person);
  ReadInteger(map, "max_hours", {1, 168}, "LG1013", emergency.max_hours);
  ReadInteger(map, "review_due_hours", {1, 720}, "LG1013", emergency.review_due_hours);
  ReadInteger(map, "max_open", {1, 100}, "LG1013", emergency.max_open);
  map.Finish();
}

void ReadChangeControl(YamlMap& map, const std::string& file, Policy& policy, Errors& errors) {
  ReadInteger(map, "min_approvals", {1, 1000}, "LG2003", policy.min_approvals);
  ReadInteger(map, "review_timeout_days", {1, 7}, "LG2006", policy.review_timeout_days);
  ReadFlag(map, "emergency_bypass", policy.emergency_bypass);
  ReadEmergency(map, file, policy.emergency, errors);
  if (policy.emergency_bypass && policy.emergency.allowed_roles.empty()) {
    map.Complain("emergency_bypass", "LG2013",
                 "`emergency_bypass: true` needs `emergency` with `allowed_roles`",
                 "say who may grant one: emergency: {allowed_roles: [ROLE]}; or set it to false");
  }
}

void CheckDeployment(YamlMap& map, const Policy& policy) {
  const Fit* fit = FitOf(policy.gating.mode);
  if (fit == nullptr) return;  // full fits every strategy
  const Deployment found = policy.deployment_strategy;
  if (std::find(fit->good.begin(), fit->good.end(), found) != fit->good.end()) return;
  const bool one = fit->good[0] == fit->good[1];
  const std::string needed =
      one ? std::string(NameOf(fit->good[0]))
          : fmt::format("{} or {}", NameOf(fit->good[0]), NameOf(fit->good[1]));
  map.Complain("deployment_strategy", "LG2011",
               fmt::format("{} needs deployment_strategy {}, found {}", NameOf(policy.gating.mode),
                           needed, NameOf(found)),
               "change one of the two");
}

void ReadVersions(YamlMap& map, Policy& policy) {
  ReadInteger(map, "current_version", {1, INT32_MAX}, "LG2012", policy.current_version);
  policy.min_supported_version = policy.current_version;
  policy.only_current_version = !map.Has("min_supported_version");
  ReadInteger(map, "min_supported_version", {1, INT32_MAX}, "LG2012", policy.min_supported_version);
  if (policy.min_supported_version > policy.current_version) {
    map.Complain("min_supported_version", "LG2012",
                 fmt::format("`min_supported_version` {} is above `current_version` {}",
                             policy.min_supported_version, policy.current_version),
                 "lower it");
  }
}

void ReadCompatibility(YamlMap& map, Policy& policy) {
  const std::optional<std::string> mode = map.OneOf("compatibility_mode", kModeWords, "LG2010");
  if (mode.has_value()) policy.gating.mode = ByName<Mode>(kModeWords, *mode);
  const Fit* fit = FitOf(policy.gating.mode);
  policy.deployment_strategy = fit == nullptr ? Deployment::kRolling : fit->good[0];
  const std::optional<std::string> deployment = map.OneOf("deployment_strategy", kDeployments);
  if (!deployment.has_value()) return;
  policy.deployment_strategy = ByName<Deployment>(kDeployments, *deployment);
  if (mode.has_value() || !map.Has("compatibility_mode")) CheckDeployment(map, policy);
}

template <class T>
std::optional<T> AsOptional(bool is_there, T value) {
  return is_there ? std::optional<T>(value) : std::nullopt;
}

Environment ReadEnvironment(const std::string& file, const YamlNode& item, Errors& errors) {
  YamlMap map(file, item, "environment", errors);
  map.Require("name");
  map.Require("refs");
  Environment read{.name = map.Identifier("name").value_or(""),
                   .refs = map.Strings("refs").value_or(std::vector<std::string>())};
  const auto least = map.Integer("min_approvals", 1, 1000, "LG2003");
  if (least.has_value()) read.min_approvals = static_cast<int>(*least);
  read.min_evidence = ReadEvidence(map);
  OwnerApproval owner{};
  ReadWord(map, "owner_approval", kOwnerApprovals, owner);
  read.owner_approval = AsOptional(map.Has("owner_approval"), owner);
  SubsystemOwners owners{};
  ReadWord(map, "subsystem_owners", kSubsystemOwners, owners);
  read.subsystem_owners = AsOptional(map.Has("subsystem_owners"), owners);
  read.block_on_validation_failure = map.Bool("block_on_validation_failure");
  map.Finish();
  return read;
}

void ReadEnvironments(YamlMap& parent, const std::string& file, Policy& policy, Errors& errors) {
  const YamlNode* list = parent.Sequence("environments");
  if (list == nullptr) return;
  for (const YamlNode& item : list->items) {
    policy.environments.push_back(ReadEnvironment(file, item, errors));
  }
}

std::optional<std::vector<Surface>> ReadSurfaceList(YamlMap& map) {
  const auto words = map.SomeOf("surfaces", kSurfaceWords);
  if (map.Has("surfaces")) map.Require("surfaces");
  if (!words.has_value()) return std::nullopt;
  std::vector<Surface> surfaces;
  for (const std::string& word : *words) surfaces.push_back(ByName<Surface>(kSurfaceWords, word));
  std::sort(surfaces.begin(), surfaces.end());
  return surfaces;
}

void ReadPackages(YamlMap& parent, const std::string& file, Policy& policy, Errors& errors) {
  const YamlNode* list = parent.Sequence("packages");
  if (list == nullptr) return;
  for (const YamlNode& item : list->items) {
    YamlMap map(file, item, "package rule", errors);
    PackageRule rule{.names = map.Strings("names").value_or(std::vector<std::string>()),
                     .paths = map.Strings("paths").value_or(std::vector<std::string>())};
    if (!map.Has("paths")) map.Require("names");
    const auto mode = map.OneOf("compatibility_mode", kModeWords, "LG2010");
    if (mode.has_value()) rule.mode = ByName<Mode>(kModeWords, *mode);
    rule.surfaces = ReadSurfaceList(map);
    rule.unstable = map.Bool("unstable").value_or(false);
    map.Finish();
    policy.packages.push_back(std::move(rule));
  }
}

void ReadEnforcement(YamlMap& map, Policy& policy) {
  ReadFlag(map, "block_on_validation_failure", policy.block_on_validation_failure);
  ReadFlag(map, "require_impact_analysis", policy.require_impact_analysis);
  ReadFlag(map, "auto_generate_bindings", policy.auto_generate_bindings);
}

std::vector<std::string> Names(const std::vector<Surface>& surfaces) {
  std::vector<std::string> names;
  for (Surface surface : surfaces) {
    names.emplace_back(WordOf(surface));
  }
  return names;
}

template <class Enum, class Names>
std::string_view WordOf(const Names& names, Enum value) {
  return names[static_cast<std::size_t>(value)];
}

void Add(const Environment& one, Meaning& meaning) {
  meaning.Add("environment", one.name);
  meaning.AddSet("refs", one.refs);
  meaning.AddNumber("min_approvals", one.min_approvals.value_or(0));
  meaning.Add("min_evidence", one.min_evidence ? NameOf(*one.min_evidence) : "");
  const auto word = [](const auto& names, const auto& value) {
    return value.has_value() ? WordOf(names, *value) : std::string_view();
  };
  meaning.Add("owner_approval", word(kOwnerApprovals, one.owner_approval));
  meaning.Add("subsystem_owners", word(kSubsystemOwners, one.subsystem_owners));
  const auto& blocks = one.block_on_validation_failure;
  meaning.Add("block", blocks.has_value() ? (*blocks ? "true" : "false") : "");
}

void Add(const PackageRule& rule, Meaning& meaning) {
  meaning.AddSet("package_names", rule.names);
  meaning.AddSet("package_paths", rule.paths);
  meaning.Add("compatibility_mode", rule.mode ? NameOf(*rule.mode) : "");
  meaning.AddSet("surfaces", rule.surfaces ? Names(*rule.surfaces) : std::vector<std::string>());
  meaning.AddFlag("unstable", rule.unstable);
}

std::string DigestOf(const Policy& policy) {
  Meaning meaning("leyline.policy.v1");
  meaning.Add("owner", policy.owner);
  meaning.AddSet("reviewers", policy.reviewers);
  meaning.AddNumber("min_approvals", policy.min_approvals);
  meaning.Add("owner_approval", WordOf(kOwnerApprovals, policy.owner_approval));
  meaning.Add("when_owner_proposes", WordOf(kOwnerProposes, policy.when_owner_proposes));
  meaning.Add("subsystem_owners", WordOf(kSubsystemOwners, policy.subsystem_owners));
  meaning.Add("min_evidence", policy.min_evidence ? NameOf(*policy.min_evidence) : "");
  meaning.AddNumber("approval_ttl_days", policy.approval_ttl_days);
  meaning.AddNumber("max_implementation_days", policy.max_implementation_days);
  meaning.AddFlag("reject_sticky", policy.reject_sticky);
  meaning.AddNumber("review_timeout_days", policy.review_timeout_days);
  meaning.AddFlag("emergency_bypass", policy.emergency_bypass);
  if (!policy.emergency.allowed_roles.empty()) {
    meaning.AddSet("emergency_roles", policy.emergency.allowed_roles);
    meaning.AddFlag("two_person", policy.emergency.two_person);
    meaning.AddNumber("max_hours", policy.emergency.max_hours);
    meaning.AddNumber("review_due_hours", policy.emergency.review_due_hours);
    meaning.AddNumber("max_open", policy.emergency.max_open);
  }
  meaning.AddNumber("current_version", policy.current_version);
  meaning.Add("min_supported_version", policy.only_current_version
                                           ? "current"
                                           : std::to_string(policy.min_supported_version));
  meaning.Add("compatibility_mode", NameOf(policy.gating.mode));
  meaning.Add("deployment_strategy", NameOf(policy.deployment_strategy));
  meaning.AddFlag("block_on_validation_failure", policy.block_on_validation_failure);
  meaning.AddFlag("require_impact_analysis", policy.require_impact_analysis);
  meaning.AddFlag("auto_generate_bindings", policy.auto_generate_bindings);
  for (const Environment& one : policy.environments) Add(one, meaning);
  for (const PackageRule& one : policy.packages) Add(one, meaning);
  meaning.AddSet("surfaces", Names(policy.gating.surfaces));
  meaning.AddNumber("failure_threshold", policy.breaker.failure_threshold);
  meaning.AddNumber("recovery_timeout_ms", policy.breaker.recovery_timeout_ms);
  meaning.AddNumber("half_open_requests", policy.breaker.half_open_requests);
  meaning.AddNumber("window_hours", policy.breaker.window_hours);
  meaning.AddNumber("probe_lease_ms", policy.breaker.probe_lease_ms);
  meaning.Add("scope", policy.breaker.scope);
  meaning.Add("on_critical", NameOf(policy.breaker.on_critical));
  return meaning.Digest();
}

Policy ReadPolicy(const std::string& file, const YamlNode& node, Errors& errors) {
  YamlMap map(file, node, "governance block", errors);
  Policy policy;
  policy.places = map.Places();
  ReadOwnership(map, policy);
  ReadApprovals(map, policy);
  ReadChangeControl(map, file, policy, errors);
  ReadVersions(map, policy);
  ReadCompatibility(map, policy);
  ReadEnforcement(map, policy);
  ReadEnvironments(map, file, policy, errors);
  policy.gating.surfaces = ReadSurfaceList(map).value_or(policy.gating.surfaces);
  ReadPackages(map, file, policy, errors);
  ReadBreaker(map, file, policy.breaker, errors);
  map.NotYet(kLater);
  map.Finish();
  policy.digest = DigestOf(policy);
  return policy;
}

Policy ReadFile(const std::string& file, const YamlNode& root, Errors& errors) {
  YamlMap map(file, root, "policy", errors);
  map.SchemaVersion("schema_version");
  map.Require("governance");
  const YamlNode* governance = map.Map("governance");
  Policy policy;
  if (governance != nullptr) policy = ReadPolicy(file, *governance, errors);
  map.Finish();
  return policy;
}

}  // namespace

bool IsVersionBump(const Policy& before, const Policy& after) {
  if (before.current_version == INT32_MAX) return false;
  Policy raised = before;
  ++raised.current_version;
  return DigestOf(raised) == after.digest;
}

Result<Policy> ParsePolicy(const std::string& file, std::string_view text) {
  Errors errors;
  const std::optional<YamlNode> root = ReadYaml(file, text, errors);
  if (!root.has_value()) return Fail(FinishErrors(std::move(errors)));
  Policy policy = ReadFile(file, *root, errors);
  if (!errors.empty()) return Fail(FinishErrors(std::move(errors)));
  return policy;
}

YamlShape PolicyShape() {
  return ShapeOf([](const YamlNode& root, Errors& errors) { ReadFile("", root, errors); });
}

std::string_view NameOf(Deployment deployment) {
  return kDeployments[static_cast<std::size_t>(deployment)];
}

}  // namespace leyline
