#include "analyzer/impact/sizes.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/impact/claims.h"
#include "analyzer/witness/measure.h"
#include "analyzer/witness/sample_values.h"
#include "tests/unit/impact/impact_testing.h"

namespace leyline {
namespace {

using ::testing::HasSubstr;

SizeBounds BoundsOf(const std::string& text, const std::string& message) {
  const Snapshot side = SnapshotOf(text);
  return SizesOf().Bounds(*side.FindMessage(message));
}

TEST(SizesTest, Bounds) {
  const std::string text = R"(syntax = "proto3";
package a;
message Fixed { int32 i = 1; sint64 s = 16; double d = 3; bool b = 4; Color c = 5; }
enum Color { RED = 0; }
message Choice { oneof x { bool b = 1; Fixed f = 2; uint32 u = 3; } }
message Text { string t = 1; }
message Self { Self next = 1; }
message Empty {}
)";
  // tags 1+2+1+1+1, values 10+10+8+1+10
  EXPECT_EQ(BoundsOf(text, "a.Fixed"), (SizeBounds{0, 45}));
  EXPECT_EQ(BoundsOf(text, "a.Choice"), (SizeBounds{0, 47}));
  EXPECT_EQ(BoundsOf(text, "a.Text"), (SizeBounds{0, std::nullopt}));
  EXPECT_EQ(BoundsOf(text, "a.Self"), (SizeBounds{0, std::nullopt}));
  EXPECT_EQ(BoundsOf(text, "a.Empty"), (SizeBounds{0, 0}));
}

TEST(SizesTest, WhatIsRequiredIsAlwaysThere) {
  const std::string text = R"(syntax = "proto2";
package a;
message In { required fixed32 x = 1; optional bool y = 2; }
message Out { required In in = 1; required string s = 2; repeated group G = 3 { } }
message Open { extensions 10 to 20; }
)";
  EXPECT_EQ(BoundsOf(text, "a.In"), (SizeBounds{5, 7}));
  EXPECT_EQ(BoundsOf(text, "a.Out"), (SizeBounds{9, std::nullopt}));
  EXPECT_EQ(BoundsOf(text, "a.Open"), (SizeBounds{0, std::nullopt}));
}

// All kinds of fields: what is computed is what libprotobuf writes.
TEST(SizesTest, SamplesAreAsLargeAsRealOnes) {
  const std::string text = R"(syntax = "proto2";
package a;
enum E { ZERO = 0; MINUS = -1; BIG = 1000; }
message M {
  optional double a = 1; optional float b = 2; optional int64 c = 3; optional uint64 d = 4;
  optional int32 e = 5; optional fixed64 f = 6; optional fixed32 g = 7; optional bool h = 8;
  optional string i = 9; optional bytes j = 10; optional uint32 k = 11; optional E l = 12;
  optional sfixed32 m = 13; optional sfixed64 n = 14; optional sint32 o = 15; optional sint64 p = 300;
  repeated int32 q = 16 [packed = true]; repeated int64 r = 17; repeated E s = 18 [packed = true];
  repeated string t = 19; repeated M u = 20; map<string, M> v = 21; map<int32, string> w = 22;
  map<bool, double> x = 23; map<sint64, E> y = 24; optional group Gr = 25 { optional int32 z = 1; }
  oneof one { int32 aa = 26; string bb = 27; M cc = 28; }
  map<fixed32, bytes> dd = 29; repeated double ee = 30 [packed = true];
  required string ff = 31;
}
message Outer { required M one = 1; repeated M more = 2; }
)";
  for (const std::string& contracts : {text}) {
    const Snapshot side = SnapshotOf(contracts);
    for (const std::string name : {"a.M", "a.Outer"}) {
      const Message& message = *side.FindMessage(name);
      const Measured real = MeasureSamples(message);
      ASSERT_EQ(real.problem, "");
      ASSERT_EQ(real.bytes.size(), static_cast<std::size_t>(kSamples));
      SizesOf sizes;
      uint64_t all = 0;
      for (int sample = 0; sample < kSamples; ++sample) {
        EXPECT_EQ(sizes.SampleBytes(message, sample, kSampleDepth),
                  real.bytes[static_cast<std::size_t>(sample)])
            << name << " " << sample;
        all += real.bytes[static_cast<std::size_t>(sample)];
      }
      EXPECT_EQ(sizes.SampledBytes(message), all);
    }
  }
}

TEST(SizesTest, ImplicitPresenceAsReal) {
  const Snapshot side = SnapshotOf(R"(syntax = "proto3";
package a;
enum E { ZERO = 0; ONE = 1; }
message M { E e = 1; int32 i = 2; repeated E r = 3; optional E o = 4; map<string, E> m = 5; M n = 6; }
)");
  const Message& message = *side.FindMessage("a.M");
  const Measured real = MeasureSamples(message);
  ASSERT_EQ(real.problem, "");
  SizesOf sizes;
  for (int sample = 0; sample < kSamples; ++sample) {
    EXPECT_EQ(sizes.SampleBytes(message, sample, kSampleDepth),
              real.bytes[static_cast<std::size_t>(sample)]);
  }
}

TEST(SizesTest, TimeIsTakenByTheClockThatIsGiven) {
  const Snapshot side = SnapshotOf("syntax = \"proto3\"; message M { string s = 1; }");
  int64_t now = 0;
  const Measured real = MeasureSamples(*side.FindMessage("M"), [&] { return now += 5; });
  EXPECT_EQ(real.encode_ns, 5);
  EXPECT_EQ(real.decode_ns, 5);
}

TEST(SizesTest, OfMessagesCallsAndStores) {
  const std::string before = R"(syntax = "proto3";
package a;
message Part { double x = 1; }
message Ask { Part part = 1; }
message Answer { bool ok = 1; }
service Shop { rpc Buy(Ask) returns (Answer); }
)";
  std::string after = before;
  after.replace(after.find("double"), 6, "float");
  const Snapshot old_side = SnapshotOf(before);
  const Snapshot new_side = SnapshotOf(after);
  const std::vector<Change> changes = {ChangeOn("a.Part", Level::kBreaking, Level::kBreaking)};
  const Subsystems subsystems = MapOf(R"(
- {name: s, owner: t, stores: [{contract: a.Ask, retention_days: 3}, a.Answer], serves: [a.Shop]}
)");
  const auto map = ResolveMap(subsystems, old_side, new_side);
  ASSERT_TRUE(map.has_value());
  ImpactReport report = ComputeImpact(changes, *map, subsystems);
  CompareSizes(changes, *map, old_side, new_side, report);
  const std::vector<SizeDelta>& sizes = report.sizes;
  ASSERT_EQ(sizes.size(), 3u) << "replies don't change, nor do stored answers";
  EXPECT_EQ(sizes[0].kind, SizeDelta::Kind::kMessage);
  EXPECT_EQ(sizes[0].name, "a.Part");
  EXPECT_EQ(*sizes[0].before.most - *sizes[0].after.most, 4u);
  EXPECT_GT(sizes[0].before.sampled, sizes[0].after.sampled);
  EXPECT_EQ(sizes[1].kind, SizeDelta::Kind::kRequest);
  EXPECT_EQ(sizes[1].name, "a.Shop.Buy");
  EXPECT_EQ(sizes[2].kind, SizeDelta::Kind::kStored);
  EXPECT_EQ(sizes[2].name, "s");
  EXPECT_EQ(sizes[2].retention_days, 3);
}

TEST(SizesTest, ALongChainEnds) {
  std::string text = "syntax = \"proto3\";\n";
  for (int i = 0; i < 3000; ++i) {
    text += "message M" + std::to_string(i) + " { M" + std::to_string(i + 1) + " next = 1; }\n";
  }
  text += "message M3000 { bool b = 1; }\n";
  const Snapshot side = SnapshotOf(text);
  SizesOf sizes;
  EXPECT_EQ(sizes.Bounds(*side.FindMessage("M0")), (SizeBounds{0, std::nullopt}));
  EXPECT_EQ(sizes.Bounds(*side.FindMessage("M2990")), (SizeBounds{0, 22}));
}

}  // namespace
}  // namespace leyline
