#include "ci/outbox.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ci/testing.h"

namespace leyline {
namespace {

using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::LogOf;
using ::testing::Not;
using testing::Note;

constexpr char kScope[] = "main/team";

Origin By(int64_t seconds, std::string actor = "pr-1") {
  return {At(seconds), std::move(actor), kScope};
}

Event Violate(int64_t seconds, const std::string& run, std::string_view critical = "") {
  return Violation(By(seconds, run), ViolationKey(kScope, run), "set", {"LG5001"}, critical,
                   "tara");
}

std::vector<Event> Chained(std::vector<Event> events) {
  return *ParseLog("log", LogOf(std::move(events)));
}

std::vector<std::string> Kinds(const std::vector<Event>& log) {
  std::vector<std::string> kinds;
  for (const Notice& notice : NoticesOf(log, {})) kinds.push_back(notice.kind);
  return kinds;
}

std::vector<Event> Opened() {
  std::vector<Event> events;
  for (int i = 1; i <= 5; ++i) events.push_back(Violate(i, "pr-" + std::to_string(i)));
  return events;
}

NotifyChannel Channel(const std::string& name, Priority from = Priority::kLow) {
  NotifyChannel channel;
  channel.name = name;
  channel.from = from;
  return channel;
}

TEST(Notices, FollowFromWhatHappens) {
  std::vector<Event> events = {ProposalFirstSeen(By(0), "p-1", "sha256:0"),
                               Violate(1, "a"),
                               Violate(2, "a"),
                               Implemented(By(3), "p-1", "c0ffee"),
                               LogRepaired(By(4), {7, "log.torn"}),
                               Note(5, "of_the_future")};
  EXPECT_THAT(Kinds(Chained(events)), ElementsAre("proposal_submitted", "violation",
                                                  "proposal_implemented", "log_repaired"))
      << "a re-run is no news";
}

TEST(Notices, TellEachStepOfACircuit) {
  std::vector<Event> events = Opened();
  events.push_back(ProbeGranted(By(4000, "pr-9"), "pr-9", 1, At(4900)));
  Event failed = Note(4001, "gate_evaluated", kScope);
  failed.data = {
      {"generation", "1"}, {"run", "pr-9"}, {"verdict", "blocked"}, {"violated", "true"}};
  events.push_back(failed);
  events.push_back(Violate(4002, "pr-6", "LG4012"));
  events.push_back(*BreakerReset(By(4003, "olga"), "seen"));
  events.push_back(*BreakerReset(By(4004, "bob"), "seen"));
  events.push_back(*BreakerIsolated(By(4005, "olga"), "freeze"));
  const std::vector<Event> log = Chained(events);
  EXPECT_THAT(Kinds(log),
              ElementsAre("violation", "violation", "violation", "violation", "violation",
                          "breaker_opened", "breaker_reopened", "violation", "breaker_forced_open",
                          "breaker_closed", "breaker_forced_open"));
  const std::vector<Notice> notices = NoticesOf(log, {});
  EXPECT_EQ(notices[0].priority, Priority::kMedium);
  EXPECT_EQ(notices[5].priority, Priority::kHigh);
  EXPECT_EQ(notices[7].priority, Priority::kCritical) << "forged evidence";
  EXPECT_EQ(notices[10].text, "Circuit main/team: nothing merges until it is reset (olga: freeze)");
}

TEST(Notices, GoByNoTimeThatWasDisowned) {
  std::vector<Event> log = Chained({Violate(1'000'000, "a")});
  const int64_t seq = log.back().seq;
  log.push_back(*TimeDisowned({At(300), "dana", ""}, seq, "a fast clock"));
  EXPECT_EQ(NoticesOf(log, {}).at(0).event.at, At(1'000'000)) << "one person says nothing yet";
  log.push_back(*TimeDisowned({At(400), "sam", ""}, seq, "a fast clock"));
  for (std::size_t i = 0; i < log.size(); ++i) log[i].seq = static_cast<int64_t>(i);
  ASSERT_EQ(log[static_cast<std::size_t>(seq)].type, event_type::kViolation);
  EXPECT_EQ(NoticesOf(log, {}).at(0).event.at, At(400));
}

TEST(Notices, TextsOfOthersAreOneBoundedLine) {
  const std::vector<Event> log =
      Chained({*BreakerIsolated(By(1, "eve"), "a\nb\x1b[2J" + std::string(500, 'x'))});
  const std::string text = NoticesOf(log, {})[0].text;
  EXPECT_THAT(text, Not(HasSubstr("\n")));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_LT(text.size(), 400u);
}

TEST(Outbox, EachChannelGetsWhatMattersToIt) {
  const std::vector<Event> log = Chained(Opened());
  const std::vector<NotifyChannel> channels = {Channel("all"), Channel("pager", Priority::kHigh)};
  const Outbox outbox = OutboxOf(log, channels, {}, At(10));
  ASSERT_EQ(outbox.due.size(), 7u);
  EXPECT_EQ(outbox.due.back().channel, 1u);
  EXPECT_EQ(outbox.due.back().notice.kind, "breaker_opened");
  EXPECT_THAT(outbox.due[0].id, ::testing::MatchesRegex("msg_[0-9a-f]{32}"));
  EXPECT_NE(outbox.due[5].id, outbox.due[6].id) << "an id a channel";
  EXPECT_THAT(OutboxOf(log, {}, {}, At(10)).due, IsEmpty());
}

TEST(Outbox, WhatIsClaimedOrDeliveredIsNotDue) {
  std::vector<Event> events = {Violate(1, "a")};
  const std::vector<NotifyChannel> channels = {Channel("all")};
  const Delivery delivery = OutboxOf(Chained(events), channels, {}, At(2)).due.at(0);
  events.push_back(Claimed(delivery, channels[0], At(2)));
  Outbox outbox = OutboxOf(Chained(events), channels, {}, At(2 + kClaimSeconds - 1));
  EXPECT_THAT(outbox.due, IsEmpty());
  EXPECT_EQ(outbox.waiting, 1u);
  outbox = OutboxOf(Chained(events), channels, {}, At(2 + kClaimSeconds));
  ASSERT_EQ(outbox.due.size(), 1u) << "the run that claimed it was killed";
  EXPECT_EQ(outbox.due[0].id, delivery.id);
  events.push_back(Delivered(delivery, channels[0], At(400)));
  outbox = OutboxOf(Chained(events), channels, {}, At(1000));
  EXPECT_THAT(outbox.due, IsEmpty());
  EXPECT_EQ(outbox.waiting, 0u);
}

TEST(Outbox, FailuresAreTriedAgainLaterAndLaterUntilGivenUp) {
  std::vector<Event> events = {Violate(1, "a")};
  const std::vector<NotifyChannel> channels = {Channel("all")};
  const Delivery delivery = OutboxOf(Chained(events), channels, {}, At(2)).due.at(0);
  int64_t now = 2;
  for (int attempt = 1; attempt <= kMostAttempts; ++attempt) {
    events.push_back(Claimed(delivery, channels[0], At(now)));
    events.push_back(NotDelivered(delivery, channels[0], At(now), "HTTP 500\n"));
    const int64_t pause = int64_t{60} << (attempt - 1);
    EXPECT_EQ(OutboxOf(Chained(events), channels, {}, At(now + pause - 1)).due.size(), 0u);
    now += pause;
    const Outbox outbox = OutboxOf(Chained(events), channels, {}, At(now));
    ASSERT_EQ(outbox.due.size(), attempt < kMostAttempts ? 1u : 0u) << attempt;
    if (attempt < kMostAttempts) {
      EXPECT_EQ(outbox.due[0].attempts, attempt);
    }
    EXPECT_EQ(outbox.given_up.size(), attempt < kMostAttempts ? 0u : 1u);
  }
  EXPECT_EQ(DataOf(events.back(), "why"), "HTTP 500\\x0a");
  EXPECT_EQ(DataOf(events.back(), "channel"), "all");
}

TEST(Outbox, OneNoticeTriesAChannelThatFailed) {
  std::vector<Event> events = {Violate(1, "a"), Violate(2, "b"), Violate(3, "c")};
  const std::vector<NotifyChannel> channels = {Channel("dead"), Channel("well")};
  const Delivery delivery = OutboxOf(Chained(events), channels, {}, At(4)).due.at(0);
  events.push_back(NotDelivered(delivery, channels[0], At(4), "HTTP 500"));
  EXPECT_EQ(OutboxOf(Chained(events), channels, {}, At(5)).due.size(), 5u)
      << "one bad notice holds up no other";
  const Outbox outbox = OutboxOf(Chained(events), channels, {}, At(64));
  EXPECT_EQ(outbox.due.size(), 4u);
  EXPECT_EQ(outbox.waiting, 2u);
  EXPECT_EQ(outbox.due[0].id, delivery.id);
}

TEST(Outbox, OldNewsIsNone) {
  const std::vector<Event> log = Chained({Violate(1, "a")});
  const std::vector<NotifyChannel> channels = {Channel("all")};
  EXPECT_EQ(OutboxOf(log, channels, {}, At(kNoticeSeconds)).due.size(), 1u);
  EXPECT_EQ(OutboxOf(log, channels, {}, At(kNoticeSeconds + 1)).due.size(), 0u);
}

}  // namespace
}  // namespace leyline
