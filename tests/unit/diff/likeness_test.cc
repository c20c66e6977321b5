#include "analyzer/diff/likeness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

using ::testing::ElementsAre;

TEST(Likeness, NamesAreAlikeUpToAddedWordsAndSpelling) {
  struct Case {
    const char* a;
    const char* b;
    bool want;
  };
  constexpr Case kCases[] = {
      {"user_name", "userName", true},
      {"user_name", "name", true},
      {"Config", "LegacyConfig", true},
      {"GetUserRequest", "GetRequest", true},
      {"minimum_bugdet", "minimum_budget", true},
      {"colour", "color", true},
      {"value", "values", true},
      {"a", "a", true},
      {"", "", true},
      {"a", "b", false},
      {"Old", "New", false},
      {"ListUsersRequest", "ListOrdersRequest", false},
      {"user_id", "order_id", false},
      {"create_time", "update_time", false},
      {"Input", "Output", false},
      {"app", "name", false},
      {"", "a", false},
      {"_", "a", false},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(IsLikeName(c.a, c.b), c.want) << c.a << " " << c.b;
    EXPECT_EQ(IsLikeName(c.b, c.a), c.want) << c.b << " " << c.a;
  }
}

TEST(Likeness, StemsLoseAWordAtEitherEnd) {
  EXPECT_THAT(Stems("OldBusStop"), ElementsAre("oldbusstop", "busstop", "oldbus"));
  EXPECT_THAT(Stems("bus_stop"), ElementsAre("busstop", "stop", "bus"));
  EXPECT_THAT(Stems("Bus"), ElementsAre("bus"));
  EXPECT_THAT(Stems("HTTPServer"), ElementsAre("httpserver"));
}

TEST(Likeness, CommonEndsMayOverlap) {
  EXPECT_EQ(CommonPrefix("aab", "aac"), 2U);
  EXPECT_EQ(CommonSuffix("xab", "yab"), 2U);
  EXPECT_EQ(CommonPrefix("aa", "a"), 1U);
  EXPECT_EQ(CommonSuffix("", "a"), 0U);
}

}  // namespace
}  // namespace leyline
