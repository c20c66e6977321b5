// Whether the people there are can meet the policy, and whether it asks for anything.
#include <algorithm>

#include <fmt/format.h>

#include "base/strings.h"
#include "policy/check.h"
#include "tools/leyline/doctor/doctor.h"

namespace leyline {
namespace {

constexpr int64_t kSoon = 30 * 24 * 3600;

// What is said of one key, and whether it proves something today.
bool ExamineKey(const Principal& principal, const PrincipalKey& key, Time now, Diagnoses& found) {
  const std::string name =
      key.key.substr(0, key.key.find(' ')) + " ..." +
      key.key.substr(key.key.size() - std::min<std::size_t>(8, key.key.size()));
  if (const std::string why = WhyKeyFails(key, now, now); !why.empty()) {
    found.Look("keys", fmt::format("key `{}` of `{}`: {}", name, principal.id, why),
               "put a new key into roles.yaml; what the old one signed stays in the history");
    return false;
  }
  if (key.expires.has_value() && key.expires->seconds - now.seconds < kSoon) {
    found.Look(
        "keys",
        fmt::format("key `{}` of `{}` expires at {}", name, principal.id, FormatTime(*key.expires)),
        "put its successor into roles.yaml before that");
  }
  return true;
}

// As roles.yaml has them, without the keys that prove nothing today.
People WithGoodKeys(const People& people, Time now, Diagnoses& found) {
  std::vector<Principal> principals(people.principals().begin(), people.principals().end());
  for (Principal& principal : principals) {
    std::erase_if(principal.keys,
                  [&](const PrincipalKey& key) { return !ExamineKey(principal, key, now, found); });
  }
  return People(std::move(principals), people.roles());
}

// Who could approve anything at all.
std::vector<std::string> Approvers(const Policy& policy, const People& people) {
  std::vector<std::string> names = policy.reviewers;
  names.push_back(policy.owner);
  std::vector<std::string> persons;
  for (const std::string& name : names) {
    for (std::string& person : people.BehindRole(name)) persons.push_back(std::move(person));
  }
  return people.Persons(std::move(persons));
}

void ExamineTeam(const Policy& policy, const People& people, Diagnoses& found) {
  const std::vector<std::string> persons = Approvers(policy, people);
  const auto count = static_cast<int>(persons.size());
  if (count == 1) {
    found.Bad(ExitCode::kUsage, "policy",
              fmt::format("`{}` is the only one who can approve, and nobody approves what they "
                          "proposed or wrote",
                          persons[0]),
              "name a second person as reviewer; until there is one, `unstable: true` under "
              "`packages` lets contracts change freely, and says so");
  } else if (count <= policy.min_approvals) {
    found.Look("policy",
               fmt::format("{} approvals are needed and {} people can approve: none of them can "
                           "have a change of their own approved",
                           policy.min_approvals, count),
               "name one more reviewer than `min_approvals`");
  } else {
    found.Well("policy", fmt::format("{} approvals are needed, of {} people who can give them",
                                     policy.min_approvals, count));
  }
}

// Rules that let everything through.
void ExamineHoles(const Policy& policy, const People& people, Diagnoses& found) {
  for (const PackageRule& rule : policy.packages) {
    const auto is_all = [](const std::string& glob) { return glob == "**"; };
    const bool all = std::any_of(rule.names.begin(), rule.names.end(), is_all) ||
                     std::any_of(rule.paths.begin(), rule.paths.end(), is_all);
    if (!all || !rule.unstable) continue;
    found.Bad(
        ExitCode::kBlocked, "policy",
        "a rule of `packages` calls all contracts unstable, so that the gate asks for nothing",
        "narrow its globs");
  }
  if (!people.has_keys() && policy.min_evidence != EvidenceLevel::kSigned) {
    found.Look("policy",
               "approvals are names that whoever can push may write: there are no keys in "
               "roles.yaml",
               "give each approver a key there and name the repository in leyline.yaml; see "
               "docs/gate.md");
  }
}

}  // namespace

void ExaminePolicy(const Patient& patient, Time now, Diagnoses& found) {
  const Policy& policy = patient.rules.policy;
  const Errors before = CheckAgainstPeople(policy, patient.rules.people);
  found.Bad("policy", before);
  const People people = WithGoodKeys(patient.rules.people, now, found);
  if (before.empty() && patient.rules.people.has_keys()) {
    Policy signed_policy = policy;
    if (!policy.min_evidence.has_value()) signed_policy.min_evidence = EvidenceLevel::kSigned;
    found.Bad("keys", CheckAgainstPeople(signed_policy, people));
  }
  ExamineTeam(policy, patient.rules.people, found);
  ExamineHoles(policy, patient.rules.people, found);
  if (policy.require_impact_analysis && !patient.rules.subsystems.has_value()) {
    found.Bad(ExitCode::kUsage, "subsystems",
              fmt::format("the policy asks for impact analysis and there is no "
                          "{}/subsystems.yaml, so that nothing can be approved",
                          patient.rules.config.governance),
              "write one; `leyline init` makes a start");
  }
}

}  // namespace leyline
