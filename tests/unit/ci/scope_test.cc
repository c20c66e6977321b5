#include "ci/gate/scope.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ci/gate_testing.h"

namespace leyline::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

Hit By(const std::string& owner, Role role, std::vector<std::string> path = {}) {
  return {.subsystem = owner + "-subsystem",
          .owner = owner,
          .role = role,
          .contract = "acme.v1.Invoice",
          .path = std::move(path),
          .level = Level::kBreaking};
}

TEST(OwnerOf, OwnsThenServesThenWrites) {
  EXPECT_EQ(OwnerOf({"", {By("r", Role::kReads), By("w", Role::kWrites)}}), "w");
  EXPECT_EQ(OwnerOf({"", {By("w", Role::kWrites), By("s", Role::kServes)}}), "s");
  EXPECT_EQ(OwnerOf({"", {By("w", Role::kWrites), By("s", Role::kServes), By("o", Role::kOwns)}}),
            "o");
}

TEST(OwnerOf, TheShortestPathAnswers) {
  EXPECT_EQ(
      OwnerOf({"", {By("o", Role::kOwns, {"acme.v1.Order.invoice"}), By("w", Role::kWrites)}}),
      "w");
}

TEST(OwnerOf, ReadersDoNotAnswer) {
  EXPECT_EQ(OwnerOf({"", {By("r", Role::kReads), By("s", Role::kStores), By("c", Role::kCalls)}}),
            "unowned");
  EXPECT_EQ(OwnerOf({"", {}}), "unowned");
}

struct Asked {
  std::vector<Change> changes = {RemovedField("a", 1), RemovedField("b", 2), RemovedField("c", 3)};
  ImpactReport impact;
  Policy policy;
  std::vector<Event> log;
  bool has_impact = true;

  Asked() {
    impact.changes = {{"", {By("writers", Role::kWrites)}}, {"", {By("billing", Role::kOwns)}}};
    policy.owner = "olga";
  }
  Scopes Answer() const {
    return ScopesOf(changes, has_impact ? &impact : nullptr, policy, "main", log, At(9));
  }
};

std::vector<std::string> Names(const Scopes& scopes) {
  std::vector<std::string> names;
  for (const ScopeState& scope : scopes.list) names.push_back(scope.name);
  return names;
}

TEST(ScopesOf, SortedAndOneForEachOwner) {
  const Scopes scopes = Asked().Answer();
  EXPECT_THAT(Names(scopes), ElementsAre("main/billing", "main/olga", "main/writers"));
  EXPECT_THAT(scopes.of_change, ElementsAre(2, 0, 1));
}

TEST(ScopesOf, FoldsTheLog) {
  Asked asked;
  asked.log = {*BreakerIsolated({At(1), "olga", "main/billing"}, "stop")};
  const Scopes scopes = asked.Answer();
  EXPECT_EQ(scopes.list[0].breaker.mode, BreakerMode::kForcedOpen);
  EXPECT_EQ(scopes.list[1].breaker.mode, BreakerMode::kClosed);
}

TEST(ScopesOf, ThePolicySaysHowWide) {
  Asked asked;
  asked.policy.breaker.scope = "{target_ref}";
  EXPECT_THAT(Names(asked.Answer()), ElementsAre("main"));
  EXPECT_THAT(asked.Answer().of_change, ElementsAre(0, 0, 0));
}

TEST(ScopesOf, WithoutImpactOrChanges) {
  Asked asked;
  asked.has_impact = false;
  EXPECT_THAT(Names(asked.Answer()), ElementsAre("main/unowned"));
  asked.changes.clear();
  EXPECT_THAT(Names(asked.Answer()), ElementsAre("main/olga"));
}

// Two changes of two owners, each covered by p-1, in two circuits.
struct TwoOwners {
  World world;
  std::vector<std::string> names = {"main/a", "main/b"};
  std::vector<Event> log;

  TwoOwners() {
    world.changes.push_back(RemovedField("vat", 2));
    world.AnalyseAgain();
    world.proposals = {ProposalFor("p-1", world.changes)};
    world.decisions = {ApprovalFor(world.proposals[0])};
  }

  GateVerdict Run() {
    GateRequest request{.changes = world.changes,
                        .impact = &world.impact,
                        .policy = &world.policy,
                        .proposals = world.proposals,
                        .decisions = world.decisions,
                        .log = log,
                        .spent_in_base = {},
                        .scopes = {},
                        .scope_of = {0, 1},
                        .target_ref = world.target_ref,
                        .change_request = world.change_request,
                        .authors = world.authors,
                        .record_errors = world.record_errors,
                        .version_bumped = false,
                        .now = world.now};
    for (const std::string& name : names) {
      request.scopes.push_back({name, FoldBreaker(log, name, world.policy.breaker, world.now)});
    }
    const GateVerdict verdict = Evaluate(request);
    log.insert(log.end(), verdict.events.begin(), verdict.events.end());
    return verdict;
  }

  void Open(const std::string& scope) {
    log.push_back(*BreakerIsolated({world.now, "olga", scope}, "stop"));
  }
};

std::vector<std::string> ViolatedScopes(const GateVerdict& verdict) {
  std::vector<std::string> scopes;
  for (const Event& event : verdict.events) {
    if (event.type == event_type::kViolation) scopes.push_back(event.scope);
  }
  return scopes;
}

TEST(SeveralCircuits, EachIsAskedAndRecorded) {
  TwoOwners two;
  const GateVerdict verdict = two.Run();
  EXPECT_TRUE(verdict.passed()) << ::testing::PrintToString(Lines(verdict));
  EXPECT_THAT(TypesOf(verdict.events), ElementsAre("proposal_first_seen", "proposal_approved",
                                                   "gate_evaluated", "gate_evaluated"));
  EXPECT_EQ(verdict.events[2].scope, "main/a");
  EXPECT_EQ(verdict.events[3].scope, "main/b");
  EXPECT_THAT(Lines(verdict), Contains("LG7001 ok: the circuit for `main/b` is closed: 0 of 5 "
                                       "violations in 24 h"));
}

TEST(SeveralCircuits, AnUncoveredChangeCountsInItsOwnScope) {
  TwoOwners two;
  two.world.proposals = {ProposalFor("p-1", {two.world.changes[0]})};
  two.world.DecideAgain();
  const GateVerdict verdict = two.Run();
  EXPECT_THAT(Problems(verdict), ElementsAre("LG5001"));
  EXPECT_THAT(ViolatedScopes(verdict), ElementsAre("main/b"));
}

TEST(SeveralCircuits, AnUnapprovedProposalCountsInAll) {
  TwoOwners two;
  two.world.decisions.clear();
  EXPECT_THAT(ViolatedScopes(two.Run()), ElementsAre("main/a", "main/b"));
}

TEST(SeveralCircuits, TheWorstDecides) {
  TwoOwners two;
  two.Open("main/b");
  const GateVerdict verdict = two.Run();
  EXPECT_EQ(verdict.outcome, GateOutcome::kCircuitOpen);
  EXPECT_THAT(Problems(verdict), ElementsAre("LG7003"));
  EXPECT_THAT(Lines(verdict), Contains("LG7001 ok: the circuit for `main/a` is closed: 0 of 5 "
                                       "violations in 24 h"));
}

TEST(SeveralCircuits, NoProbeWhereAnotherDenies) {
  TwoOwners two;
  for (int i = 1; i <= 5; ++i) {
    two.log.push_back(Violation({two.world.now, "x", "main/a"}, std::to_string(i), "", {}));
  }
  two.world.now.seconds += 3600;
  two.Open("main/b");
  const GateVerdict verdict = two.Run();
  EXPECT_EQ(verdict.outcome, GateOutcome::kCircuitOpen);
  EXPECT_THAT(TypesOf(verdict.events), Not(Contains("breaker_probe_granted")));
  EXPECT_EQ(verdict.scopes_after[0].breaker.mode, BreakerMode::kHalfOpen);
  EXPECT_THAT(verdict.scopes_after[0].breaker.leases, IsEmpty());
  EXPECT_THAT(Lines(verdict),
              Contains("LG7002 ok: the circuit for `main/a` is half open; it is not "
                       "probed while another circuit is open"));
}

}  // namespace
}  // namespace leyline::testing
