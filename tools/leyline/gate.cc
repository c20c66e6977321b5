// The gate: reads both sides and the rules, lets ci/gate decide, records what happened.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/strings.h"
#include "ci/gate/bypass.h"
#include "ci/gate/evaluate.h"
#include "ci/gate/scope.h"
#include "report/formats.h"
#include "report/violation.h"
#include "tools/leyline/bindings/trial.h"
#include "tools/leyline/case.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/event_store.h"
#include "tools/leyline/notices.h"
#include "tools/leyline/notify.h"
#include "tools/leyline/output.h"
#include "tools/leyline/trace.h"

namespace leyline {
namespace {

struct GateFlags {
  CaseFlags of_case;
  std::string change_request;
  std::vector<std::string> passed_checks;
  std::string violations;
  bool advisory = false;
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
    case GateOutcome::kUndecided:
      break;  // the errors have the code
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
// unless it rests on being the one probe or on a debt. `began`: in ticks of the clock.
Result<Decided> Decide(World& world, const Case& run, EventStore& store,
                       const std::string& change_request, int64_t began) {
  Decided decided;
  const auto recorded = RecordIfWritable(store, [&](std::span<const Event> events) {
    decided.log.assign(events.begin(), events.end());
    decided.request = RequestFor(run, decided.log, change_request, world.clock.Now());
    decided.request.traceparent = TraceparentOf(world);
    decided.request.took_ms = std::max<int64_t>(world.clock.Ticks() - began, 1);
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
  if (decided.recorded) return decided;
  RefuseUnrecordedBypass(decided.request, run.rules.config.log, decided.verdict);
  if (probing) decided.verdict.outcome = GateOutcome::kCircuitOpen;
  return decided;
}

// The same without a trace: what nobody is held to is no violation, and takes no probe.
Result<Decided> DecideUnrecorded(World& world, const Case& run, EventStore& store,
                                 const std::string& change_request) {
  auto log = store.Read();
  if (!log) return Fail(log.error());
  Decided decided;
  decided.log = std::move(*log);
  decided.request = RequestFor(run, decided.log, change_request, world.clock.Now());
  decided.verdict = Evaluate(decided.request);
  return decided;
}

void NoteWhatHasNoEffect(World& world, const GateFlags& flags, const Case& run) {
  if (!flags.of_case.vouched.bootstrap.empty() && !run.rules.first_merge) {
    world.err += "--bootstrap is no longer needed and changes nothing: the base has a policy\n";
  }
  if (!flags.of_case.vouched.repairs.empty() && run.repaired.empty()) {
    world.err += "--repair is no longer needed and changes nothing: the base can be used\n";
  }
  const bool asked = run.rules.policy.auto_generate_bindings && run.rules.config_is_new;
  if (asked && !run.rules.config.binding_plugins.empty()) {
    world.err += "plugins of leyline.yaml run once the base names them: nobody has read it yet\n";
  }
}

// "pr-7" -> "pr-7"; what no file should be called goes by its digest.
std::string FileStem(const std::string& run) {
  constexpr std::size_t kMost = 60;
  const bool plain = !run.empty() && run.size() <= kMost && run.front() != '.' &&
                     std::all_of(run.begin(), run.end(), [](char c) {
                       return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                              (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
                     });
  return plain ? run : DigestText(Sha256Of(run)).substr(7, 24);
}

// Whom it concerns, what to do by hand, and where all of it is written.
void LeaveViolationReport(World& world, Git& git, const GateFlags& flags, const GateView& view) {
  if (view.verdict->passed() || (flags.advisory && flags.violations.empty())) return;
  std::string folder = flags.violations;
  if (folder.empty()) {
    auto common = git.CommonDir();
    if (!common) return;
    folder = *common + "/leyline/violations";
  }
  std::string run = view.request->change_request;
  if (run.empty() && !view.verdict->events.empty()) run = view.verdict->events.back().subject;
  const ViolationView violation{view, run, view.request->policy->owner, TraceparentOf(world)};
  const std::string stem = folder + "/" + FileStem(run);
  for (const auto& [path, text] : {std::pair(stem + ".md", ViolationMarkdown(violation)),
                                   std::pair(stem + ".json", ViolationJson(violation))}) {
    const Status written = world.disk.Write(path, text);
    if (!written) world.err += "no violation report: " + Format(written.error().front()) + "\n";
    if (written) world.err += "violation report: " + path + "\n";
  }
  const std::vector<std::string>& proposers = view.verdict->proposers;
  world.err += fmt::format("owner: {}; proposed by: {}\n", Printable(violation.owner),
                           proposers.empty() ? "unknown" : Printable(Join(proposers, ", ")));
  constexpr std::size_t kShown = 3;
  const std::vector<std::string> steps = ManualSteps(view);
  for (std::size_t i = 0; i < std::min(steps.size(), kShown); ++i) {
    world.err += fmt::format("by hand {}: {}\n", i + 1, Printable(steps[i]));
  }
  if (steps.size() > kShown) {
    world.err += fmt::format("by hand: {} more steps in the report\n", steps.size() - kShown);
  }
}

Result<ExitCode> Judge(World& world, Folders& folders, const GateFlags& flags) {
  const int64_t began = world.clock.Ticks();
  Git git(world.process, "");
  auto run = ReadCase(world, git, flags.of_case);
  world.err += run.has_value() ? NoticeOfUncommitted(git, run->rules.config, run->records.proposals)
                               : NoticeOfUncommitted(git, Config{}, {});
  if (!run) return Fail(run.error());
  run->passed_checks = flags.passed_checks;
  world.err += run->notices + NoticeOfBaseline(world, run->merge);
  NoteWhatHasNoEffect(world, flags, *run);
  auto bindings = TryBindings(world, folders, git, *run);
  if (!bindings) return Fail(bindings.error());
  run->bindings = std::move(*bindings);
  auto opened = OpenLog(world, git, run->rules.config);
  if (!opened) return Fail(opened.error());
  const std::string change_request =
      flags.change_request.empty() ? ChangeRequestId(world) : flags.change_request;
  const auto decided = flags.advisory
                           ? DecideUnrecorded(world, *run, *opened->store, change_request)
                           : Decide(world, *run, *opened->store, change_request, began);
  if (!decided) return Fail(decided.error());
  world.err += NoticeOfNothingGated(decided->request, decided->verdict);
  const ExitCode code = CodeOf(decided->verdict.outcome);
  const GateView view{.diff = {run->merge.base, run->merge.head, run->changes},
                      .request = &decided->request,
                      .verdict = &decided->verdict,
                      .exit_code = static_cast<int>(code),
                      .recorded = decided->recorded};
  const ExitCode shown = Show(world, flags.output, RenderersOf(GateFormats(), view));
  LeaveViolationReport(world, git, flags, view);
  if (decided->recorded) DeliverNotices(world, git, run->rules, *opened->store);
  world.err += opened->note + "\n";
  return shown == ExitCode::kPass ? code : shown;
}

// Reports that say so and why: one of an earlier run in their place would be believed. On standard
// output, too, but for the text, which would say again what is on standard error.
ExitCode Undecided(World& world, const GateFlags& flags, const Errors& errors) {
  const ExitCode code = Fail(world, errors);
  const Policy policy;
  GateRequest request;
  request.policy = &policy;
  GateVerdict verdict;
  verdict.outcome = GateOutcome::kUndecided;
  for (const Error& error : errors) {
    verdict.requirements.push_back(
        {.code = error.code.empty() ? std::string(kUndecidedCode) : error.code,
         .satisfied = false,
         .message = error.message,
         .change_digest = "",
         .where = error.where,
         .next = error.fix});
  }
  const GateView view{.diff = {},
                      .request = &request,
                      .verdict = &verdict,
                      .exit_code = static_cast<int>(code),
                      .recorded = false};
  const std::string out = world.out;
  Show(world, flags.output, RenderersOf(GateFormats(), view));
  if (flags.output.format == "text") world.out = out;
  return code;
}

ExitCode RunGate(World& world, Folders& folders, const GateFlags& flags) {
  const Result<ExitCode> code = Judge(world, folders, flags);
  return code.has_value() ? *code : Undecided(world, flags, code.error());
}

// A trial that holds nobody up. What says nothing about the change stays what it is: a bug, a
// report that could not be written.
ExitCode Advise(World& world, ExitCode code) {
  if (code == ExitCode::kBug || code == ExitCode::kOutput) return code;
  world.err += fmt::format("advisory: would exit {}{}\n", static_cast<int>(code),
                           code == ExitCode::kPass ? "" : ", and exits 0");
  return ExitCode::kPass;
}

}  // namespace

Subcommand GateCommand(Folders& folders) {
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
           {.name = "--violation-report",
            .value = "DIR",
            .help = "where a run that does not pass leaves all that is needed to act, as Markdown "
                    "and JSON; else leyline/violations in the git directory",
            .text = &flags->violations},
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
            .text = &flags->of_case.history},
           {.name = "--advisory",
            .value = "",
            .help = "exit 0 whatever comes out, and say what it would have been; writes nothing to "
                    "the event log, so nothing counts as a violation",
            .on = &flags->advisory}},
      .run =
          [flags, &folders](World& world) {
            const ExitCode code = RunGate(world, folders, *flags);
            return flags->advisory ? Advise(world, code) : code;
          },
      .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                ExitCode::kStore, ExitCode::kCircuitOpen},
      .environment =
          "  LEYLINE_CHANGE_REQUEST     as --change-request; else from GITHUB_REF or\n"
          "                             CI_MERGE_REQUEST_IID\n"
          "  TRACEPARENT                the trace that this run belongs to; recorded and passed "
          "on\n"
          "  XDG_CACHE_HOME, HOME       where bindings are kept that `auto_generate_bindings` asks "
          "for\n"
          "  GITHUB_BASE_REF, CI_MERGE_REQUEST_TARGET_BRANCH_NAME\n"
          "                             the target branch, when --against names none; in a merge\n"
          "                             queue GITHUB_REF has it\n"};
  for (Flag& flag : OutputFlagsOf(flags->output, NamesOf(GateFormats()))) {
    command.flags.push_back(std::move(flag));
  }
  command.flags.push_back(AllFlagOf(flags->output));
  return command;
}

}  // namespace leyline
