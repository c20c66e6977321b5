#include "analyzer/impact/check_map.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/impact/impact_testing.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kBefore = R"(syntax = "proto3";
package acme;
message Order { int64 total = 1; }
message Gone { int64 x = 1; }
)";
const std::string kAfter = R"(syntax = "proto3";
package acme;
message Order { int64 total = 1; }
)";
constexpr std::string_view kMap = R"(
- {name: shop, owner: t, writes: [acme.Order], stores: [acme.Gone]}
- {name: ledger, owner: t, reads: [acme.Ordr, {contract: acme.Order, fields: [totl]}, "acme.*"]}
)";

std::vector<std::string> Lines(const Errors& errors) {
  std::vector<std::string> lines;
  for (const Error& error : errors) lines.push_back(Format(error));
  return lines;
}

// A base whose map names what is gone would refuse every change that comes after.
TEST(CheckMapTest, TheNextMapFitsTheNextContracts) {
  const Snapshot before = SnapshotOf(kBefore);
  const Snapshot after = SnapshotOf(kAfter);
  const Status status = CheckNextMap(MapOf(kMap), before, after);
  ASSERT_FALSE(status.has_value());
  EXPECT_THAT(
      Lines(status.error()),
      ElementsAre("subsystems.yaml:4:57: error LG2101: this change removes what `shop` stores: "
                  "`acme.Gone` (fix: take the entry out in the same change)",
                  "subsystems.yaml:5:36: error LG2101: no contract is named `acme.Ordr` (fix: did "
                  "you mean `acme.Order`?)",
                  "subsystems.yaml:5:79: error LG2103: `totl` of `acme.Order`: `acme.Order` has no "
                  "field `totl` (fix: did you mean `total`?)"));
  EXPECT_TRUE(CheckNextMap(MapOf("- {name: shop, owner: t, writes: [acme.Order]}\n"), before, after)
                  .has_value());
}

TEST(CheckMapTest, WhatNamesNothingHitsNobody) {
  const Snapshot before = SnapshotOf(kBefore);
  const Snapshot after = SnapshotOf(kAfter);
  Subsystems map = MapOf(kMap);
  EXPECT_THAT(DropDeadEntries(map, before, after), ::testing::SizeIs(2)) << "Gone was there";
  ASSERT_EQ(map.list[0].uses.size(), 2U);
  ASSERT_EQ(map.list[1].uses.size(), 1U);
  EXPECT_EQ(map.list[1].uses[0].contract, "acme.*");
  EXPECT_TRUE(ComputeImpact({}, before, after, map).has_value());
  EXPECT_THAT(DropDeadEntries(map, before, after), IsEmpty());
}

}  // namespace
}  // namespace leyline
