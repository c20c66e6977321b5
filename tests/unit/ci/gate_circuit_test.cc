// The gate and the circuit breaker together, over runs that are recorded.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ci/ballots_testing.h"
#include "tests/unit/ci/gate_testing.h"

namespace leyline::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr int64_t kHour = 3600;

// A change request that nobody proposed.
World Violating() {
  World world;
  world.proposals.clear();
  return world;
}

// Five change requests without a proposal: open since the fifth, a second apart.
World Opened() {
  World world = Violating();
  for (int i = 1; i <= 5; ++i) {
    world.change_request = "pr-" + std::to_string(i);
    world.now.seconds += 1;
    world.RunAndRecord();
  }
  return world;
}

void Repair(World& world) { world.proposals = World().proposals; }

TEST(GateCircuit, AViolationIsRecordedOnceAChangeRequest) {
  World world = Violating();
  const GateVerdict first = world.RunAndRecord();
  EXPECT_THAT(TypesOf(first.events), ElementsAre("violation", "gate_evaluated"));
  EXPECT_EQ(DataOf(first.events[0], "codes"), "LG5001");
  EXPECT_EQ(DataOf(first.events[1], "violated"), "true");
  world.changes[0].digest = DigestNumber(8);  // pushed anew, still the same change request
  world.AnalyseAgain();
  const GateVerdict second = world.RunAndRecord();
  EXPECT_THAT(TypesOf(second.events), ElementsAre("gate_evaluated"));
  EXPECT_EQ(second.scopes_after[0].breaker.failures(), 1);
}

TEST(GateCircuit, WithoutAnIdTheChangesStandForTheRequest) {
  World world = Violating();
  world.change_request = "";
  EXPECT_THAT(TypesOf(world.RunAndRecord().events), Contains("violation"));
  EXPECT_THAT(TypesOf(world.RunAndRecord().events), Not(Contains("violation")));
  world.changes[0].digest = DigestNumber(8);
  EXPECT_THAT(TypesOf(world.RunAndRecord().events), Contains("violation"));
  EXPECT_EQ(world.log.back().actor, "local");
}

TEST(GateCircuit, ReRunsGiveTheSameVerdict) {
  World world = Violating();
  const std::vector<std::string> first = Lines(world.RunAndRecord());
  for (int i = 0; i < 6; ++i) {
    const GateVerdict again = world.RunAndRecord();
    EXPECT_EQ(Lines(again), first);
    EXPECT_EQ(again.outcome, GateOutcome::kBlocked);
  }
  EXPECT_EQ(world.Breaker().mode, BreakerMode::kClosed);
}

TEST(GateCircuit, TheFifthIsBlockedAndOpensAndTheNextMeetsTheOpenCircuit) {
  World world = Violating();
  for (int i = 1; i <= 4; ++i) {
    world.change_request = "pr-" + std::to_string(i);
    const GateVerdict verdict = world.RunAndRecord();
    EXPECT_EQ(verdict.outcome, GateOutcome::kBlocked);
    EXPECT_EQ(verdict.scopes_after[0].breaker.mode, BreakerMode::kClosed);
    EXPECT_THAT(Lines(verdict),
                Contains(HasSubstr(std::to_string(i) + " of 5 violations in 24 h")));
  }
  world.change_request = "pr-5";
  const GateVerdict fifth = world.RunAndRecord();
  EXPECT_EQ(fifth.outcome, GateOutcome::kBlocked);
  EXPECT_EQ(fifth.scopes_after[0].breaker.mode, BreakerMode::kOpen);
  EXPECT_EQ(fifth.scopes_after[0].breaker, world.Breaker());
  EXPECT_THAT(Lines(fifth),
              Contains("LG7001 NO: violation 5 of 5 in 24 h: the circuit for "
                       "`refs/heads/main/billing-team` opens until 2026-01-06T01:00:00Z"));
  EXPECT_EQ(DataOf(fifth.events.back(), "codes"), "LG5001");

  Repair(world);
  world.change_request = "pr-6";
  const GateVerdict sixth = world.RunAndRecord();
  EXPECT_EQ(sixth.outcome, GateOutcome::kCircuitOpen) << "whatever its merits";
  EXPECT_THAT(Problems(sixth), ElementsAre("LG7001"));
  EXPECT_THAT(Lines(sixth), Contains("LG4005 ok: 2 of 2 approvals for `p-1`: bob, carol"));
  EXPECT_THAT(Lines(sixth), Contains("LG7001 NO: the circuit for `refs/heads/main/billing-team` is "
                                     "open since 2026-01-06T00:00:00Z, after 5 violations, and "
                                     "takes a probe from 2026-01-06T01:00:00Z"));
  EXPECT_EQ(Find(sixth, "LG7001")->next,
            "leyline breaker reset --scope refs/heads/main/billing-team --reason ...");
}

TEST(GateCircuit, ViolationsWhileOpenAreListedButNotCounted) {
  World world = Opened();
  world.change_request = "pr-6";
  const GateVerdict verdict = world.RunAndRecord();
  EXPECT_EQ(verdict.outcome, GateOutcome::kCircuitOpen);
  EXPECT_THAT(Problems(verdict), ElementsAre("LG5001", "LG7001"));
  EXPECT_THAT(TypesOf(verdict.events), ElementsAre("gate_evaluated"));
  EXPECT_EQ(DataOf(verdict.events[0], "verdict"), "circuit_open");
}

TEST(GateCircuit, AProbeThatPassesClosesTheCircuit) {
  World world = Opened();
  Repair(world);
  world.now.seconds += kHour;
  world.change_request = "pr-6";
  const GateVerdict verdict = world.RunAndRecord();
  EXPECT_TRUE(verdict.passed());
  EXPECT_THAT(TypesOf(verdict.events), ElementsAre("proposal_first_seen", "proposal_approved",
                                                   "breaker_probe_granted", "gate_evaluated"));
  EXPECT_EQ(verdict.scopes_after[0].breaker.mode, BreakerMode::kClosed);
  EXPECT_EQ(verdict.scopes_after[0].breaker, world.Breaker());
  EXPECT_THAT(Lines(verdict), Contains("LG7002 ok: this run is the probe of the circuit for "
                                       "`refs/heads/main/billing-team`: it is CLOSED"));
  EXPECT_THAT(ImplementedProposals(world.Request()), ElementsAre("p-1"));
}

TEST(GateCircuit, AProbeThatFailsOpensItAgain) {
  World world = Opened();
  world.now.seconds += kHour;
  world.change_request = "pr-1";  // one that was counted before
  const GateVerdict verdict = world.RunAndRecord();
  EXPECT_EQ(verdict.outcome, GateOutcome::kBlocked);
  EXPECT_EQ(verdict.scopes_after[0].breaker.mode, BreakerMode::kOpen);
  EXPECT_EQ(verdict.scopes_after[0].breaker.generation, 2);
  EXPECT_THAT(Lines(verdict),
              Contains(HasSubstr("LG7002 NO: this run was the probe of the circuit")));
  world.change_request = "pr-6";
  EXPECT_EQ(world.Run().outcome, GateOutcome::kCircuitOpen);
}

TEST(GateCircuit, AProbeOfRecordsThatCanNotBeReadDecidesNothing) {
  World world = Opened();
  Repair(world);
  world.now.seconds += kHour;
  world.record_errors = {{.kind = ErrorKind::kConfig,
                          .code = "LG1005",
                          .message = "not YAML",
                          .where = std::nullopt,
                          .fix = "mend it"}};
  const GateVerdict verdict = world.RunAndRecord();
  EXPECT_EQ(verdict.outcome, GateOutcome::kBlocked);
  EXPECT_EQ(verdict.scopes_after[0].breaker.mode, BreakerMode::kHalfOpen);
  EXPECT_THAT(verdict.scopes_after[0].breaker.leases, IsEmpty());
}

TEST(GateCircuit, OthersWaitForAHeldProbe) {
  World world = Opened();
  Repair(world);
  world.now.seconds += kHour;
  world.log.push_back(
      ProbeGranted({world.now, "pr-8", kScope}, "pr-8", 1, {world.now.seconds + 900}));
  world.change_request = "pr-9";
  const GateVerdict waits = world.Run();
  EXPECT_EQ(waits.outcome, GateOutcome::kCircuitOpen);
  EXPECT_THAT(Lines(waits),
              Contains("LG7002 NO: the circuit for `refs/heads/main/billing-team` is half "
                       "open and pr-8 is probing it until 2026-01-06T01:15:05Z"));
  world.change_request = "pr-8";
  const GateVerdict holder = world.Run();
  EXPECT_TRUE(holder.passed());
  EXPECT_THAT(TypesOf(holder.events), Not(Contains("breaker_probe_granted")));
  EXPECT_EQ(holder.scopes_after[0].breaker.mode, BreakerMode::kClosed);
  world.change_request = "pr-9";
  world.now.seconds += 900;
  EXPECT_TRUE(world.Run().passed()) << "the lease has ended";
}

TEST(GateCircuit, ForcedOpenSaysWhoAndWhy) {
  World world;
  world.log = {*BreakerIsolated({At(kDay), "olga", kScope}, "forged approval")};
  const GateVerdict verdict = world.Run();
  EXPECT_EQ(verdict.outcome, GateOutcome::kCircuitOpen);
  EXPECT_THAT(Lines(verdict),
              Contains("LG7003 NO: the circuit for `refs/heads/main/billing-team` was "
                       "opened by olga at 2026-01-02T00:00:00Z: forged approval"));
}

// A signature under bob's statement that is not his.
World Forged() {
  World world = SignedWorld();
  world.statements[0].proof = {EvidenceLevel::kSigned, "", "LG4012", "does not verify"};
  return world;
}

TEST(GateCircuit, ForgedEvidenceForcesTheCircuitOpen) {
  World world = Forged();
  const GateVerdict first = world.RunAndRecord();
  ASSERT_THAT(Problems(first), Contains("LG4012"));
  EXPECT_EQ(first.outcome, GateOutcome::kBlocked);
  EXPECT_THAT(TypesOf(first.events), Contains("violation"));
  EXPECT_TRUE(first.scopes_after[0].breaker.critical);
  EXPECT_THAT(Lines(first), Contains(HasSubstr(
                                "LG7003 NO: the circuit for `refs/heads/main/billing-team` is open "
                                "since 2026-01-06T00:00:00Z (forged evidence: LG4012, run pr-7): 2 "
                                "persons, one of them the owner, must reset it")));
  World honest = SignedWorld();
  honest.log = world.log;
  honest.change_request = "pr-8";
  honest.now = At(400 * kDay);
  EXPECT_EQ(honest.Run().outcome, GateOutcome::kCircuitOpen) << "no clock recovers it";
  honest.log.push_back(*BreakerReset({At(6 * kDay), "olga", kScope}, "seen"));
  EXPECT_THAT(Lines(honest.Run()), Contains(HasSubstr("; olga has reset it already")));
  honest.log.push_back(*BreakerReset({At(6 * kDay), "dan", kScope}, "seen"));
  honest.now = At(7 * kDay);
  EXPECT_EQ(honest.Breaker().mode, BreakerMode::kClosed);
  world.log = honest.log;
  EXPECT_THAT(TypesOf(world.RunAndRecord().events), Contains("violation"))
      << "the same change request again, still forged";
  EXPECT_TRUE(world.Breaker().critical);
}

TEST(GateCircuit, NothingIsProbedWhileClocksDisagree) {
  World world = Opened();
  Repair(world);
  world.change_request = "pr-9";
  const Time own{world.now.seconds + kHour};
  world.now.seconds += 3 * kHour;
  GateRequest request = world.Request();
  request.clock_trouble = ClockTrouble{own, "the clock of this machine says"};
  const GateVerdict verdict = Evaluate(request);
  EXPECT_EQ(verdict.outcome, GateOutcome::kCircuitOpen);
  EXPECT_THAT(TypesOf(verdict.events), Not(Contains("breaker_probe_granted")));
  for (const Event& event : verdict.events) {
    EXPECT_EQ(event.at, own) << event.type << " is no news of the future";
  }
  EXPECT_THAT(Lines(verdict), Contains("LG7006 ok: the clock of this machine says"));
  EXPECT_THAT(Lines(verdict),
              Contains("LG7006 NO: the circuit for `refs/heads/main/billing-team` is half open and "
                       "takes no probe while clocks disagree"));
}

TEST(GateCircuit, NoChangesNeitherWaitNorProbe) {
  World world = Opened();
  world.changes.clear();
  world.change_request = "docs-only";
  EXPECT_TRUE(world.Run().passed());
  world.now.seconds += kHour;
  const GateVerdict verdict = world.Run();
  EXPECT_TRUE(verdict.passed());
  EXPECT_EQ(verdict.scopes_after[0].breaker.mode, BreakerMode::kHalfOpen);
  EXPECT_THAT(TypesOf(verdict.events), ElementsAre("gate_evaluated"));
  EXPECT_THAT(Problems(verdict), IsEmpty());
}

TEST(GateCircuit, MistakesInRecordsAreNoViolations) {
  World world;
  world.record_errors = {{.kind = ErrorKind::kConfig,
                          .code = "LG4026",
                          .message = "the decision has no `decision_rationale`",
                          .where = std::nullopt,
                          .fix = "say why"}};
  EXPECT_THAT(TypesOf(world.Run().events), Not(Contains("violation")));
  world.record_errors[0].code = "LG5010";
  EXPECT_THAT(TypesOf(world.Run().events), Contains("violation")) << "a removed record is one";
}

TEST(GateCircuit, AMissingMapIsNoViolation) {
  World world;
  world.has_impact = false;
  const GateVerdict verdict = world.Run();
  EXPECT_EQ(verdict.outcome, GateOutcome::kBlocked);
  EXPECT_THAT(TypesOf(verdict.events), Not(Contains("violation")));
}

}  // namespace
}  // namespace leyline::testing
