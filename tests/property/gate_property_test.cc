// What must hold of the gate whatever the records say: order never matters, approvals only help,
// tightening the policy never lets more through.
#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/property/pick.h"
#include "tests/unit/ci/ballots_testing.h"

namespace leyline::testing {
namespace {

const std::vector<std::string> kPeople = {"alice", "bob", "carol", "dan", "eve", "mallory", "olga"};
// Those of them whose approval is valid in every world below.
const std::vector<std::string> kApprovers = {"bob", "carol", "dan", "olga"};

std::vector<std::string> SomePeople() {
  std::vector<std::string> people;
  for (const std::string& person : kPeople) {
    if (!OneIn(3)) people.push_back(person);
  }
  return people;
}

// A few changes, proposals that cover some of them more or less well, decisions of all kinds.
World RandomWorld() {
  World world;
  world.proposals.clear();
  world.decisions.clear();
  world.changes.clear();
  const int changes = Pick(1, 4);
  for (int i = 1; i <= changes; ++i) {
    world.changes.push_back(OneIn(5) ? AddedField("f" + std::to_string(i), i)
                                     : RemovedField("f" + std::to_string(i), i));
  }
  world.AnalyseAgain();
  const int proposals = Pick(0, 4);
  for (int i = 1; i <= proposals; ++i) {
    std::vector<Change> covered;
    for (const Change& change : world.changes) {
      if (!OneIn(3)) covered.push_back(change);
    }
    if (covered.empty()) covered = world.changes;
    if (OneIn(8)) covered[0].digest = DigestNumber(9);
    world.proposals.push_back(ProposalFor("p-" + std::to_string(i), covered));
    if (OneIn(5)) continue;
    world.decisions.push_back(ApprovalFor(world.proposals.back()));
    world.decisions.back().approvers = SomePeople();
    if (OneIn(8)) world.decisions.back().decision = DecisionKind::kRejected;
  }
  world.policy.min_approvals = Pick(1, 4);
  world.authors =
      OneIn(2) ? std::vector<std::string>{} : std::vector<std::string>{"eve@example.com"};
  if (OneIn(8)) {
    world.log = {Implemented({At(1), "ci", kScope}, "p-1", "0123")};
  }
  return world;
}

// A world that often passes, to give the properties something to lose.
World MostlyGoodWorld() {
  World world;
  world.decision().approvers = {"bob", "carol", "dan", "olga"};
  world.decision().approvers.resize(Pick<std::size_t>(0, 5));
  world.policy.min_approvals = Pick(1, 5);
  return world;
}

template <class T>
void Shuffle(std::vector<T>& list, std::mt19937& random) {
  std::shuffle(list.begin(), list.end(), random);
}

TEST(GateProperty, OrderDoesNotMatter) {
  EXPECT_TRUE(rc::check([] {
    World world = RandomWorld();
    const GateVerdict before = world.Run();
    std::mt19937 random(*rc::gen::arbitrary<uint32_t>());
    Shuffle(world.proposals, random);
    Shuffle(world.decisions, random);
    for (GovernanceDecision& decision : world.decisions) Shuffle(decision.approvers, random);
    RC_ASSERT(Lines(world.Run()) == Lines(before));
    Shuffle(world.changes, random);
    Shuffle(world.impact.changes, random);
    const GateVerdict after = world.Run();
    RC_ASSERT(after.outcome == before.outcome);
    RC_ASSERT(Problems(after) == Problems(before));
    std::vector<std::string> lines = Lines(after);
    std::vector<std::string> expected = Lines(before);
    std::sort(lines.begin(), lines.end());
    std::sort(expected.begin(), expected.end());
    RC_ASSERT(lines == expected);
  }));
}

GovernanceDecision& AnyDecision(World& world) {
  return world.decisions[Pick<std::size_t>(0, world.decisions.size())];
}

TEST(GateProperty, AValidApprovalNeverHurts) {
  EXPECT_TRUE(rc::check([] {
    World world = OneIn(2) ? RandomWorld() : MostlyGoodWorld();
    if (world.decisions.empty()) return;
    const bool passed = world.Run().passed();
    AnyDecision(world).approvers.push_back(*rc::gen::elementOf(kApprovers));
    const bool passes = world.Run().passed();
    RC_CLASSIFY(!passed && passes, "made it pass");
    if (passed) RC_ASSERT(passes);
  }));
}

TEST(GateProperty, TakingAValidApprovalAwayNeverHelps) {
  EXPECT_TRUE(rc::check([] {
    World world = OneIn(2) ? RandomWorld() : MostlyGoodWorld();
    if (world.decisions.empty()) return;
    const bool passed = world.Run().passed();
    std::erase(AnyDecision(world).approvers, *rc::gen::elementOf(kApprovers));
    const bool passes = world.Run().passed();
    RC_CLASSIFY(passed && !passes, "made it fail");
    if (!passed) RC_ASSERT(!passes);
  }));
}

// Signed statements of all kinds, some of which replace others, some forged, stale or by nobody.
World RandomSignedWorld() {
  World world = SignedWorld();
  world.statements.clear();
  const int count = Pick(0, 8);
  for (int i = 0; i < count; ++i) {
    ProvenStatement said = Said(world, *rc::gen::elementOf(kPeople),
                                *rc::gen::elementOf(std::vector<Vote>{
                                    Vote::kApprove, Vote::kApprove, Vote::kApprove, Vote::kReject,
                                    Vote::kRevoke, Vote::kDefer, Vote::kAbstain, Vote::kResolve}));
    said.statement.reason = std::to_string(i);
    if (OneIn(8)) said.statement.proposal_digest = DigestNumber(8);
    if (OneIn(12)) said.statement.repository = "other";
    if (OneIn(12)) said.proof.key = KeyOf(*rc::gen::elementOf(kPeople));
    if (OneIn(12)) said.proof = {};
    for (const ProvenStatement& other : world.statements) {
      if (other.statement.principal == said.statement.principal && !OneIn(4)) {
        said.statement.supersedes.push_back(DigestOf(other.statement));
      }
    }
    std::sort(said.statement.supersedes.begin(), said.statement.supersedes.end());
    world.statements.push_back(std::move(said));
  }
  world.decision().approvers = {"bob"};
  world.policy.min_approvals = Pick(1, 4);
  world.policy.reject_sticky = OneIn(2);
  return world;
}

TEST(GateProperty, OrderAndRepeatsOfStatementsDoNotMatter) {
  EXPECT_TRUE(rc::check([] {
    World world = RandomSignedWorld();
    const std::vector<std::string> before = Lines(world.Run());
    std::mt19937 random(*rc::gen::arbitrary<uint32_t>());
    Shuffle(world.statements, random);
    RC_ASSERT(Lines(world.Run()) == before);
    const bool passed = world.Run().passed();
    if (!world.statements.empty()) world.statements.push_back(world.statements.front());
    RC_ASSERT(world.Run().passed() == passed);
  }));
}

TEST(GateProperty, AFreshApprovalNeverHurtsAndARejectionNeverHelps) {
  EXPECT_TRUE(rc::check([] {
    const World world = RandomSignedWorld();
    const bool passed = world.Run().passed();
    // Of somebody who has said nothing yet: whoever spoke has a last word to replace.
    World more = world;
    const std::string person = *rc::gen::elementOf(kApprovers);
    const bool spoke =
        std::any_of(world.statements.begin(), world.statements.end(),
                    [&](const ProvenStatement& one) { return one.statement.principal == person; });
    if (!spoke) {
      more.statements.push_back(Said(world, person, Vote::kApprove));
      const bool passes = more.Run().passed();
      RC_CLASSIFY(!passed && passes, "made it pass");
      if (passed) RC_ASSERT(passes);
    }
    World against = world;
    against.statements.push_back(Said(world, person, Vote::kReject));
    RC_ASSERT(!against.Run().passed());
  }));
}

TEST(GateProperty, WhateverIsChangedMakesApprovalsStale) {
  EXPECT_TRUE(rc::check([] {
    World world = SignedWorld();
    world.decision().approvers = {"bob"};
    RC_ASSERT(world.Run().passed());
    switch (Pick(0, 4)) {
      case 0:
        world.proposal().description += "!";
        world.DecideAgain();
        break;
      case 1:
        world.changes[0].digest = DigestNumber(7);
        world.proposal().changes[0].digest = DigestNumber(7);
        world.AnalyseAgain();
        world.DecideAgain();
        break;
      case 2:
        world.repository += "x";
        break;
      default:
        world.target_ref += "x";
        world.proposal().target_ref = world.target_ref;
        world.DecideAgain();
        break;
    }
    RC_ASSERT(Problems(world.Run()).contains("LG4005"));
  }));
}

TEST(GateProperty, TighteningNeverPassesMore) {
  EXPECT_TRUE(rc::check([] {
    World world = OneIn(3) ? RandomSignedWorld() : OneIn(2) ? RandomWorld() : MostlyGoodWorld();
    const bool passed = world.Run().passed();
    switch (Pick(0, 10)) {
      case 0:
        world.policy.min_approvals += Pick(1, 3);
        break;
      case 1:
        world.policy.reviewers.pop_back();
        break;
      case 2:
        world.policy.review_timeout_days -= 2;
        break;
      case 3:
        world.policy.gating.mode = Mode::kFull;
        break;
      case 4:
        world.policy.owner_approval = OwnerApproval::kRequired;
        break;
      case 5:
        world.policy.subsystem_owners = SubsystemOwners::kRequired;
        break;
      case 6:
        world.policy.approval_ttl_days = Pick(1, 6);
        break;
      case 7:
        world.policy.max_implementation_days = Pick(1, 40);
        break;
      case 8:
        world.policy.reject_sticky = true;
        break;
      default:
        world.policy.gating.mode = Mode::kStrict;
        break;
    }
    const bool passes = world.Run().passed();
    RC_CLASSIFY(passed && !passes, "lost the pass");
    if (!passed) RC_ASSERT(!passes);
  }));
}

void Loosen(Policy& policy) {
  policy.min_approvals = OneIn(2) ? 1 : policy.min_approvals;
  policy.review_timeout_days = OneIn(2) ? 7 : policy.review_timeout_days;
  policy.approval_ttl_days = 0;
  policy.require_impact_analysis = OneIn(2);
  if (OneIn(2)) policy.reviewers.emplace_back("mallory");
  if (OneIn(2)) policy.emergency_bypass = true;
}

TEST(GateProperty, LooseningRevivesNothingThatIsOver) {
  EXPECT_TRUE(rc::check([] {
    World world = OneIn(2) ? RandomSignedWorld() : SignedWorld();
    switch (Pick(0, 3)) {
      case 0:
        world.statements.push_back(Said(world, "alice", Vote::kWithdraw));
        break;
      case 1:
        world.log.push_back(Implemented({At(kDay), "ci", ""}, "p-1", "0123"));
        break;
      case 2:
        world.proposals.push_back(ProposalFor("p-2", {RemovedField("other", 2)}));
        world.proposals.back().supersedes = {"p-1"};
        world.decisions.push_back(ApprovalFor(world.proposals.back()));
        world.decisions.back().decided_by = world.decision().decided_by;
        world.decisions.back().proof = world.decision().proof;
        break;
      default:
        world.decision().decision = DecisionKind::kRejected;
        break;
    }
    RC_ASSERT(!world.Run().passed());
    Loosen(world.policy);
    RC_ASSERT(!world.Run().passed());
  }));
}

TEST(GateProperty, LooseningLetsNoReviewThatHasBegunPass) {
  EXPECT_TRUE(rc::check([] {
    World world = OneIn(2) ? RandomSignedWorld() : MostlyGoodWorld();
    const bool passed = world.RunAndRecord().passed();
    world.policy.min_approvals = Pick(1, 3);
    world.policy.review_timeout_days = 7;
    if (!passed) RC_ASSERT(!world.Run().passed());
    world.log.clear();  // then nobody knows what it was
    RC_CLASSIFY(!passed && world.Run().passed(), "would have made it pass");
  }));
}

TEST(GateProperty, SigningAgainOrWithMoreKeysCountsOnce) {
  EXPECT_TRUE(rc::check([] {
    World world = SignedWorld();
    std::vector<Principal> principals(world.people.principals().begin(),
                                      world.people.principals().end());
    const int keys = Pick(1, 4);
    for (Principal& principal : principals) {
      for (int i = 0; i < keys; ++i) {
        principal.keys.push_back({.key = KeyOf(principal.id) + std::to_string(i)});
      }
    }
    world.people = People(std::move(principals));
    for (int i = 0; i < keys; ++i) {
      world.statements.push_back(Said(world, "bob", Vote::kApprove));
      world.statements.back().statement.reason = std::to_string(i);
      world.statements.back().proof.key = KeyOf("bob") + std::to_string(i);
    }
    RC_ASSERT(world.Run().passed());
    world.policy.min_approvals = 3;
    RC_ASSERT(Problems(world.Run()).contains("LG4005"));
  }));
}

TEST(GateProperty, WhatPassesIsCoveredByExactlyOneProposal) {
  EXPECT_TRUE(rc::check([] {
    const World world = RandomWorld();
    const GateVerdict verdict = world.Run();
    if (!verdict.passed()) return;
    std::map<std::string, int> covered;
    for (const std::string& id : ImplementedProposals(world.Request())) {
      for (const ChangeProposal& proposal : world.proposals) {
        if (proposal.proposal_id != id) continue;
        for (const ProposedChange& asked : proposal.changes) ++covered[asked.digest];
      }
    }
    for (const std::string& digest : verdict.gated) RC_ASSERT(covered[digest] == 1);
  }));
}

TEST(GateProperty, BreakerAfterIsTheFoldOfTheLog) {
  EXPECT_TRUE(rc::check([] {
    World world = RandomWorld();
    const int runs = Pick(1, 12);
    for (int i = 0; i < runs; ++i) {
      world.change_request = "pr-" + std::to_string(Pick(0, 8));
      world.now.seconds += Pick(0, 4000);
      const GateVerdict verdict = world.RunAndRecord();
      RC_ASSERT(verdict.scopes_after[0].breaker == world.Breaker());
    }
  }));
}

}  // namespace
}  // namespace leyline::testing
