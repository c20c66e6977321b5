// Withdrawn, superseded and waiting proposals, conditions, and the diff that a proposal shows.
#include "ci/gate/diff_check.h"
#include "ci/gate/status.h"
#include "tests/unit/ci/ballots_testing.h"

namespace leyline::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(Endings, WhoSubmittedItOrTheOwnerWithdrawsItForGood) {
  for (const char* person : {"alice", "olga"}) {
    World world = SignedWorld();
    world.statements.push_back(Said(world, person, Vote::kWithdraw));
    EXPECT_THAT(Problems(world.Run()), Contains("LG3014")) << person;
    EXPECT_THAT(Find(world.Run(), "LG3014")->message, HasSubstr("was withdrawn by")) << person;
    EXPECT_EQ(StatusOf(world.Request())[0].state, ProposalState::kWithdrawn);
  }
  World world = SignedWorld();
  world.statements.push_back(Said(world, "bob", Vote::kWithdraw));
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "a reviewer may reject, which can be revoked";
  EXPECT_TRUE(Find(world.Run(), "LG4038")->note);
  world.statements.back() = Said(world, "alice", Vote::kWithdraw);
  world.statements.back().proof = {};
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "nobody signed it";
}

TEST(Endings, AProposalInItsPlaceSupersedesIt) {
  World world = SignedWorld();
  ChangeProposal newer = ProposalFor("p-2", {RemovedField("other", 2)});
  newer.supersedes = {"p-1"};
  world.proposals.push_back(newer);
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "a file that nobody agreed to ends nothing";
  world.decisions.push_back(ApprovalFor(newer));
  world.decisions.back().decided_by = "olga";
  world.decisions.back().proof = world.decision().proof;
  EXPECT_THAT(Find(world.Run(), "LG3014")->message, HasSubstr("was superseded by `p-2`"));
  EXPECT_EQ(StatusOf(world.Request())[0].state, ProposalState::kSuperseded);
  world.proposals[1].submitted_by = "mallory";
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "it is not theirs";
  world.proposals[1].submitted_by = "alice";
  world.decisions.back().decided_by = "mallory";
  world.decisions.back().proof.key = KeyOf("mallory");
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "who has no role decides nothing";
  // What was superseded stays so when whoever decided loses the role: nothing revives it.
  const Origin gate{At(3 * kDay), "gate", kScope};
  world.log.push_back(ProposalApproved(gate, "p-2", DigestNumber(7), "bob,carol"));
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "that was another text";
  world.log.push_back(ProposalApproved(gate, "p-2", world.proposals[1].digest, "bob,carol"));
  EXPECT_THAT(Problems(world.Run()), Contains("LG3014"));
}

TEST(Endings, WhatItDependsOnComesBeforeOrWithIt) {
  World world = SignedWorld();
  world.proposal().depends_on = {"p-0"};
  EXPECT_THAT(Problems(world.Run()), Contains("LG3016"));
  world.spent_in_base["p-0"] = "0123";
  EXPECT_FALSE(Problems(world.Run()).contains("LG3016"));
  world.spent_in_base.clear();
  world.changes.push_back(RemovedField("first", 2));
  world.AnalyseAgain();
  world.proposals.push_back(ProposalFor("p-0", {world.changes[1]}));
  EXPECT_THAT(Problems(world.Run()), Contains("LG3016")) << "it is here and not approved";
  world.decisions.push_back(ApprovalFor(world.proposals.back()));
  world.decisions.back().decided_by = "olga";
  world.decisions.back().proof = world.decision().proof;
  EXPECT_FALSE(Problems(world.Run()).contains("LG3016"));
  world.proposal().depends_on = {"p-1"};
  EXPECT_THAT(Problems(world.Run()), Contains("LG3016")) << "nothing comes before itself";
}

TEST(Conditions, AreResolvedByTheirKind) {
  World world = SignedWorld();
  auto& conditions = world.decision().conditions;
  conditions = {{.text = "tell the archive"}};
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "a sentence is for people";
  conditions = {{.text = "wait", .kind = ConditionKind::kDate, .id = "d", .due = At(5 * kDay + 1)}};
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4022"));
  conditions[0].due = world.now;
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  conditions = {{.text = "on ARM", .kind = ConditionKind::kCheck, .id = "arm"}};
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4022"));
  GateRequest request = world.Request();
  request.passed_checks = {"arm"};
  EXPECT_THAT(Problems(Evaluate(request)), IsEmpty());
  conditions = {{.text = "measured", .kind = ConditionKind::kManual, .id = "arm"}};
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4022"));
  EXPECT_THAT(Find(world.Run(), "LG4022")->next, HasSubstr("leyline resolve p-1"));
  world.statements.push_back(Said(world, "olga", Vote::kResolve));
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4022")) << "it names another condition";
  world.statements.back().statement.reason = "arm: on both boards";
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  world.statements.back() = Said(world, "bob", Vote::kResolve);
  world.statements.back().statement.reason = "arm: on both boards";
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4022")) << "bob did not set it";
  world.statements.back() = Said(world, "olga", Vote::kResolve);
  world.statements.back().statement.reason = "arm: on both boards";
  world.statements.back().statement.proposal_digest = "sha256:older";
  EXPECT_THAT(Problems(world.Run()), Contains("LG4022")) << "it was about another text";
}

TEST(Conditions, AreReopenedUntilTheSamePersonResolvesThemAgain) {
  World world = SignedWorld();
  world.decision().conditions = {{.text = "measured", .kind = ConditionKind::kManual, .id = "arm"},
                                 {.text = "told", .kind = ConditionKind::kManual, .id = "archive"}};
  const auto say = [&](const std::string& person, Vote vote, const std::string& reason,
                       std::vector<std::string> supersedes = {}) {
    world.statements.push_back(Said(world, person, vote));
    world.statements.back().statement.reason = reason;
    world.statements.back().statement.supersedes = std::move(supersedes);
    return DigestOf(world.statements.back().statement);
  };
  say("olga", Vote::kResolve, "archive: by mail");
  const std::string resolved = say("olga", Vote::kResolve, "arm: on both boards");
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  say("bob", Vote::kReopen, "arm:");
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "bob did not decide";
  const std::string reopened = say("olga", Vote::kReopen, "arm: on the wrong board", {resolved});
  EXPECT_THAT(Lines(world.Run()),
              Contains("LG4022 NO: `p-1`: condition `arm` (\"measured\") is not resolved, for "
                       "`olga` has reopened it: on the wrong board"));
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4022")) << "`archive` still is resolved";
  say("olga", Vote::kResolve, "arm: on the right one");
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4022")) << "the most negative word holds";
  world.statements.back().statement.supersedes = {reopened};
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  say("olga", Vote::kReopen, "archive:");
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4022")) << "also without a why";
  world.statements.pop_back();
  world.statements.back().statement.principal = "bob";
  world.statements.back().proof.key = KeyOf("bob");
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4022")) << "nobody takes back another's word";
}

TEST(Deferral, EndsByItselfAndStopsTheClock) {
  World world = SignedWorld();
  world.decisions.clear();
  world.now = At(5 * kDay);  // the window of three days is over
  const auto problems = [&] { return Problems(world.Run()); };
  EXPECT_THAT(problems(), Contains("LG4004"));
  world.statements.push_back(Said(world, "olga", Vote::kDefer));
  Statement& said = world.statements.back().statement;  // a day after it was submitted
  said.until = At(6 * kDay);
  EXPECT_THAT(problems(), ElementsAre("LG4001", "LG4003")) << "the clock stands";
  EXPECT_THAT(Find(world.Run(), "LG4003")->message,
              HasSubstr("was deferred by `olga`: because; it goes on from 2026-01-07T00:00:00Z"));
  EXPECT_EQ(StatusOf(world.Request())[0].state, ProposalState::kDeferred);
  world.now = At(6 * kDay);
  EXPECT_THAT(problems(), ElementsAre("LG4001")) << "half-open: at its end it is over";
  EXPECT_EQ(StatusOf(world.Request())[0].state, ProposalState::kInReview);
  world.now = At(8 * kDay - 1);
  EXPECT_THAT(problems(), ElementsAre("LG4001")) << "three days, and five in which it stood";
  world.now = At(8 * kDay);
  EXPECT_THAT(problems(), ElementsAre("LG4001", "LG4004"));
  said.until = At(60 * kDay);
  EXPECT_THAT(problems(), ElementsAre("LG4001", "LG4003"));
  world.statements.push_back(Said(world, "olga", Vote::kRevoke));
  world.statements.back().statement.supersedes = {
      DigestOf(world.statements[world.statements.size() - 2].statement)};
  world.statements.back().statement.issued_at = At(2 * kDay);
  EXPECT_THAT(problems(), ElementsAre("LG4001", "LG4004")) << "it stood for one day only";
}

TEST(Deferral, OfOthersOrTooLateStopsNoClock) {
  World world = SignedWorld();
  world.decisions.clear();
  world.now = At(5 * kDay);
  world.statements.push_back(Said(world, "dan", Vote::kDefer));
  world.statements.back().statement.until = At(6 * kDay);
  EXPECT_THAT(Problems(world.Run()), Contains("LG4004")) << "a reviewer is not the owner";
  world.statements.back() = Said(world, "olga", Vote::kDefer);
  world.statements.back().statement.until = At(6 * kDay);
  world.statements.back().statement.issued_at = At(3 * kDay);
  EXPECT_THAT(Problems(world.Run()), Contains("LG4004")) << "what is over stays over";
  world.statements.back().statement.issued_at = At(kDay);
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4001", "LG4003"));
  std::vector<Principal> principals(world.people.principals().begin(),
                                    world.people.principals().end());
  for (Principal& one : principals) {
    if (one.id == "olga") one.keys[0].revoked_at = At(4 * kDay);
  }
  world.people = People(std::move(principals));
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4001", "LG4003", "LG4004"))
      << "who stole the key dates back; the objection stands all the same";
}

TEST(Round, LooserRulesHoldForTheNextOne) {
  World world = SignedWorld();
  world.policy.min_approvals = 3;
  EXPECT_THAT(Problems(world.RunAndRecord()), ElementsAre("LG4005"));
  world.policy.min_approvals = 2;
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4005"));
  EXPECT_THAT(Lines(world.Run()),
              Contains("LG4005 ok: `p-1` is reviewed as the policy was when it was first seen: 3 "
                       "approvals within 3 days"));
  world.log = {ProposalFirstSeen({At(0), "ci", kScope}, "p-1", "")};
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "older logs say nothing of it";
}

TEST(Round, AnotherOneHasAWindowOfItsOwnAndNoneOfTheApprovals) {
  World world = SignedWorld();
  world.log = {ProposalFirstSeen({At(0), "ci", kScope}, "p-1", "")};
  world.decisions.clear();
  EXPECT_EQ(StatusOf(world.Request())[0].state, ProposalState::kExpired);
  const std::string before = world.proposal().digest;
  world.proposal().submitted_at = world.now;
  EXPECT_EQ(StatusOf(world.Request())[0].state, ProposalState::kExpired)
      << "a new date alone begins nothing: the log has seen it before";
  world.proposal().round = 2;
  world.proposal().digest = DigestOf(world.proposal());
  EXPECT_NE(world.proposal().digest, before);
  EXPECT_EQ(StatusOf(world.Request())[0].state, ProposalState::kStale)
      << "whoever approved the first round is asked again";
  const GateVerdict verdict = world.RunAndRecord();
  EXPECT_THAT(Problems(verdict), AllOf(Contains("LG4015"), Not(Contains("LG4004"))));
  EXPECT_EQ(DataOf(verdict.events.front(), "round"), "2");
  world.now = At(8 * kDay);
  EXPECT_THAT(Problems(world.Run()), Contains("LG4004")) << "three days from when it was seen";
  world.statements.push_back(Said(world, "dan", Vote::kReject));
  world.statements.back().statement.proposal_digest = before;
  EXPECT_THAT(Problems(world.Run()), Contains("LG4020")) << "a rejection outlives its round";
}

TEST(Conditions, AnEventOfTheFutureBringsNoDateForward) {
  World world = SignedWorld();
  world.decision().conditions = {
      {.text = "wait", .kind = ConditionKind::kDate, .id = "d", .due = At(5 * kDay + 1)}};
  GateRequest request = world.Request();
  request.clock_trouble = ClockTrouble{world.now, "one clock is fast"};
  request.now = At(6 * kDay);
  EXPECT_THAT(Problems(Evaluate(request)), Contains("LG4022"));
}

constexpr std::string_view kDiff =
    "diff --git a/c/a.proto b/c/a.proto\n--- a/c/a.proto\n+++ b/c/a.proto\n"
    "@@ -1,3 +1,3 @@\n syntax = \"proto3\";\n-  int32 a = 1;\n+  reserved 1;\n }\n";

TEST(DiffCheck, FindsWhatIsShownOtherwiseThanItIs) {
  EXPECT_EQ(DiffMismatch(kDiff, kDiff), "");
  const auto with = [](std::string_view what, std::string_view instead) {
    std::string diff(kDiff);
    diff.replace(diff.find(what), what.size(), instead);
    return diff;
  };
  EXPECT_EQ(DiffMismatch(with("@@ -1,3 +1,3 @@", "@@ -40,3 +44,3 @@ message A {"), kDiff), "");
  EXPECT_THAT(DiffMismatch(with("reserved 1", "reserved 2"), kDiff), HasSubstr("reserved 2"));
  EXPECT_THAT(DiffMismatch(kDiff, with("reserved 1", "reserved 2")), HasSubstr("reserved 1"));
  EXPECT_THAT(DiffMismatch(with("+++ b/c/a.proto", "+++ b/c/b.proto"), kDiff),
              HasSubstr("`c/b.proto` does not change"));
  EXPECT_EQ(DiffMismatch("-  int32 a = 1;", kDiff), "") << "a line that was picked by hand";
  EXPECT_THAT(DiffMismatch("- int32 b = 1;", kDiff), HasSubstr("nothing changes by"));
  EXPECT_THAT(DiffMismatch(with("@@ -1,3 +1,3 @@", "@@ -1,99999999 +1,3 @@"), kDiff), "")
      << "no range is trusted further than the lines that are there";
}

TEST(DiffCheck, IsAskedOfWhatMerges) {
  World world = SignedWorld();
  world.proposal().protobuf_diff = kDiff;
  world.DecideAgain();
  world.statements = {Said(world, "bob", Vote::kApprove), Said(world, "carol", Vote::kApprove)};
  GateRequest request = world.Request();
  EXPECT_THAT(Problems(Evaluate(request)), IsEmpty());
  request.contracts_diff = kDiff;
  EXPECT_THAT(Problems(Evaluate(request)), IsEmpty());
  request.contracts_diff = "";
  EXPECT_THAT(Problems(Evaluate(request)), ElementsAre("LG3005"));
}

}  // namespace
}  // namespace leyline::testing
