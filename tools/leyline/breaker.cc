#include "ci/breaker.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/events.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/event_store.h"
#include "tools/leyline/governance.h"
#include "tools/leyline/repository.h"

namespace leyline {
namespace {

struct BreakerFlags {
  std::string against;
  std::string scope;
  std::string reason;
};

// The log and the policy that the gate would use.
struct Bench {
  Rules rules;
  OpenedLog log;
  std::vector<Event> events;
};

Result<Bench> OpenBench(World& world, Git& git, const std::string& against) {
  auto commit = FindBase(world, git, {.against = against, .ref = ""});
  if (!commit) return Fail(commit.error());
  auto base = RevisionFiles::Open(git, *commit);
  if (!base) return Fail(base.error());
  auto rules = ReadRules(*base, *base, "");
  if (!rules) return Fail(rules.error());
  auto log = OpenLog(git, rules->config);
  if (!log) return Fail(log.error());
  auto events = log->store->Read();
  if (!events) return Fail(events.error());
  return Bench{std::move(*rules), std::move(*log), std::move(*events)};
}

// "refs/heads/main/training-team: OPEN since ..., 5 violations; one probe from ..."
std::string Line(const std::string& scope, const BreakerState& state, const BreakerPolicy& policy) {
  std::string line = fmt::format("{}: {}", Printable(scope), NameOf(state.mode));
  if (state.opened_at.has_value()) line += " since " + FormatTime(*state.opened_at);
  line += fmt::format(", {} of {} violations", state.failures(), policy.failure_threshold);
  if (state.retry_at.has_value()) line += ", one probe from " + FormatTime(*state.retry_at);
  if (!state.reason.empty()) line += ": " + Printable(state.reason);
  line.push_back('\n');
  if (state.mode == BreakerMode::kClosed) return line;
  return line + fmt::format("  way out: leyline breaker reset --scope {} --reason TEXT\n",
                            Printable(scope));
}

ExitCode RunStatus(World& world, const BreakerFlags& flags) {
  Git git(world.process, "");
  auto bench = OpenBench(world, git, flags.against);
  if (!bench) return Fail(world, bench.error());
  ExitCode code = ExitCode::kPass;
  std::size_t shown = 0;
  for (const std::string& scope : BreakerScopes(bench->events)) {
    if (!flags.scope.empty() && scope != flags.scope) continue;
    const BreakerState state =
        FoldBreaker(bench->events, scope, bench->rules.policy.breaker, world.clock.Now());
    if (state.mode != BreakerMode::kClosed) code = ExitCode::kCircuitOpen;
    world.out += Line(scope, state, bench->rules.policy.breaker);
    ++shown;
  }
  if (shown == 0) world.out += "no circuit has recorded a run yet; all are closed\n";
  world.err += bench->log.note + "\n";
  return code;
}

ExitCode RunReset(World& world, const BreakerFlags& flags) {
  Git git(world.process, "");
  auto bench = OpenBench(world, git, flags.against);
  if (!bench) return Fail(world, bench.error());
  const std::vector<std::string> scopes = BreakerScopes(bench->events);
  if (std::find(scopes.begin(), scopes.end(), flags.scope) == scopes.end()) {
    const std::vector<std::string_view> names(scopes.begin(), scopes.end());
    const std::string_view near = Nearest(flags.scope, names);
    return FailUsage(world, fmt::format("there is no circuit `{}`", flags.scope),
                     near.empty() ? "leyline breaker status lists them"
                                  : fmt::format("did you mean `{}`?", near));
  }
  auto event = BreakerReset({world.clock.Now(), Person(world, git), flags.scope}, flags.reason);
  if (!event) return Fail(world, event.error());
  const Status recorded =
      RecordEvents(*bench->log.store, [&](std::span<const Event>) { return std::vector{*event}; });
  if (!recorded) return Fail(world, recorded.error());
  world.out += fmt::format("{}: CLOSED by {}: {}\n", Printable(flags.scope),
                           Printable(event->actor), Printable(flags.reason));
  return ExitCode::kPass;
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
          .run = [flags](World& world) { return RunStatus(world, *flags); }};
}

Subcommand BreakerResetCommand() {
  auto flags = std::make_shared<BreakerFlags>();
  return {.name = "breaker reset",
          .summary = "closes a circuit; who and why is recorded",
          .examples =
              "  leyline breaker reset --scope refs/heads/main/training-team --reason 'reviewed'\n",
          .flags = {{.name = "--scope",
                     .value = "SCOPE",
                     .help = "as `leyline breaker status` names it",
                     .required = true,
                     .text = &flags->scope},
                    {.name = "--reason",
                     .value = "TEXT",
                     .help = "why it may close",
                     .required = true,
                     .text = &flags->reason},
                    AgainstFlag(flags->against)},
          .run = [flags](World& world) { return RunReset(world, *flags); }};
}

}  // namespace leyline
