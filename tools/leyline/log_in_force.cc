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

}  // namespace leyline
