// The event log: makes a configured one; does its chain hold, and is its end still there?
#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "ci/events.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/log_in_force.h"

namespace leyline {
namespace {

struct AuditFlags {
  std::string anchor;
  std::string against;
};

// "12:sha256:..." as this command prints it.
std::optional<LogHead> ParseAnchor(std::string_view text) {
  LogHead head;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const char* end = text.data() + colon;
  const auto read = std::from_chars(text.data(), end, head.next_seq);
  if (read.ec != std::errc() || read.ptr != end || head.next_seq < 0) return std::nullopt;
  head.hash = text.substr(colon + 1);
  return head;
}

// A log that is there but doesn't verify is a finding; one that can't be reached is an error.
ExitCode Report(World& world, const Errors& errors) {
  const ExitCode code = Fail(world, errors);
  return errors.front().code.starts_with("LG80") ? ExitCode::kBlocked : code;
}

ExitCode RunVerify(World& world, const AuditFlags& flags) {
  std::optional<LogHead> anchor = LogHead{};
  if (!flags.anchor.empty()) anchor = ParseAnchor(flags.anchor);
  if (!anchor.has_value()) {
    return FailUsage(world, fmt::format("`{}` is no anchor", flags.anchor),
                     "write COUNT:HASH, as this command prints it");
  }
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Report(world, opened.error());
  world.err += opened->log.note + "\n";
  const std::vector<Event>& log = opened->events;
  if (Status kept = CheckAnchor(opened->log.store->label(), log, *anchor); !kept) {
    return Report(world, kept.error());
  }
  const LogHead head = HeadOf(log);
  world.out += fmt::format("{} events, the chain holds; anchor {}:{}\n", log.size(), head.next_seq,
                           head.hash);
  return ExitCode::kPass;
}

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

Subcommand AuditVerifyCommand() {
  auto flags = std::make_shared<AuditFlags>();
  return {.name = "audit verify",
          .summary = "whether the event log is whole and unaltered",
          .examples =
              "  leyline audit verify\n"
              "  leyline audit verify --anchor 12:sha256:...    # as printed earlier\n",
          .flags = {{.name = "--anchor",
                     .value = "COUNT:HASH",
                     .help = "an end of the log that was noted elsewhere: it must still be there",
                     .text = &flags->anchor},
                    {.name = "--against",
                     .value = "REV",
                     .help = "the branch whose leyline.yaml names the log; as for gate",
                     .text = &flags->against}},
          .run = [flags](World& world) { return RunVerify(world, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                    ExitCode::kStore}};
}

}  // namespace leyline
