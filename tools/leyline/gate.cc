// The gate: reads both sides and the rules, lets ci/gate decide, records what happened.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "ci/gate/evaluate.h"
#include "ci/gate/scope.h"
#include "report/formats.h"
#include "tools/leyline/case.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/event_store.h"
#include "tools/leyline/notices.h"
#include "tools/leyline/output.h"

namespace leyline {
namespace {

struct GateFlags {
  CaseFlags of_case;
  std::string change_request;
  std::vector<std::string> passed_checks;
  OutputFlags output;
};

ExitCode CodeOf(GateOutcome outcome) {
  switch (outcome) {
    case GateOutcome::kPass:
      return ExitCode::kPass;
    case GateOutcome::kBlocked:
      return ExitCode::kBlocked;
    case GateOutcome::kCircuitOpen:
      return ExitCode::kCircuitOpen;
  }
  return ExitCode::kBug;
}

// A verdict, the request it answers, and the log as it was then.
struct Decided {
  std::vector<Event> log;
  GateRequest request;
  GateVerdict verdict;
  bool recorded = false;
};

// Decides on the log as it stands and appends what happened. What isn't recorded stands as it is,
// unless it rests on being the one probe.
Result<Decided> Decide(World& world, const Case& run, EventStore& store,
                       const std::string& change_request) {
  Decided decided;
  const auto recorded = RecordIfWritable(store, [&](std::span<const Event> events) {
    decided.log.assign(events.begin(), events.end());
    decided.request = RequestFor(run, decided.log, change_request, world.clock.Now());
    decided.verdict = Evaluate(decided.request);
    return decided.verdict.events;
  });
  if (!recorded) return Fail(recorded.error());
  decided.recorded = recorded->recorded;
  for (const Error& error : recorded->why_not) {
    world.err += "not recorded: " + Format(error) + "\n";
  }
  const bool probing = std::any_of(
      decided.request.scopes.begin(), decided.request.scopes.end(),
      [](const ScopeState& scope) { return scope.breaker.mode == BreakerMode::kHalfOpen; });
  if (probing && !decided.recorded) decided.verdict.outcome = GateOutcome::kCircuitOpen;
  return decided;
}

void NoteWhatHasNoEffect(World& world, const GateFlags& flags, const Case& run) {
  const Rules& rules = run.rules;
  if (!flags.of_case.vouched.bootstrap.empty() && !rules.first_merge) {
    world.err += "--bootstrap is no longer needed and changes nothing: the base has a policy\n";
  }
  if (!flags.of_case.vouched.repairs.empty() && run.repaired.empty()) {
    world.err += "--repair is no longer needed and changes nothing: the base can be used\n";
  }
  if (rules.policy.auto_generate_bindings) {
    world.err +=
        "`auto_generate_bindings` decides nothing here: `leyline bindings` generates them\n";
  }
}

ExitCode RunGate(World& world, const GateFlags& flags) {
  Git git(world.process, "");
  auto run = ReadCase(world, git, flags.of_case);
  world.err += run.has_value() ? NoticeOfUncommitted(git, run->rules.config, run->records.proposals)
                               : NoticeOfUncommitted(git, Config{}, {});
  if (!run) return Fail(world, run.error());
  world.err += run->notices;
  run->passed_checks = flags.passed_checks;
  NoteWhatHasNoEffect(world, flags, *run);
  auto opened = OpenLog(world, git, run->rules.config);
  if (!opened) return Fail(world, opened.error());
  const std::string change_request =
      flags.change_request.empty() ? ChangeRequestId(world) : flags.change_request;
  const auto decided = Decide(world, *run, *opened->store, change_request);
  if (!decided) return Fail(world, decided.error());
  world.err += NoticeOfNothingGated(decided->request, decided->verdict);
  const ExitCode code = CodeOf(decided->verdict.outcome);
  const GateView view{.diff = {run->merge.base, run->merge.head, run->changes},
                      .request = &decided->request,
                      .verdict = &decided->verdict,
                      .exit_code = static_cast<int>(code),
                      .recorded = decided->recorded};
  const ExitCode shown = Show(world, flags.output, RenderersOf(GateFormats(), view));
  world.err += opened->note + "\n";
  return shown == ExitCode::kPass ? code : shown;
}

}  // namespace

Subcommand GateCommand() {
  auto flags = std::make_shared<GateFlags>();
  Subcommand command{
      .name = "gate",
      .summary = "may this change merge? (the CI job)",
      .examples =
          "  leyline gate --against origin/main\n"
          "  leyline gate --format github --output markdown=comment.md --output sarif=gate.sarif\n",
      .flags =
          {{.name = "--against",
            .value = "REV",
            .help =
                "the branch to merge into; else the CI's target branch, origin/HEAD, main, master",
            .text = &flags->of_case.target.against},
           {.name = "--target-ref",
            .value = "REF",
            .help = "the branch's name when --against is a commit or a tag; approvals and circuits "
                    "belong to it",
            .text = &flags->of_case.target.ref},
           {.name = "--change-request",
            .value = "ID",
            .help = "what counts as one violation however often it runs; else the CI's id",
            .text = &flags->change_request},
           {.name = "--bootstrap",
            .value = "DIGEST",
            .help = "judge the first merge by the policy that it brings; DIGEST is sha256:... of "
                    "that file; of no effect once the base has a policy",
            .text = &flags->of_case.vouched.bootstrap},
           {.name = "--repair",
            .value = "DIGEST",
            .help = "let a change repair a base that can't be used (LG2016); DIGEST is what the "
                    "refusal prints, and stands for that very repair; of no effect otherwise",
            .list = &flags->of_case.vouched.repairs},
           {.name = "--passed-check",
            .value = "ID",
            .help = "a check that passed on this very change: resolves conditions of kind `check`",
            .list = &flags->passed_checks},
           {.name = "--history",
            .value = "SPEC",
            .help = "also compare with released versions, as `leyline diff` does; else with those "
                    "that `history` of the base's leyline.yaml names",
            .text = &flags->of_case.history}},
      .run = [flags](World& world) { return RunGate(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                ExitCode::kStore, ExitCode::kCircuitOpen},
      .environment =
          "  LEYLINE_CHANGE_REQUEST     as --change-request; else from GITHUB_REF or\n"
          "                             CI_MERGE_REQUEST_IID\n"
          "  GITHUB_BASE_REF, CI_MERGE_REQUEST_TARGET_BRANCH_NAME\n"
          "                             the target branch, when --against names none\n"};
  for (Flag& flag : OutputFlagsOf(flags->output, NamesOf(GateFormats()))) {
    command.flags.push_back(std::move(flag));
  }
  command.flags.push_back(AllFlagOf(flags->output));
  return command;
}

}  // namespace leyline
