#include "ci/log_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ci/breaker.h"
#include "ci/events.h"
#include "tests/unit/ci/testing.h"

namespace leyline {
namespace {

using testing::At;
using ::testing::HasSubstr;
using testing::Note;

TEST(LogClock, WithoutEventsTheMachineIsRight) {
  const ClockReading reading = ReadClock({}, At(7));
  EXPECT_EQ(reading.now, At(7));
  EXPECT_EQ(reading.cautious(), At(7));
  EXPECT_FALSE(reading.trouble.has_value());
}

TEST(LogClock, TimeGoesOnAndLittleDifferencesAreNoTrouble) {
  const std::vector<Event> log = {Note(100, "x"), Note(1000, "x"), Note(400, "x")};
  EXPECT_EQ(ReadClock(log, At(5000)).now, At(5000)) << "however long nothing happened";
  for (const int64_t behind : {0, 1, 299, 300}) {
    const ClockReading reading = ReadClock(log, At(1000 - behind));
    EXPECT_EQ(reading.now, At(1000)) << "never before the last event";
    EXPECT_EQ(reading.cautious(), At(1000));
    EXPECT_FALSE(reading.trouble.has_value()) << behind;
  }
}

TEST(LogClock, FarBehindTheLogIsTrouble) {
  const std::vector<Event> log = {Note(100, "x"), Note(10'000, "x"), Note(400, "x")};
  const ClockReading reading = ReadClock(log, At(9699));
  ASSERT_TRUE(reading.trouble.has_value());
  EXPECT_EQ(reading.now, At(10'000)) << "a slow clock meets no deadline";
  EXPECT_EQ(reading.cautious(), At(9699)) << "a fast one opens no circuit";
  EXPECT_THAT(reading.trouble->words, HasSubstr("says 2026-01-01T02:41:39Z, 5 min before event 0"));
}

Event Numbered(Event event, int64_t seq) {
  event.seq = seq;
  return event;
}

Event Disown(int64_t seq, const std::string& person, int64_t of, int64_t at) {
  return Numbered(TimeDisowned({At(at), person, ""}, of, "a fast clock").value(), seq);
}

TEST(LogClock, TwoPersonsDisownATimeOfTheFuture) {
  std::vector<Event> log = {Numbered(Note(100, "x"), 0), Numbered(Note(90'000, "x"), 1),
                            Numbered(Note(200, "x"), 2)};
  EXPECT_EQ(ReadClock(log, At(1000)).now, At(90'000));
  log.push_back(Disown(3, "dana", 1, 300));
  log.push_back(Disown(4, "Dana@esper.example", 1, 300));
  EXPECT_EQ(ReadClock(log, At(1000)).now, At(90'000)) << "one person, by two names";
  log.push_back(Disown(5, "sam", 1, 400));
  EXPECT_EQ(ReadClock(log, At(1000)).now, At(1000));
  EXPECT_FALSE(ReadClock(log, At(1000)).trouble.has_value());
  EXPECT_EQ(ReadClock(log, At(10)).now, At(400)) << "not behind those who disowned it";
}

TEST(LogClock, WhatIsNotInTheFutureIsNotDisowned) {
  std::vector<Event> log = {Numbered(Note(100, "x"), 0), Numbered(Note(1000, "x"), 1)};
  log.push_back(Disown(2, "dana", 1, 300));
  log.push_back(Disown(3, "sam", 1, 700));
  EXPECT_EQ(ReadClock(log, At(710)).now, At(1000)) << "within what clocks may differ";
  log = {Disown(0, "dana", 2, 1), Disown(1, "sam", 2, 1), Numbered(Note(9000, "x"), 2)};
  EXPECT_EQ(ReadClock(log, At(1)).now, At(9000)) << "nobody disowns what was not written yet";
}

TEST(LogClock, ACircuitForgetsADisownedTime) {
  const BreakerPolicy once = {.failure_threshold = 1};
  std::vector<Event> log = {Numbered(Note(100, "x"), 0),
                            Numbered(Violation({At(90'000), "x", "s"}, "k", "", {}), 1)};
  EXPECT_EQ(FoldBreaker(log, "s", once, At(3700)).mode, BreakerMode::kOpen);
  log.push_back(Disown(2, "dana", 1, 300));
  log.push_back(Disown(3, "sam", 1, 400));
  EXPECT_EQ(FoldBreaker(log, "s", once, At(3999)).mode, BreakerMode::kOpen);
  EXPECT_EQ(FoldBreaker(log, "s", once, At(4000)).mode, BreakerMode::kHalfOpen)
      << "an hour after the second said so, for by then it had opened";
}

}  // namespace
}  // namespace leyline
