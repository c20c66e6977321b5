#include "ci/gate/policy_changes.h"

#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ci/gate_testing.h"

namespace leyline::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kPath[] = "governance/policy.yaml";
TEST(PolicyChanges, OneForEachFileThatDiffers) {
  const std::vector<Change> changes = PolicyChanges({{"same", "a", "a"},
                                                     {"none", std::nullopt, std::nullopt},
                                                     {"edited", "a", "b"},
                                                     {"added", std::nullopt, "a"},
                                                     {"removed", "a", std::nullopt}});
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].change_type, "CHANGE_POLICY");
  EXPECT_EQ(changes[0].contract, "edited");
  EXPECT_EQ(changes[0].element, "edited");
  EXPECT_EQ(changes[0].message, "`edited` was changed: the rules of the gate");
  EXPECT_EQ(changes[0].after, (SourceSpan{"edited", 1, 1}));
  EXPECT_EQ(changes[1].message, "`added` was added: the rules of the gate");
  EXPECT_EQ(changes[1].before, std::nullopt);
  EXPECT_EQ(changes[2].message, "`removed` was removed: the rules of the gate");
  EXPECT_EQ(changes[2].after, std::nullopt);
}

TEST(PolicyChanges, DigestBindsTheExactBytes) {
  const std::string one = PolicyChanges({{"f", "a", "b"}})[0].digest;
  EXPECT_EQ(PolicyChanges({{"f", "a", "b"}})[0].digest, one);
  EXPECT_NE(PolicyChanges({{"f", "a", "b "}})[0].digest, one);
  EXPECT_NE(PolicyChanges({{"f", "b", "a"}})[0].digest, one);
  EXPECT_NE(PolicyChanges({{"g", "a", "b"}})[0].digest, one);
  EXPECT_NE(PolicyChanges({{"f", "a", std::nullopt}})[0].digest, one);
}

// A world whose only change is one of the policy, proposed by alice.
World RulesWorld() {
  World world;
  world.changes = PolicyChanges({{kPath, "old", "new"}});
  world.proposals = {ProposalFor("p-1", world.changes)};
  world.decisions = {ApprovalFor(world.proposals[0])};
  world.decisions[0].approvers = {"bob", "olga"};
  world.impact = {};
  return world;
}

TEST(PolicyChangesInTheGate, AreGatedInEveryMode) {
  for (const Mode mode : {Mode::kBackward, Mode::kForward, Mode::kFull, Mode::kStrict}) {
    World world = RulesWorld();
    world.policy.gating.mode = mode;
    world.version_bumped = true;
    EXPECT_TRUE(world.Run().passed()) << ::testing::PrintToString(Lines(world.Run()));
    world.proposals.clear();
    const GateVerdict verdict = world.Run();
    EXPECT_THAT(verdict.gated, ElementsAre(world.changes[0].digest));
    EXPECT_THAT(Problems(verdict), ElementsAre("LG5001"));
  }
}

TEST(PolicyChangesInTheGate, HaveNoImpactToAnalyse) {
  World world = RulesWorld();
  world.has_impact = false;
  EXPECT_TRUE(world.Run().passed()) << "the map itself may be what is added";
  EXPECT_EQ(Find(world.Run(), "LG3017"), nullptr);
  world.has_impact = true;
  world.changes.push_back(RemovedField("total", 1));
  world.proposals = {ProposalFor("p-1", world.changes)};
  world.decisions[0].proposal_digest = world.proposals[0].digest;
  world.impact.changes = {ImpactOf(world.changes[1])};
  EXPECT_TRUE(world.Run().passed()) << ::testing::PrintToString(Lines(world.Run()));
}

TEST(PolicyChangesInTheGate, NeedTheOwner) {
  World world = RulesWorld();
  EXPECT_THAT(Lines(world.Run()), Contains("LG4006 ok: `p-1`: owner `olga` approved"));
  world.decisions[0].approvers = {"bob", "carol", "dan"};
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4006"));
  EXPECT_THAT(Lines(world.Run()), Contains("LG4006 NO: `p-1`: owner `olga` has not approved"));
}

TEST(PolicyChangesInTheGate, OfTheOwnerNeedEveryReviewer) {
  World world = RulesWorld();
  world.authors = {"olga@example.com"};
  world.decisions[0].approvers = {"bob", "carol"};
  EXPECT_THAT(Lines(world.Run()),
              Contains("LG4006 NO: `p-1`: the owner is party to it, so every other reviewer must "
                       "approve; missing: dan"));
  world.decisions[0].approvers = {"bob", "carol", "dan"};
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
}

TEST(PolicyChangesInTheGate, ContractsDoNotNeedTheOwner) {
  EXPECT_EQ(Find(World().Run(), "LG4006"), nullptr);
}

}  // namespace
}  // namespace leyline::testing
