// Each requirement of the gate: what it says when it holds, and what when one thing is spoiled.
#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ci/gate_testing.h"

namespace leyline::testing {
namespace {

using ::testing::Contains;
using ::testing::Eq;

struct Row {
  std::string name;
  std::string holds;  // the requirement in the world that passes; empty: it is not mentioned there
  std::function<void(World&)> spoil;
  std::string fails;            // the requirement in the spoiled world
  std::set<std::string> codes;  // all that is not satisfied then
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class GateCode : public ::testing::TestWithParam<Row> {};

TEST_P(GateCode, HoldsAndFails) {
  World world;
  const GateVerdict good = world.Run();
  EXPECT_TRUE(good.passed());
  EXPECT_THAT(Problems(good), ::testing::IsEmpty());
  if (!GetParam().holds.empty()) {
    EXPECT_THAT(Lines(good), Contains(GetParam().holds));
  }

  GetParam().spoil(world);
  const GateVerdict bad = world.Run();
  EXPECT_EQ(bad.outcome, GateOutcome::kBlocked);
  EXPECT_THAT(Lines(bad), Contains(GetParam().fails));
  EXPECT_THAT(Problems(bad), Eq(GetParam().codes));
  for (const Requirement& requirement : bad.requirements) {
    EXPECT_EQ(requirement.satisfied, requirement.next.empty()) << requirement.message;
  }
}

const std::vector<Row> kCoverage = {
    {"LG5001_uncovered",
     "LG5001 ok: REMOVE_FIELD `acme.v1.Invoice.total` is proposed in `p-1`",
     [](World& w) { w.proposals.clear(); },
     "LG5001 NO: REMOVE_FIELD `acme.v1.Invoice.total` has no approved proposal",
     {"LG5001"}},
    {"LG5001_an_extra_change",
     "",
     [](World& w) {
       w.changes.push_back(RemovedField("vat", 2));
       w.AnalyseAgain();
     },
     "LG5001 NO: REMOVE_FIELD `acme.v1.Invoice.vat` has no approved proposal",
     {"LG5001"}},
    {"LG5002_twice",
     "",
     [](World& w) {
       w.proposals.push_back(ProposalFor("p-2", w.changes));
       w.decisions.push_back(ApprovalFor(w.proposals[1]));
     },
     "LG5002 NO: REMOVE_FIELD `acme.v1.Invoice.total` is covered by 2 approved proposals: `p-1`, "
     "`p-2`; exactly one must cover it",
     {"LG5002"}},
    {"LG5003_stale",
     "",
     [](World& w) {
       w.changes[0].digest = DigestNumber(9);
       w.AnalyseAgain();
     },
     "LG5003 NO: proposal `p-1` approved REMOVE_FIELD `acme.v1.Invoice.total` as " +
         DigestNumber(1) + ", now it is " + DigestNumber(9),
     {"LG5001", "LG5003"}},
    {"LG5003_unbound",
     "",
     [](World& w) {
       w.proposal().changes[0].digest = "";
       w.DecideAgain();
     },
     "LG5003 NO: proposal `p-1` names REMOVE_FIELD `acme.v1.Invoice.total` without the digest of "
     "what exactly changes",
     {"LG5001", "LG5003"}},
    {"LG5003_shorthand_is_unbound",
     "",
     [](World& w) {
       w.proposal().changes.clear();
       w.proposal().contract_name = "acme.v1.Invoice";
       w.proposal().change_type = "REMOVE_FIELD";
       w.DecideAgain();
     },
     "LG5003 NO: proposal `p-1` names REMOVE_FIELD `acme.v1.Invoice` without the digest of what "
     "exactly changes",
     {"LG5001", "LG5003"}},
    {"LG5003_not_there",
     "",
     [](World& w) {
       w.proposal().changes.push_back(EntryFor(RemovedField("vat", 2), 12));
       w.DecideAgain();
     },
     "LG5003 NO: proposal `p-1` lists REMOVE_FIELD `acme.v1.Invoice.vat`, which did not change",
     {"LG5003"}},
    {"LG5003_words_of_another_change",
     "",
     [](World& w) {
       w.proposal().changes[0].element = "acme.v1.Invoice.harmless";
       w.DecideAgain();
     },
     "LG5003 NO: proposal `p-1` says REMOVE_FIELD `acme.v1.Invoice.harmless`, but its digest is "
     "that "
     "of REMOVE_FIELD `acme.v1.Invoice.total`",
     {"LG5001", "LG5003"}},
    {"LG5003_contract_of_another_change",
     "",
     [](World& w) {
       w.proposal().changes[0].contract_name = "acme.v1.Other";
       w.DecideAgain();
     },
     "LG5003 NO: proposal `p-1` says REMOVE_FIELD `acme.v1.Invoice.total`, but its digest is that "
     "of "
     "REMOVE_FIELD `acme.v1.Invoice.total`",
     {"LG5001", "LG5003"}},
    {"LG5004_type",
     "",
     [](World& w) {
       w.proposal().changes[0].change_type = "ADD_FIELD";
       w.DecideAgain();
     },
     "LG5004 NO: proposal `p-1` says ADD_FIELD `acme.v1.Invoice.total`, the contracts show "
     "REMOVE_FIELD `acme.v1.Invoice.total`",
     {"LG5001", "LG5004"}},
    {"LG5004_type_and_facts",
     "",
     [](World& w) {
       w.proposal().changes[0].change_type = "CHANGE_FIELD_TYPE";
       w.proposal().changes[0].digest = DigestNumber(8);
       w.DecideAgain();
     },
     "LG5004 NO: proposal `p-1` says CHANGE_FIELD_TYPE `acme.v1.Invoice.total`, the contracts show "
     "REMOVE_FIELD `acme.v1.Invoice.total`",
     {"LG5001", "LG5004"}},
    {"LG3013_spent",
     "",
     [](World& w) { w.log = {Implemented({At(4 * kDay), "ci", "x"}, "p-1", "0123abcd")}; },
     "LG3013 NO: proposal `p-1` was implemented at 2026-01-05T00:00:00Z and can't be used again",
     {"LG3013", "LG5001"}},
    {"LG3013_spent_in_the_base",
     "",
     [](World& w) { w.spent_in_base = {{"p-1", "0123abcd"}}; },
     "LG3013 NO: proposal `p-1` was used up by commit 0123abcd of the base and can't be used again",
     {"LG3013", "LG5001"}},
};
INSTANTIATE_TEST_SUITE_P(Coverage, GateCode, ::testing::ValuesIn(kCoverage),
                         [](const auto& test) { return test.param.name; });

const std::vector<Row> kDecisions = {
    {"LG3001_draft",
     "LG3001 ok: proposal `p-1` is complete",
     [](World& w) { w.proposal().level = ProposalLevel::kDraft; },
     "LG3001 NO: proposal `p-1` is a draft",
     {"LG3001"}},
    {"LG3001_incomplete",
     "",
     [](World& w) {
       w.proposal().description = "";
       w.DecideAgain();
     },
     "LG3001 NO: proposal `p-1`: missing field `description`, needed when status is submitted",
     {"LG3001"}},
    {"LG3019_other_branch",
     "LG3019 ok: proposal `p-1` is for `refs/heads/main`",
     [](World& w) { w.target_ref = "refs/heads/release/1"; },
     "LG3019 NO: proposal `p-1` is for `refs/heads/main`, this change goes to "
     "`refs/heads/release/1`",
     {"LG3019"}},
    {"LG3019_no_branch",
     "",
     [](World& w) {
       w.proposal().target_ref = "";
       w.DecideAgain();
     },
     "LG3019 NO: proposal `p-1` does not say which branch it is for",
     {"LG3019"}},
    {"LG4001_undecided",
     "LG4001 ok: proposal `p-1` was approved",
     [](World& w) {
       w.decisions.clear();
       w.now = At(2 * kDay);
     },
     "LG4001 NO: proposal `p-1` has no decision",
     {"LG4001"}},
    {"LG4002_rejected",
     "",
     [](World& w) {
       w.decision().decision = DecisionKind::kRejected;
       w.decision().decision_rationale = "billing still reads it";
     },
     "LG4002 NO: proposal `p-1` was rejected: billing still reads it",
     {"LG4002"}},
    {"LG4003_deferred",
     "",
     [](World& w) {
       w.decision().decision = DecisionKind::kDeferred;
       w.decision().decision_rationale = "after the audit";
     },
     "LG4003 NO: proposal `p-1` was deferred: after the audit",
     {"LG4003"}},
    {"LG4029_two_decisions",
     "",
     [](World& w) { w.decisions.push_back(w.decisions[0]); },
     "LG4029 NO: proposal `p-1` has 2 decisions: governance/decisions/p-1.yaml, "
     "governance/decisions/p-1.yaml",
     {"LG4029"}},
    {"LG4015_edited_since",
     "LG4015 ok: proposal `p-1` is the text that was decided on",
     [](World& w) {
       w.decision().proposal_digest = DigestNumber(6);
       w.proposal().digest = DigestNumber(7);
     },
     "LG4015 NO: proposal `p-1` was decided on as " + DigestNumber(6) + ", now it is " +
         DigestNumber(7),
     {"LG4015"}},
    {"LG4015_unbound",
     "",
     [](World& w) { w.decision().proposal_digest = ""; },
     "LG4015 NO: the decision on `p-1` does not say which text it approves",
     {"LG4015"}},
    {"LG1017_a_twin_that_asks_for_more",
     "",
     [](World& w) {
       w.changes.push_back(RemovedField("vat", 2));
       w.AnalyseAgain();
       w.proposals.push_back(ProposalFor("p-1", {w.changes[1]}));
       w.proposals[1].where.file = "governance/proposals/twin.yaml";
     },
     "LG1017 NO: proposal_id `p-1` of governance/proposals/twin.yaml is also used by "
     "governance/proposals/p-1.yaml",
     {"LG1017", "LG4015"}},
    {"LG4024_no_deadline",
     "",
     [](World& w) { w.decision().implementation_deadline.reset(); },
     "LG4024 NO: decision on `p-1`: an approval has no `implementation_deadline`",
     {"LG4024"}},
    {"LG4025_no_rollback",
     "",
     [](World& w) { w.decision().rollback_plan = ""; },
     "LG4025 NO: decision on `p-1`: an approval has no `rollback_plan`",
     {"LG4025"}},
    {"LG4026_no_rationale",
     "",
     [](World& w) { w.decision().decision_rationale = ""; },
     "LG4026 NO: decision on `p-1`: the decision has no `decision_rationale`",
     {"LG4026"}},
    {"LG4023_too_late",
     "LG4023 ok: `p-1` is to be implemented before 2026-01-31T00:00:00Z",
     [](World& w) { w.now = At(30 * kDay); },
     "LG4023 NO: the implementation deadline of `p-1` passed at 2026-01-31T00:00:00Z",
     {"LG4023"}},
    {"LG4004_decided_late",
     "LG4004 ok: `p-1` was decided within its review window, which ends 2026-01-04T00:00:00Z",
     [](World& w) { w.decision().decided_at = At(3 * kDay); },
     "LG4004 NO: the review window of `p-1` ended 2026-01-04T00:00:00Z and it was decided "
     "2026-01-04T00:00:00Z",
     {"LG4004"}},
    {"LG4004_undated_counts_as_now",
     "",
     [](World& w) { w.decision().decided_at.reset(); },
     "LG4004 NO: the review window of `p-1` ended 2026-01-04T00:00:00Z and it was decided "
     "2026-01-06T00:00:00Z",
     {"LG4004"}},
    {"LG4004_the_log_saw_it_before",
     "",
     [](World& w) {
       w.proposal().submitted_at = At(2 * kDay);
       w.DecideAgain();
       w.log = {ProposalFirstSeen({At(-2 * kDay), "ci", "x"}, "p-1", "")};
     },
     "LG4004 NO: the review window of `p-1` ended 2026-01-02T00:00:00Z and it was decided "
     "2026-01-03T00:00:00Z",
     {"LG4004"}},
    {"LG4004_a_late_first_run_lengthens_nothing",
     "",
     [](World& w) {
       w.decision().decided_at = At(4 * kDay);
       w.log = {ProposalFirstSeen({At(4 * kDay), "ci", "x"}, "p-1", "")};
     },
     "LG4004 NO: the review window of `p-1` ended 2026-01-04T00:00:00Z and it was decided "
     "2026-01-05T00:00:00Z",
     {"LG4004"}},
    {"LG3018_when",
     "",
     [](World& w) {
       w.proposal().submitted_at.reset();
       w.DecideAgain();
     },
     "LG3018 NO: nothing says when proposal `p-1` was submitted",
     {"LG3018"}},
    {"LG3018_future",
     "",
     [](World& w) {
       w.proposal().submitted_at = At(5 * kDay + 301);
       w.DecideAgain();
     },
     "LG3018 NO: proposal `p-1` is submitted at 2026-01-06T00:05:01Z, which is in the future",
     {"LG3018"}},
    {"LG4019_decided_before_it_was_submitted",
     "",
     [](World& w) { w.decision().decided_at = At(-1); },
     "LG4019 NO: `p-1` was decided at 2025-12-31T23:59:59Z, before it was submitted",
     {"LG4019"}},
    {"LG4019_decided_in_the_future",
     "",
     [](World& w) { w.decision().decided_at = At(5 * kDay + 301); },
     "LG4019 NO: `p-1` was decided at 2026-01-06T00:05:01Z, in the future",
     {"LG4019"}},
};
INSTANTIATE_TEST_SUITE_P(Decisions, GateCode, ::testing::ValuesIn(kDecisions),
                         [](const auto& test) { return test.param.name; });

const std::vector<Row> kApprovers = {
    {"LG4005_too_few",
     "LG4005 ok: 2 of 2 approvals for `p-1`: bob, carol",
     [](World& w) { w.decision().approvers = {"bob"}; },
     "LG4005 NO: 1 of 2 approvals for `p-1`: bob",
     {"LG4005"}},
    {"LG4005_one_person_twice",
     "",
     [](World& w) { w.decision().approvers = {"bob", "bob"}; },
     "LG4005 NO: 1 of 2 approvals for `p-1`: bob",
     {"LG4005"}},
    {"LG4005_policy_asks_for_more",
     "",
     [](World& w) { w.policy.min_approvals = 3; },
     "LG4005 NO: 2 of 3 approvals for `p-1`: bob, carol",
     {"LG4005"}},
    {"LG4007_submitter",
     "",
     [](World& w) {
       w.proposal().submitted_by = "bob";
       w.DecideAgain();
     },
     "LG4007 NO: `bob` can't approve `p-1`: bob proposed it",
     {"LG4005", "LG4007"}},
    {"LG4007_proposing_team",
     "",
     [](World& w) {
       w.proposal().proposer = "carol";
       w.DecideAgain();
     },
     "LG4007 NO: `carol` can't approve `p-1`: carol proposed it",
     {"LG4005", "LG4007"}},
    {"LG4008_author",
     "",
     [](World& w) { w.authors.push_back("Carol@example.com"); },
     "LG4008 NO: `carol` can't approve `p-1`: carol wrote commits of this change",
     {"LG4005", "LG4008"}},
    {"LG4008_even_beside_enough_others",
     "",
     [](World& w) {
       w.authors.push_back("dan");
       w.decision().approvers = {"bob", "carol", "dan"};
     },
     "LG4008 NO: `dan` can't approve `p-1`: dan wrote commits of this change",
     {"LG4008"}},
    {"LG4009_no_role",
     "",
     [](World& w) { w.decision().approvers = {"bob", "mallory"}; },
     "LG4009 NO: `mallory` can't approve `p-1`: mallory is neither owner nor reviewer in the "
     "policy "
     "at base",
     {"LG4005", "LG4009"}},
    {"LG2005_can_not_be_met",
     "",
     [](World& w) {
       w.policy.reviewers = {"bob"};
       w.policy.min_approvals = 3;
       w.decision().approvers = {"bob", "olga"};
     },
     "LG2005 NO: `p-1` needs 3 approvals, but only 2 could approve it",
     {"LG2005", "LG4005"}},
};
INSTANTIATE_TEST_SUITE_P(Approvers, GateCode, ::testing::ValuesIn(kApprovers),
                         [](const auto& test) { return test.param.name; });

const std::vector<Row> kChangeSet = {
    {"LG3017_no_map",
     "LG3017 ok: impact analysis: 1 subsystem affected, risk HIGH",
     [](World& w) { w.has_impact = false; },
     "LG3017 NO: the policy asks for impact analysis, and base has no subsystem map",
     {"LG3017"}},
    {"LG3017_of_other_changes",
     "",
     [](World& w) { w.impact.changes.clear(); },
     "LG3017 NO: the impact analysis does not know REMOVE_FIELD `acme.v1.Invoice.total`",
     {"LG3017"}},
    {"LG3008_subsystem_left_out",
     "LG3008 ok: proposal `p-1` names every subsystem that it affects",
     [](World& w) {
       w.proposal().affected_subsystems = {{"reports"}};
       w.DecideAgain();
     },
     "LG3008 NO: proposal `p-1` does not name affected subsystems: billing",
     {"LG3008"}},
    {"LG3009_risk_played_down",
     "LG3009 ok: proposal `p-1` declares risk HIGH, computed is HIGH: a field that is read is "
     "removed",
     [](World& w) {
       w.proposal().risk_level = Risk::kMedium;
       w.DecideAgain();
     },
     "LG3009 NO: proposal `p-1` declares risk MEDIUM, computed is HIGH: a field that is read is "
     "removed",
     {"LG3009"}},
    {"LG9004_no_bindings",
     "",
     [](World& w) {
       w.policy.auto_generate_bindings = true;
       w.bindings =
           BindingsTrial{2, {"cpp", "go"}, {{.message = "no bindings for go of `a.proto`"}}};
     },
     "LG9004 NO: no bindings for go of `a.proto`",
     {"LG9004"}},
    {"LG6002_strict_without_bump",
     "",
     [](World& w) { w.policy.gating.mode = Mode::kStrict; },
     "LG6002 NO: mode `strict` asks for `current_version: 2` in this change",
     {"LG6002"}},
    {"LG6002_strict_gates_every_visible_change",
     "",
     [](World& w) {
       w.policy.gating.mode = Mode::kStrict;
       w.version_bumped = true;
       w.changes.push_back(AddedField("vat", 2));
       w.AnalyseAgain();
     },
     "LG5001 NO: ADD_FIELD `acme.v1.Invoice.vat` has no approved proposal",
     {"LG5001"}},
    {"LG1010_record_error",
     "",
     [](World& w) {
       w.record_errors = {{.kind = ErrorKind::kConfig,
                           .code = "LG1010",
                           .message = "unknown key `approver`",
                           .where = SourceSpan{"governance/decisions/p-1.yaml", 4, 1},
                           .fix = "did you mean `approvers`?"}};
     },
     "LG1010 NO: unknown key `approver`",
     {"LG1010"}},
};
// Whoever mends a contract until a generator takes it has tried to get past nobody.
TEST(Bindings, AreToldAndCountAsNoViolation) {
  World world;
  world.policy.auto_generate_bindings = true;
  world.bindings = BindingsTrial{1, {"cpp", "go"}};
  EXPECT_THAT(Lines(world.Run()),
              Contains("LG9004 ok: bindings of 1 contract can be made: cpp, go"));
  world.bindings = BindingsTrial{2, {}};
  EXPECT_THAT(
      Lines(world.Run()),
      Contains("LG9004 ok: no bindings to make: leyline.yaml of the base names no language"));
  world.bindings->refusals = {{.message = "no", .where = SourceSpan{"contracts/a.proto", 3, 5}}};
  const GateVerdict verdict = world.Run();
  EXPECT_EQ(Find(verdict, "LG9004")->where, (SourceSpan{"contracts/a.proto", 3, 5}));
  EXPECT_THAT(TypesOf(verdict.events), ::testing::Not(Contains(event_type::kViolation)));
}

INSTANTIATE_TEST_SUITE_P(ChangeSet, GateCode, ::testing::ValuesIn(kChangeSet),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace leyline::testing
