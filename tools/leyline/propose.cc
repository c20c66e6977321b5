// Fills in a proposal all that can be computed from the change; the reasons are left to people.
#include <algorithm>
#include <memory>
#include <set>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/gate/coverage.h"
#include "config/characters.h"
#include "records/write.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/review_case.h"

namespace leyline {
namespace {

constexpr std::size_t kLongestDiff = 12 * 1024;
constexpr std::string_view kWhy = "<why the change is needed, and what those it hits must do>";

struct ProposeFlags {
  std::string id;
  std::string title;
  std::string description;
  std::string proposer;
  std::vector<std::string> supersedes;
  std::vector<std::string> depends_on;
  std::vector<std::string> ratifies;
  std::string as;
  TargetFlags target;
  bool renew = false;
};

// The gated changes that no other open proposal covers.
std::vector<const Change*> ChangesToPropose(const ReviewCase& review, const std::string& id) {
  const Docket docket = MakeDocket(review.request);
  const Coverage coverage = ComputeCoverage(review.request, docket);
  std::vector<const Change*> changes;
  for (std::size_t i = 0; i < docket.gated.size(); ++i) {
    const auto& exact = coverage.claims[i].exact;
    const bool taken = std::any_of(exact.begin(), exact.end(), [&](const ProposalFit* fit) {
      return fit->proposal->proposal_id != id;
    });
    if (!taken) changes.push_back(docket.gated[i]);
  }
  return changes;
}

std::vector<std::string> Subsystems(const ReviewCase& review,
                                    const std::vector<const Change*>& changes) {
  std::set<std::string> digests;
  for (const Change* change : changes) digests.insert(change->digest);
  std::set<std::string> hit;
  if (review.request.impact != nullptr) {
    for (const ChangeImpact& impact : review.request.impact->changes) {
      if (!digests.contains(impact.change_digest)) continue;
      for (const Hit& one : impact.hits) {
        if (one.level != Level::kCompatible) hit.insert(one.subsystem);
      }
    }
  }
  return {hit.begin(), hit.end()};
}

// As git shows it; `auto` where a record could not hold it.
Result<std::string> DiffText(Git& git, const ReviewCase& review) {
  std::vector<std::string> paths = review.run.rules.config.contracts;
  auto diff = git.Diff(review.run.merge.base, review.run.merge.result, paths);
  if (!diff) return Fail(diff.error());
  const bool fits = !diff->empty() && diff->size() <= kLongestDiff && !FindForbidden(*diff);
  return fits ? std::move(*diff) : std::string("auto");
}

// The team that the person is of: the group of roles.yaml, else themselves.
std::string TeamOf(const ReviewCase& review, const std::string& principal) {
  const Policy& policy = review.run.rules.policy;
  for (const auto& [name, persons] : review.run.rules.people.roles()) {
    const bool decides =
        name == policy.owner ||
        std::find(policy.reviewers.begin(), policy.reviewers.end(), name) != policy.reviewers.end();
    if (!decides && std::find(persons.begin(), persons.end(), principal) != persons.end()) {
      return name;
    }
  }
  return principal;
}

void Fill(const ReviewCase& review, const std::vector<const Change*>& changes, Time now,
          ChangeProposal& proposal) {
  proposal.changes.clear();
  for (const Change* change : changes) {
    proposal.changes.push_back({.change_type = std::string(change->change_type),
                                .contract_name = change->contract,
                                .element = change->element,
                                .digest = change->digest,
                                .where = {}});
  }
  proposal.contract_name = changes.front()->contract;
  proposal.change_type = changes.front()->change_type;
  proposal.affected_subsystems = Subsystems(review, changes);
  proposal.no_consumers = proposal.affected_subsystems->empty();
  proposal.risk_level = review.request.impact == nullptr ? Risk::kLow : review.request.impact->risk;
  proposal.target_ref = review.request.target_ref;
  if (!proposal.submitted_at.has_value()) proposal.submitted_at = now;
}

// The words of people: as given now, else as the proposal said it before.
void Say(const ProposeFlags& flags, const ReviewCase& review, const std::string& principal,
         ChangeProposal& proposal) {
  if (!flags.title.empty()) proposal.title = flags.title;
  if (!flags.description.empty()) proposal.description = flags.description;
  if (!flags.proposer.empty()) proposal.proposer = flags.proposer;
  if (proposal.proposer.empty()) proposal.proposer = TeamOf(review, principal);
  proposal.submitted_by = principal;
  if (!flags.supersedes.empty()) proposal.supersedes = flags.supersedes;
  if (!flags.ratifies.empty()) proposal.ratifies = flags.ratifies;
  if (!flags.depends_on.empty()) proposal.depends_on = flags.depends_on;
  const bool said = !proposal.description.empty() && proposal.description != kWhy;
  if (!said) proposal.description = kWhy;
  proposal.level = said ? ProposalLevel::kSubmitted : ProposalLevel::kDraft;
}

ExitCode RunPropose(World& world, const ProposeFlags& flags) {
  Git git(world.process, "");
  auto review = ReadReviewCase(world, git, flags.target, RecordScope::kOpen, flags.id);
  if (!review) return Fail(world, review.error());
  const ProposalStatus* known = (*review)->Find(flags.id);
  if (flags.renew && known == nullptr) return NoSuchProposal(world, **review, flags.id);
  const std::string path =
      fmt::format("{}/proposals/{}.yaml", (*review)->run.rules.config.governance, flags.id);
  if (known != nullptr && (*review)->run.is_in_base(path)) {
    return FailUsage(world, fmt::format("the target has a proposal `{}` already", flags.id),
                     fmt::format("choose another id, for records are append-only: leyline propose "
                                 "ID --supersedes {}",
                                 flags.id));
  }
  if (flags.renew && known->state != ProposalState::kExpired) {
    return FailUsage(
        world,
        fmt::format("`{}` is {}; only one whose review window ended gets another round", flags.id,
                    NameOf(known->state)),
        "leyline status says what it needs");
  }
  auto principal = PrincipalAtWork(world, git, **review, flags.as);
  if (!principal) return Fail(world, principal.error());
  const std::vector<const Change*> changes = ChangesToPropose(**review, flags.id);
  if (changes.empty()) {
    world.out += "nothing to propose: no change needs one, or other proposals cover them\n";
    return ExitCode::kPass;
  }
  ChangeProposal proposal = known == nullptr ? ChangeProposal() : *known->proposal;
  proposal.proposal_id = flags.id;
  if (flags.renew) {
    ++proposal.round;
    proposal.submitted_at.reset();
  }
  Fill(**review, changes, world.clock.Now(), proposal);
  Say(flags, **review, *principal, proposal);
  auto diff = DiffText(git, **review);
  if (!diff) return Fail(world, diff.error());
  proposal.protobuf_diff = std::move(*diff);
  auto read = ParseProposal(path, TextOf(proposal));
  if (!read) return Fail(world, read.error());
  const Errors missing = ValidateProposal(*read, read->level);
  if (!missing.empty()) return Fail(world, missing);
  const ExitCode written = WriteRecords(world, git, {{path, TextOf(proposal)}});
  if (proposal.level == ProposalLevel::kDraft) {
    world.out +=
        "it is a draft: write the description and `status: submitted`, or give "
        "--description\n";
  }
  return written;
}

}  // namespace

Subcommand ProposeCommand() {
  auto flags = std::make_shared<ProposeFlags>();
  Subcommand command{
      .name = "propose",
      .summary = "writes the proposal for this branch's changes",
      .examples =
          "  leyline propose drop-legacy-mode --description 'Nobody has read it since "
          "June.'\n"
          "  leyline propose drop-legacy-mode      # again, after the contracts changed\n",
      .flags = {{.name = "PROPOSAL",
                 .value = "",
                 .help = "an id for it: a-z, 0-9, `.`, `_`, `-`",
                 .required = true,
                 .text = &flags->id},
                {.name = "--description",
                 .value = "TEXT",
                 .help = "why; without one the proposal stays a draft",
                 .text = &flags->description},
                {.name = "--title", .value = "TEXT", .help = "one line", .text = &flags->title},
                {.name = "--proposer",
                 .value = "TEAM",
                 .help = "the subsystem or team; else your group in roles.yaml",
                 .text = &flags->proposer},
                {.name = "--supersedes",
                 .value = "PROPOSAL",
                 .help = "an older proposal of yours in whose place this one comes",
                 .list = &flags->supersedes},
                {.name = "--depends-on",
                 .value = "PROPOSAL",
                 .help = "one that must be merged first",
                 .list = &flags->depends_on},
                {.name = "--ratifies",
                 .value = "BYPASS",
                 .help = "the bypass whose changes are to be approved afterwards",
                 .list = &flags->ratifies},
                AsFlagOf(flags->as)},
      .run = [flags](World& world) { return RunPropose(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore},
      .environment = "  LEYLINE_ACTOR              as --as\n"};
  for (Flag& flag : TargetFlagsOf(flags->target)) command.flags.push_back(std::move(flag));
  return command;
}

Subcommand RenewCommand() {
  auto flags = std::make_shared<ProposeFlags>();
  flags->renew = true;
  Subcommand command{
      .name = "renew",
      .summary = "another round of review for a proposal whose window ended; approvals begin anew",
      .examples = "  leyline renew drop-legacy-mode\n",
      .flags = {{.name = "PROPOSAL",
                 .value = "",
                 .help = "its id",
                 .required = true,
                 .text = &flags->id},
                AsFlagOf(flags->as)},
      .run = [flags](World& world) { return RunPropose(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore},
      .environment = "  LEYLINE_ACTOR              as --as\n"};
  for (Flag& flag : TargetFlagsOf(flags->target)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace leyline
