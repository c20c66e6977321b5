// A small world in which the gate passes; each test spoils it in one way.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ci/events.h"
#include "ci/gate/evaluate.h"
#include "tests/unit/ci/testing.h"

namespace leyline::testing {

inline constexpr int64_t kDay = 24 * 3600;
inline constexpr char kScope[] = "refs/heads/main/billing-team";

inline std::string DigestNumber(int number) {
  return "sha256:" + std::string(63, '0') + std::to_string(number);
}

inline Change RemovedField(const std::string& name, int number) {
  return {.change_type = "REMOVE_FIELD",
          .contract = "acme.v1.Invoice",
          .element = "acme.v1.Invoice." + name,
          .message = "field removed",
          .before_facts = {},
          .after_facts = {},
          .before = SourceSpan{"acme/v1/invoice.proto", 10 + number, 3},
          .after = std::nullopt,
          .digest = DigestNumber(number),
          .verdicts = {{.surface = Surface::kBinary,
                        .direction = Direction::kBackward,
                        .level = Level::kBreaking,
                        .effect = Effect::kLostToUnknown,
                        .condition = "",
                        .silent = true}}};
}

// A change that breaks nothing, so that only mode `strict` gates it.
inline Change AddedField(const std::string& name, int number) {
  Change change = RemovedField(name, number);
  change.change_type = "ADD_FIELD";
  change.after = std::exchange(change.before, std::nullopt);
  change.verdicts[0].level = Level::kCompatible;
  return change;
}

inline ProposedChange EntryFor(const Change& change, int line) {
  return {.change_type = std::string(change.change_type),
          .contract_name = change.contract,
          .element = change.element,
          .digest = change.digest,
          .where = {"governance/proposals/p-1.yaml", line, 5}};
}

inline ChangeProposal ProposalFor(const std::string& id, const std::vector<Change>& changes) {
  ChangeProposal proposal;
  proposal.proposal_id = id;
  proposal.level = ProposalLevel::kSubmitted;
  proposal.proposer = "billing-team";
  proposal.submitted_by = "alice";
  int line = 8;
  for (const Change& change : changes) proposal.changes.push_back(EntryFor(change, line++));
  proposal.description = "The total is computed by the ledger now, nobody reads this field.";
  proposal.protobuf_diff = "auto";
  proposal.affected_subsystems = {{"billing", "reports"}};
  proposal.risk_level = Risk::kHigh;
  proposal.target_ref = "refs/heads/main";
  proposal.submitted_at = At(0);
  proposal.digest = DigestOf(proposal);
  proposal.where = {"governance/proposals/" + id + ".yaml", 1, 1};
  return proposal;
}

inline GovernanceDecision ApprovalFor(const ChangeProposal& proposal) {
  GovernanceDecision decision;
  decision.proposal_id = proposal.proposal_id;
  decision.decision = DecisionKind::kApproved;
  decision.approvers = {"bob", "carol"};
  decision.implementation_deadline = At(30 * kDay);
  decision.rollback_plan = "Bring the field back under its old number and redeploy billing.";
  decision.decision_rationale = "Two quarters without a reader.";
  decision.proposal_digest = proposal.digest;
  decision.decided_at = At(2 * kDay);
  decision.where = {"governance/decisions/" + proposal.proposal_id + ".yaml", 1, 1};
  return decision;
}

inline ChangeImpact ImpactOf(const Change& change) {
  return {.change_digest = change.digest,
          .hits = {{.subsystem = "billing",
                    .owner = "billing-team",
                    .role = Role::kReads,
                    .contract = change.contract,
                    .path = {},
                    .level = Level::kBreaking},
                   {.subsystem = "archive",
                    .owner = "archive-team",
                    .role = Role::kStores,
                    .contract = change.contract,
                    .path = {},
                    .level = Level::kCompatible}}};
}

struct World {
  Policy policy;
  std::vector<Change> changes;
  std::vector<ChangeProposal> proposals;
  std::vector<GovernanceDecision> decisions;
  std::vector<ProvenStatement> statements;
  People people;
  std::string repository = "acme";
  ImpactReport impact;
  bool has_impact = true;
  std::vector<Event> log;
  std::map<std::string, std::string> spent_in_base;
  std::vector<Error> record_errors;
  std::vector<std::string> authors = {"alice@example.com", "eve@example.com"};
  std::string target_ref = "refs/heads/main";
  std::string change_request = "pr-7";
  bool version_bumped = false;
  std::optional<BindingsTrial> bindings = {};
  Time now = At(5 * kDay);

  World() {
    policy.owner = "olga";
    policy.reviewers = {"bob", "carol", "dan"};
    policy.gating.mode = Mode::kBackward;
    policy.digest = "sha256:policy";
    changes = {RemovedField("total", 1)};
    proposals = {ProposalFor("p-1", changes)};
    decisions = {ApprovalFor(proposals[0])};
    AnalyseAgain();
  }

  void AnalyseAgain() {
    impact = {};
    for (const Change& change : changes) impact.changes.push_back(ImpactOf(change));
    impact.affected_subsystems = {"billing"};
    impact.risk = Risk::kHigh;
    impact.risk_reasons = {"a field that is read is removed"};
  }

  ChangeProposal& proposal() { return proposals[0]; }
  GovernanceDecision& decision() { return decisions[0]; }

  // After an edit that the decision is to know about.
  void DecideAgain() {
    proposal().digest = DigestOf(proposal());
    decision().proposal_digest = proposal().digest;
  }

  BreakerState Breaker() const { return FoldBreaker(log, kScope, policy.breaker, now); }

  GateRequest Request() const {
    return {.changes = changes,
            .impact = has_impact ? &impact : nullptr,
            .policy = &policy,
            .proposals = proposals,
            .decisions = decisions,
            .statements = statements,
            .log = log,
            .spent_in_base = spent_in_base,
            .scopes = {{kScope, Breaker()}},
            .scope_of = std::vector<std::size_t>(changes.size(), 0),
            .target_ref = target_ref,
            .repository = repository,
            .change_request = change_request,
            .authors = authors,
            .people = people,
            .record_errors = record_errors,
            .version_bumped = version_bumped,
            .bindings = bindings,
            .now = now};
  }

  GateVerdict Run() const { return Evaluate(Request()); }

  // Runs, and appends what the run wants appended.
  GateVerdict RunAndRecord() {
    GateVerdict verdict = Run();
    log.insert(log.end(), verdict.events.begin(), verdict.events.end());
    return verdict;
  }
};

// "LG5001 ok: text" or "LG5001 NO: text".
inline std::vector<std::string> Lines(const GateVerdict& verdict) {
  std::vector<std::string> lines;
  for (const Requirement& requirement : verdict.requirements) {
    lines.push_back(requirement.code + (requirement.satisfied ? " ok: " : " NO: ") +
                    requirement.message);
  }
  return lines;
}

// The codes of what is not satisfied.
inline std::set<std::string> Problems(const GateVerdict& verdict) {
  std::set<std::string> codes;
  for (const Requirement& requirement : verdict.requirements) {
    if (!requirement.satisfied) codes.insert(requirement.code);
  }
  return codes;
}

inline const Requirement* Find(const GateVerdict& verdict, std::string_view code) {
  for (const Requirement& requirement : verdict.requirements) {
    if (requirement.code == code) return &requirement;
  }
  return nullptr;
}

inline std::vector<std::string> TypesOf(const std::vector<Event>& events) {
  std::vector<std::string> types;
  for (const Event& event : events) types.push_back(event.type);
  return types;
}

}  // namespace leyline::testing
