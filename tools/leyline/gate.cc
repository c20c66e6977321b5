// The gate: reads both sides and the rules, lets ci/gate decide, records what happened.
#include <algorithm>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "analyzer/impact/impact.h"
#include "analyzer/rules/rule.h"
#include "analyzer/witness/witness.h"
#include "ci/gate/evaluate.h"
#include "ci/gate/scope.h"
#include "report/formats.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/contracts.h"
#include "tools/leyline/event_store.h"
#include "tools/leyline/governance.h"
#include "tools/leyline/history.h"
#include "tools/leyline/notices.h"
#include "tools/leyline/output.h"
#include "tools/leyline/releases.h"
#include "tools/leyline/repository.h"

namespace leyline {
namespace {

struct GateFlags {
  TargetFlags target;
  std::string change_request;
  Vouched vouched;
  std::string history;
  OutputFlags output;
};

// Everything that one run knows before it asks for a verdict. Borrowed by the request.
struct Case {
  Merge merge;
  Rules rules;
  Records records;
  std::vector<Error> record_errors;
  std::vector<Change> changes;
  std::optional<ImpactReport> impact;
  std::map<std::string, std::string> spent_in_base;
  std::vector<std::string> authors;
  std::string notices = {};
  std::vector<std::string> repaired = {};  // what --repair vouches for
  bool version_bumped = false;
};

// What changed since the base, and against released versions, where leyline.yaml of the base or the
// flag name them. A verdict that execution contradicts decides nothing.
Result<std::vector<Change>> CompareSides(World& world, const std::string& history_flag,
                                         const Case& run, const Snapshot& before,
                                         const Snapshot& after) {
  const Config& config = run.rules.config;
  const std::string& spec = history_flag.empty() ? config.history : history_flag;
  if (spec.empty()) return Diff(before, after);
  const GitPlace base{.repository = "", .commit = run.merge.base, .path = ""};
  const GitPlace head{.repository = "", .commit = run.merge.head, .path = ""};
  auto releases =
      FindReleases(world, {.spec = spec, .before = base, .after = head, .folder_in_git = true});
  if (!releases) return Fail(releases.error());
  ReleaseHistory history(before, after);
  auto compared = CompareWithReleases(*releases, history, LoaderOf(world, config, {}));
  if (!compared) return Fail(compared.error());
  if (!compared->contradictions.empty()) return Fail(std::move(compared->contradictions));
  return std::move(compared->changes);
}

// What changed in the contracts, and whom it hits. The contracts of the merge result.
Result<Snapshot> CompareContracts(World& world, Git& git, const GateFlags& flags, Case& run) {
  auto both = LoadBothContracts(world, git, {run.merge.base, run.merge.result}, run.rules.config,
                                flags.vouched.repairs);
  if (!both) return Fail(both.error());
  SnapshotPair* pair = &both->pair;
  if (!both->stand_in.empty()) {
    run.repaired.push_back(
        fmt::format("the contracts of the base `{}` do not compile; {} stands "
                    "for them",
                    run.merge.base.substr(0, 12), both->stand_in));
  }
  auto changes = CompareSides(world, flags.history, run, pair->before, pair->after);
  if (!changes) return Fail(changes.error());
  run.changes = std::move(*changes);
  if (auto proven = AddWitnesses(run.changes); !proven) return Fail(proven.error());
  if (!run.rules.subsystems.has_value()) return std::move(pair->after);
  auto impact = ComputeImpact(run.changes, pair->before, pair->after, *run.rules.subsystems);
  if (!impact) return Fail(impact.error());
  run.impact = std::move(*impact);
  return std::move(pair->after);
}

// Mode strict asks for current_version + 1, so that alone is no change of its rules.
bool IsBumpForStrict(const Policy& before, const GovernedFile& file, const Config& config) {
  if (before.gating.mode != Mode::kStrict) return false;
  if (file.path != config.governance + "/policy.yaml" || !file.after.has_value()) return false;
  const auto after = ParsePolicy(file.path, *file.after);
  return after.has_value() && IsVersionBump(before, *after);
}

// Adds changes to the rules themselves behind those of the contracts.
Status CompareRules(const RevisionFiles& base, const RevisionFiles& result, Case& run) {
  auto files = RuleFiles(base, result, RulePaths(base, result));
  if (!files) return Fail(files.error());
  std::erase_if(*files, [&](const GovernedFile& file) {
    if (run.rules.first_merge && !file.before.has_value()) return true;  // named by --bootstrap
    const auto& repaired = run.rules.repaired;                           // named by --repair
    if (std::find(repaired.begin(), repaired.end(), file.path) != repaired.end()) return true;
    const bool bump = IsBumpForStrict(run.rules.policy, file, run.rules.config);
    run.version_bumped = run.version_bumped || bump;
    return bump;
  });
  for (Change& change : PolicyChanges(*files)) run.changes.push_back(std::move(change));
  return {};
}

Result<Case> ReadCase(World& world, Git& git, const GateFlags& flags) {
  auto merge = FindMerge(world, git, flags.target);
  if (!merge) return Fail(merge.error());
  auto base = RevisionFiles::Open(git, merge->base);
  if (!base) return Fail(base.error());
  auto result = RevisionFiles::Open(git, merge->result);
  if (!result) return Fail(result.error());
  auto rules = ReadRules(*base, *result, merge->target_ref, flags.vouched);
  if (!rules) return Fail(rules.error());
  auto next = CheckNextRules(*base, *result, merge->target_ref);
  if (!next) return Fail(next.error());
  Case run{.merge = std::move(*merge),
           .rules = std::move(*rules),
           .records = {},
           .record_errors = {},
           .changes = {},
           .impact = std::nullopt,
           .spent_in_base = {},
           .authors = {}};
  for (const std::string& path : run.rules.repaired) {
    run.repaired.push_back(
        fmt::format("`{}` of the base can't be used; that of this change stands for it", path));
  }
  run.notices = NoticeOfImports(*base, *result, run.rules.config);
  auto records = ReadRecords(*result, run.rules.config);
  if (!records) return Fail(records.error());
  run.records = std::move(*records);
  run.record_errors = RewrittenRecords(*base, *result, run.rules.config);
  auto after = CompareContracts(world, git, flags, run);
  if (!after) return Fail(after.error());
  if (auto status = CompareRules(*base, *result, run); !status) return Fail(status.error());
  History history(world, git, run.rules.config, *base, *result, *after);
  auto spent = history.FindSpent(run.merge.base, run.records.proposals, run.changes);
  if (!spent) return Fail(spent.error());
  run.spent_in_base = std::move(*spent);
  std::vector<std::string> paths = RulePaths(*base, *result);
  paths.insert(paths.end(), run.rules.config.contracts.begin(), run.rules.config.contracts.end());
  auto authors = git.Authors(run.merge.base, run.merge.head, paths);
  if (!authors) return Fail(authors.error());
  run.authors = std::move(*authors);
  return run;
}

GateRequest RequestFor(const Case& run, std::span<const Event> log,
                       const std::string& change_request, Time now) {
  const ImpactReport* impact = run.impact.has_value() ? &*run.impact : nullptr;
  Scopes scopes = ScopesOf(run.changes, impact, run.rules.policy, run.merge.target_ref, log, now);
  return {.changes = run.changes,
          .impact = impact,
          .policy = &run.rules.policy,
          .proposals = run.records.proposals,
          .decisions = run.records.decisions,
          .log = log,
          .spent_in_base = run.spent_in_base,
          .scopes = std::move(scopes.list),
          .scope_of = std::move(scopes.of_change),
          .target_ref = run.merge.target_ref,
          .change_request = change_request,
          .authors = run.authors,
          .people = run.rules.people,
          .record_errors = run.record_errors,
          .repaired = run.repaired,
          .version_bumped = run.version_bumped,
          .now = now};
}

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
  if (!flags.vouched.bootstrap.empty() && !rules.first_merge) {
    world.err += "--bootstrap is no longer needed and changes nothing: the base has a policy\n";
  }
  if (!flags.vouched.repairs.empty() && run.repaired.empty()) {
    world.err += "--repair is no longer needed and changes nothing: the base can be used\n";
  }
  if (rules.policy.auto_generate_bindings) {
    world.err += "`auto_generate_bindings` has no effect yet: bindings are left to the build\n";
  }
}

ExitCode RunGate(World& world, const GateFlags& flags) {
  Git git(world.process, "");
  auto run = ReadCase(world, git, flags);
  world.err += NoticeOfUncommitted(git, run.has_value() ? run->rules.config : Config{});
  if (!run) return Fail(world, run.error());
  world.err += run->notices;
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
            .text = &flags->target.against},
           {.name = "--target-ref",
            .value = "REF",
            .help = "the branch's name when --against is a commit or a tag; approvals and circuits "
                    "belong to it",
            .text = &flags->target.ref},
           {.name = "--change-request",
            .value = "ID",
            .help = "what counts as one violation however often it runs; else the CI's id",
            .text = &flags->change_request},
           {.name = "--bootstrap",
            .value = "DIGEST",
            .help = "judge the first merge by the policy that it brings; DIGEST is sha256:... of "
                    "that file; of no effect once the base has a policy",
            .text = &flags->vouched.bootstrap},
           {.name = "--repair",
            .value = "DIGEST",
            .help = "let a change repair a base that can't be used (LG2016); DIGEST is what the "
                    "refusal prints, and stands for that very repair; of no effect otherwise",
            .list = &flags->vouched.repairs},
           {.name = "--history",
            .value = "SPEC",
            .help = "also compare with released versions, as `leyline diff` does; else with those "
                    "that `history` of the base's leyline.yaml names",
            .text = &flags->history}},
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
