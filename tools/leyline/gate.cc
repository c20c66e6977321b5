// The gate: reads both sides and the rules, lets ci/gate decide, records what happened.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "analyzer/impact/impact.h"
#include "analyzer/rules/rule.h"
#include "analyzer/schema/load.h"
#include "ci/gate/evaluate.h"
#include "report/github.h"
#include "report/json.h"
#include "report/text.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/event_store.h"
#include "tools/leyline/governance.h"
#include "tools/leyline/output.h"
#include "tools/leyline/repository.h"

namespace leyline {
namespace {

struct GateFlags {
  std::string against;
  std::string change_request;
  std::string bootstrap;
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
  std::vector<std::string> authors;
  bool version_bumped = false;
};

Result<Snapshot> LoadSide(World& world, Git& git, const std::string& tree, const std::string& label,
                          const Config& config, bool may_be_empty) {
  auto opened = OpenGitTree(git, tree, "", label);
  if (!opened) return Fail(opened.error());
  LoadOptions options;
  options.roots = config.contracts;
  options.imports = config.imports;
  options.excludes = config.exclude;
  options.may_be_empty = may_be_empty;
  return LoadTree(**opened, world.disk, options);
}

// What changed in the contracts, and whom it hits.
Status CompareContracts(World& world, Git& git, Case& run) {
  auto before = LoadSide(world, git, run.merge.base, run.merge.base.substr(0, 12), run.rules.config, true);
  if (!before) return Fail(before.error());
  auto after = LoadSide(world, git, run.merge.result, "the merge result", run.rules.config, false);
  if (!after) return Fail(after.error());
  run.changes = Diff(*before, *after);
  if (!run.rules.subsystems.has_value()) return {};
  auto impact = ComputeImpact(run.changes, *before, *after, *run.rules.subsystems);
  if (!impact) return Fail(impact.error());
  run.impact = std::move(*impact);
  return {};
}

// Adds changes to the rules themselves; a bump of the version alone is none (strict).
Status CompareRules(const RevisionFiles& base, const RevisionFiles& result, Case& run) {
  auto files = RuleFiles(base, result, run.rules.config);
  if (!files) return Fail(files.error());
  for (Change& change : PolicyChanges(*files)) {
    const GovernedFile& file = *std::find_if(files->begin(), files->end(), [&](const GovernedFile& each) {
      return each.path == change.element;
    });
    if (IsVersionBump(run.rules.policy, file)) {
      run.version_bumped = true;
    } else {
      run.changes.push_back(std::move(change));
    }
  }
  return {};
}

Result<Case> ReadCase(World& world, Git& git, const GateFlags& flags) {
  auto merge = FindMerge(world, git, flags.against);
  if (!merge) return Fail(merge.error());
  auto base = RevisionFiles::Open(git, merge->base);
  if (!base) return Fail(base.error());
  auto result = RevisionFiles::Open(git, merge->result);
  if (!result) return Fail(result.error());
  auto rules = ReadRules(*base, *result, flags.bootstrap);
  if (!rules) return Fail(rules.error());
  Case run{.merge = std::move(*merge), .rules = std::move(*rules), .records = {}, .record_errors = {},
           .changes = {}, .impact = std::nullopt, .authors = {}};
  auto records = ReadRecords(*result, run.rules.config);
  if (!records) return Fail(records.error());
  run.records = std::move(*records);
  run.record_errors = RewrittenRecords(*base, *result, run.rules.config);
  if (auto status = CompareContracts(world, git, run); !status) return Fail(status.error());
  if (flags.bootstrap.empty()) {
    if (auto status = CompareRules(*base, *result, run); !status) return Fail(status.error());
  }
  std::vector<std::string> paths = run.rules.config.contracts;
  paths.push_back(run.rules.config.governance + "/policy.yaml");
  auto authors = git.Authors(run.merge.base, run.merge.head, paths);
  if (!authors) return Fail(authors.error());
  run.authors = std::move(*authors);
  return run;
}

GateRequest RequestFor(const Case& run, std::span<const Event> log, std::string change_request, Time now) {
  GateRequest request;
  request.changes = run.changes;
  request.impact = run.impact.has_value() ? &*run.impact : nullptr;
  request.policy = &run.rules.policy;
  request.proposals = run.records.proposals;
  request.decisions = run.records.decisions;
  request.log = log;
  request.scopes = ScopesOf(run.changes, run.rules.subsystems.value_or(Subsystems{}), run.rules.policy,
                            run.merge.target_ref);
  for (ScopeState& scope : request.scopes) {
    scope.breaker = FoldBreaker(log, scope.name, run.rules.policy.breaker, now);
  }
  request.target_ref = run.merge.target_ref;
  request.change_request = std::move(change_request);
  request.authors = run.authors;
  request.record_errors = run.record_errors;
  request.version_bumped = run.version_bumped;
  request.now = now;
  return request;
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

}  // namespace
}  // namespace leyline
