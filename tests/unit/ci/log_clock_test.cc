#include "ci/log_clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace leyline
