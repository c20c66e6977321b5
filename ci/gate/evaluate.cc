#include "ci/gate/evaluate.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/check.h"
#include "base/strings.h"
#include "ci/events.h"
#include "ci/gate/approval.h"
#include "ci/gate/approvers.h"
#include "ci/gate/bypass.h"
#include "ci/gate/circuit.h"
#include "ci/gate/coverage.h"
#include "ci/gate/diff_check.h"
#include "ci/gate/docket.h"
#include "ci/gate/impact_check.h"

namespace leyline {
namespace {

constexpr std::string_view kRecordRemoved = "LG5010";

std::string Ids(const std::vector<const ProposalFit*>& candidates) {
  std::vector<std::string> ids;
  for (const ProposalFit* candidate : candidates) {
    ids.push_back("`" + candidate->proposal->proposal_id + "`");
  }
  return Join(ids, ", ");
}

// One evaluation: the requirements in reading order, and the proposals that they rest on.
class Gate {
 public:
  explicit Gate(const GateRequest& request)
      : request_(request),
        policy_(*request.policy),
        docket_(MakeDocket(request)),
        coverage_(ComputeCoverage(request, docket_)) {}

  GateVerdict Run() {
    for (const Change* change : docket_.gated) verdict_.gated.push_back(change->digest);
    CheckScope();
    if (request_.clock_trouble.has_value()) Say("LG7006", request_.clock_trouble->words);
    for (const std::string& repair : request_.repaired)
      Say("LG2016", repair + ": --repair vouches");
    for (std::size_t i = 0; i < docket_.gated.size(); ++i) {
      CheckChange(*docket_.gated[i], coverage_.claims[i]);
    }
    NoteWaivers();
    NoteWeakenings();
    AddAll(CheckImpact(request_, docket_, used_));
    CheckEvidence();
    CheckVersion();
    CheckBindings();
    CheckRecords();
    SettleBypasses(request_, docket_, verdict_);
    CheckEnforcement();
    Settle();
    return std::move(verdict_);
  }

 private:
  void Add(Requirement requirement) { verdict_.requirements.push_back(std::move(requirement)); }
  void AddAll(std::vector<Requirement> requirements) {
    for (Requirement& requirement : requirements) Add(std::move(requirement));
  }
  void Say(std::string_view code, std::string message) {
    Add({.code = std::string(code),
         .satisfied = true,
         .message = std::move(message),
         .change_digest = "",
         .where = std::nullopt,
         .next = ""});
  }
  void AddAbout(const Change& change, std::string_view code, bool satisfied, std::string message,
                std::string next) {
    Add({.code = std::string(code),
         .satisfied = satisfied,
         .message = std::move(message),
         .change_digest = change.digest,
         .where = WhereIs(change),
         .next = satisfied ? "" : std::move(next)});
  }

  void CheckScope() {
    if (request_.changes.empty()) return Say("", "0 contract changes");
    if (!docket_.gated.empty()) return;
    const std::size_t count = request_.changes.size();
    Say("LG5001", fmt::format("{} contract change{} a proposal in mode `{}`", count,
                              count == 1 ? ", which does not need" : "s, none of which needs",
                              NameOf(policy_.gating.mode)));
  }

  // Coverage of one change, and behind it the proposals that it brings into play.
  void CheckChange(const Change& change, const Coverage::Claims& claims) {
    std::vector<const ProposalFit*> approved;
    for (const ProposalFit* candidate : claims.exact) {
      if (ApprovalOf(docket_, *candidate->proposal)) approved.push_back(candidate);
    }
    if (approved.size() > 1) {
      AddAbout(change, "LG5002", false,
               fmt::format("{} is covered by {} approved proposals: {}; exactly one must cover it",
                           WordsFor(change), approved.size(), Ids(approved)),
               "withdraw all but one");
    } else if (!claims.exact.empty()) {
      AddAbout(change, "LG5001", true,
               fmt::format("{} is proposed in {}", WordsFor(change),
                           Ids(approved.empty() ? claims.exact : approved)),
               "");
    } else {
      AddUncovered(change, claims);
    }
    for (const ProposalFit* candidate : approved.empty() ? claims.exact : approved) Use(*candidate);
  }

  void AddUncovered(const Change& change, const Coverage::Claims& claims) {
    AddAbout(change, "LG5001", false, WordsFor(change) + " has no approved proposal",
             "leyline propose ID --description TEXT, which takes all changes that have none");
    for (const ProposalFit* candidate : claims.spent) AddSpent(change, *candidate);
    for (const ProposalFit* candidate : claims.near) {
      if (shown_.insert(candidate).second) AddAll(CheckEntries(*candidate));
    }
  }

  void AddSpent(const Change& change, const ProposalFit& candidate) {
    const std::string& id = candidate.proposal->proposal_id;
    const auto ended = docket_.ended.find(id);
    const bool was_used = ended == docket_.ended.end();
    AddAbout(
        change, was_used ? "LG3013" : "LG3014", false,
        fmt::format("proposal `{}` {} and can't be used{}", id,
                    was_used ? docket_.spent.at(id) : ended->second.how, was_used ? " again" : ""),
        "write a new proposal");
  }

  void Use(const ProposalFit& candidate) {
    if (!in_use_.insert(&candidate).second) return;
    used_.push_back(&candidate);
    if (shown_.insert(&candidate).second) AddAll(CheckEntries(candidate));
    const ChangeProposal& proposal = *candidate.proposal;
    CheckShownDiff(proposal);
    AddAll(CheckApproval(request_, docket_, proposal));
    const GovernanceDecision* approval = ApprovalOf(docket_, proposal);
    const bool asked = policy_.owner_approval == OwnerApproval::kRequired;  // for every change
    if (approval != nullptr && ChangesPolicy(candidate) && !asked) {
      Add(CheckOwner(request_, proposal, approval));
    }
  }

  // People approve what they read.
  void CheckShownDiff(const ChangeProposal& proposal) {
    if (!request_.contracts_diff.has_value() || proposal.protobuf_diff == "auto") return;
    const std::string mismatch = DiffMismatch(proposal.protobuf_diff, *request_.contracts_diff);
    if (mismatch.empty()) return;
    Add({.code = "LG3005",
         .satisfied = false,
         .message = fmt::format("`protobuf_diff` of `{}` is not what changes: {}",
                                proposal.proposal_id, mismatch),
         .change_digest = "",
         .where = proposal.places.Of("protobuf_diff"),
         .next = fmt::format("leyline propose {} writes it anew; or write `auto`",
                             proposal.proposal_id)});
  }

  void NoteWaivers() {
    for (const auto& [change, waiver] : docket_.waived) {
      AddAbout(*change, "LG5011", true,
               fmt::format("{} is waived by `{}` until {}: {}", WordsFor(*change), waiver->owner,
                           FormatTime(waiver->expires), waiver->reason),
               "");
      verdict_.requirements.back().note = true;
    }
  }

  void NoteWeakenings() {
    for (const std::string& weakening : request_.weakenings) {
      Say("LG2018", "this change weakens the rules: " + weakening);
      verdict_.requirements.back().note = true;
    }
  }

  void CheckEvidence() {
    const bool any = std::any_of(used_.begin(), used_.end(), [&](const ProposalFit* candidate) {
      return ApprovalOf(docket_, *candidate->proposal) != nullptr;
    });
    if (!any || NeededEvidence(request_) != EvidenceLevel::kDeclared) return;
    Say("LG4018", "approvals count as `declared`: base has no keys that could prove who gave them");
  }

  void CheckVersion() {
    if (policy_.gating.mode != Mode::kStrict || docket_.gated.empty()) return;
    const int next = policy_.current_version + 1;
    const bool bumped = request_.version_bumped;
    Add({.code = "LG6002",
         .satisfied = bumped,
         .message =
             bumped
                 ? fmt::format("`current_version` rises to {} in this change", next)
                 : fmt::format("mode `strict` asks for `current_version: {}` in this change", next),
         .change_digest = "",
         .where = std::nullopt,
         .next = bumped
                     ? ""
                     : fmt::format("write `current_version: {}` in governance/policy.yaml", next)});
  }

  // What can't be generated after the merge is refused before it.
  void CheckBindings() {
    if (!policy_.auto_generate_bindings || !request_.bindings.has_value()) return;
    const BindingsTrial& trial = *request_.bindings;
    for (const Error& refusal : trial.refusals) {
      Add({.code = "LG9004",
           .satisfied = false,
           .message = refusal.message,
           .change_digest = "",
           .where = refusal.where,
           .next = "mend the contract, or set `auto_generate_bindings: false` in a change of the "
                   "policy that is approved"});
    }
    if (!trial.refusals.empty()) return;
    Say("LG9004",
        trial.languages.empty()
            ? "no bindings to make: leyline.yaml of the base names no language"
            : fmt::format("bindings of {} can be made: {}",
                          trial.contracts == 1 ? "1 contract"
                                               : fmt::format("{} contracts", trial.contracts),
                          Join(trial.languages, ", ")));
  }

  void CheckRecords() {
    CheckIds();
    for (const Error& error : request_.record_errors) {
      Add({.code = error.code,
           .satisfied = false,
           .message = error.message,
           .change_digest = "",
           .where = error.where,
           .next = error.fix});
    }
  }

  // One id, one text: else an approval of one would stand for the other.
  void CheckIds() {
    for (std::size_t i = 1; i < docket_.proposals.size(); ++i) {
      const ChangeProposal& one = *docket_.proposals[i - 1];
      const ChangeProposal& other = *docket_.proposals[i];
      if (one.proposal_id != other.proposal_id) continue;
      Add({.code = "LG1017",
           .satisfied = false,
           .message = fmt::format("proposal_id `{}` of {} is also used by {}", one.proposal_id,
                                  other.where.file, one.where.file),
           .change_digest = "",
           .where = other.where,
           .next = "give one of them another id, and have it decided on"});
    }
  }

  void CheckEnforcement() {
    if (policy_.block_on_validation_failure || Problems().empty()) return;
    Say("LG2014", "the policy at base reports problems without blocking on them");
  }

  std::vector<std::string> Problems() const {
    std::set<std::string> codes;
    for (const Requirement& requirement : verdict_.requirements) {
      if (!requirement.satisfied) codes.insert(requirement.code);
    }
    return {codes.begin(), codes.end()};
  }

  // Ids only: the log holds no addresses.
  void FindProposers() {
    constexpr std::size_t kMost = 20;
    std::set<std::string> ids;
    for (const ProposalFit* candidate : used_) {
      const ChangeProposal& proposal = *candidate->proposal;
      ids.insert(proposal.submitted_by.empty() ? proposal.proposer : proposal.submitted_by);
    }
    for (const std::string& author : ids.empty() ? request_.authors : std::vector<std::string>()) {
      const Principal* known = request_.people.Find(author);
      if (known != nullptr) {
        ids.insert(known->id);
      } else if (author.find('@') == std::string::npos) {
        ids.insert(author);
      }
    }
    ids.erase("");
    verdict_.proposers.assign(ids.begin(), ids.end());
    if (verdict_.proposers.size() > kMost) verdict_.proposers.resize(kMost);
  }

  void Settle() {
    FindProposers();
    const std::vector<std::string> problems = Problems();
    std::vector<std::string> digests;
    for (const Change& change : request_.changes) digests.push_back(change.digest);
    const bool enforced = policy_.block_on_validation_failure;
    NoteFirstSeen();
    if (problems.empty()) NoteApproved();
    SettleCircuits(request_,
                   {.record = {.change_set = ChangeSetDigest(std::move(digests)),
                               .verdict = "",
                               .violated = false,
                               .critical = CriticalProblems(),
                               .changes = request_.changes.size(),
                               .gated = docket_.gated.size(),
                               .codes = problems,
                               .policy_digest = policy_.digest,
                               .first_rules = request_.first_rules,
                               .generation = 0,
                               .run = "",
                               .target_ref = request_.target_ref,
                               .base = request_.base,
                               .head = request_.head,
                               .traceparent = request_.traceparent,
                               .took_ms = request_.took_ms,
                               .repairs = request_.repairs},
                    .violated_scopes = enforced ? ViolatedScopes() : std::set<std::size_t>(),
                    .blocked = enforced && !problems.empty()},
                   verdict_);
  }

  std::string CriticalProblems() const {
    std::set<std::string> codes;
    for (const Requirement& requirement : verdict_.requirements) {
      if (requirement.satisfied || !IsViolation(requirement)) continue;
      if (IsCritical(requirement.code)) codes.insert(requirement.code);
    }
    return Join(std::vector<std::string>(codes.begin(), codes.end()), ",");
  }

  // A violation about one change counts in that change's scope, one about the whole in all of them.
  std::set<std::size_t> ViolatedScopes() const {
    std::unordered_map<std::string_view, std::vector<std::size_t>> scopes_of;  // by digest
    for (std::size_t i = 0; i < request_.changes.size(); ++i) {
      scopes_of[request_.changes[i].digest].push_back(request_.scope_of[i]);
    }
    std::set<std::size_t> scopes;
    for (const Requirement& requirement : verdict_.requirements) {
      if (requirement.satisfied || !IsViolation(requirement)) continue;
      const auto about = scopes_of.find(requirement.change_digest);
      if (about != scopes_of.end()) {
        scopes.insert(about->second.begin(), about->second.end());
      } else {
        for (std::size_t i = 0; i < request_.scopes.size(); ++i) scopes.insert(i);
      }
    }
    return scopes;
  }

  // A record that can't be read is a mistake; one that base had and that is gone is none.
  bool IsViolation(const Requirement& requirement) const {
    if (requirement.code == kRecordRemoved) return true;
    const bool unreadable = std::any_of(
        request_.record_errors.begin(), request_.record_errors.end(), [&](const Error& error) {
          return error.code == requirement.code && error.message == requirement.message;
        });
    return !unreadable && CountsAsViolation(requirement.code);
  }

  Origin Own() const { return {request_.cautious(), "gate", request_.scopes[0].name}; }

  void NoteFirstSeen() {
    for (const ProposalFit* candidate : used_) {
      const ChangeProposal& proposal = *candidate->proposal;
      if (docket_.first_seen.contains({proposal.proposal_id, proposal.round})) continue;
      verdict_.events.push_back(ProposalFirstSeen(Own(), proposal.proposal_id, proposal.digest,
                                                  {.round = proposal.round,
                                                   .min_approvals = policy_.min_approvals,
                                                   .days = policy_.review_timeout_days}));
    }
  }

  void NoteApproved() {
    for (const ProposalFit* candidate : used_) {
      const ChangeProposal& proposal = *candidate->proposal;
      const GovernanceDecision* decision = ApprovalOf(docket_, proposal);
      const bool noted =
          std::any_of(request_.log.begin(), request_.log.end(), [&](const Event& event) {
            return event.type == event_type::kProposalApproved &&
                   event.subject == proposal.proposal_id &&
                   DataOf(event, "proposal_digest") == proposal.digest;
          });
      if (decision == nullptr || noted) continue;
      verdict_.events.push_back(ProposalApproved(Own(), proposal.proposal_id, proposal.digest,
                                                 Join(decision->approvers, ",")));
    }
  }

  const GateRequest& request_;
  const Policy& policy_;
  const Docket docket_;
  const Coverage coverage_;
  GateVerdict verdict_;
  std::vector<const ProposalFit*> used_;  // in the order of the changes
  std::set<const ProposalFit*> in_use_;
  std::set<const ProposalFit*> shown_;  // whose entries are already among the requirements
};

}  // namespace

GateVerdict Evaluate(const GateRequest& request) {
  CHECK(request.policy != nullptr, "a gate is evaluated by a policy");
  CHECK(!request.scopes.empty() && request.scope_of.size() == request.changes.size(),
        "each change lies in a scope");
  return Gate(request).Run();
}

}  // namespace leyline
