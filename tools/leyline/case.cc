#include "tools/leyline/case.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "analyzer/impact/check_map.h"
#include "analyzer/rules/rule.h"
#include "analyzer/witness/witness.h"
#include "base/digest.h"
#include "base/parallel.h"
#include "ci/events.h"
#include "ci/gate/scope.h"
#include "ci/log_clock.h"
#include "policy/weaken.h"
#include "records/roles.h"
#include "tools/leyline/contracts.h"
#include "tools/leyline/event_store.h"
#include "tools/leyline/history.h"
#include "tools/leyline/input/releases.h"
#include "tools/leyline/notices.h"
#include "tools/leyline/statements.h"

namespace leyline {
namespace {

// What changed since the base, and against released versions, where there is a `spec`. A verdict
// that execution contradicts decides nothing.
Result<std::vector<Change>> CompareSides(World& world, const std::string& spec, const Case& run,
                                         const Snapshot& before, const Snapshot& after) {
  const Config& config = run.rules.config;
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

// Where the map that the merge would leave behind doesn't fit the contracts that it would leave.
Status CheckMapOf(const RevisionFiles& base, const RevisionFiles& result, const SnapshotPair& pair,
                  Case& run) {
  const std::string path = run.rules.config.governance + "/subsystems.yaml";
  std::optional<Subsystems> next = run.rules.subsystems;
  if (!base.SameAs(result, path)) {
    const auto text = result.TextOf(path);
    if (!text) return Fail(text.error());
    if (!text->has_value()) return {};
    auto read = ParseSubsystems(path, **text);
    if (!read) return Fail(read.error());
    next = std::move(*read);
  }
  if (!next.has_value()) return {};
  if (const auto fits = CheckNextMap(*next, pair.before, pair.after); !fits) {
    run.record_errors.insert(run.record_errors.end(), fits.error().begin(), fits.error().end());
  }
  return {};
}

// Whom it hits, by the map of the base. What that names and is nowhere any more hits nobody.
Status FollowChanges(const SnapshotPair& pair, Case& run) {
  if (!run.rules.subsystems.has_value()) return {};
  auto impact = ComputeImpact(run.changes, pair.before, pair.after, *run.rules.subsystems);
  if (!impact) {
    Subsystems rest = *run.rules.subsystems;
    for (const Error& error : DropDeadEntries(rest, pair.before, pair.after)) {
      run.notices += fmt::format("passed over in the base: {}\n", Format(error));
    }
    impact = ComputeImpact(run.changes, pair.before, pair.after, rest);
  }
  if (!impact) return Fail(impact.error());
  run.impact = std::move(*impact);
  return {};
}

// By both maps, side by side: each takes a graph of all contracts.
Status CompareImpact(const RevisionFiles& base, const RevisionFiles& result,
                     const SnapshotPair& pair, Case& run) {
  Status next;
  Status now;
  RunBoth(
      0, [&] { next = CheckMapOf(base, result, pair, run); },
      [&] { now = FollowChanges(pair, run); });
  return next ? now : next;
}

std::string DigestOf(const RevisionFiles& files, const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) {
    const TreeEntry* entry = files.Find(path);
    AppendPart(text, path);
    AppendPart(text, entry == nullptr ? "" : entry->object);
  }
  return DigestText(Sha256Of(text));
}

// What changed in the contracts, and whom it hits. The contracts of the merge result.
Result<Snapshot> CompareContracts(World& world, Git& git, const CaseFlags& flags,
                                  const RevisionFiles& base, const RevisionFiles& result,
                                  Case& run) {
  const std::string& history = flags.history.empty() ? run.rules.config.history : flags.history;
  const Extent extent = history.empty() ? Extent::kReached : Extent::kWhole;
  auto both = LoadBothContracts(world, git, {run.merge.base, run.merge.result}, run.rules.config,
                                extent, flags.vouched);
  if (!both) return Fail(both.error());
  const SnapshotPair* pair = &both->pair;
  if (!both->stand_in.empty()) {
    run.repairs.push_back(both->repair);
    run.repaired.push_back(
        fmt::format("the contracts of the base `{}` do not compile; {} stands "
                    "for them",
                    run.merge.base.substr(0, 12), both->stand_in));
  }
  auto changes = CompareSides(world, history, run, pair->before, pair->after);
  if (!changes) return Fail(changes.error());
  run.changes = std::move(*changes);
  if (auto proven = AddWitnesses(run.changes); !proven) return Fail(proven.error());
  if (auto status = CompareImpact(base, result, *pair, run); !status) return Fail(status.error());
  return TakeResult(std::move(*both));
}

// Mode strict asks for current_version + 1, so that alone is no change of its rules.
bool IsBumpForStrict(const Policy& before, const GovernedFile& file, const Config& config) {
  if (before.gating.mode != Mode::kStrict) return false;
  if (file.path != config.governance + "/policy.yaml" || !file.after.has_value()) return false;
  const auto after = ParsePolicy(file.path, *file.after);
  return after.has_value() && IsVersionBump(before, *after);
}

std::vector<std::string> NewWaivers(const GovernedFile& file) {
  const auto read = [&](const std::optional<std::string>& text) {
    return text.has_value() ? ParseWaivers(file.path, *text).value_or(std::vector<Waiver>())
                            : std::vector<Waiver>();
  };
  const std::vector<Waiver> before = read(file.before);
  std::vector<std::string> found;
  for (const Waiver& waiver : read(file.after)) {
    const bool known = std::any_of(before.begin(), before.end(), [&](const Waiver& other) {
      return other.change_type == waiver.change_type && other.element == waiver.element &&
             other.digest == waiver.digest && other.expires >= waiver.expires;
    });
    if (known) continue;
    found.push_back(fmt::format("waives {} `{}` until {}", waiver.change_type, waiver.element,
                                FormatTime(waiver.expires)));
  }
  return found;
}

// What edits of the policy and of the roles loosen. One that can't be read is an error elsewhere.
void NoteWeakenings(const std::vector<GovernedFile>& files, Case& run) {
  const auto add = [&](std::vector<std::string> found) {
    run.weakenings.insert(run.weakenings.end(), found.begin(), found.end());
  };
  const std::string& governance = run.rules.config.governance;
  for (const GovernedFile& file : files) {
    const bool has_both = file.before.has_value() || file.path.ends_with("/waivers.yaml");
    if (file.before == file.after || !has_both) continue;
    const bool is_policy = file.path == governance + "/policy.yaml";
    const bool is_roles = file.path == governance + "/roles.yaml";
    if (file.path == governance + "/waivers.yaml") add(NewWaivers(file));
    if (!is_policy && !is_roles) continue;
    if (!file.after.has_value()) {
      add({fmt::format("`{}` is gone", file.path)});
    } else if (is_policy) {
      if (const auto after = ParsePolicy(file.path, *file.after); after.has_value()) {
        add(Weakenings(run.rules.whole_policy, *after));
      }
    } else if (const auto after = ParseRoles(file.path, *file.after); after.has_value()) {
      add(Weakenings(run.rules.people, *after));
    }
  }
}

// Adds changes to the rules themselves behind those of the contracts.
Status CompareRules(const RevisionFiles& base, const RevisionFiles& result, Case& run) {
  auto files = RuleFiles(base, result, RulePaths(base, result));
  if (!files) return Fail(files.error());
  std::erase_if(*files, [&](const GovernedFile& file) {
    if (run.rules.first_merge && !file.before.has_value()) return true;  // named by --bootstrap
    const auto& repaired = run.rules.repaired;                           // named by --repair
    if (std::find(repaired.begin(), repaired.end(), file.path) != repaired.end()) return true;
    const bool bump = IsBumpForStrict(run.rules.whole_policy, file, run.rules.config);
    run.version_bumped = run.version_bumped || bump;
    return bump;
  });
  NoteWeakenings(*files, run);
  for (Change& change : PolicyChanges(*files)) run.changes.push_back(std::move(change));
  return {};
}

// Only where somebody shows one: git takes as long for it as for the rest.
Status ReadDiff(Git& git, Case& run) {
  const auto& proposals = run.records.proposals;
  const bool shown =
      std::any_of(proposals.begin(), proposals.end(), [](const ChangeProposal& proposal) {
        return !proposal.protobuf_diff.empty() && proposal.protobuf_diff != "auto";
      });
  if (!shown) return {};
  auto diff = git.Diff(run.merge.base, run.merge.result, run.rules.config.contracts);
  if (!diff) return Fail(diff.error());
  run.contracts_diff = std::move(*diff);
  return {};
}

std::unordered_set<std::string> Implemented(std::span<const Event> log) {
  std::unordered_set<std::string> ids;
  for (const Event& event : log) {
    if (event.type == event_type::kImplemented) ids.insert(event.subject);
  }
  return ids;
}

// Of what years of use have gathered only what is asked for.
Result<RecordFilter> FilterFor(World& world, Git& git, const RevisionFiles& base,
                               const CaseFlags& flags, Case& run) {
  if (flags.scope == RecordScope::kOfTheChange) return RecordFilter(base, run.changes);
  auto opened = OpenLog(world, git, run.rules.config);
  if (!opened) return Fail(opened.error());
  auto log = opened->store->Read();
  if (!log) return Fail(log.error());
  run.log = std::move(*log);
  if (flags.scope == RecordScope::kAll) return RecordFilter();
  std::unordered_set<std::string> implemented = Implemented(run.log);
  implemented.erase(flags.also);
  return RecordFilter(base, std::move(implemented));
}

Status ReadCaseRecords(World& world, Git& git, const RevisionFiles& base,
                       const RevisionFiles& result, const CaseFlags& flags, Case& run) {
  const Config& config = run.rules.config;
  const auto filter = FilterFor(world, git, base, flags, run);
  if (!filter) return Fail(filter.error());
  auto records = ReadRecords(result, config, *filter);
  if (!records) return Fail(records.error());
  run.records = std::move(*records);
  std::vector<ChangeProposal> open;  // of the others nobody asks any more who approved them
  if (flags.scope == RecordScope::kAll) {
    const std::unordered_set<std::string> implemented = Implemented(run.log);
    std::copy_if(run.records.proposals.begin(), run.records.proposals.end(),
                 std::back_inserter(open), [&](const ChangeProposal& proposal) {
                   return !implemented.contains(proposal.proposal_id);
                 });
  }
  auto statements = ReadStatements(world, base, result, config, run.rules.people,
                                   flags.scope == RecordScope::kAll ? open : run.records.proposals);
  if (!statements) return Fail(statements.error());
  run.records.statements = std::move(*statements);
  auto bypasses = ReadBypasses(world, base, result, config, run.rules.people);
  if (!bypasses) return Fail(bypasses.error());
  run.records.bypasses = std::move(*bypasses);
  auto proven = ProveDecisions(world, result, config, run.rules.people, run.records.decisions);
  if (!proven) return Fail(proven.error());
  auto rewritten = RewrittenRecords(world, base, result, run.rules);
  if (!rewritten) return Fail(rewritten.error());
  run.record_errors.insert(run.record_errors.end(), rewritten->begin(), rewritten->end());
  for (const char* folder : {"/decisions", "/proposals"}) {
    for (const TreeEntry& entry : base.In(config.governance + folder)) {
      run.base_records.insert(run.base_records.end(), entry.path);
    }
  }
  return {};
}

}  // namespace

Result<Case> ReadCase(World& world, Git& git, const CaseFlags& flags) {
  auto merge = FindMerge(world, git, flags.target);
  if (!merge) return Fail(merge.error());
  auto both = RevisionFiles::OpenBoth(git, merge->base, merge->result);
  if (!both) return Fail(both.error());
  const RevisionFiles* base = &both->first;
  const RevisionFiles* result = &both->second;
  auto rules = ReadRules(*base, *result, merge->target_ref, flags.vouched);
  if (!rules) return Fail(rules.error());
  auto next = CheckNextRules(*base, *result, merge->target_ref);
  if (!next) return Fail(next.error());
  Case run{.merge = std::move(*merge),
           .rules = std::move(*rules),
           .records = {},
           .record_errors = {},
           .log = {},
           .changes = {},
           .contracts = {},
           .edited = {},
           .impact = std::nullopt,
           .spent_in_base = {},
           .authors = {}};
  if (run.rules.policy.auto_generate_bindings) run.edited = result->Differences(*base, ".proto");
  run.repairs = run.rules.repairs;
  for (const std::string& path : run.rules.repaired) {
    run.repaired.push_back(
        fmt::format("`{}` of the base can't be used; that of this change stands for it", path));
  }
  // Said at once: what follows may well fail because of it.
  world.err += NoticeOfLostRoots(*base, *result, run.rules.config);
  run.notices = NoticeOfImports(*base, *result, run.rules.config);
  auto after = CompareContracts(world, git, flags, *base, *result, run);
  if (!after) return Fail(after.error());
  if (auto status = CompareRules(*base, *result, run); !status) return Fail(status.error());
  if (auto read = ReadCaseRecords(world, git, *base, *result, flags, run); !read)
    return Fail(read.error());
  if (auto diff = ReadDiff(git, run); !diff) return Fail(diff.error());
  History history(world, git, run.rules.config, *base, *result, *after);
  auto spent = history.FindSpent(run.merge.base, run.records.proposals, run.changes);
  if (!spent) return Fail(spent.error());
  run.spent_in_base = std::move(*spent);
  std::vector<std::string> paths = RulePaths(*base, *result);
  if (run.rules.first_merge) run.first_rules = DigestOf(*result, paths);
  paths.insert(paths.end(), run.rules.config.contracts.begin(), run.rules.config.contracts.end());
  paths.push_back(run.rules.config.governance + "/proposals");  // whoever asks, asks others
  auto authors = git.Authors(run.merge.base, run.merge.head, paths);
  if (!authors) return Fail(authors.error());
  run.authors = std::move(*authors);
  run.contracts = std::move(*after);
  return run;
}

GateRequest RequestFor(const Case& run, std::span<const Event> log,
                       const std::string& change_request, Time own) {
  const ClockReading clock = ReadClock(log, own);
  const ImpactReport* impact = run.impact.has_value() ? &*run.impact : nullptr;
  Scopes scopes =
      ScopesOf(run.changes, impact, run.rules.policy, run.merge.target_ref, log, clock.cautious());
  return {.changes = run.changes,
          .impact = impact,
          .policy = &run.rules.policy,
          .proposals = run.records.proposals,
          .decisions = run.records.decisions,
          .statements = run.records.statements,
          .bypasses = run.records.bypasses,
          .waivers = run.rules.waivers,
          .log = log,
          .spent_in_base = run.spent_in_base,
          .scopes = std::move(scopes.list),
          .scope_of = std::move(scopes.of_change),
          .target_ref = run.merge.target_ref,
          .log_is_local = run.rules.config.log.empty(),
          .base = run.merge.base,
          .head = run.merge.head,
          .repository = run.rules.config.repository,
          .change_request = change_request,
          .authors = run.authors,
          .people = run.rules.people,
          .record_errors = run.record_errors,
          .repaired = run.repaired,
          .repairs = run.repairs,
          .weakenings = run.weakenings,
          .contracts_diff = run.contracts_diff,
          .passed_checks = run.passed_checks,
          .first_rules = run.first_rules,
          .version_bumped = run.version_bumped,
          .bindings = run.bindings,
          .now = clock.now,
          .clock_trouble = clock.trouble};
}

}  // namespace leyline
