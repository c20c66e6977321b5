#include "ci/gate/scopes.h"

#include <set>
#include <string_view>
#include <utility>

#include "base/strings.h"

namespace leyline {
namespace {

// A message's name starts with a capital letter, a package's does not; only the former encloses.
bool IsContractName(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  return !last.empty() && last[0] >= 'A' && last[0] <= 'Z';
}

// Whether a declared name or glob speaks of the contract, or of one that it is nested in.
bool SpeaksOf(const ContractUse& use, std::string_view contract) {
  for (std::string_view name = contract; !name.empty();) {
    if (use.contract == name) return true;
    const bool may_match = name == contract || IsContractName(name);
    if (may_match && GlobMatches(use.contract, name, '.')) return true;
    const std::size_t end = name.rfind('.');
    name = end == std::string_view::npos ? std::string_view() : name.substr(0, end);
  }
  return false;
}

bool Produces(Role role) { return role == Role::kWrites || role == Role::kServes; }

std::set<std::string> OwnersOf(std::string_view contract, const Subsystems& subsystems) {
  std::set<std::string> owners;
  std::set<std::string> producers;
  for (const Subsystem& subsystem : subsystems.list) {
    for (const ContractUse& use : subsystem.uses) {
      if (use.role != Role::kOwns && !Produces(use.role)) continue;
      if (!SpeaksOf(use, contract)) continue;
      (use.role == Role::kOwns ? owners : producers).insert(subsystem.owner);
    }
  }
  return owners.empty() ? producers : owners;
}

}  // namespace

std::vector<ScopeState> ScopesOf(std::span<const Change> changes, const Subsystems& subsystems,
                                 const Policy& policy, const std::string& target_ref) {
  std::set<std::string_view> contracts;
  for (const Change& change : changes) contracts.insert(change.contract);
  std::set<std::string> owners;
  for (std::string_view contract : contracts) {
    const std::set<std::string> found = OwnersOf(contract, subsystems);
    owners.insert(found.begin(), found.end());
    if (found.empty()) owners.insert(policy.owner);
  }
  if (owners.empty()) owners.insert(policy.owner);
  std::set<std::string> names;
  for (const std::string& owner : owners) {
    names.insert(ExpandScope(policy.breaker.scope, target_ref, owner));
  }
  std::vector<ScopeState> scopes;
  for (const std::string& name : names) scopes.push_back({name, {}});
  return scopes;
}

}  // namespace leyline
