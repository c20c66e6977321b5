// Says that the time of an event was never right: a clock that was fast once would else close all
// deadlines for good.
#include <algorithm>
#include <charconv>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/breaker.h"
#include "ci/events.h"
#include "ci/log_clock.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/log_in_force.h"
#include "tools/leyline/repository.h"

namespace leyline {
namespace {

struct DisownFlags {
  std::string seq;
  std::string reason;
  std::string against;
};

// The event of that number; null: there is none.
const Event* Find(std::span<const Event> log, const std::string& number) {
  int64_t seq = -1;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), seq);
  if (read.ec != std::errc() || read.ptr != number.data() + number.size()) return nullptr;
  const auto found =
      std::find_if(log.begin(), log.end(), [&](const Event& event) { return event.seq == seq; });
  return found == log.end() ? nullptr : &*found;
}

// Who disowned it already.
std::vector<std::string> Before(std::span<const Event> log, int64_t seq) {
  std::vector<std::string> persons;
  for (const Event& event : log) {
    if (event.type != event_type::kTimeDisowned || NumberOf(event, "seq", -1) != seq) continue;
    persons.push_back(event.actor);
  }
  return persons;
}

ExitCode RunDisown(World& world, const DisownFlags& flags) {
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Fail(world, opened.error());
  const Event* event = Find(opened->events, flags.seq);
  if (event == nullptr) {
    return FailUsage(world, fmt::format("there is no event `{}`", flags.seq),
                     "leyline audit show lists them: #SEQ");
  }
  const Time now = world.clock.Now();
  if (event->at.seconds <= now.seconds + kClockTolerance) {
    return FailUsage(world,
                     fmt::format("event {} is of {}, which is not in the future", event->seq,
                                 FormatTime(event->at)),
                     "only what is ahead of this machine's clock is disowned");
  }
  const std::string person = Person(world, git);
  const auto made = TimeDisowned({now, person, ""}, event->seq, flags.reason);
  if (!made) return Fail(world, made.error());
  bool done = false;
  Status may;
  const auto decide = [&](std::span<const Event> log) -> std::vector<Event> {
    const std::vector<std::string> before = Before(log, event->seq);
    may = MayAnswer(*opened, person, &before);
    if (!may) return {};
    std::vector<Event> all(log.begin(), log.end());
    all.push_back(*made);
    all.back().seq = static_cast<int64_t>(log.size());
    done = DisownedTimes(all).contains(event->seq);
    return {*made};
  };
  const Status recorded = RecordEvents(*opened->log.store, decide);
  if (!recorded) return Fail(world, recorded.error());
  if (!may) return Fail(world, may.error());
  world.out += fmt::format("the time of event {}, {}, is disowned by {}: {}\n", event->seq,
                           FormatTime(event->at), Printable(person), Printable(flags.reason));
  if (!done) world.out += "recorded; another person must say so too\n";
  return ExitCode::kPass;
}

}  // namespace

Subcommand AuditDisownCommand() {
  auto flags = std::make_shared<DisownFlags>();
  return {
      .name = "audit disown",
      .summary = "says that an event's time was never right, so that it ends no deadline",
      .examples = "  leyline audit disown 41 --reason 'the clock of runner 7 was a year fast'\n",
      .flags = {{.name = "SEQ",
                 .value = "",
                 .help = "the event's number, as `leyline audit show` and LG7006 name it",
                 .required = true,
                 .text = &flags->seq},
                {.name = "--reason",
                 .value = "TEXT",
                 .help = "how it came about",
                 .required = true,
                 .text = &flags->reason},
                {.name = "--against",
                 .value = "REV",
                 .help = "the branch whose policy holds; as for gate",
                 .text = &flags->against}},
      .run = [flags](World& world) { return RunDisown(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore},
      .environment = "  LEYLINE_ACTOR              who says so; else git's user.email\n"};
}

}  // namespace leyline
