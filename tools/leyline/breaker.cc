#include "ci/breaker.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/events.h"
#include "ci/log_clock.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/log_in_force.h"
#include "tools/leyline/notify.h"
#include "tools/leyline/repository.h"

namespace leyline {
namespace {

const std::vector<ExitCode> kPersonExits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput,
                                            ExitCode::kStore};
constexpr std::string_view kPersonEnvironment =
    "  LEYLINE_ACTOR              who decides; else git's user.email\n";

struct BreakerFlags {
  std::string against;
  std::string scope;
  std::string reason;
};

// "refs/heads/main/training-team: OPEN since ..., 5 violations; one probe from ..."
std::string Line(const std::string& scope, const BreakerState& state, const BreakerPolicy& policy) {
  std::string line = fmt::format("{}: {}", Printable(scope), NameOf(state.mode));
  if (state.opened_at.has_value()) line += " since " + FormatTime(*state.opened_at);
  line += fmt::format(", {} of {} violations", state.failures(), policy.failure_threshold);
  if (state.retry_at.has_value()) line += ", one probe from " + FormatTime(*state.retry_at);
  if (!state.reason.empty()) line += ": " + Printable(state.reason);
  line.push_back('\n');
  if (state.mode == BreakerMode::kClosed) return line;
  for (const std::string& person : state.resets_by) {
    line += fmt::format("  {} has reset it; another person must too\n", Printable(person));
  }
  return line + fmt::format("  way out: leyline breaker reset --scope {} --reason TEXT\n",
                            Printable(scope));
}

// One team's mistakes open one circuit; a broken gate, a broken base or a flood of violations open
// them all at once.
bool OpenedTogether(const LogInForce& opened, Time now) {
  constexpr int64_t kTogether = 3600;
  const std::vector<std::string> scopes = BreakerScopes(opened.events);
  const auto lately = std::count_if(scopes.begin(), scopes.end(), [&](const std::string& scope) {
    const BreakerState state = FoldBreaker(opened.events, scope, opened.rules.policy.breaker, now);
    return state.opened_at.has_value() && now.seconds - state.opened_at->seconds < kTogether;
  });
  return lately > 1 && static_cast<std::size_t>(lately) * 2 > scopes.size();
}

ExitCode RunStatus(World& world, const BreakerFlags& flags) {
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Fail(world, opened.error());
  const ClockReading clock = ReadClock(opened->events, world.clock.Now());
  if (clock.trouble.has_value()) world.err += "LG7006: " + clock.trouble->words + "\n";
  ExitCode code = ExitCode::kPass;
  std::size_t shown = 0;
  for (const std::string& scope : BreakerScopes(opened->events)) {
    if (!flags.scope.empty() && scope != flags.scope) continue;
    const BreakerState state =
        FoldBreaker(opened->events, scope, opened->rules.policy.breaker, clock.cautious());
    if (state.mode != BreakerMode::kClosed) code = ExitCode::kCircuitOpen;
    world.out += Line(scope, state, opened->rules.policy.breaker);
    ++shown;
  }
  if (OpenedTogether(*opened, clock.cautious())) {
    world.err +=
        "more than half of the circuits opened within an hour: is it the gate that is broken?\n";
  }
  if (shown == 0) world.out += "no circuit has recorded a run yet; all are closed\n";
  world.err += opened->log.note + "\n";
  return code;
}

// Appends what a person decided about a circuit, and says what came of it.
ExitCode Record(World& world, Git& git, const LogInForce& opened, const Result<Event>& event) {
  if (!event) return Fail(world, event.error());
  BreakerState state;
  Status may;
  // Whether that person may is asked of the log as it is then: two may answer at once.
  const auto decide = [&](std::span<const Event> log) -> std::vector<Event> {
    const BreakerPolicy& policy = opened.rules.policy.breaker;
    Event made = *event;
    made.at = ReadClock(log, world.clock.Now()).cautious();
    state = FoldBreaker(log, made.scope, policy, made.at);
    if (made.type == event_type::kBreakerReset) {
      may = MayAnswer(opened, made.actor, state.critical ? &state.resets_by : nullptr);
    }
    if (!may) return {};
    Advance(state, made, policy);
    return {std::move(made)};
  };
  const Status recorded = RecordEvents(*opened.log.store, decide);
  if (!recorded) return Fail(world, recorded.error());
  if (!may) return Fail(world, may.error());
  world.out += fmt::format("{}: {} by {}: {}\n", Printable(event->scope), NameOf(state.mode),
                           Printable(event->actor), Printable(DataOf(*event, "reason")));
  if (!state.resets_by.empty()) {
    world.out += "recorded; what opened it was no mistake, so another person must reset it too\n";
  }
  DeliverNotices(world, git, opened.rules, *opened.log.store);
  return ExitCode::kPass;
}

ExitCode RunReset(World& world, const BreakerFlags& flags) {
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Fail(world, opened.error());
  const std::vector<std::string> scopes = BreakerScopes(opened->events);
  if (std::find(scopes.begin(), scopes.end(), flags.scope) == scopes.end()) {
    const std::vector<std::string_view> names(scopes.begin(), scopes.end());
    const std::string_view near = Nearest(flags.scope, names);
    return FailUsage(world, fmt::format("there is no circuit `{}`", flags.scope),
                     near.empty() ? "leyline breaker status lists them"
                                  : fmt::format("did you mean `{}`?", near));
  }
  return Record(world, git, *opened,
                BreakerReset({world.clock.Now(), Person(world, git), flags.scope}, flags.reason));
}

// A circuit that no run has used yet may be opened too: that is what a freeze is.
ExitCode RunIsolate(World& world, const BreakerFlags& flags) {
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Fail(world, opened.error());
  const std::vector<std::string> scopes = BreakerScopes(opened->events);
  if (std::find(scopes.begin(), scopes.end(), flags.scope) == scopes.end()) {
    world.err += fmt::format("no run has used the circuit `{}` yet\n", Printable(flags.scope));
  }
  return Record(
      world, git, *opened,
      BreakerIsolated({world.clock.Now(), Person(world, git), flags.scope}, flags.reason));
}

Flag ScopeFlag(std::string& scope) {
  return {.name = "--scope",
          .value = "SCOPE",
          .help = "as `leyline breaker status` names it",
          .required = true,
          .text = &scope};
}

Flag ReasonFlag(std::string& reason, std::string_view help) {
  return {.name = "--reason", .value = "TEXT", .help = help, .required = true, .text = &reason};
}

Flag AgainstFlag(std::string& target) {
  return {.name = "--against",
          .value = "REV",
          .help = "the branch whose policy holds; as for gate",
          .text = &target};
}

}  // namespace

Subcommand BreakerStatusCommand() {
  auto flags = std::make_shared<BreakerFlags>();
  return {.name = "breaker status",
          .summary = "each circuit: closed or open, since when, how to get out",
          .examples = "  leyline breaker status\n",
          .flags = {{.name = "--scope",
                     .value = "SCOPE",
                     .help = "only this one",
                     .text = &flags->scope},
                    AgainstFlag(flags->against)},
          .run = [flags](World& world) { return RunStatus(world, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore,
                    ExitCode::kCircuitOpen}};
}

Subcommand BreakerResetCommand() {
  auto flags = std::make_shared<BreakerFlags>();
  return {.name = "breaker reset",
          .summary = "closes a circuit; who and why is recorded",
          .examples =
              "  leyline breaker reset --scope refs/heads/main/training-team --reason 'reviewed'\n",
          .flags = {ScopeFlag(flags->scope), ReasonFlag(flags->reason, "why it may close"),
                    AgainstFlag(flags->against)},
          .run = [flags](World& world) { return RunReset(world, *flags); },
          .exits = kPersonExits,
          .environment = kPersonEnvironment};
}

Subcommand BreakerIsolateCommand() {
  auto flags = std::make_shared<BreakerFlags>();
  return {.name = "breaker isolate",
          .summary = "opens a circuit by hand, until a reset; who and why is recorded",
          .examples =
              "  leyline breaker isolate --scope refs/heads/main/training-team --reason "
              "'freeze'\n",
          .flags = {ScopeFlag(flags->scope), ReasonFlag(flags->reason, "why nothing may merge"),
                    AgainstFlag(flags->against)},
          .run = [flags](World& world) { return RunIsolate(world, *flags); },
          .exits = kPersonExits,
          .environment = kPersonEnvironment};
}

}  // namespace leyline
