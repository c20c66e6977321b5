#include "ci/gate/scopes.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gate_testing.h"

namespace leyline::testing {
namespace {

using ::testing::ElementsAre;

Subsystem Team(const std::string& owner, Role role, const std::string& contract) {
  return {.name = owner + "-subsystem",
          .owner = owner,
          .uses = {{.role = role, .contract = contract, .retention_days = 0, .where = {}}},
          .surfaces = {},
          .where = {}};
}

std::vector<std::string> Names(const std::vector<std::string>& contracts,
                               const std::vector<Subsystem>& subsystems,
                               const std::string& scope = "{target_ref}/{owner}") {
  std::vector<Change> changes;
  for (const std::string& contract : contracts) {
    changes.push_back(RemovedField("total", 1));
    changes.back().contract = contract;
  }
  Policy policy;
  policy.owner = "olga";
  policy.breaker.scope = scope;
  std::vector<std::string> names;
  for (const ScopeState& state : ScopesOf(changes, {subsystems}, policy, "main")) {
    names.push_back(state.name);
    EXPECT_EQ(state.breaker, BreakerState{});
  }
  return names;
}

TEST(Scopes, OwnersOfTheChangedContracts) {
  const std::vector<Subsystem> teams = {Team("billing", Role::kOwns, "acme.v1.Invoice"),
                                        Team("ledger", Role::kOwns, "acme.ledger.*")};
  EXPECT_THAT(Names({"acme.v1.Invoice"}, teams), ElementsAre("main/billing"));
  EXPECT_THAT(Names({"acme.ledger.Entry", "acme.v1.Invoice", "acme.ledger.Book"}, teams),
              ElementsAre("main/billing", "main/ledger"));
  EXPECT_THAT(Names({"acme.v1.Unknown"}, teams), ElementsAre("main/olga"));
}

TEST(Scopes, NestedContractsBelongToTheOuterOne) {
  const std::vector<Subsystem> teams = {Team("billing", Role::kOwns, "acme.v1.Invoice"),
                                        Team("ledger", Role::kOwns, "acme.ledger.*"),
                                        Team("all", Role::kOwns, "top.*")};
  EXPECT_THAT(Names({"acme.v1.Invoice.Line"}, teams), ElementsAre("main/billing"));
  EXPECT_THAT(Names({"acme.ledger.Book.Page"}, teams), ElementsAre("main/ledger"));
  EXPECT_THAT(Names({"acme.v1.InvoiceLine"}, teams), ElementsAre("main/olga"));
  EXPECT_THAT(Names({"top.v1.Foo"}, teams), ElementsAre("main/olga")) << "`v1` is no contract";
}

TEST(Scopes, OwnersBeforeProducersBeforeTheRest) {
  std::vector<Subsystem> teams = {Team("writer", Role::kWrites, "acme.v1.Invoice"),
                                  Team("server", Role::kServes, "acme.v1.Invoice"),
                                  Team("reader", Role::kReads, "acme.v1.Invoice")};
  EXPECT_THAT(Names({"acme.v1.Invoice"}, teams), ElementsAre("main/server", "main/writer"));
  teams.push_back(Team("owner", Role::kOwns, "acme.v1.*"));
  EXPECT_THAT(Names({"acme.v1.Invoice"}, teams), ElementsAre("main/owner"));
}

TEST(Scopes, NeverEmpty) { EXPECT_THAT(Names({}, {}), ElementsAre("main/olga")); }

TEST(Scopes, ThePolicySaysHowWide) {
  const std::vector<Subsystem> teams = {Team("a", Role::kOwns, "acme.A"),
                                        Team("b", Role::kOwns, "acme.B")};
  EXPECT_THAT(Names({"acme.A", "acme.B"}, teams, "{target_ref}"), ElementsAre("main"));
}

// Two owners, two circuits, one change request.
World TwoOwners() {
  World world;
  world.scopes = {"main/a", "main/b"};
  return world;
}

Event Open(const World& world, const std::string& scope) {
  return *BreakerIsolated({world.now, "olga", scope}, "stop");
}

TEST(ScopesInTheGate, EachIsRecorded) {
  World world = TwoOwners();
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed());
  EXPECT_THAT(TypesOf(verdict.events),
              ElementsAre("proposal_first_seen", "gate_evaluated", "gate_evaluated"));
  EXPECT_EQ(verdict.events[1].scope, "main/a");
  EXPECT_EQ(verdict.events[2].scope, "main/b");
  ASSERT_EQ(verdict.scopes.size(), 2u);
  EXPECT_EQ(verdict.scopes[1].name, "main/b");
}

TEST(ScopesInTheGate, AViolationCountsInEach) {
  World world = TwoOwners();
  world.proposals.clear();
  for (int i = 1; i <= 5; ++i) {
    world.change_request = "pr-" + std::to_string(i);
    EXPECT_EQ(world.RunAndRecord().outcome, GateOutcome::kBlocked);
  }
  EXPECT_EQ(world.Breaker("main/a").mode, BreakerMode::kOpen);
  EXPECT_EQ(world.Breaker("main/b").mode, BreakerMode::kOpen);
}

TEST(ScopesInTheGate, TheWorstDecides) {
  World world = TwoOwners();
  world.log = {Open(world, "main/b")};
  const GateVerdict verdict = world.Run();
  EXPECT_EQ(verdict.outcome, GateOutcome::kCircuitOpen);
  EXPECT_THAT(Problems(verdict), ElementsAre("LG7003"));
  world.scopes = {"main/a"};
  EXPECT_TRUE(world.Run().passed()) << "b's trouble is not a's";
}

TEST(ScopesInTheGate, NoProbeWhereAnotherCircuitDenies) {
  World world = TwoOwners();
  for (int i = 1; i <= 5; ++i) {
    world.log.push_back(Violation({world.now, "x", "main/a"}, std::to_string(i), "", {}));
  }
  world.log.push_back(Open(world, "main/b"));
  world.now.seconds += 3600;
  const GateVerdict verdict = world.Run();
  EXPECT_EQ(verdict.outcome, GateOutcome::kCircuitOpen);
  EXPECT_THAT(TypesOf(verdict.events),
              ::testing::Not(::testing::Contains("breaker_probe_granted")));
  EXPECT_EQ(verdict.scopes[0].breaker.mode, BreakerMode::kHalfOpen);
  EXPECT_THAT(verdict.scopes[0].breaker.leases, ::testing::IsEmpty());
}

}  // namespace
}  // namespace leyline::testing
