// Which part of a policy holds for a ref and for a change.
#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "policy/policy.h"

namespace leyline {
namespace {

constexpr std::string_view kProduction = "production";

bool HasRef(const Environment& environment, std::string_view ref) {
  return std::any_of(
      environment.refs.begin(), environment.refs.end(),
      [&](const std::string& glob) { return glob == "*" || GlobMatches(glob, ref, '/'); });
}

bool MatchesAny(const std::vector<std::string>& globs, std::string_view text, char separator) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return GlobMatches(glob, text, separator); });
}

// What moves out of a place is a change there too.
bool Fits(const PackageRule& rule, const Change& change) {
  if (MatchesAny(rule.names, change.contract, '.')) return true;
  const auto is_there = [&](const std::optional<SourceSpan>& place) {
    return !place.has_value() || MatchesAny(rule.paths, place->file, '/');
  };
  const bool has_place = change.before.has_value() || change.after.has_value();
  return has_place && is_there(change.before) && is_there(change.after);
}

}  // namespace

const Environment* EnvironmentOf(const Policy& policy, std::string_view ref) {
  const Environment* found = nullptr;
  for (const Environment& one : policy.environments) {
    if (!HasRef(one, ref)) continue;
    if (one.name == kProduction) return &one;
    if (found == nullptr) found = &one;
  }
  return found;
}

bool IsProduction(const Policy& policy, std::string_view ref) {
  const Environment* environment = EnvironmentOf(policy, ref);
  return environment != nullptr && environment->name == kProduction;
}

Policy PolicyFor(const Policy& policy, std::string_view ref) {
  Policy held = policy;
  const Environment* found = EnvironmentOf(policy, ref);
  if (found == nullptr) return held;
  held.min_approvals = found->min_approvals.value_or(held.min_approvals);
  if (found->min_evidence.has_value()) held.min_evidence = found->min_evidence;
  held.owner_approval = found->owner_approval.value_or(held.owner_approval);
  held.subsystem_owners = found->subsystem_owners.value_or(held.subsystem_owners);
  held.block_on_validation_failure =
      found->block_on_validation_failure.value_or(held.block_on_validation_failure);
  return held;
}

GatingOfChange GatingFor(const Policy& policy, const Change& change) {
  GatingOfChange found{.gating = policy.gating};
  if (change.verdicts.empty()) return found;
  for (const PackageRule& rule : policy.packages) {
    if (!Fits(rule, change)) continue;
    found.gating.mode = rule.mode.value_or(found.gating.mode);
    found.gating.surfaces = rule.surfaces.value_or(found.gating.surfaces);
    found.unstable = rule.unstable;
    found.rule = &rule;
    break;
  }
  return found;
}

bool IsGated(const Change& change, const Policy& policy) {
  const GatingOfChange found = GatingFor(policy, change);
  return !found.unstable && IsGated(change, found.gating);
}

Errors CheckForProduction(const Policy& policy) {
  Errors errors;
  if (policy.min_approvals < 2) {
    errors.push_back(
        ConfigError(policy.places.Of("min_approvals"), "LG2004",
                    fmt::format("`min_approvals` is {}; production needs 2", policy.min_approvals),
                    "set it to 2 or more"));
  }
  if (!policy.block_on_validation_failure) {
    errors.push_back(ConfigError(policy.places.Of("block_on_validation_failure"), "LG2014",
                                 "validation failures must block in production",
                                 "set `block_on_validation_failure: true`"));
  }
  if (policy.min_evidence == EvidenceLevel::kDeclared) {
    errors.push_back(ConfigError(policy.places.Of("min_evidence"), "LG4018",
                                 "production needs more than names that somebody wrote down",
                                 "set `min_evidence: sshsig`, or leave it out"));
  }
  return errors;
}

}  // namespace leyline
