// approve, reject, defer, revoke: what one person says about one proposal, signed.
#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/gate/ballots.h"
#include "report/sheet.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/review_case.h"
#include "tools/leyline/signing.h"

namespace leyline {
namespace {

struct VoteFlags {
  std::string proposal;
  std::string reason;
  std::string until;
  std::string key;
  std::string as;
  TargetFlags target;
};

Error Misuse(std::string code, std::string message, std::string fix) {
  return {.kind = ErrorKind::kUsage,
          .code = std::move(code),
          .message = std::move(message),
          .fix = std::move(fix)};
}

bool NeedsReason(Vote vote, const ChangeProposal& proposal) {
  if (vote != Vote::kApprove) return true;
  return proposal.risk_level.has_value() && *proposal.risk_level >= Risk::kHigh;
}

// "arm" of "arm: measured on both boards".
std::string_view ConditionOf(const Statement& statement) {
  return std::string_view(statement.reason).substr(0, statement.reason.find(':'));
}

// Whether `now` takes the place of what the same person said before: an opinion of an opinion, a
// word on a condition of one on the same.
bool Replaces(const Statement& now, const Statement& before) {
  if (before.principal != now.principal) return false;
  if (IsOpinion(now.vote)) return IsOpinion(before.vote);
  return IsOnCondition(now.vote) && IsOnCondition(before.vote) &&
         ConditionOf(now) == ConditionOf(before);
}

// Own statements on the proposal that nothing replaces yet, and `now` does: those of the branch,
// and those that were written and not committed.
Result<std::vector<std::string>> LastWords(World& world, Git& git, const ReviewCase& review,
                                           const Statement& now) {
  const std::string& id = now.proposal_id;
  std::vector<Statement> own;
  for (const ProvenStatement& one : StatementsOn(review.request, id)) {
    if (Replaces(now, one.statement)) own.push_back(one.statement);
  }
  auto top = git.TopLevel();
  if (!top) return Fail(top.error());
  const std::string path = fmt::format("{}/approvals/{}/", review.run.rules.config.governance, id);
  const auto listed = world.disk.List(*top + "/" + path);
  for (const DirEntry& entry : listed.value_or(std::vector<DirEntry>())) {
    if (entry.type != FileType::kRegular || !entry.name.ends_with(".json")) continue;
    const auto text = world.disk.Read(*top + "/" + path + entry.name, kMaxStatement);
    if (!text.has_value()) continue;
    auto statement = ParseStatement(path + entry.name, *text);
    if (statement.has_value() && Replaces(now, *statement)) own.push_back(*statement);
  }
  std::vector<std::string> last;
  for (const Statement& one : own) {
    const std::string digest = DigestOf(one);
    const bool replaced = std::any_of(own.begin(), own.end(), [&](const Statement& other) {
      return std::find(other.supersedes.begin(), other.supersedes.end(), digest) !=
             other.supersedes.end();
    });
    if (!replaced) last.push_back(digest);
  }
  std::sort(last.begin(), last.end());
  last.erase(std::unique(last.begin(), last.end()), last.end());
  return last;
}

// What makes an approval useless is said before anybody signs it.
Status CheckUseful(const ReviewCase& review, const ProposalStatus& status,
                   const std::string& principal) {
  const ChangeProposal& proposal = *status.proposal;
  if (status.state == ProposalState::kImplemented) {
    return Fail(Misuse("LG3013", fmt::format("`{}` {}", proposal.proposal_id, status.spent),
                       "a new proposal is needed"));
  }
  if (status.state == ProposalState::kWithdrawn || status.state == ProposalState::kSuperseded) {
    return Fail(Misuse("LG3014", fmt::format("`{}` {}", proposal.proposal_id, status.spent),
                       "a new proposal is needed"));
  }
  if (status.state == ProposalState::kExpired) {
    return Fail(Misuse("LG4004", fmt::format("the review of `{}` is over", proposal.proposal_id),
                       status.next));
  }
  if (proposal.level == ProposalLevel::kDraft) {
    return Fail(Misuse("LG3001", fmt::format("`{}` is a draft", proposal.proposal_id),
                       "its proposer completes it and writes `status: submitted`"));
  }
  const Objection objection = ObjectionTo(principal, review.request, proposal);
  const bool consents = objection.code == "LG4007" || objection.code == "LG4008";
  const bool owners = review.run.rules.policy.subsystem_owners == SubsystemOwners::kRequired;
  if (!objection.code.empty() && !(owners && (consents || objection.code == "LG4009"))) {
    return Fail(Misuse(std::string(objection.code),
                       fmt::format("`{}` can't approve `{}`: {} {}", principal,
                                   proposal.proposal_id, principal, objection.clause),
                       fmt::format("ask {}", Join(status.can_approve, ", "))));
  }
  for (const Requirement& one : status.requirements) {
    if (one.satisfied || !one.code.starts_with("LG5")) continue;
    return Fail(Misuse(one.code, one.message, one.next));
  }
  return {};
}

// An objection that will stop nothing is refused before somebody relies on it.
Status CheckObjection(const ReviewCase& review, Vote vote, const std::string& id,
                      const std::string& principal) {
  const std::string& owner = review.request.policy->owner;
  if (vote == Vote::kReject && !HasRole(review.request, principal)) {
    return Fail(Misuse("LG4009",
                       fmt::format("`{}` is neither owner nor reviewer in the policy at base, and "
                                   "would stop nothing",
                                   principal),
                       fmt::format("tell `{}`, who may: leyline reject {}", owner, id)));
  }
  if (vote == Vote::kDefer && !IsBehind(review.request, principal, owner)) {
    return Fail(Misuse("LG4009", "only the owner defers",
                       fmt::format("ask `{}`; or object: leyline reject {}", owner, id)));
  }
  return {};
}

Status CheckWithdrawal(const ReviewCase& review, const ChangeProposal& proposal,
                       const std::string& principal) {
  if (MayWithdraw(review.request, principal, proposal)) return {};
  return Fail(Misuse("LG4038",
                     fmt::format("`{}` is neither who submitted `{}` nor the owner", principal,
                                 proposal.proposal_id),
                     fmt::format("ask `{}`; or object: leyline reject {}", proposal.submitted_by,
                                 proposal.proposal_id)));
}

// The reason names the condition: "arm: measured on both boards".
Status CheckResolution(const ReviewCase& review, const VoteFlags& flags,
                       const std::string& principal) {
  std::vector<std::string> ids;
  if (const GovernanceDecision* decision = review.DecisionOn(flags.proposal)) {
    if (!MayResolve(review.request, principal, *decision)) {
      return Fail(
          Misuse("LG4038",
                 fmt::format("`{}` is neither who decided on `{}` nor the owner", principal,
                             flags.proposal),
                 fmt::format("ask `{}`", decision->decided_by.empty() ? review.request.policy->owner
                                                                      : decision->decided_by)));
    }
    for (const Condition& condition : decision->conditions) {
      if (condition.kind != ConditionKind::kManual) continue;
      ids.push_back(condition.id);
      if (Trim(flags.reason).starts_with(condition.id + ":")) return {};
    }
  }
  if (ids.empty()) {
    return Fail(Misuse(
        "LG4022",
        fmt::format("the decision on `{}` has no condition of kind `manual`", flags.proposal),
        "leyline status says what is missing"));
  }
  return Fail(Misuse(
      "LG4022", "--reason names no condition of the decision",
      fmt::format("begin it with one of {}: --reason '{}: HOW'", Join(ids, ", "), ids.front())));
}

Statement MakeStatement(Vote vote, const VoteFlags& flags, const ReviewCase& review,
                        const ChangeProposal& proposal, const std::string& principal, Time now) {
  return {.principal = principal,
          .vote = vote,
          .reason = std::string(Trim(flags.reason)),
          .repository = review.run.rules.config.repository,
          .target_ref = review.request.target_ref,
          .proposal_id = proposal.proposal_id,
          .proposal_digest = proposal.digest,
          .changes = ChangeDigestsOf(proposal),
          .supersedes = {},
          .issued_at = now};
}

Result<std::optional<Time>> ReadUntil(const std::string& told, Time now) {
  if (told.empty()) return std::optional<Time>();
  auto time = ParseTime(told);
  if (!time) return Fail(time.error());
  if (*time > now) return std::optional<Time>(*time);
  return Fail(Misuse("LG1013", fmt::format("--until {} is not in the future", told),
                     "say when the review is to go on"));
}

ExitCode RunVote(World& world, Vote vote, const VoteFlags& flags) {
  Git git(world.process, "");
  auto review = ReadReviewCase(world, git, flags.target, RecordScope::kOpen, flags.proposal);
  if (!review) return Fail(world, review.error());
  const ProposalStatus* status = (*review)->Find(flags.proposal);
  if (status == nullptr) return NoSuchProposal(world, **review, flags.proposal);
  const ChangeProposal& proposal = *status->proposal;
  auto principal = PrincipalAtWork(world, git, **review, flags.as);
  if (!principal) return Fail(world, principal.error());
  const Status useful = vote == Vote::kApprove    ? CheckUseful(**review, *status, *principal)
                        : vote == Vote::kWithdraw ? CheckWithdrawal(**review, proposal, *principal)
                        : IsOnCondition(vote)
                            ? CheckResolution(**review, flags, *principal)
                            : CheckObjection(**review, vote, flags.proposal, *principal);
  if (!useful) return Fail(world, useful.error());
  if (NeedsReason(vote, proposal) && Trim(flags.reason).empty()) {
    return FailUsage(world, fmt::format("leyline {} needs --reason here", NameOf(vote)),
                     "say why, in a sentence that the others can read");
  }
  Statement statement =
      MakeStatement(vote, flags, **review, proposal, *principal, world.clock.Now());
  auto until = ReadUntil(flags.until, statement.issued_at);
  if (!until) return Fail(world, until.error());
  statement.until = *until;
  auto last = LastWords(world, git, **review, statement);
  if (!last) return Fail(world, last.error());
  statement.supersedes = std::move(*last);
  if (vote == Vote::kRevoke && statement.supersedes.empty()) {
    return FailUsage(world, fmt::format("`{}` has said nothing about `{}` that could be revoked",
                                        statement.principal, flags.proposal));
  }
  const std::string path = fmt::format("{}/approvals/{}/{}", (*review)->run.rules.config.governance,
                                       flags.proposal, FileNameOf(statement));
  if (auto fit = ParseStatement(path, TextOf(statement)); !fit) return Fail(world, fit.error());
  auto key_file = KeyFile(world, git, **review, flags.key);
  if (!key_file) return Fail(world, key_file.error());
  world.out +=
      SheetText({&(*review)->request, status}, {.colour = world.colour, .width = world.width}) +
      "\n";
  std::vector<std::pair<std::string, std::string>> files = {{path, TextOf(statement)}};
  if (!key_file->empty()) {
    auto signature = SignAs(world, **review, ToSign(statement), *key_file);
    if (!signature) return Fail(world, signature.error());
    files.emplace_back(path + ".sig", std::move(*signature));
  }
  return WriteRecords(world, git, files);
}

Subcommand VoteCommand(Vote vote, std::string_view summary, std::string_view examples) {
  auto flags = std::make_shared<VoteFlags>();
  Subcommand command{
      .name = NameOf(vote),
      .summary = summary,
      .examples = examples,
      .flags = {{.name = "PROPOSAL",
                 .value = "",
                 .help = "its id",
                 .required = true,
                 .text = &flags->proposal},
                {.name = "--reason",
                 .value = "TEXT",
                 .help = "why; an approval needs one for risk HIGH and above, all else always",
                 .text = &flags->reason},
                KeyFlagOf(flags->key),
                AsFlagOf(flags->as)},
      .run = [flags, vote](World& world) { return RunVote(world, vote, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore},
      .environment = kSigningEnvironment};
  if (vote == Vote::kDefer) {
    command.flags.push_back({.name = "--until",
                             .value = "TIME",
                             .help = "when the review goes on by itself, as 2026-01-31T23:59:59Z; "
                                     "else when you say so (leyline revoke)",
                             .text = &flags->until});
  }
  for (Flag& flag : TargetFlagsOf(flags->target)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace

Subcommand ApproveCommand() {
  return VoteCommand(Vote::kApprove, "approves a proposal: writes a statement, signed",
                     "  leyline approve drop-legacy-mode\n"
                     "  leyline approve drop-legacy-mode --key ~/.ssh/id_ed25519 --reason 'no "
                     "reader is left'\n");
}

Subcommand RejectCommand() {
  return VoteCommand(Vote::kReject, "objects to a proposal, which stops it until revoked",
                     "  leyline reject drop-legacy-mode --reason 'nissa still reads it'\n");
}

Subcommand DeferCommand() {
  return VoteCommand(Vote::kDefer, "puts a proposal off; meanwhile its review window stands still",
                     "  leyline defer drop-legacy-mode --reason 'after the release' \\\n"
                     "      --until 2026-01-31T00:00:00Z\n");
}

Subcommand RevokeCommand() {
  return VoteCommand(Vote::kRevoke, "takes back what one said about a proposal",
                     "  leyline revoke drop-legacy-mode --reason 'a reader was found'\n");
}

Subcommand WithdrawCommand() {
  return VoteCommand(Vote::kWithdraw, "takes back a proposal that one submitted",
                     "  leyline withdraw drop-legacy-mode --reason 'the field stays'\n");
}

Subcommand ResolveCommand() {
  return VoteCommand(
      Vote::kResolve, "says that a condition of the decision is met",
      "  leyline resolve drop-legacy-mode --reason 'arm: measured on both boards'\n");
}

Subcommand ReopenCommand() {
  return VoteCommand(Vote::kReopen, "says that a condition that was resolved is not met after all",
                     "  leyline reopen drop-legacy-mode --reason 'arm: on the wrong board'\n");
}

}  // namespace leyline
