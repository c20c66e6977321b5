// The gate as a whole: what passes, what it says, what it wants appended.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ci/gate_testing.h"

namespace leyline::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Gate, PassesAndSaysWhy) {
  const GateVerdict verdict = World().Run();
  EXPECT_TRUE(verdict.passed());
  EXPECT_THAT(
      Lines(verdict),
      ElementsAre(
          "LG5001 ok: REMOVE_FIELD `acme.v1.Invoice.total` is proposed in `p-1`",
          "LG3001 ok: proposal `p-1` is complete",
          "LG3019 ok: proposal `p-1` is for `refs/heads/main`",
          "LG4001 ok: proposal `p-1` was approved",
          "LG4015 ok: proposal `p-1` is the text that was decided on",
          "LG4004 ok: `p-1` was decided within its review window, which ends 2026-01-04T00:00:00Z",
          "LG4023 ok: `p-1` is to be implemented before 2026-01-31T00:00:00Z",
          "LG4005 ok: 2 of 2 approvals for `p-1`: bob, carol",
          "LG3017 ok: impact analysis: 1 subsystem affected, risk HIGH",
          "LG3008 ok: proposal `p-1` names every subsystem that it affects",
          "LG3009 ok: proposal `p-1` declares risk HIGH, computed is HIGH: a field that is read is "
          "removed",
          "LG4018 ok: approvals count as `declared`: base has no keys that could prove who gave "
          "them",
          "LG7001 ok: the circuit for `refs/heads/main/billing-team` is closed: 0 of 5 violations "
          "in 24 h"));
  EXPECT_THAT(verdict.gated, ElementsAre(DigestNumber(1)));
  EXPECT_THAT(ImplementedProposals(World().Request()), ElementsAre("p-1"));
  EXPECT_THAT(TypesOf(verdict.events),
              ElementsAre("proposal_first_seen", "proposal_approved", "gate_evaluated"));
  EXPECT_EQ(verdict.events[0].subject, "p-1");
  EXPECT_EQ(DataOf(verdict.events[1], "approvers"), "bob,carol");
  EXPECT_EQ(verdict.events[2].scope, kScope);
  EXPECT_EQ(verdict.events[2].actor, "pr-7");
  EXPECT_EQ(verdict.events[2].subject, ChangeSetDigest({DigestNumber(1)}));
  EXPECT_EQ(DataOf(verdict.events[2], "verdict"), "pass");
  EXPECT_EQ(DataOf(verdict.events[2], "policy_digest"), "sha256:policy");
}

TEST(Gate, UncoveredNamesThePlaceAndTheWayOut) {
  World world;
  world.proposals.clear();
  const GateVerdict verdict = world.Run();
  const Requirement* requirement = Find(verdict, "LG5001");
  ASSERT_NE(requirement, nullptr);
  EXPECT_EQ(requirement->where, (SourceSpan{"acme/v1/invoice.proto", 11, 3}));
  EXPECT_EQ(requirement->change_digest, DigestNumber(1));
  EXPECT_EQ(requirement->next,
            "leyline propose ID --description TEXT, which takes all changes that have none");
}

TEST(Gate, NoChangesPassWithOneSentence) {
  World world;
  world.changes.clear();
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed());
  EXPECT_THAT(Lines(verdict), Contains(" ok: 0 contract changes"));
  EXPECT_THAT(verdict.gated, IsEmpty());
  EXPECT_THAT(TypesOf(verdict.events), ElementsAre("gate_evaluated"));
}

TEST(Gate, UngatedChangesPassWithoutAProposal) {
  World world;
  world.changes = {AddedField("vat", 2), AddedField("net", 3)};
  world.proposals.clear();
  world.decisions.clear();
  world.has_impact = false;
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed());
  EXPECT_THAT(Lines(verdict),
              Contains("LG5001 ok: 2 contract changes, none of which needs a proposal "
                       "in mode `backward`"));
}

TEST(Gate, AProposalMayListUngatedChangesToo) {
  World world;
  world.changes.push_back(AddedField("vat", 2));
  world.proposals = {ProposalFor("p-1", world.changes)};
  world.decisions = {ApprovalFor(world.proposals[0])};
  EXPECT_TRUE(world.Run().passed());
}

TEST(Gate, StrictWithBumpPasses) {
  World world;
  world.policy.gating.mode = Mode::kStrict;
  world.version_bumped = true;
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed());
  EXPECT_THAT(Lines(verdict), Contains("LG6002 ok: `current_version` rises to 2 in this change"));
}

TEST(Gate, OneChangeRequestMayUseSeveralProposals) {
  World world;
  world.changes.push_back(RemovedField("vat", 2));
  world.AnalyseAgain();
  world.proposals.push_back(ProposalFor("p-2", {world.changes[1]}));
  world.proposals[1].risk_level = Risk::kLow;  // p-1 owns up to the risk
  world.proposals[1].digest = DigestOf(world.proposals[1]);
  world.decisions.push_back(ApprovalFor(world.proposals[1]));
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed()) << ::testing::PrintToString(Lines(verdict));
  EXPECT_THAT(ImplementedProposals(world.Request()), ElementsAre("p-1", "p-2"));
}

TEST(Gate, TwoChangesOfOneElementAreNoTypeMismatch) {
  World world;
  Change other = RemovedField("total", 2);
  other.change_type = "RENAME_FIELD";
  world.changes.push_back(other);
  world.AnalyseAgain();
  world.proposals = {ProposalFor("p-1", world.changes)};
  world.decisions = {ApprovalFor(world.proposals[0])};
  EXPECT_TRUE(world.Run().passed());
}

TEST(Gate, AnUndecidedTwinOfAnApprovedProposalDoesNotMatter) {
  World world;
  world.proposals.push_back(ProposalFor("p-2", world.changes));
  EXPECT_TRUE(world.Run().passed());
  world.decisions.push_back(ApprovalFor(world.proposals[1]));
  world.decisions[1].decision = DecisionKind::kRejected;
  EXPECT_TRUE(world.Run().passed());
}

TEST(Gate, OldProposalsAreLeftInPeace) {
  World world;
  world.proposals.push_back(ProposalFor("p-0", {RemovedField("gone", 5)}));
  world.decisions.push_back(ApprovalFor(world.proposals[1]));
  world.proposals.push_back(ProposalFor("p-spent", world.changes));
  world.decisions.push_back(ApprovalFor(world.proposals[2]));
  world.log = {Implemented({At(1), "ci", kScope}, "p-spent", "0123")};
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed()) << ::testing::PrintToString(Lines(verdict));
  EXPECT_THAT(ImplementedProposals(world.Request()), ElementsAre("p-1"));
}

TEST(Gate, OnlyApprovedProposalsForTheTargetAreImplemented) {
  World world;
  world.policy.owner = "somebody else";  // who approves what later doesn't matter any more
  EXPECT_THAT(ImplementedProposals(world.Request()), ElementsAre("p-1"));
  world.target_ref = "refs/heads/release/1";
  EXPECT_THAT(ImplementedProposals(world.Request()), IsEmpty());
  world.target_ref = "refs/heads/main";
  world.decision().decision = DecisionKind::kDeferred;
  EXPECT_THAT(ImplementedProposals(world.Request()), IsEmpty());
  world.decision().decision = DecisionKind::kApproved;
  world.spent_in_base = {{"p-1", "0123abcd"}};
  EXPECT_THAT(ImplementedProposals(world.Request()), IsEmpty());
}

TEST(Gate, DigestAloneBindsWhenAnEntryNamesNoElement) {
  World world;
  world.proposal().changes[0].element = "";
  world.DecideAgain();
  EXPECT_TRUE(world.Run().passed());
}

TEST(Gate, WindowsAreHalfOpen) {
  World world;
  world.decision().decided_at = At(3 * kDay - 1);
  EXPECT_TRUE(world.Run().passed());
  world.decision().decided_at = At(3 * kDay);
  EXPECT_FALSE(world.Run().passed());
  world.decision().decided_at = At(0);
  EXPECT_TRUE(world.Run().passed());
  world.now = At(30 * kDay - 1);
  EXPECT_TRUE(world.Run().passed());
  world.now = At(30 * kDay);
  EXPECT_FALSE(world.Run().passed());
}

TEST(Gate, UndatedDecisionsHoldInsideTheWindow) {
  World world;
  world.decision().decided_at.reset();
  world.now = At(3 * kDay - 1);
  EXPECT_TRUE(world.Run().passed());
}

TEST(Gate, ASmallSkewOfClocksIsForgiven) {
  World world;
  world.now = At(2 * kDay - 300);
  EXPECT_TRUE(world.Run().passed());
  world.now = At(2 * kDay - 301);
  EXPECT_FALSE(world.Run().passed());
}

TEST(Gate, TheDigestOfAProposalIsPrintedForItsDecision) {
  World world;
  const std::string line = "`proposal_digest: \"" + world.proposal().digest + "\"`";
  world.decision().proposal_digest = "";
  EXPECT_EQ(Find(world.Run(), "LG4015")->next,
            "write " + line + " in governance/decisions/p-1.yaml");
  world.decisions.clear();
  EXPECT_EQ(
      Find(world.Run(), "LG4001")->next,
      "ask bob, carol, dan, olga to run leyline approve p-1; then whoever decides runs leyline "
      "decide p-1, or writes governance/decisions/p-1.yaml with " +
          line);
}

TEST(Gate, ConditionsAreSaid) {
  World world;
  world.decision().conditions = {{.text = "announce it to the archive team"}};
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed());
  EXPECT_THAT(
      Lines(verdict),
      Contains("LG4022 ok: `p-1` was approved on condition: announce it to the archive team"));
}

TEST(Gate, ImpactAnalysisIsOnlyAskedForByPolicy) {
  World world;
  world.policy.require_impact_analysis = false;
  world.has_impact = false;
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed());
  EXPECT_EQ(Find(verdict, "LG3017"), nullptr);
}

TEST(Gate, AProposalWithoutRiskDeclaresNone) {
  World world;
  world.proposal().risk_level.reset();
  world.DecideAgain();
  EXPECT_THAT(
      Lines(world.Run()),
      Contains("LG3009 NO: proposal `p-1` declares risk unknown, computed is HIGH: a field that "
               "is read is removed"));
}

TEST(Gate, APolicyThatOnlyReportsPasses) {
  World world;
  world.policy.block_on_validation_failure = false;
  world.decision().approvers = {"bob"};
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed());
  EXPECT_THAT(Problems(verdict), ElementsAre("LG4005"));
  EXPECT_THAT(Lines(verdict),
              Contains("LG2014 ok: the policy at base reports problems without blocking on them"));
  EXPECT_THAT(TypesOf(verdict.events), Not(Contains("violation")));
  EXPECT_EQ(DataOf(verdict.events.back(), "codes"), "LG4005");
}

TEST(Gate, FirstSeenIsLoggedOnce) {
  World world;
  EXPECT_THAT(TypesOf(world.RunAndRecord().events), Contains("proposal_first_seen"));
  EXPECT_THAT(TypesOf(world.RunAndRecord().events), ElementsAre("gate_evaluated"));
}

TEST(Gate, EventsFitTheLog) {
  World world;
  world.decisions.clear();
  const Result<std::string> text = ExtendLog({}, "x", world.Run().events);
  ASSERT_TRUE(text.has_value()) << Format(text.error().front());
}

TEST(Approvers, OnePersonUnderTwoNamesCountsOnce) {
  World world;
  world.policy.reviewers = {"bob", "Bob@example.com", "carol"};  // as no policy file may say
  world.decision().approvers = {"bob", "Bob@example.com"};
  EXPECT_THAT(Lines(world.Run()),
              Contains("LG4005 NO: 1 of 2 approvals for `p-1`: Bob@example.com"));
  world.policy.min_approvals = 4;
  EXPECT_THAT(Lines(world.Run()),
              Contains("LG2005 NO: `p-1` needs 4 approvals, but only 3 could approve it"));
}

TEST(Violations, WhatCounts) {
  for (const char* code : {"LG4005", "LG5001", "LG5010", "LG6002", "LG3008", "LG3013", "LG3019"}) {
    EXPECT_TRUE(CountsAsViolation(code)) << code;
  }
  for (const char* code :
       {"", "LG1010", "LG2005", "LG3001", "LG3017", "LG7001", "LG8001", "LG9001"}) {
    EXPECT_FALSE(CountsAsViolation(code)) << code;
  }
}

}  // namespace
}  // namespace leyline::testing
