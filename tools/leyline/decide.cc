// Writes the decision on a proposal: who approved is taken from the ballots, the rest is said.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/gate/ballots.h"
#include "records/write.h"
#include "report/sheet.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/review_case.h"

namespace leyline {
namespace {

constexpr int64_t kDaySeconds = 24 * 3600;
constexpr int kUsualDays = 30;

struct DecideFlags {
  std::string proposal;
  std::string kind = "approved";
  std::string rationale;
  std::string rollback;
  std::string deadline;
  std::vector<std::string> conditions;
  std::string as;
  TargetFlags target;
};

DecisionKind KindOf(std::string_view word) {
  if (word == "rejected") return DecisionKind::kRejected;
  return word == "deferred" ? DecisionKind::kDeferred : DecisionKind::kApproved;
}

std::vector<std::string> Approvers(const ReviewCase& review, const ChangeProposal& proposal) {
  std::vector<std::string> people;
  for (const Ballot& ballot : CollectBallots(review.request, proposal, nullptr)) {
    if (ballot.counts() && ballot.vote == Vote::kApprove) people.push_back(ballot.person);
  }
  return review.request.people.Persons(std::move(people));
}

Result<Time> Deadline(const ReviewCase& review, const std::string& told, Time now) {
  if (!told.empty()) return ParseTime(told);
  const int most = review.run.rules.policy.max_implementation_days;
  return Time{now.seconds + (most == 0 ? kUsualDays : std::min(most, kUsualDays)) * kDaySeconds};
}

// What an approval still lacks, the decision itself left out.
std::string Missing(const ProposalStatus& status) {
  std::string missing;
  for (const Requirement& one : status.requirements) {
    if (one.satisfied || one.code == "LG4001") continue;
    missing += fmt::format("  missing {} {}\n", one.code, Printable(one.message));
    if (!one.next.empty()) missing += fmt::format("          next: {}\n", Printable(one.next));
  }
  return missing;
}

Result<GovernanceDecision> Make(const DecideFlags& flags, const ReviewCase& review,
                                const ChangeProposal& proposal, Time now) {
  GovernanceDecision decision;
  decision.proposal_id = proposal.proposal_id;
  decision.proposal_digest = proposal.digest;
  decision.decision = KindOf(flags.kind);
  decision.conditions = flags.conditions;
  decision.decided_at = now;
  decision.decision_rationale = flags.rationale;
  if (decision.decision != DecisionKind::kApproved) return decision;
  auto deadline = Deadline(review, flags.deadline, now);
  if (!deadline) return Fail(deadline.error());
  decision.implementation_deadline = *deadline;
  decision.rollback_plan = flags.rollback;
  decision.approvers = Approvers(review, proposal);
  return decision;
}

ExitCode RunDecide(World& world, const DecideFlags& flags) {
  Git git(world.process, "");
  auto review = ReadReviewCase(world, git, flags.target, RecordScope::kOpen);
  if (!review) return Fail(world, review.error());
  const ProposalStatus* status = (*review)->Find(flags.proposal);
  if (status == nullptr) return NoSuchProposal(world, **review, flags.proposal);
  if ((*review)->DecisionOn(flags.proposal) != nullptr) {
    return FailUsage(world, fmt::format("`{}` has a decision already", flags.proposal),
                     "take out one that is not merged yet; else a new proposal is needed");
  }
  auto principal = PrincipalAtWork(world, git, **review, flags.as);
  if (!principal) return Fail(world, principal.error());
  const std::string missing = Missing(*status);
  if (KindOf(flags.kind) == DecisionKind::kApproved && !missing.empty()) {
    world.out += fmt::format("`{}` can't be approved yet:\n{}", flags.proposal, missing);
    return ExitCode::kBlocked;
  }
  auto decision = Make(flags, **review, *status->proposal, world.clock.Now());
  if (!decision) return Fail(world, decision.error());
  decision->decided_by = std::move(*principal);
  const std::string path =
      fmt::format("{}/decisions/{}.yaml", (*review)->run.rules.config.governance, flags.proposal);
  auto read = ParseDecision(path, TextOf(*decision));
  if (!read) return Fail(world, read.error());
  return WriteRecords(world, git, {{path, TextOf(*decision)}});
}

}  // namespace

Subcommand DecideCommand() {
  auto flags = std::make_shared<DecideFlags>();
  Subcommand command{
      .name = "decide",
      .summary = "writes the decision on a proposal that has its approvals",
      .examples =
          "  leyline decide drop-legacy-mode --rationale 'no reader is left' \\\n"
          "      --rollback-plan 'go back to the tag before this merge'\n"
          "  leyline decide drop-legacy-mode --decision deferred --rationale 'after the "
          "release'\n",
      .flags = {{.name = "PROPOSAL",
                 .value = "",
                 .help = "its id",
                 .required = true,
                 .text = &flags->proposal},
                {.name = "--rationale",
                 .value = "TEXT",
                 .help = "why it was decided so",
                 .required = true,
                 .text = &flags->rationale},
                {.name = "--decision",
                 .value = "KIND",
                 .help = "what was decided; else approved",
                 .text = &flags->kind,
                 .choices = {"approved", "rejected", "deferred"}},
                {.name = "--rollback-plan",
                 .value = "TEXT",
                 .help = "which release to go back to, how, and who does it",
                 .text = &flags->rollback},
                {.name = "--deadline",
                 .value = "TIME",
                 .help = "until when it may be merged, as 2026-01-31T23:59:59Z; else 30 days",
                 .text = &flags->deadline},
                {.name = "--condition",
                 .value = "TEXT",
                 .help = "what it is tied to",
                 .list = &flags->conditions},
                {.name = "--as",
                 .value = "ID",
                 .help =
                     "who you are in roles.yaml; else LEYLINE_ACTOR or git's user.email says it",
                 .text = &flags->as}},
      .run = [flags](World& world) { return RunDecide(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                ExitCode::kStore},
      .environment = "  LEYLINE_ACTOR              as --as\n"};
  for (Flag& flag : TargetFlagsOf(flags->target)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace leyline
