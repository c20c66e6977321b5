// What must hold of the breaker whatever happens: random histories of a scope and its neighbour.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "ci/breaker.h"
#include "ci/event_log.h"
#include "ci/events.h"
#include "tests/property/pick.h"

namespace leyline {
namespace {

using testing::Pick;

constexpr int64_t kStart = 1'767'225'600;
constexpr char kScope[] = "main/team";

std::string RunNumber(int n) { return "pr-" + std::to_string(n); }

Event RandomEvent() {
  const int64_t seconds = kStart + Pick(0, 20'000);
  const Origin origin{{seconds}, "alice", Pick(0, 8) == 0 ? "main/other" : kScope};
  const std::string run = RunNumber(Pick(0, 9));
  const int64_t generation = Pick(0, 4);
  switch (Pick(0, 10)) {
    case 0:
      return *BreakerReset(origin, "fixed");
    case 1:
      return *BreakerIsolated(origin, "stop");
    case 2:
    case 3:
      return ProbeGranted(origin, run, generation, {seconds + 900});
    case 4:
    case 5:
      return GateEvaluated(origin, {.change_set = "",
                                    .verdict = *rc::gen::element<std::string>("pass", "blocked"),
                                    .violated = *rc::gen::arbitrary<bool>(),
                                    .changes = 1,
                                    .gated = 1,
                                    .codes = {},
                                    .policy_digest = "",
                                    .generation = generation,
                                    .run = run});
    case 6:
      return Violation(origin, ViolationKey(kScope, run), "", {"LG4012"},
                       Pick(0, 4) == 0 ? "LG4012" : "");
    default:
      return Violation(origin, ViolationKey(kScope, run), "", {});
  }
}

std::vector<Event> RandomHistory() {
  std::vector<Event> events;
  const int count = Pick(0, 40);
  for (int i = 0; i < count; ++i) events.push_back(RandomEvent());
  return events;
}

// As logs are: each machine's clock a little off, but time goes on.
std::vector<Event> RandomHistoryInTime() {
  std::vector<Event> events = RandomHistory();
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  return events;
}

Event ViolationOf(int run, int64_t seconds) {
  return Violation({{kStart + seconds}, "alice", kScope}, ViolationKey(kScope, RunNumber(run)), "",
                   {});
}

TEST(BreakerProperty, FoldEqualsStepByStep) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Event> events = RandomHistory();
    const Time now{kStart + Pick(0, 40'000)};
    BreakerState kept;
    for (std::size_t i = 0; i < events.size(); ++i) {
      if (events[i].scope != kScope) continue;
      Advance(kept, events[i], {});
      // Looking at the clock in between (a `breaker status`) must not matter.
      const Time look = *kept.last_event;
      RC_ASSERT(FoldBreaker(std::span(events).first(i + 1), kScope, {}, look) == kept);
      AdvanceTo(kept, look, {});
    }
    AdvanceTo(kept, now, {});
    RC_ASSERT(FoldBreaker(events, kScope, {}, now) == kept);
  }));
}

TEST(BreakerProperty, ExactlyTheThresholdOpens) {
  EXPECT_TRUE(rc::check([] {
    BreakerPolicy policy;
    policy.failure_threshold = Pick(1, 12);
    const auto runs = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12));
    std::vector<Event> events;
    for (const int run : runs) events.push_back(ViolationOf(run, 1));
    std::vector<int> distinct = runs;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    const bool reached = static_cast<int>(distinct.size()) >= policy.failure_threshold;
    const BreakerState state = FoldBreaker(events, kScope, policy, {kStart + 2});
    RC_ASSERT(state.mode == (reached ? BreakerMode::kOpen : BreakerMode::kClosed));
    if (!reached) RC_ASSERT(state.failures() == static_cast<int>(distinct.size()));
    if (reached) RC_ASSERT(state.failures() == policy.failure_threshold);
  }));
}

TEST(BreakerProperty, OrderOfViolationsDoesNotMatter) {
  EXPECT_TRUE(rc::check([] {
    const auto runs = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
    std::vector<Event> events;
    for (const int run : runs) events.push_back(ViolationOf(run, 1));
    std::vector<Event> other = events;
    std::reverse(other.begin(), other.end());
    std::rotate(other.begin(), other.begin() + Pick(0, static_cast<int>(other.size()) + 1),
                other.end());
    const BreakerState a = FoldBreaker(events, kScope, {}, {kStart + 2});
    const BreakerState b = FoldBreaker(other, kScope, {}, {kStart + 2});
    RC_ASSERT(a.mode == b.mode);
    RC_ASSERT(a.seen_keys == b.seen_keys);
    RC_ASSERT(a.failures() == b.failures());
  }));
}

TEST(BreakerProperty, ReRunsAreIdempotent) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Event> events = RandomHistoryInTime();
    std::vector<Event> repeated;
    for (const Event& event : events) {
      const int times = event.type == event_type::kViolation ? Pick(1, 4) : 1;
      repeated.insert(repeated.end(), static_cast<std::size_t>(times), event);
    }
    const Time now{kStart + 20'000};
    RC_ASSERT(FoldBreaker(repeated, kScope, {}, now) == FoldBreaker(events, kScope, {}, now));
  }));
}

TEST(BreakerProperty, OtherScopesDoNotMatter) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Event> events = RandomHistory();
    std::vector<Event> own;
    for (const Event& event : events) {
      if (event.scope == kScope) own.push_back(event);
    }
    const Time now{kStart + 20'000};
    RC_ASSERT(FoldBreaker(events, kScope, {}, now) == FoldBreaker(own, kScope, {}, now));
  }));
}

TEST(BreakerProperty, OldGenerationsAreIgnored) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Event> events = RandomHistoryInTime();
    const Time now{kStart + 20'000};
    const BreakerState before = FoldBreaker(events, kScope, {}, now);
    RC_PRE(before.generation > 0);
    std::vector<Event> late = events;
    const int64_t generation = Pick<int64_t>(0, before.generation);
    for (int run = 0; run < 9; ++run) {
      late.push_back(GateEvaluated({now, "alice", kScope}, {.change_set = "",
                                                            .verdict = "pass",
                                                            .violated = *rc::gen::arbitrary<bool>(),
                                                            .changes = 1,
                                                            .gated = 1,
                                                            .codes = {},
                                                            .policy_digest = "",
                                                            .generation = generation,
                                                            .run = RunNumber(run)}));
    }
    BreakerState after = FoldBreaker(late, kScope, {}, now);
    after.last_event = before.last_event;
    RC_ASSERT(after == before);
  }));
}

// Only a person, forged evidence, or the holder of a live lease of this generation moves it.
TEST(BreakerProperty, HalfOpenMovesByTheHoldersResultAlone) {
  EXPECT_TRUE(rc::check([] {
    BreakerPolicy policy;
    policy.half_open_requests = Pick(1, 3);
    std::vector<Event> events;
    for (int run = 0; run < 5; ++run) events.push_back(ViolationOf(run, 0));
    for (Event& event : RandomHistoryInTime()) {
      event.at.seconds += 3600;
      events.push_back(std::move(event));
    }
    BreakerState state;
    for (const Event& event : events) {
      if (event.scope != kScope) continue;
      BreakerState before = state;
      AdvanceTo(before, event.at, {});
      Advance(state, event, policy);
      RC_ASSERT(static_cast<int>(state.leases.size()) <= policy.half_open_requests);
      if (before.mode != BreakerMode::kHalfOpen || state.mode == BreakerMode::kHalfOpen) continue;
      const bool by_person =
          event.type == event_type::kBreakerReset || event.type == event_type::kBreakerIsolated;
      const bool forged = !DataOf(event, "critical").empty();
      const bool by_holder = event.type == event_type::kGateEvaluated &&
                             before.LeaseOf(DataOf(event, "run")) != nullptr &&
                             NumberOf(event, "generation", -1) == before.generation;
      RC_ASSERT(by_person || forged || by_holder);
      RC_ASSERT(state.generation == before.generation + 1);
    }
  }));
}

TEST(BreakerProperty, WhatForgedEvidenceOpenedTwoPersonsCloseAndNothingElse) {
  EXPECT_TRUE(rc::check([] {
    const Event forged = Violation({{kStart}, "pr-1", kScope}, "key", "", {"LG4012"}, "LG4012");
    BreakerState state;
    Advance(state, forged, {});
    for (Event& event : RandomHistoryInTime()) {
      if (event.scope != kScope) continue;
      event.actor = event.type == event_type::kBreakerReset ? "olga" : event.actor;
      Advance(state, event, {});
      AdvanceTo(state, {kStart + 1'000'000'000}, {});
      RC_ASSERT(state.mode == BreakerMode::kForcedOpen);
    }
    Advance(state, *BreakerReset({{kStart}, "olga", kScope}, "fixed"), {});
    Advance(state, *BreakerReset({{kStart}, "bob", kScope}, "fixed"), {});
    RC_ASSERT(state.mode == BreakerMode::kClosed);
  }));
}

TEST(BreakerProperty, NeverMoreLeasesThanAllowedAndNeverClosedByTheClock) {
  EXPECT_TRUE(rc::check([] {
    BreakerPolicy policy;
    policy.half_open_requests = Pick(1, 4);
    const std::vector<Event> events = RandomHistoryInTime();
    const BreakerState state = FoldBreaker(events, kScope, policy, {kStart + 20'000});
    RC_ASSERT(static_cast<int>(state.leases.size()) <= policy.half_open_requests);
    BreakerState later = state;
    AdvanceTo(later, {kStart + 200'000'000}, {});
    if (state.mode != BreakerMode::kClosed) RC_ASSERT(later.mode != BreakerMode::kClosed);
    if (state.mode == BreakerMode::kForcedOpen) RC_ASSERT(later == state);
  }));
}

}  // namespace
}  // namespace leyline
