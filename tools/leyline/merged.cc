// The job after a merge: records which proposals it implemented, so that none is used twice.
#include <memory>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "ci/events.h"
#include "ci/gate/evaluate.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/contracts.h"
#include "tools/leyline/event_store.h"
#include "tools/leyline/governance.h"
#include "tools/leyline/notify.h"
#include "tools/leyline/repository.h"

namespace leyline {
namespace {

struct MergedFlags {
  std::string before;
  std::string target_ref;
};

// What a push did to its branch.
struct Push {
  std::string before;
  std::string after;
  std::string target_ref;
  Rules rules;
  Records records;
  std::vector<Change> changes;
};

Result<Push> ReadPush(World& world, Git& git, const MergedFlags& flags) {
  Push push;
  auto ref = FindPushedRef(world, git, flags.target_ref);
  if (!ref) return Fail(ref.error());
  auto before = git.Resolve(flags.before.empty() ? "HEAD^1" : flags.before);
  if (!before) return Fail(before.error());
  auto after = git.Resolve("HEAD");
  if (!after) return Fail(after.error());
  auto old_files = RevisionFiles::Open(git, *before);
  if (!old_files) return Fail(old_files.error());
  auto files = RevisionFiles::Open(git, *after);
  if (!files) return Fail(files.error());
  auto rules = ReadRules(*files, *files);
  if (!rules) return Fail(rules.error());
  auto records = ReadRecords(*files, rules->config);
  if (!records) return Fail(records.error());
  auto rule_files = RuleFiles(*old_files, *files, RulePaths(*old_files, *files));
  if (!rule_files) return Fail(rule_files.error());
  auto old_contracts = LoadContractsOrStandIn(world, git, *before, rules->config);
  if (!old_contracts) return Fail(old_contracts.error());
  auto contracts =
      LoadContracts(world, git, *after, after->substr(0, 12), rules->config, Emptiness::kIsFine);
  if (!contracts) return Fail(contracts.error());
  std::vector<Change> changes = Diff(*old_contracts, *contracts);
  for (Change& change : PolicyChanges(*rule_files)) changes.push_back(std::move(change));
  return Push{.before = std::move(*before),
              .after = std::move(*after),
              .target_ref = std::move(*ref),
              .rules = std::move(*rules),
              .records = std::move(*records),
              .changes = std::move(changes)};
}

// Merged is merged: what is used up does not depend on whose signature is beside the decision.
std::vector<std::string> ImplementedBy(const Push& push, std::span<const Event> log, Time now) {
  Policy policy = push.rules.policy;
  policy.min_evidence = EvidenceLevel::kDeclared;
  return ImplementedProposals({.changes = push.changes,
                               .impact = nullptr,
                               .policy = &policy,
                               .proposals = push.records.proposals,
                               .decisions = push.records.decisions,
                               .log = log,
                               .spent_in_base = {},
                               .scopes = {},
                               .scope_of = {},
                               .target_ref = push.target_ref,
                               .change_request = "",
                               .authors = {},
                               .record_errors = {},
                               .version_bumped = false,
                               .now = now});
}

ExitCode RunMerged(World& world, const MergedFlags& flags) {
  Git git(world.process, "");
  auto push = ReadPush(world, git, flags);
  if (!push) return Fail(world, push.error());
  auto opened = OpenLog(world, git, push->rules.config);
  if (!opened) return Fail(world, opened.error());
  const std::string person = Person(world, git);
  std::vector<std::string> ids;
  const Status recorded = RecordEvents(*opened->store, [&](std::span<const Event> log) {
    const Time now = world.clock.Now();
    ids = ImplementedBy(*push, log, now);
    std::vector<Event> events;
    for (const std::string& id : ids) {
      events.push_back(Implemented({now, person.empty() ? "merged" : person, ""}, id, push->after));
    }
    return events;
  });
  if (!recorded) return Fail(world, recorded.error());
  for (const std::string& id : ids) world.out += fmt::format("implemented: {}\n", id);
  if (ids.empty()) {
    world.out +=
        fmt::format("nothing to record: {}..{} implements no open proposal for {}\n",
                    push->before.substr(0, 12), push->after.substr(0, 12), push->target_ref);
  }
  DeliverNotices(world, git, push->rules, *opened->store);
  world.err += opened->note + "\n";
  return ExitCode::kPass;
}

}  // namespace

Subcommand MergedCommand() {
  auto flags = std::make_shared<MergedFlags>();
  return {.name = "merged",
          .summary = "records which proposals a merge implemented (the job after it)",
          .examples =
              "  leyline merged\n"
              "  leyline merged --before 1a2b3c4d    # a push of several commits\n",
          .flags = {{.name = "--before",
                     .value = "REV",
                     .help = "the branch's tip before the merge; else HEAD's first parent",
                     .text = &flags->before},
                    {.name = "--target-ref",
                     .value = "REF",
                     .help = "the branch that was merged to; else the CI's, else the one that is "
                             "checked out",
                     .text = &flags->target_ref}},
          .run = [flags](World& world) { return RunMerged(world, *flags); },
          .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore},
          .environment =
              "  GITHUB_REF, CI_COMMIT_BRANCH\n"
              "                             the branch that was merged to\n"
              "  LEYLINE_ACTOR              who records it; else git's user.email\n"};
}

}  // namespace leyline
