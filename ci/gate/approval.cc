#include "ci/gate/approval.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"
#include "ci/gate/approvers.h"
#include "ci/gate/ballots.h"
#include "ci/gate/conditions.h"

namespace leyline {
namespace {

// How far the clocks of two honest machines may differ.
constexpr int64_t kClockSkewSeconds = 300;
constexpr int64_t kDaySeconds = 24 * 3600;

// The checks of one proposal: what they look at, and what they found.
class Hearing {
 public:
  Hearing(const GateRequest& request, const Docket& docket, const ChangeProposal& proposal)
      : request_(request), docket_(docket), proposal_(proposal), id_(proposal.proposal_id) {}

  std::vector<Requirement> Hold() {
    CheckComplete();
    CheckTarget();
    CheckEnded();
    CheckDependencies();
    const GovernanceDecision* decision = CheckDecision();
    if (decision == nullptr) {
      if (docket_.decisions.find(id_) == docket_.decisions.end()) CheckStillOpen();
      if (HasStatements()) AddAll(CheckApprovers(request_, proposal_, nullptr));
      return std::move(found_);
    }
    CheckDecisionComplete(*decision);
    CheckDecider(*decision);
    CheckDecidedText(*decision);
    CheckWindow(*decision);
    CheckDeadline(*decision);
    AddAll(CheckConditions(request_, proposal_, *decision));
    AddAll(CheckApprovers(request_, proposal_, decision));
    return std::move(found_);
  }

 private:
  void Add(std::string_view code, bool satisfied, std::string message, const SourceSpan& where,
           std::string next = "") {
    found_.push_back({.code = std::string(code),
                      .satisfied = satisfied,
                      .message = std::move(message),
                      .change_digest = "",
                      .where = where,
                      .next = satisfied ? "" : std::move(next)});
  }

  void AddAll(std::vector<Requirement> requirements) {
    for (Requirement& requirement : requirements) found_.push_back(std::move(requirement));
  }

  bool HasStatements() const { return !StatementsOn(request_, id_).empty(); }

  void AddErrors(const Errors& errors) {
    for (const Error& error : errors) {
      Add(error.code, false, fmt::format("proposal `{}`: {}", id_, error.message),
          error.where.value_or(proposal_.where), error.fix);
    }
  }

  void CheckComplete() {
    const Errors errors = ValidateProposal(proposal_, ProposalLevel::kSubmitted);
    AddErrors(errors);
    if (proposal_.level == ProposalLevel::kDraft) {
      Add("LG3001", false, fmt::format("proposal `{}` is a draft", id_), proposal_.where,
          fmt::format("write `status: submitted` in {}", ProposalFile(id_)));
    } else if (errors.empty()) {
      Add("LG3001", true, fmt::format("proposal `{}` is complete", id_), proposal_.where);
    }
  }

  void CheckTarget() {
    if (proposal_.target_ref.empty()) {
      Add("LG3019", false, fmt::format("proposal `{}` does not say which branch it is for", id_),
          proposal_.where,
          fmt::format("write `target_ref: {}` in {}", request_.target_ref, ProposalFile(id_)));
      return;
    }
    const bool same = proposal_.target_ref == request_.target_ref;
    Add("LG3019", same,
        same ? fmt::format("proposal `{}` is for `{}`", id_, request_.target_ref)
             : fmt::format("proposal `{}` is for `{}`, this change goes to `{}`", id_,
                           proposal_.target_ref, request_.target_ref),
        proposal_.where, "write a proposal for this branch");
  }

  // The decision when there is exactly one and it approves; else null, and the reason is found.
  const GovernanceDecision* CheckDecision() {
    const auto entry = docket_.decisions.find(id_);
    if (entry == docket_.decisions.end()) {
      NoDecision();
      return nullptr;
    }
    const auto& decisions = entry->second;
    if (decisions.size() > 1) {
      Add("LG4029", false,
          fmt::format("proposal `{}` has {} decisions: {}, {}", id_, decisions.size(),
                      decisions[0]->where.file, decisions[1]->where.file),
          decisions[1]->where, "keep the one that holds");
      return nullptr;
    }
    const GovernanceDecision& decision = *decisions.front();
    switch (decision.decision) {
      case DecisionKind::kApproved:
        Add("LG4001", true, fmt::format("proposal `{}` was approved", id_), decision.where);
        return &decision;
      case DecisionKind::kRejected:
        Add("LG4002", false,
            fmt::format("proposal `{}` was rejected: {}", id_, decision.decision_rationale),
            decision.where, "take the change back, or write another proposal");
        return nullptr;
      case DecisionKind::kDeferred:
        Add("LG4003", false,
            fmt::format("proposal `{}` was deferred: {}", id_, decision.decision_rationale),
            decision.where, fmt::format("ask `{}` when to resume", request_.policy->owner));
        return nullptr;
    }
    return nullptr;
  }

  void NoDecision() {
    const auto unproven = docket_.unproven.find(id_);
    if (unproven == docket_.unproven.end()) {
      return Add("LG4001", false, fmt::format("proposal `{}` has no decision", id_),
                 proposal_.where,
                 fmt::format("{}whoever decides runs leyline decide {}, or writes {} with {}",
                             HowToReview(), id_, DecisionFile(id_), BindingLine()));
    }
    const std::string decide = fmt::format("whoever decides signs it: leyline decide {}", id_);
    Add("LG4001", false, fmt::format("proposal `{}` has no decision that counts", id_),
        proposal_.where, decide);
    for (const GovernanceDecision* decision : unproven->second) {
      const Objection why = WhyUnproven(request_, *decision);
      Add(why.code, false, fmt::format("the decision on `{}` {}", id_, why.clause), decision->where,
          decide);
    }
  }

  // Empty when all have approved who must.
  std::string HowToReview() const {
    const auto approvals = CheckApprovers(request_, proposal_, nullptr);
    if (std::all_of(approvals.begin(), approvals.end(),
                    [](const Requirement& one) { return one.satisfied; })) {
      return "";
    }
    const std::vector<std::string> people = WhoCanApprove(request_, proposal_, nullptr);
    if (people.empty()) return "have it reviewed; then ";
    return fmt::format("ask {} to run leyline approve {}; then ", Join(people, ", "), id_);
  }

  void CheckDecisionComplete(const GovernanceDecision& decision) {
    for (const Error& error : ValidateDecision(decision)) {
      Add(error.code, false, fmt::format("decision on `{}`: {}", id_, error.message),
          error.where.value_or(decision.where), error.fix);
    }
  }

  // Whoever writes down what was decided has a role, or is a machine that does so for others.
  void CheckDecider(const GovernanceDecision& decision) {
    if (decision.decided_by.empty()) return;
    const Principal* principal = request_.people.Find(decision.decided_by);
    if (principal != nullptr && principal->robot) return;
    if (HasRole(request_, principal == nullptr ? decision.decided_by : principal->id)) return;
    Add("LG4038", false,
        fmt::format("`{}` was decided by `{}`, who is neither owner nor reviewer", id_,
                    decision.decided_by),
        decision.where, fmt::format("ask `{}` to decide", request_.policy->owner));
  }

  // `proposal_digest: "sha256:..."`: what a decision on this text says.
  std::string BindingLine() const {
    return fmt::format("`proposal_digest: \"{}\"`", proposal_.digest);
  }

  // A decision approves the text that was decided on, and no other.
  void CheckDecidedText(const GovernanceDecision& decision) {
    if (decision.proposal_digest.empty()) {
      Add("LG4015", false,
          fmt::format("the decision on `{}` does not say which text it approves", id_),
          decision.where, fmt::format("write {} in {}", BindingLine(), DecisionFile(id_)));
      return;
    }
    const bool same = decision.proposal_digest == proposal_.digest;
    Add("LG4015", same,
        same ? fmt::format("proposal `{}` is the text that was decided on", id_)
             : fmt::format("proposal `{}` was decided on as {}, now it is {}", id_,
                           decision.proposal_digest, proposal_.digest),
        decision.where, "take the edit back, or have the new text approved");
  }

  // When the review began: the log's word, unless the proposal itself claims an earlier time. So a
  // first gate run can't lengthen a window that is already running.
  std::optional<Time> ReviewStart() const {
    const auto seen = docket_.first_seen.find({id_, proposal_.round});
    if (seen == docket_.first_seen.end()) return proposal_.submitted_at;
    return std::min(seen->second.at, proposal_.submitted_at.value_or(seen->second.at));
  }

  // Decided inside [start, start + review_timeout_days); without `decided_at`, now counts.
  void CheckWindow(const GovernanceDecision& decision) {
    const std::optional<Time> start = ReviewStart();
    if (!start.has_value()) {
      Add("LG3018", false, fmt::format("nothing says when proposal `{}` was submitted", id_),
          proposal_.where,
          fmt::format("write `submitted_at: {}` in {}", FormatTime(request_.now),
                      ProposalFile(id_)));
      return;
    }
    if (!IsPast(*start)) {
      Add("LG3018", false,
          fmt::format("proposal `{}` is submitted at {}, which is in the future", id_,
                      FormatTime(*start)),
          proposal_.where, "correct `submitted_at`");
      return;
    }
    const Time decided = decision.decided_at.value_or(request_.now);
    const bool before = proposal_.submitted_at.has_value() && decided < *proposal_.submitted_at;
    if (!IsPast(decided) || before) {
      Add("LG4019", false,
          fmt::format("`{}` was decided at {}, {}", id_, FormatTime(decided),
                      before ? "before it was submitted" : "in the future"),
          decision.where, "correct `decided_at`");
      return;
    }
    const Time end = EndOfReview(*start);
    const bool in_time = decided < end;
    Add("LG4004", in_time,
        in_time ? fmt::format("`{}` was decided within its review window, which ends {}", id_,
                              FormatTime(end))
                : fmt::format("the review window of `{}` ended {} and it was decided {}", id_,
                              FormatTime(end), FormatTime(decided)),
        decision.where, HowToRenew());
  }

  std::string HowToRenew() const {
    return fmt::format(
        "leyline renew {} opens another round; one that the target has is proposed anew, under "
        "another id",
        id_);
  }

  // Without a decision there is only one thing to say of the window: that it is over.
  void CheckStillOpen() {
    const std::optional<Time> start = ReviewStart();
    if (!start.has_value()) return;
    const Time end = EndOfReview(*start);
    if (request_.now < end) return;
    Add("LG4004", false,
        fmt::format("the review window of `{}` ended {} without a decision", id_, FormatTime(end)),
        proposal_.where, HowToRenew());
  }

  // While the owner has put it off, the clock stands. What comes after the end moves it no more.
  Time EndOfReview(Time start) const {
    Time end{start.seconds + request_.policy->review_timeout_days * kDaySeconds};
    Time counted = start;
    for (const Pause& pause : PausesOf(request_, proposal_)) {
      if (pause.from >= end || !IsPast(pause.from)) break;
      const Time from = std::max(pause.from, counted);
      if (pause.to <= from) continue;
      end.seconds += pause.to.seconds - from.seconds;
      counted = pause.to;
    }
    return end;
  }

  bool IsPast(Time time) const {
    return time.seconds <= request_.cautious().seconds + kClockSkewSeconds;
  }

  // Half-open: at exactly the deadline it is over. A missing one is CheckDecisionComplete's.
  void CheckDeadline(const GovernanceDecision& decision) {
    if (!decision.implementation_deadline.has_value()) return;
    CheckDeadlineIsNear(decision);
    const std::string deadline = FormatTime(*decision.implementation_deadline);
    const bool open = request_.now < *decision.implementation_deadline;
    Add("LG4023", open,
        open ? fmt::format("`{}` is to be implemented before {}", id_, deadline)
             : fmt::format("the implementation deadline of `{}` passed at {}", id_, deadline),
        decision.where, "have it approved again with a new deadline");
  }

  void CheckDeadlineIsNear(const GovernanceDecision& decision) {
    const int days = request_.policy->max_implementation_days;
    if (days == 0) return;
    const Time latest{decision.decided_at.value_or(request_.now).seconds + days * kDaySeconds};
    if (*decision.implementation_deadline <= latest) return;
    Add("LG4024", false,
        fmt::format("`{}` may be implemented until {}, more than {} days after the decision", id_,
                    FormatTime(*decision.implementation_deadline), days),
        decision.where,
        fmt::format("set `implementation_deadline` to {} at most", FormatTime(latest)));
  }

  void CheckEnded() {
    const auto ended = docket_.ended.find(id_);
    if (ended == docket_.ended.end()) return;
    Add("LG3014", false, fmt::format("proposal `{}` {}", id_, ended->second.how),
        ended->second.where, "write a new proposal");
  }

  // What comes first is implemented, or comes in the same change and is approved.
  void CheckDependencies() {
    for (const std::string& first : proposal_.depends_on) {
      const bool done = docket_.spent.contains(first) || (first != id_ && ComesAlong(first));
      Add("LG3016", done,
          done ? fmt::format("`{}` depends on `{}`, which comes before or with it", id_, first)
               : fmt::format("`{}` depends on `{}`, which is not implemented", id_, first),
          proposal_.places.Of("depends_on"),
          fmt::format("merge `{}` first; `leyline merged` records that it was", first));
    }
  }

  bool ComesAlong(std::string_view id) const {
    const auto found =
        std::find_if(docket_.proposals.begin(), docket_.proposals.end(),
                     [&](const ChangeProposal* other) { return other->proposal_id == id; });
    if (found == docket_.proposals.end() || ApprovalOf(docket_, **found) == nullptr) return false;
    const std::vector<std::string> digests = ChangeDigestsOf(**found);
    return std::all_of(digests.begin(), digests.end(), [&](const std::string& digest) {
      return std::any_of(request_.changes.begin(), request_.changes.end(),
                         [&](const Change& change) { return change.digest == digest; });
    });
  }

  const GateRequest& request_;
  const Docket& docket_;
  const ChangeProposal& proposal_;
  const std::string& id_;
  std::vector<Requirement> found_;
};

}  // namespace

// A policy that asks for less than it did when the review began does so for others.
std::vector<Requirement> CheckApproval(const GateRequest& request, const Docket& docket,
                                       const ChangeProposal& proposal) {
  const auto seen = docket.first_seen.find({proposal.proposal_id, proposal.round});
  const ReviewTerms then = seen == docket.first_seen.end() ? ReviewTerms() : seen->second.terms;
  const Policy& now = *request.policy;
  const bool fewer = then.min_approvals > now.min_approvals;
  const bool longer = then.days > 0 && then.days < now.review_timeout_days;
  if (!fewer && !longer) return Hearing(request, docket, proposal).Hold();
  Policy held = now;
  if (fewer) held.min_approvals = static_cast<int>(then.min_approvals);
  if (longer) held.review_timeout_days = static_cast<int>(then.days);
  GateRequest stricter = request;
  stricter.policy = &held;
  std::vector<Requirement> found = Hearing(stricter, docket, proposal).Hold();
  found.push_back(
      {.code = "LG4005",
       .satisfied = true,
       .message = fmt::format("`{}` is reviewed as the policy was when it was first "
                              "seen: {} approvals within {} days",
                              proposal.proposal_id, held.min_approvals, held.review_timeout_days),
       .change_digest = "",
       .where = proposal.where,
       .next = "",
       .note = true});
  return found;
}

}  // namespace leyline
