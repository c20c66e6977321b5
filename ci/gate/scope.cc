#include "ci/gate/scope.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <set>

namespace leyline {
namespace {

constexpr std::string_view kUnowned = "unowned";

// Roles that answer for a contract, the most answerable first.
constexpr Role kAnswerable[] = {Role::kOwns, Role::kServes, Role::kWrites};

// How far a hit is from answering for the change; less is nearer. Roles that don't answer: never.
std::size_t Distance(const Hit& hit) {
  const auto at = std::find(std::begin(kAnswerable), std::end(kAnswerable), hit.role);
  if (at == std::end(kAnswerable)) return SIZE_MAX;
  return (hit.path.size() + hit.links_left_out) * std::size(kAnswerable) +
         static_cast<std::size_t>(at - std::begin(kAnswerable));
}

}  // namespace

std::string OwnerOf(const ChangeImpact& impact) {
  const auto nearest =
      std::min_element(impact.hits.begin(), impact.hits.end(),
                       [](const Hit& a, const Hit& b) { return Distance(a) < Distance(b); });
  const bool found = nearest != impact.hits.end() && Distance(*nearest) != SIZE_MAX;
  return found ? nearest->owner : std::string(kUnowned);
}

Scopes ScopesOf(std::span<const Change> changes, const ImpactReport* impact, const Policy& policy,
                std::string_view target_ref, std::span<const Event> log, Time now) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    std::string owner = policy.owner;
    if (impact == nullptr) {
      owner = kUnowned;
    } else if (i < impact->changes.size()) {
      owner = OwnerOf(impact->changes[i]);
    }
    names.push_back(ExpandScope(policy.breaker.scope, target_ref, owner));
  }
  std::set<std::string> unique(names.begin(), names.end());
  if (unique.empty()) unique.insert(ExpandScope(policy.breaker.scope, target_ref, policy.owner));
  Scopes scopes;
  for (const std::string& name : unique) {
    scopes.list.push_back({name, FoldBreaker(log, name, policy.breaker, now)});
  }
  for (const std::string& name : names) {
    const auto at = unique.find(name);
    scopes.of_change.push_back(static_cast<std::size_t>(std::distance(unique.begin(), at)));
  }
  return scopes;
}

}  // namespace leyline
