// Withdrawn, superseded and waiting proposals, conditions, and the diff that a proposal shows.
#include "ci/gate/diff_check.h"
#include "ci/gate/status.h"
#include "tests/unit/ci/ballots_testing.h"

namespace leyline::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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
