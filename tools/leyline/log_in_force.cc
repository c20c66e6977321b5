#include "tools/leyline/log_in_force.h"

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/breaker.h"

namespace leyline {

Result<LogInForce> OpenLogInForce(World& world, Git& git, const std::string& against) {
  auto commit = FindBase(world, git, {.against = against, .ref = ""});
  if (!commit) return Fail(commit.error());
  auto base = RevisionFiles::Open(git, *commit);
  if (!base) return Fail(base.error());
  auto rules = ReadRules(*base, *base);
  if (!rules) return Fail(rules.error());
  auto log = OpenLog(world, git, rules->config);
  if (!log) return Fail(log.error());
  auto events = log->store->Read();
  if (!events) return Fail(events.error());
  return LogInForce{std::move(*rules), std::move(*log), std::move(*events)};
}

Status MayAnswer(const LogInForce& opened, const std::string& person,
                 const std::vector<std::string>* before) {
  const Rules& rules = opened.rules;
  if (!rules.people.has_roles() && rules.people.principals().empty()) return {};
  const std::vector<std::string> owners = rules.people.BehindRole(rules.policy.owner);
  std::vector<std::string> able = owners;
  for (const std::string& reviewer : rules.policy.reviewers) {
    for (std::string& one : rules.people.BehindRole(reviewer)) able.push_back(std::move(one));
  }
  const auto refuse = [&](std::string message, std::vector<std::string> others) {
    return Fail({.kind = ErrorKind::kUsage,
                 .code = "LG7007",
                 .message = std::move(message),
                 .where = std::nullopt,
                 .fix = "ask one of them: " + Join(rules.people.Persons(std::move(others)), ", ")});
  };
  if (!rules.people.IsAmong(person, able)) {
    return refuse(fmt::format("`{}` is neither owner nor reviewer in the policy at base", person),
                  able);
  }
  const auto is_owner = [&](const std::string& one) { return rules.people.IsAmong(one, owners); };
  const bool last = before != nullptr && before->size() + 1 >= kPersonsForCritical;
  if (last && rules.people.AreSame(person, before->front())) {
    return refuse(fmt::format("`{}` has said so already; it takes another person", person), able);
  }
  if (!last || is_owner(person) || is_owner(before->front())) return {};
  return refuse("it takes two persons, and one of them must be the owner", owners);
}

Result<OpenedLog> OpenLogUnread(World& world, Git& git, const std::string& against,
                                MissingLog configured) {
  auto commit = FindBase(world, git, {.against = against, .ref = ""});
  if (!commit) return Fail(commit.error());
  auto base = RevisionFiles::Open(git, *commit);
  if (!base) return Fail(base.error());
  auto head = git.Resolve("HEAD");
  if (!head) return Fail(head.error());
  auto change = RevisionFiles::Open(git, *head);
  if (!change) return Fail(change.error());
  auto config = ReadConfigInForce(*base, *change);
  if (!config) return Fail(config.error());
  return OpenLog(world, git, *config, configured);
}

}  // namespace leyline
