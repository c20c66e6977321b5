// `circuit_breaker` of the policy, and the scopes that it names.
#include <algorithm>

#include <fmt/format.h>

#include "policy/policy.h"
#include "policy/reading.h"

namespace leyline {
namespace {

constexpr std::string_view kTargetRef = "{target_ref}";
constexpr std::string_view kOwner = "{owner}";

constexpr YamlLater kLaterInBreaker[] = {
    {"count_unit", "violations count once a change request"},
};

// Only the two placeholders, so that a typo can't put all merges into one scope.
bool IsGoodScope(std::string_view scope) {
  if (scope.empty()) return false;
  while (true) {
    const std::size_t open = scope.find_first_of("{}");
    if (open == std::string_view::npos) return true;
    scope.remove_prefix(open);
    if (scope.starts_with(kTargetRef)) {
      scope.remove_prefix(kTargetRef.size());
    } else if (scope.starts_with(kOwner)) {
      scope.remove_prefix(kOwner.size());
    } else {
      return false;
    }
  }
}

}  // namespace

void ReadBreaker(YamlMap& parent, const std::string& file, BreakerPolicy& breaker, Errors& errors) {
  constexpr int64_t kThirtyDays = int64_t{30} * 24 * 3'600'000;
  const YamlNode* node = parent.Map("circuit_breaker");
  if (node == nullptr) return;
  YamlMap map(file, *node, "circuit_breaker", errors);
  ReadInteger(map, "failure_threshold", {1, 1000}, "LG2015", breaker.failure_threshold);
  ReadInteger(map, "recovery_timeout_ms", {1000, kThirtyDays}, "LG2015",
              breaker.recovery_timeout_ms);
  ReadInteger(map, "half_open_requests", {1, 100}, "LG2015", breaker.half_open_requests);
  breaker.probe_lease_ms = std::min(breaker.probe_lease_ms, breaker.recovery_timeout_ms / 2);
  ReadInteger(map, "probe_lease_ms", {1, kThirtyDays}, "LG2015", breaker.probe_lease_ms);
  if (breaker.probe_lease_ms >= breaker.recovery_timeout_ms) {
    map.Complain("probe_lease_ms", "LG2015",
                 fmt::format("`probe_lease_ms` {} must be less than `recovery_timeout_ms` {}",
                             breaker.probe_lease_ms, breaker.recovery_timeout_ms),
                 "shorten the lease");
  }
  ReadInteger(map, "window_hours", {1, 720}, "LG2015", breaker.window_hours);
  breaker.scope = map.String("scope").value_or(breaker.scope);
  if (!IsGoodScope(breaker.scope)) {
    map.Complain("scope", "LG2015", fmt::format("`scope`: `{}` is not a scope", breaker.scope),
                 "write text with {target_ref} and {owner}");
  }
  if (const auto word = map.String("on_critical"); word.has_value()) {
    breaker.on_critical =
        *word == NameOf(OnCritical::kCount) ? OnCritical::kCount : OnCritical::kForcedOpen;
    if (*word != NameOf(breaker.on_critical)) {
      map.Complain("on_critical", "LG2015", fmt::format("`on_critical`: `{}` is no answer", *word),
                   "write forced_open or count");
    }
  }
  map.NotYet(kLaterInBreaker);
  map.Finish();
}

std::string_view NameOf(OnCritical on_critical) {
  return on_critical == OnCritical::kCount ? "count" : "forced_open";
}

std::string ExpandScope(std::string_view scope, std::string_view target_ref,
                        std::string_view owner) {
  std::string expanded;
  while (!scope.empty()) {
    if (scope.starts_with(kTargetRef)) {
      expanded.append(target_ref);
      scope.remove_prefix(kTargetRef.size());
    } else if (scope.starts_with(kOwner)) {
      expanded.append(owner);
      scope.remove_prefix(kOwner.size());
    } else {
      expanded.push_back(scope.front());
      scope.remove_prefix(1);
    }
  }
  return expanded;
}

}  // namespace leyline
