#include "analyzer/history/versions.h"

#include <gmock/gmock.h>

namespace leyline {
namespace {

using ::testing::ElementsAre;

TEST(IsOlderVersionTest, OrdersByMeaning) {
  // Each line from the oldest to the newest.
  const std::vector<std::vector<std::string>> lines = {
      {"v1", "v2", "v9", "v10", "v100"},
      {"v1.2", "v1.2.1", "v1.9", "v1.10", "v2"},
      {"1.0-alpha", "1.0-beta1", "1.0-beta2", "1.0-beta10", "1.0-rc1", "1.0", "1.0.1-rc1", "1.0.1"},
      {"v1alpha1", "v1beta1", "v1beta2", "v1", "v2alpha1", "v2"},
      {"1.0~rc1", "1.0", "1.0+build.1"},
      {"2025-05-22", "2025-08-22", "2025-11-22", "2026-02-22"},
      {"2025", "2025-05", "2025-05-22"},
      {"release/1.9", "release/1.10"},
      {"99999999999999999999999", "100000000000000000000000"},
      {"v007", "v8"},
      {"alpha", "beta", "gamma"},
      {"1.8", "v1.9", "1.10", "V1.11"},
      {"", "a", "v"},
  };
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      for (std::size_t j = 0; j < line.size(); ++j) {
        EXPECT_EQ(IsOlderVersion(line[i], line[j]), i < j) << line[i] << " " << line[j];
      }
    }
  }
}

TEST(IsOlderVersionTest, IsATotalOrder) {
  const std::vector<std::string> names = {"v1",   "1",  "v01", "1.0", "1-0",  "1.a", "1a", "a1",
                                          "1.0-", "-1", "v",   "",    "1..2", "1.2", "1~", "v1-x"};
  for (const std::string& a : names) {
    EXPECT_FALSE(IsOlderVersion(a, a)) << a;
    for (const std::string& b : names) {
      if (a != b) {
        EXPECT_NE(IsOlderVersion(a, b), IsOlderVersion(b, a)) << a << " " << b;
      }
      for (const std::string& c : names) {
        if (IsOlderVersion(a, b) && IsOlderVersion(b, c)) {
          EXPECT_TRUE(IsOlderVersion(a, c)) << a << " " << b << " " << c;
        }
      }
    }
  }
}

std::vector<std::string> Names(const std::vector<GitTag>& tags) {
  std::vector<std::string> names;
  for (const GitTag& tag : tags) names.push_back(tag.name);
  return names;
}

TEST(InOrderTest, AncestorsComeFirstWhateverTheirNames) {
  // z is the root; m and a follow; b stands beside a.
  const std::vector<GitCommit> graph = {
      {"1", {}}, {"2", {"1"}}, {"3", {"2"}}, {"4", {"3"}}, {"5", {"2"}}};
  EXPECT_THAT(Names(InOrder({{"a", "4"}, {"m", "2"}, {"z", "1"}, {"b", "5"}}, graph)),
              ElementsAre("z", "m", "a", "b"));
}

TEST(InOrderTest, LinesThatDontMeetGoByVersion) {
  // A maintenance line: v1.1 after v2.0 in time, but not below it.
  const std::vector<GitCommit> graph = {
      {"1", {}}, {"2", {"1"}}, {"3", {"1"}}, {"4", {"2", "3"}}, {"x", {}}};
  EXPECT_THAT(Names(InOrder({{"v2.0", "2"},
                             {"v1.1", "3"},
                             {"v1.0", "1"},
                             {"v3.0", "4"},
                             {"v0.9", "x"},
                             {"elsewhere", "not in the graph"}},
                            graph)),
              ElementsAre("v0.9", "v1.0", "v1.1", "v2.0", "v3.0", "elsewhere"));
}

TEST(InOrderTest, TagsOfOneCommitGoByVersion) {
  EXPECT_THAT(Names(InOrder({{"v10", "1"}, {"v9", "1"}, {"w", "2"}}, {{{"1", {}}, {"2", {"1"}}}})),
              ElementsAre("v9", "v10", "w"));
  EXPECT_THAT(InOrder({}, {}), ElementsAre());
}

}  // namespace
}  // namespace leyline
