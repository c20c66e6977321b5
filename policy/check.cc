#include "policy/check.h"

#include <algorithm>

#include <fmt/format.h>

namespace leyline {
namespace {

bool IsKnown(const People& people, const std::string& name) {
  return people.HasRole(name) || people.Find(name) != nullptr;
}

void CheckNames(const Policy& policy, const People& people, Errors& errors) {
  if (!people.has_roles() && !people.has_keys()) return;  // then names stand for themselves
  const auto check = [&](std::string_view key, const std::string& name) {
    if (IsKnown(people, name)) return;
    errors.push_back(ConfigError(policy.places.Of(key), "LG2007",
                                 fmt::format("`{}` of `{}` is no role and no principal in "
                                             "roles.yaml",
                                             name, key),
                                 "describe it in roles.yaml, or correct the name"));
  };
  check("owner", policy.owner);
  for (const std::string& reviewer : policy.reviewers) check("reviewers", reviewer);
}

bool CanApprove(const Policy& policy, const People& people, const std::string& person) {
  const Principal* principal = people.Find(person);
  if (principal != nullptr && principal->robot) return false;
  const bool signs = policy.min_evidence == EvidenceLevel::kSigned ||
                     (!policy.min_evidence.has_value() && people.has_keys());
  return !signs || (principal != nullptr && !principal->keys.empty());
}

}  // namespace

Errors CheckAgainstPeople(const Policy& policy, const People& people) {
  Errors errors;
  CheckNames(policy, people, errors);
  std::vector<std::string> names = policy.reviewers;
  names.push_back(policy.owner);
  std::vector<std::string> persons;
  for (const std::string& name : names) {
    for (std::string& person : people.BehindRole(name)) persons.push_back(std::move(person));
  }
  persons = people.Persons(std::move(persons));
  std::erase_if(persons,
                [&](const std::string& person) { return !CanApprove(policy, people, person); });
  const auto able = static_cast<int>(persons.size());
  if (able >= policy.min_approvals) return errors;
  errors.push_back(
      ConfigError(policy.places.Of("min_approvals"), "LG2005",
                  fmt::format("`min_approvals` is {} but only {} could ever approve",
                              policy.min_approvals, able),
                  "lower it, name more reviewers, or give those there are keys in roles.yaml"));
  return errors;
}

}  // namespace leyline
