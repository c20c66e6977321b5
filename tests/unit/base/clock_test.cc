#include "base/clock.h"

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(Clock, FormatsAndParsesTheSameInstant) {
  struct Case {
    std::string_view text;
    int64_t seconds;
  };
  for (const Case& c :
       {Case{"2000-01-01T00:00:00Z", 946684800}, Case{"2024-02-29T23:59:59Z", 1709251199},
        Case{"2026-11-25T09:51:00Z", 1795600260}, Case{"2100-03-01T00:00:00Z", 4107542400}}) {
    const auto time = ParseTime(c.text);
    ASSERT_TRUE(time.has_value()) << c.text;
    EXPECT_EQ(time->seconds, c.seconds) << c.text;
    EXPECT_EQ(FormatTime({c.seconds}), c.text);
  }
}

TEST(Clock, RefusesEverythingElse) {
  for (std::string_view text :
       {"", "2025-01-15", "2025-01-15 10:00:00Z", "2025-01-15T10:00:00",
        "2025-01-15T10:00:00+00:00", "2025-01-15T10:00:00.5Z", "2025-01-15T24:00:00Z",
        "2025-01-15T23:59:60Z", "2025-02-29T00:00:00Z", "2025-13-01T00:00:00Z",
        "2025-00-01T00:00:00Z", "2025-01-32T00:00:00Z", "1999-12-31T23:59:59Z",
        "2100-02-29T00:00:00Z", "x025-01-15T10:00:00Z"}) {
    const auto time = ParseTime(text);
    ASSERT_FALSE(time.has_value()) << text;
    EXPECT_EQ(time.error()[0].code, "LG1015");
  }
}

TEST(Clock, SystemClockIsAfterThisWasWritten) { EXPECT_GT(SystemClock().Now(), Time{1735689600}); }

}  // namespace
}  // namespace leyline
