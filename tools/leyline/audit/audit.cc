// The event log: makes the one that leyline.yaml names.
#include <memory>

#include <fmt/format.h>

#include "ci/events.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/log_in_force.h"

namespace leyline {
namespace {

struct AuditFlags {
  std::string against;
};

Error AlreadyThere(const std::string& label) {
  return {.kind = ErrorKind::kUsage,
          .message = fmt::format("`{}` has an event log already", label),
          .fix = "leave it: a new one would forget open circuits and used proposals"};
}

ExitCode RunInit(World& world, const AuditFlags& flags) {
  Git git(world.process, "");
  auto log = OpenLogUnread(world, git, flags.against, MissingLog::kIsEmpty);
  if (!log) return Fail(world, log.error());
  EventStore& store = *log->store;
  auto events = store.Read();
  if (!events) return Fail(world, events.error());
  if (!events->empty()) return Fail(world, {AlreadyThere(store.label())});
  const Status made =
      store.Append("", {LogGenesisOf({world.clock.Now(), Person(world, git), ""}, store.label())});
  if (!made && made.error().front().code == "LG7010") {
    return Fail(world, {AlreadyThere(store.label())});
  }
  if (!made) return Fail(world, made.error());
  events = store.Read();
  if (!events) return Fail(world, events.error());
  const LogHead head = HeadOf(*events);
  world.out += fmt::format("made {}; anchor {}:{}\n", store.label(), head.next_seq, head.hash);
  return ExitCode::kPass;
}

}  // namespace

Subcommand AuditInitCommand() {
  auto flags = std::make_shared<AuditFlags>();
  return {.name = "audit init",
          .summary = "makes the event log that leyline.yaml names; refused where one is",
          .examples = "  leyline audit init\n",
          .flags = {{.name = "--against",
                     .value = "REV",
                     .help = "the branch whose leyline.yaml names the log; as for gate",
                     .text = &flags->against}},
          .run = [flags](World& world) { return RunInit(world, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore},
          .environment = "  LEYLINE_ACTOR              who makes it; else git's user.email\n"};
}

}  // namespace leyline
