#include "ci/breaker.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ci/testing.h"

namespace leyline {
namespace {

using testing::At;
using testing::Note;

constexpr char kScope[] = "main/team";
constexpr int64_t kHour = 3600;

Origin By(int64_t seconds, std::string actor = "alice") {
  return {At(seconds), std::move(actor), kScope};
}

Event Violate(int64_t seconds, const std::string& run) {
  return Violation(By(seconds), ViolationKey(kScope, run), "sha256:set", {"LG5001"});
}

Event Evaluated(int64_t seconds, const std::string& run, int64_t generation, std::string verdict,
                bool violated) {
  return GateEvaluated(By(seconds), {.change_set = "sha256:set",
                                     .verdict = std::move(verdict),
                                     .violated = violated,
                                     .changes = 1,
                                     .gated = 1,
                                     .codes = {},
                                     .policy_digest = "",
                                     .generation = generation,
                                     .run = run});
}

Event Pass(int64_t seconds, const std::string& run, int64_t generation) {
  return Evaluated(seconds, run, generation, "pass", false);
}

Event Fails(int64_t seconds, const std::string& run, int64_t generation) {
  return Evaluated(seconds, run, generation, "blocked", true);
}

Event Probe(int64_t seconds, const std::string& run, int64_t generation) {
  return ProbeGranted(By(seconds), run, generation, At(seconds + 900));
}

std::vector<Event> Violations(int count) {
  std::vector<Event> events;
  for (int i = 1; i <= count; ++i) events.push_back(Violate(i, "pr-" + std::to_string(i)));
  return events;
}

std::vector<Event> With(std::vector<Event> events, std::vector<Event> more) {
  events.insert(events.end(), more.begin(), more.end());
  return events;
}

BreakerState Fold(const std::vector<Event>& events, int64_t now, BreakerPolicy policy = {}) {
  return FoldBreaker(events, kScope, policy, At(now));
}

TEST(Breaker, StartsClosed) {
  const BreakerState state = Fold({}, 0);
  EXPECT_EQ(state, BreakerState{});
  EXPECT_EQ(state.mode, BreakerMode::kClosed);
}

TEST(Breaker, TheFifthDistinctViolationOpens) {
  for (int count = 0; count <= 4; ++count) {
    const BreakerState state = Fold(Violations(count), 10);
    EXPECT_EQ(state.mode, BreakerMode::kClosed) << count;
    EXPECT_EQ(state.failures(), count);
    EXPECT_EQ(state.generation, 0);
  }
  const BreakerState state = Fold(Violations(5), 10);
  EXPECT_EQ(state.mode, BreakerMode::kOpen);
  EXPECT_EQ(state.failures(), 5);
  EXPECT_EQ(state.generation, 1);
  EXPECT_EQ(state.opened_at, At(5));
  EXPECT_EQ(state.retry_at, At(5 + kHour));
}

TEST(Breaker, ReRunsCountOnce) {
  std::vector<Event> events = Violations(4);
  for (int i = 0; i < 50; ++i) events.push_back(Violate(10 + i, "pr-" + std::to_string(1 + i % 4)));
  const BreakerState state = Fold(events, 100);
  EXPECT_EQ(state.mode, BreakerMode::kClosed);
  EXPECT_EQ(state.failures(), 4);
  EXPECT_TRUE(state.Knows(ViolationKey(kScope, "pr-3")));
  EXPECT_FALSE(state.Knows(ViolationKey(kScope, "pr-5")));
}

TEST(Breaker, OtherScopesAndUnknownTypesDoNotCount) {
  std::vector<Event> events = Violations(4);
  events.push_back(Violation({At(9), "x", "main/other"}, "key", "", {}));
  events.push_back(Note(9, "a_type_of_the_future"));
  events.push_back(Violation(By(9), "", "", {}));  // no key: not a violation that can be counted
  EXPECT_EQ(Fold(events, 10).failures(), 4);
  EXPECT_EQ(BreakerScopes(events), (std::vector<std::string>{"main/other", "main/team"}));
}

TEST(Breaker, OldViolationsStopCounting) {
  constexpr int64_t kWindow = 24 * 3600;
  std::vector<Event> events = Violations(4);
  EXPECT_EQ(Fold(events, kWindow + 0).failures(), 4);
  EXPECT_EQ(Fold(events, kWindow + 1).failures(), 3);
  EXPECT_EQ(Fold(events, kWindow + 4).failures(), 0);
  events.push_back(Violate(kWindow + 2, "pr-5"));
  EXPECT_EQ(Fold(events, kWindow + 2).failures(), 3);
  events.push_back(Violate(kWindow + 3, "pr-1"));
  EXPECT_EQ(Fold(events, kWindow + 3).failures(), 2) << "a late re-run is no news";
  const BreakerPolicy hour = {.window_hours = 1};
  EXPECT_EQ(FoldBreaker(Violations(4), kScope, hour, At(3600)).failures(), 4);
  EXPECT_EQ(FoldBreaker(Violations(4), kScope, hour, At(3601)).failures(), 3);
}

TEST(Breaker, RecoversByTheClockAlone) {
  const std::vector<Event> events = Violations(5);
  EXPECT_EQ(Fold(events, 5 + kHour - 1).mode, BreakerMode::kOpen);
  const BreakerState state = Fold(events, 5 + kHour);
  EXPECT_EQ(state.mode, BreakerMode::kHalfOpen);
  EXPECT_EQ(state.generation, 1);
  EXPECT_TRUE(state.leases.empty());
}

TEST(Breaker, RecoveryIsNeverEarly) {
  BreakerPolicy policy;
  policy.recovery_timeout_ms = 1001;
  EXPECT_EQ(Fold(Violations(5), 6, policy).mode, BreakerMode::kOpen);
  EXPECT_EQ(Fold(Violations(5), 7, policy).mode, BreakerMode::kHalfOpen);
}

TEST(Breaker, ViolationsWhileOpenAreNotCounted) {
  const std::vector<Event> events = With(Violations(5), {Violate(20, "pr-6")});
  const BreakerState state = Fold(events, 30);
  EXPECT_EQ(state.failures(), 5);
  EXPECT_EQ(state.retry_at, At(5 + kHour));
  EXPECT_FALSE(state.Knows(ViolationKey(kScope, "pr-6")));
}

TEST(Breaker, AProbeThatPassesCloses) {
  const BreakerState state =
      Fold(With(Violations(5), {Probe(4000, "pr-9", 1), Pass(4001, "pr-9", 1)}), 4002);
  EXPECT_EQ(state.mode, BreakerMode::kClosed);
  EXPECT_EQ(state.generation, 2);
  EXPECT_EQ(state.failures(), 0);
  EXPECT_EQ(state.retry_at, std::nullopt);
}

TEST(Breaker, AProbeThatFailsOpensAgain) {
  const BreakerState state =
      Fold(With(Violations(5), {Probe(4000, "pr-1", 1), Fails(4001, "pr-1", 1)}), 4002);
  EXPECT_EQ(state.mode, BreakerMode::kOpen) << "although pr-1 has violated before";
  EXPECT_EQ(state.generation, 2);
  EXPECT_EQ(state.opened_at, At(4001));
  EXPECT_EQ(state.retry_at, At(4001 + kHour));
}

TEST(Breaker, AProbeThatDecidesNothingFreesTheSlot) {
  const std::vector<Event> events =
      With(Violations(5), {Probe(4000, "pr-9", 1), Evaluated(4001, "pr-9", 1, "blocked", false)});
  const BreakerState state = Fold(events, 4002);
  EXPECT_EQ(state.mode, BreakerMode::kHalfOpen);
  EXPECT_TRUE(state.leases.empty());
}

TEST(Breaker, OneProbeAtATime) {
  std::vector<Event> events = With(Violations(5), {Probe(4000, "pr-8", 1), Probe(4001, "pr-9", 1)});
  BreakerState state = Fold(events, 4002);
  ASSERT_EQ(state.leases.size(), 1u);
  EXPECT_EQ(state.leases[0], (ProbeLease{"pr-8", At(4900)}));
  EXPECT_NE(state.LeaseOf("pr-8"), nullptr);
  EXPECT_EQ(state.LeaseOf("pr-9"), nullptr);
  events.push_back(Pass(4003, "pr-9", 1));
  EXPECT_EQ(Fold(events, 4004).mode, BreakerMode::kHalfOpen) << "pr-9 has no lease";
}

TEST(Breaker, ACancelledProbeFreesTheSlotWhenItsLeaseEnds) {
  std::vector<Event> events = With(Violations(5), {Probe(4000, "pr-8", 1)});
  EXPECT_EQ(Fold(events, 4899).leases.size(), 1u);
  EXPECT_TRUE(Fold(events, 4900).leases.empty());
  events.push_back(Probe(4900, "pr-9", 1));
  events.push_back(Pass(4901, "pr-8", 1));
  EXPECT_EQ(Fold(events, 4902).mode, BreakerMode::kHalfOpen) << "pr-8 came too late";
  events.push_back(Pass(4903, "pr-9", 1));
  EXPECT_EQ(Fold(events, 4904).mode, BreakerMode::kClosed);
}

TEST(Breaker, ALeaseNeverOutlastsThePolicy) {
  BreakerPolicy policy;
  policy.probe_lease_ms = 60'000;
  const std::vector<Event> events = With(Violations(5), {Probe(4000, "pr-8", 1)});
  EXPECT_EQ(Fold(events, 4059, policy).leases.size(), 1u);
  EXPECT_TRUE(Fold(events, 4060, policy).leases.empty());
}

TEST(Breaker, ResultsOfOlderGenerationsAreIgnored) {
  // pr-8 probes in generation 1; a person resets; five more open generation 3.
  std::vector<Event> events =
      With(Violations(5), {Probe(4000, "pr-8", 1), *BreakerReset(By(4001), "fixed")});
  for (int i = 0; i < 5; ++i) events.push_back(Violate(4010 + i, "again-" + std::to_string(i)));
  events.push_back(Probe(8000, "pr-8", 3));
  events.push_back(Fails(8001, "pr-8", 1));
  events.push_back(Pass(8001, "pr-8", 1));
  const BreakerState state = Fold(events, 8002);
  EXPECT_EQ(state.mode, BreakerMode::kHalfOpen);
  EXPECT_EQ(state.generation, 3);
  EXPECT_EQ(state.leases.size(), 1u);
  events.push_back(Probe(8003, "pr-9", 1));
  EXPECT_EQ(Fold(events, 8004).leases.size(), 1u) << "a lease of an older generation is none";
}

TEST(Breaker, SeveralProbesMustAllPass) {
  BreakerPolicy policy;
  policy.half_open_requests = 2;
  std::vector<Event> events = With(Violations(5), {Probe(4000, "a", 1), Probe(4000, "b", 1),
                                                   Probe(4000, "c", 1), Pass(4001, "a", 1)});
  BreakerState state = Fold(events, 4002, policy);
  EXPECT_EQ(state.mode, BreakerMode::kHalfOpen);
  EXPECT_EQ(state.successes, 1);
  ASSERT_EQ(state.leases.size(), 1u);
  EXPECT_EQ(Fold(With(events, {Pass(4003, "b", 1)}), 4004, policy).mode, BreakerMode::kClosed);
  EXPECT_EQ(Fold(With(events, {Fails(4003, "b", 1)}), 4004, policy).mode, BreakerMode::kOpen);
}

TEST(Breaker, APassWhileClosedChangesNothing) {
  EXPECT_EQ(Fold(With(Violations(4), {Pass(9, "pr-9", 0)}), 10).failures(), 4);
  EXPECT_TRUE(Fold(With(Violations(4), {Probe(9, "pr-9", 0)}), 10).leases.empty());
}

TEST(Breaker, ResetByAPersonWithAReason) {
  const BreakerState state =
      Fold(With(Violations(5), {*BreakerReset(By(20), "fixed the script")}), 21);
  EXPECT_EQ(state.mode, BreakerMode::kClosed);
  EXPECT_EQ(state.generation, 2);
  EXPECT_EQ(state.failures(), 0);
  EXPECT_TRUE(state.Knows(ViolationKey(kScope, "pr-1"))) << "its re-run is still no news";
}

TEST(Breaker, AnUnsignedResetIsWorthNothing) {
  Event no_reason = Note(20, "breaker_reset");
  Event no_person = *BreakerReset(By(20), "fixed");
  no_person.actor.clear();
  EXPECT_EQ(Fold(With(Violations(5), {no_reason, no_person}), 21).mode, BreakerMode::kOpen);
}

TEST(Breaker, IsolateStaysUntilReset) {
  std::vector<Event> events = {*BreakerIsolated(By(1, "olga"), "forged approval")};
  const BreakerState state = Fold(events, 100 * kHour);
  EXPECT_EQ(state.mode, BreakerMode::kForcedOpen);
  EXPECT_EQ(state.reason, "forged approval");
  EXPECT_EQ(state.by, "olga");
  EXPECT_EQ(state.opened_at, At(1));
  EXPECT_EQ(state.retry_at, std::nullopt);
  EXPECT_EQ(Fold(With(events, {Probe(2, "a", 1), Pass(3, "a", 1), Violate(4, "b")}), 5).mode,
            BreakerMode::kForcedOpen);
  EXPECT_EQ(Fold(With(events, {*BreakerReset(By(9), "all clear")}), 10).mode, BreakerMode::kClosed);
}

Event Forge(int64_t seconds, const std::string& run) {
  return Violation(By(seconds, run), ViolationKey(kScope, run), "sha256:set", {"LG4012", "LG5001"},
                   "LG4012");
}

TEST(Breaker, ForgedEvidenceOpensUntilTwoPersonsCloseIt) {
  std::vector<Event> events = {Forge(1, "pr-6"), Violate(2, "pr-7")};
  BreakerState state = Fold(events, 100 * kHour);
  EXPECT_EQ(state.mode, BreakerMode::kForcedOpen) << "no clock closes it";
  EXPECT_TRUE(state.critical);
  EXPECT_EQ(state.reason, "forged evidence: LG4012");
  EXPECT_EQ(state.by, "pr-6");
  EXPECT_EQ(state.opened_at, At(1));
  events = With(events, {Probe(5000, "pr-8", 1), Pass(5001, "pr-8", 1),
                         *BreakerIsolated(By(5002, "olga"), "freeze"), Forge(5003, "pr-9"),
                         *BreakerReset(By(5004, "olga"), "seen"),
                         *BreakerReset(By(5005, "Olga@example.com"), "again")});
  state = Fold(events, 6000);
  EXPECT_EQ(state.mode, BreakerMode::kForcedOpen) << "one person is not two";
  EXPECT_EQ(state.by, "pr-6") << "who opened it stays";
  EXPECT_THAT(state.resets_by, ::testing::ElementsAre("olga"));
  state = Fold(With(events, {*BreakerReset(By(6000, "bob"), "key is revoked")}), 6001);
  EXPECT_EQ(state.mode, BreakerMode::kClosed);
  EXPECT_FALSE(state.critical);
  EXPECT_TRUE(state.resets_by.empty());
}

TEST(Breaker, ForgedEvidenceOpensFromEveryState) {
  const std::vector<Event> half_open = With(Violations(5), {Probe(4000, "pr-8", 1)});
  EXPECT_TRUE(Fold(With(half_open, {Forge(4001, "pr-8"), Pass(4002, "pr-8", 1)}), 4003).critical);
  EXPECT_TRUE(Fold(With(Violations(5), {Forge(20, "pr-1")}), 30).critical) << "although open";
  EXPECT_TRUE(Fold(With(Violations(1), {Forge(20, "pr-1")}), 30).critical) << "although counted";
  EXPECT_TRUE(Fold({*BreakerIsolated(By(1), "freeze"), Forge(2, "pr-1")}, 30).critical);
}

TEST(Breaker, APolicyMayCountForgedEvidenceAsAnyOther) {
  BreakerPolicy policy;
  policy.on_critical = OnCritical::kCount;
  const BreakerState state = Fold({Forge(1, "pr-6")}, 2, policy);
  EXPECT_EQ(state.mode, BreakerMode::kClosed);
  EXPECT_EQ(state.failures(), 1);
}

TEST(Breaker, AClockThatRunsBackwardsRecoversNothingAndLosesNothing) {
  const std::vector<Event> events = With(Violations(5), {Note(kHour + 5, "heartbeat")});
  EXPECT_EQ(Fold(events, 6).mode, BreakerMode::kHalfOpen) << "now counts as the last event's time";
  // The fifth is stamped by a slow machine: it opens at the time of the fourth.
  std::vector<Event> slow = Violations(4);
  slow.push_back(Violate(-1000, "pr-5"));
  const BreakerState state = Fold(slow, 10);
  EXPECT_EQ(state.mode, BreakerMode::kOpen);
  EXPECT_EQ(state.opened_at, At(4));
}

TEST(Breaker, HugeTimeoutsDoNotOverflow) {
  BreakerPolicy policy;
  policy.recovery_timeout_ms = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(Fold(Violations(5), 10, policy).mode, BreakerMode::kOpen);
}

TEST(Breaker, Names) {
  EXPECT_EQ(NameOf(BreakerMode::kClosed), "CLOSED");
  EXPECT_EQ(NameOf(BreakerMode::kOpen), "OPEN");
  EXPECT_EQ(NameOf(BreakerMode::kHalfOpen), "HALF_OPEN");
  EXPECT_EQ(NameOf(BreakerMode::kForcedOpen), "FORCED_OPEN");
}

}  // namespace
}  // namespace leyline
