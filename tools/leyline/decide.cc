// Writes the decision on a proposal: who approved is taken from the ballots, the rest is said.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/strings.h"
#include "ci/gate/ballots.h"
#include "ci/gate/docket.h"
#include "records/reading.h"
#include "records/write.h"
#include "report/sheet.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/signing.h"

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
  std::string key;
  std::string as;
  TargetFlags target;
};

DecisionKind KindOf(std::string_view word) {
  if (word == "rejected") return DecisionKind::kRejected;
  return word == "deferred" ? DecisionKind::kDeferred : DecisionKind::kApproved;
}

// "arm=check:measured on both boards", "later=date:2026-01-31T00:00:00Z"; else a sentence.
Condition ReadCondition(const std::string& text) {
  constexpr ConditionKind kKinds[] = {ConditionKind::kManual, ConditionKind::kCheck,
                                      ConditionKind::kDate};
  for (const ConditionKind kind : kKinds) {
    const std::string mark = fmt::format("={}:", NameOf(kind));
    const std::size_t at = text.find(mark);
    if (at == std::string::npos || text.find(' ') < at) continue;
    Condition condition{
        .text = text.substr(at + mark.size()), .kind = kind, .id = text.substr(0, at)};
    if (kind == ConditionKind::kDate) {
      const auto due = ParseTime(condition.text);
      if (due.has_value()) condition.due = *due;
    }
    return condition;
  }
  return {.text = text};
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
  const std::string decision = DecisionFile(status.proposal->proposal_id);
  std::string missing;
  for (const Requirement& one : status.requirements) {
    if (one.satisfied || one.code == "LG4001") continue;
    if (one.where.has_value() && one.where->file.ends_with(decision)) continue;
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
  for (const std::string& text : flags.conditions)
    decision.conditions.push_back(ReadCondition(text));
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

// Writes a decision, when its text is new, and its signature where there is a key to sign with.
ExitCode WriteDecision(World& world, Git& git, const ReviewCase& review,
                       const GovernanceDecision& decision, const std::string& new_text,
                       const std::string& key) {
  std::vector<std::pair<std::string, std::string>> files;
  if (!new_text.empty()) files.emplace_back(decision.where.file, new_text);
  auto key_file = KeyFile(world, git, review, key);
  if (!key_file) return Fail(world, key_file.error());
  if (!key_file->empty()) {
    auto signature =
        SignAs(world, review, ToSign(decision, review.run.rules.config.repository), *key_file);
    if (!signature) return Fail(world, signature.error());
    files.emplace_back(decision.where.file + ".sig", std::move(*signature));
  }
  if (files.empty()) {
    return FailUsage(world, "there is no key to sign with", "name one: --key FILE");
  }
  return WriteRecords(world, git, files);
}

// As it is in the work tree. Waits for nobody: only a regular file is read.
Result<std::string> ReadDecision(World& world, const std::string& top, const std::string& path) {
  if (world.disk.TypeOf(top + "/" + path) == FileType::kRegular) {
    return world.disk.Read(top + "/" + path, kRecordLimits.bytes);
  }
  return Fail({.kind = ErrorKind::kInput,
               .code = "LG1002",
               .message = "records must be regular files",
               .where = SourceSpan{.file = path},
               .fix = "write the decision itself there"});
}

// Signs the decision that somebody wrote by hand, as it stands.
ExitCode SignDecision(World& world, Git& git, const ReviewCase& review,
                      const std::string& principal, const DecideFlags& flags) {
  auto top = git.TopLevel();
  if (!top) return Fail(world, top.error());
  const std::string path =
      review.run.rules.config.governance + "/decisions/" + flags.proposal + ".yaml";
  if (world.disk.TypeOf(*top + "/" + path) == FileType::kMissing) {
    return FailUsage(
        world, "leyline decide: --rationale is missing",
        fmt::format("say why it was decided so; or write {}, which is then signed", path));
  }
  auto text = ReadDecision(world, *top, path);
  if (!text) return Fail(world, text.error());
  auto decision = ParseDecision(path, *text);
  if (!decision) return Fail(world, decision.error());
  if (decision->decided_by == principal) {
    return WriteDecision(world, git, review, *decision, "", flags.key);
  }
  return FailUsage(world,
                   fmt::format("{} says `decided_by: {}`, and you are `{}`", path,
                               decision->decided_by, principal),
                   "write who decides, or decide anew: --rationale TEXT");
}

// Owner, reviewers, and machines that write down what was approved. Where there are no persons, the
// roles themselves may be meant.
Status MayDecide(const GateRequest& request, const std::string& person, DecisionKind kind) {
  const Principal* principal = request.people.Find(person);
  const bool known = NeededEvidence(request) == EvidenceLevel::kSigned;
  const bool is_robot = principal != nullptr && principal->robot;
  if (!known || HasRole(request, person)) return {};
  if (is_robot && kind == DecisionKind::kApproved) return {};
  return Fail(
      {.kind = ErrorKind::kUsage,
       .code = "LG4038",
       .message = fmt::format("`{}` is neither owner nor reviewer in the policy at base", person),
       .where = std::nullopt,
       .fix = fmt::format("ask `{}` to decide", request.policy->owner)});
}

// One that approves another text, and is not merged, may be replaced; one that is merged stands,
// whatever became of the role of who signed it.
bool IsDecided(const ReviewCase& review, const ChangeProposal& proposal) {
  const GovernanceDecision* known = review.DecisionOn(proposal.proposal_id);
  if (known == nullptr) return false;
  const bool is_merged = review.run.is_in_base(known->where.file);
  const Objection why =
      is_merged ? WhyUnsigned(review.request, *known) : WhyUnproven(review.request, *known);
  if (!why.code.empty()) return false;
  const bool of_another_text =
      known->decision == DecisionKind::kApproved && known->proposal_digest != proposal.digest;
  return !of_another_text || is_merged;
}

// Whether somebody wrote it anew by hand, so that it lacks their signature.
bool IsEdited(World& world, Git& git, const GovernanceDecision& known) {
  const auto top = git.TopLevel();
  if (!top) return false;
  const auto text = ReadDecision(world, *top, known.where.file);
  return text.has_value() && DigestText(Sha256Of(*text)) != known.content;
}

ExitCode RefuseDecided(World& world, const ReviewCase& review, const std::string& id) {
  const std::string& file = review.DecisionOn(id)->where.file;
  return FailUsage(world, fmt::format("`{}` has a decision already: {}", id, file),
                   review.run.is_in_base(file)
                       ? "it is merged and stands; a new proposal is needed"
                       : fmt::format("it is not merged yet: edit it, and leyline decide {} signs "
                                     "what it says then; or take it out: git rm {}*",
                                     id, file));
}

ExitCode RunDecide(World& world, const DecideFlags& flags) {
  Git git(world.process, "");
  auto review = ReadReviewCase(world, git, flags.target, RecordScope::kOpen, flags.proposal);
  if (!review) return Fail(world, review.error());
  const ProposalStatus* status = (*review)->Find(flags.proposal);
  if (status == nullptr) return NoSuchProposal(world, **review, flags.proposal);
  if (IsDecided(**review, *status->proposal)) {
    const GovernanceDecision& known = *(*review)->DecisionOn(flags.proposal);
    const bool anew = flags.rationale.empty() && !(*review)->run.is_in_base(known.where.file) &&
                      IsEdited(world, git, known);
    if (!anew) return RefuseDecided(world, **review, flags.proposal);
  }
  auto principal = PrincipalAtWork(world, git, **review, flags.as);
  if (!principal) return Fail(world, principal.error());
  const auto may = MayDecide((*review)->request, *principal, KindOf(flags.kind));
  if (!may) return Fail(world, may.error());
  if (flags.rationale.empty()) return SignDecision(world, git, **review, *principal, flags);
  if (KindOf(flags.kind) == DecisionKind::kApproved) {
    std::string missing = Missing(*status);
    if (missing.empty() && Approvers(**review, *status->proposal).empty()) {
      missing = fmt::format("  missing LG4005 nobody has approved it\n          next: {}\n",
                            Printable(status->next));
    }
    if (!missing.empty()) {
      world.out += fmt::format("`{}` can't be approved yet:\n{}", flags.proposal, missing);
      return ExitCode::kBlocked;
    }
    if (flags.rollback.empty()) {
      return FailUsage(world, "leyline decide: --rollback-plan is missing",
                       "say which release to go back to, how, and who does it");
    }
  }
  auto decision = Make(flags, **review, *status->proposal, world.clock.Now());
  if (!decision) return Fail(world, decision.error());
  decision->decided_by = std::move(*principal);
  const std::string path =
      fmt::format("{}/decisions/{}.yaml", (*review)->run.rules.config.governance, flags.proposal);
  const auto top = git.TopLevel();
  const bool is_there =
      top.has_value() && world.disk.TypeOf(*top + "/" + path) != FileType::kMissing;
  if (is_there && !git.Uncommitted({path}).empty()) {
    return FailUsage(
        world, fmt::format("{} is there already, and not committed", path),
        fmt::format("leyline decide {} signs what it says; or take it away first", flags.proposal));
  }
  const std::string text = TextOf(*decision);
  auto read = ParseDecision(path, text);
  if (!read) {
    Errors errors = read.error();
    for (Error& error : errors) error.where.reset();  // no such file is there yet
    return Fail(world, errors);
  }
  return WriteDecision(world, git, **review, *read, text, flags.key);
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
                 .help = "why it was decided so; without it a decision that was written by hand is "
                         "signed as it stands",
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
                 .help =
                     "what it is tied to: a sentence for people; or ID=manual:TEXT, which `leyline "
                     "resolve` meets, ID=check:TEXT, which a job does, ID=date:TIME",
                 .list = &flags->conditions},
                KeyFlagOf(flags->key),
                AsFlagOf(flags->as)},
      .run = [flags](World& world) { return RunDecide(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput,
                ExitCode::kStore},
      .environment = kSigningEnvironment};
  for (Flag& flag : TargetFlagsOf(flags->target)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace leyline
