// The events of the log, for people and for other programs; and the one thing that may be mended.
#include <algorithm>
#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/events.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/log_in_force.h"

namespace leyline {
namespace {

struct ShowFlags {
  std::string against;
  std::string scope;
  std::string type;
  std::string last;
};

// "2026-01-01T00:00:00Z  #12 violation by 17 in refs/heads/main/team: codes=LG5001 key=..."
std::string Line(const Event& event) {
  std::string line =
      fmt::format("{} #{} {}", FormatTime(event.at), event.seq, Printable(event.type));
  if (!event.actor.empty()) line += " by " + Printable(event.actor);
  if (!event.scope.empty()) line += " in " + Printable(event.scope);
  if (!event.subject.empty()) line += " about " + Printable(event.subject);
  for (std::size_t i = 0; i < event.data.size(); ++i) {
    const auto& [key, value] = event.data[i];
    line += fmt::format("{}{}={}", i == 0 ? ": " : " ", Printable(key), Printable(value));
  }
  return line + "\n";
}

// All when nothing was asked; nothing for what is no number.
std::optional<std::size_t> ReadCount(std::string_view text) {
  std::size_t count = static_cast<std::size_t>(-1);
  if (text.empty()) return count;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return count;
}

ExitCode RunShow(World& world, const ShowFlags& flags) {
  const std::optional<std::size_t> count = ReadCount(flags.last);
  if (!count.has_value()) {
    return FailUsage(world, fmt::format("--last wants a number, not `{}`", flags.last));
  }
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Fail(world, opened.error());
  std::vector<const Event*> shown;
  for (const Event& event : opened->events) {
    const bool wanted = (flags.scope.empty() || event.scope == flags.scope) &&
                        (flags.type.empty() || event.type == flags.type);
    if (wanted) shown.push_back(&event);
  }
  const std::size_t first = shown.size() - std::min(shown.size(), *count);
  for (std::size_t i = first; i < shown.size(); ++i) world.out += Line(*shown[i]);
  world.err += fmt::format("{} of {} events; {}\n", shown.size() - first, opened->events.size(),
                           opened->log.note);
  return ExitCode::kPass;
}

ExitCode RunExport(World& world, const ShowFlags& flags) {
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Fail(world, opened.error());
  world.out_is_data = true;
  for (const Event& event : opened->events) world.out += EventLine(event) + "\n";
  world.err += opened->log.note + "\n";
  return ExitCode::kPass;
}

ExitCode RunRepair(World& world, const ShowFlags& flags) {
  Git git(world.process, "");
  auto log = OpenLogUnread(world, git, flags.against);
  if (!log) return Fail(world, log.error());
  const std::string who = Person(world, git);
  if (who.empty()) {
    return FailUsage(world, "a repair needs a person", "set LEYLINE_ACTOR; it is kept in the log");
  }
  auto torn = log->store->Repair();
  if (!torn) return Fail(world, torn.error());
  if (torn->bytes == 0) {
    world.out += "the last line is whole: nothing to repair\n";
    const auto whole = log->store->Read();
    return whole.has_value() ? ExitCode::kPass : Fail(world, whole.error());
  }
  const Status recorded = RecordEvents(*log->store, [&](std::span<const Event>) {
    return std::vector{LogRepaired({world.clock.Now(), who, ""}, *torn)};
  });
  if (!recorded) return Fail(world, recorded.error());
  world.out += fmt::format("moved {} bytes of a torn line to `{}`\n", torn->bytes, torn->kept_in);
  return ExitCode::kPass;
}

Flag AgainstFlag(std::string& target) {
  return {.name = "--against",
          .value = "REV",
          .help = "the branch whose leyline.yaml names the log; as for gate",
          .text = &target};
}

}  // namespace

Subcommand AuditShowCommand() {
  auto flags = std::make_shared<ShowFlags>();
  return {
      .name = "audit show",
      .summary = "the events of the log, oldest first",
      .examples =
          "  leyline audit show --last 20\n"
          "  leyline audit show --type violation --scope refs/heads/main/training-team\n",
      .flags = {{.name = "--scope",
                 .value = "SCOPE",
                 .help = "only of this circuit",
                 .text = &flags->scope},
                {.name = "--type",
                 .value = "TYPE",
                 .help = "only of this type, as `violation`",
                 .text = &flags->type},
                {.name = "--last", .value = "N", .help = "only the last N", .text = &flags->last},
                AgainstFlag(flags->against)},
      .run = [flags](World& world) { return RunShow(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore}};
}

Subcommand AuditExportCommand() {
  auto flags = std::make_shared<ShowFlags>();
  return {.name = "audit export",
          .summary = "the log as it is kept, one JSON object a line",
          .examples = "  leyline audit export > log.jsonl\n",
          .flags = {AgainstFlag(flags->against)},
          .run = [flags](World& world) { return RunExport(world, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore}};
}

Subcommand AuditRepairCommand() {
  auto flags = std::make_shared<ShowFlags>();
  return {.name = "audit repair",
          .summary = "moves a torn last line aside (LG8005); nothing else is ever mended",
          .examples = "  leyline audit repair\n",
          .flags = {AgainstFlag(flags->against)},
          .run = [flags](World& world) { return RunRepair(world, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore},
          .environment = "  LEYLINE_ACTOR              who repairs; else git's user.email\n"};
}

}  // namespace leyline
