#include "tools/leyline/log_in_force.h"

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
