// Options as canonical text.
#include <gtest/gtest.h>

#include "analyzer/schema/options.h"
#include "analyzer/schema/wire.h"
#include "tests/unit/schema/options_support.h"

namespace leyline {
namespace {

constexpr std::string_view kSchema = R"(syntax = "proto2";
package q;
import "google/protobuf/descriptor.proto";
enum E { A = 0; B = 1; }
message Set { option message_set_wire_format = true; extensions 4 to max; }
message Item { extend Set { optional Item item = 1234; } optional string name = 1; }
message M {
  optional int32 i32 = 1; optional sint32 s32 = 2; optional sint64 s64 = 3; optional int64 i64 = 4;
  optional fixed32 f32 = 5; optional sfixed64 sf64 = 6; optional uint64 u64 = 7;
  optional bool b = 8; optional string text = 9; optional bytes raw = 10; optional float f = 11;
  optional double d = 12; optional E e = 13; optional M m = 14; repeated int32 list = 15;
  map<string, int32> names = 16; map<int32, M> messages = 17; repeated M many = 18;
  optional group Grp = 19 { optional int32 x = 1; } optional Set set = 20;
  repeated E enums = 21; repeated float floats = 22;
  extensions 100 to 200;
}
extend M { optional int32 more = 100; }
extend google.protobuf.MessageOptions { optional M m = 50000; repeated M many = 50001; }
)";

class OptionsTextTest : public testing::Test {
 protected:
  OptionsTextTest() : linked_(LinkWithBuiltins({{"q.proto", std::string(kSchema)}})) {}

  std::string Text(std::string_view bytes) {
    return OptionsText(*linked_, OptionsKind::kMessage, bytes);
  }
  // Of `option (m) = {...}`, given the bytes of the message.
  std::string TextOfM(std::string_view bytes) {
    std::string options;
    AppendBytes(options, 50000, bytes);
    return Text(options);
  }
  // The options of `message X { body }`.
  std::string TextOfBody(std::string_view body) {
    const auto linked = LinkWithBuiltins(
        {{"q.proto", std::string(kSchema)},
         {"x.proto", "syntax = \"proto2\"; package q; import \"q.proto\"; message X { " +
                         std::string(body) + " }"}});
    if (!linked.has_value()) return Lines(linked.error());
    return OptionsText(*linked, OptionsKind::kMessage, linked->FindMessage("q.X")->options.bytes);
  }

  Result<Snapshot> linked_;
};

TEST_F(OptionsTextTest, NothingIsBraces) {
  EXPECT_EQ(Text(""), "{}");
  EXPECT_EQ(TextOfBody(""), "{}");
}

TEST_F(OptionsTextTest, ScalarsOfEveryType) {
  EXPECT_EQ(TextOfBody("option (m) = {i32: -1 s32: -2 s64: -3 i64: -4 f32: 4294967295 sf64: -6 "
                       "u64: 18446744073709551615 b: true text: 'a\\n\"' raw: '\\xff' f: 0.1 "
                       "d: -1e100 e: B};"),
            "{(q.m): {i32: -1, s32: -2, s64: -3, i64: -4, f32: 4294967295, sf64: -6, "
            "u64: 18446744073709551615, b: true, text: \"a\\n\\\"\", raw: \"\\377\", f: 0.1, "
            "d: -1e+100, e: B}}");
}

TEST_F(OptionsTextTest, SortsByNumberAndNamesCustomOptionsInFull) {
  EXPECT_EQ(TextOfBody("option (many) = {i32: 1}; option (m).(more) = 2; option deprecated = true; "
                       "option (many) = {};"),
            "{deprecated: true, (q.m): {(q.more): 2}, (q.many): [{i32: 1}, {}]}");
}

TEST_F(OptionsTextTest, EqualMeaningsAreEqualTexts) {
  EXPECT_EQ(TextOfBody("option (m).i32 = 1; option (m).m.b = true; option (m).m.i32 = 3;"),
            TextOfBody("option (m) = {m {i32: 3 b: t} i32: 1};"));
  EXPECT_EQ(TextOfBody("option deprecated = false;"), "{}");
  EXPECT_EQ(TextOfBody("option (m) = {names {key: 'b' value: 1} names {key: 'a'} "
                       "names {key: 'b' value: 2} messages {key: 3}};"),
            "{(q.m): {names: {\"a\": 0, \"b\": 2}, messages: {3: {}}}}");
}

TEST_F(OptionsTextTest, PackedIsExpanded) {
  EXPECT_EQ(TextOfM("\x7A\x02\x01\x02\x78\x03"), "{(q.m): {list: [1, 2, 3]}}");
  EXPECT_EQ(TextOfM("\xAA\x01\x02\x01\x05"), "{(q.m): {enums: [B, 5]}}");
  EXPECT_EQ(TextOfM(std::string_view("\xB2\x01\x05\x00\x00\x80\x3F\x01", 8)),
            "{(q.m): {floats: [1, ?0x01]}}");
}

TEST_F(OptionsTextTest, GroupsAndMessageSets) {
  EXPECT_EQ(TextOfBody("option (m) = {Grp {x: 1} set {[q.Item] {name: 'n'}}};"),
            "{(q.m): {grp: {x: 1}, set: {(q.Item.item): {name: \"n\"}}}}");
}

TEST_F(OptionsTextTest, TheLastScalarCounts) {
  EXPECT_EQ(TextOfM("\x08\x01\x08\x02"), "{(q.m): {i32: 2}}");
}

TEST_F(OptionsTextTest, WhatIsNotKnownIsHex) {
  EXPECT_EQ(Text("\x98\x75\x05"), "{(?1875): 0x987505}");
  EXPECT_EQ(TextOfM("\xF0\x01\x07"), "{(q.m): {?30: 0xf00107}}");
  // A known number with the wrong wire type.
  EXPECT_EQ(TextOfM("\x0A\x01\x41"), "{(q.m): {?1: 0x0a0141}}");
  EXPECT_EQ(TextOfM("\x70\x01"), "{(q.m): {?14: 0x7001}}");
}

TEST_F(OptionsTextTest, DamagedBytesAreHex) {
  EXPECT_EQ(Text("\x18\x01\x18"), "{deprecated: true, ?: 0x18}");
  EXPECT_EQ(Text("\xFF"), "{?: 0xff}");
  EXPECT_EQ(TextOfM("\x08\x01\x0A\x7F"), "{(q.m): {i32: 1, ?: 0x0a7f}}");
}

TEST_F(OptionsTextTest, FeaturesAreLeftOut) {
  const std::string_view features = "\x62\x02\x08\x02";
  EXPECT_EQ(Text(features), "{}");
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kFile, "\x92\x03\x02\x08\x02"), "{}");
}

TEST_F(OptionsTextTest, BuiltInOptionsThatSayTheDefaultAreLeftOut) {
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kFile, "\x48\x01"), "{}");
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kFile, "\x48\x03"), "{optimize_for: LITE_RUNTIME}");
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kFile, std::string_view("\xF8\x01\x00", 3)),
            "{cc_enable_arenas: false}");
  // `packed` has no default: to write it says something.
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kField, std::string_view("\x10\x00", 2)),
            "{packed: false}");
}

TEST_F(OptionsTextTest, EveryKindHasItsMessage) {
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kField, "\x18\x01"), "{deprecated: true}");
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kEnum, "\x10\x01"), "{allow_alias: true}");
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kEnumValue, "\x08\x01"), "{deprecated: true}");
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kService, "\x88\x02\x01"), "{deprecated: true}");
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kMethod, "\x90\x02\x02"),
            "{idempotency_level: IDEMPOTENT}");
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kOneof, "\x10\x01"), "{(?2): 0x1001}");
  EXPECT_EQ(OptionsText(*linked_, OptionsKind::kExtensionRange, std::string_view("\x18\x00", 2)),
            "{verification: DECLARATION}");
}

TEST_F(OptionsTextTest, DeepNestingEndsInHex) {
  std::string bytes;
  for (int i = 0; i < 5000; ++i) {
    std::string outer;
    AppendBytes(outer, 14, bytes);
    bytes = std::move(outer);
  }
  const std::string text = TextOfM(bytes);
  EXPECT_EQ(text.find("m: 0x"), std::string_view("{(q.m): {").size() + std::size_t{63} * 4);
}

TEST_F(OptionsTextTest, MegabytesOfPiecesAreLinear) {
  std::string bytes;
  for (int i = 0; i < 500000; ++i) AppendBytes(bytes, 50000, "\x72\x02\x78\x01");
  const std::string text = Text(bytes);
  EXPECT_TRUE(text.starts_with("{(q.m): {m: {list: [1, 1, 1")) << text.substr(0, 100);
}

TEST_F(OptionsTextTest, ZerosWithoutPresenceSayNothing) {
  const auto linked = LinkWithBuiltins({{"x.proto", R"(syntax = "proto3";
import "google/protobuf/descriptor.proto";
message P { int32 i = 1; optional int32 oi = 2; string s = 3; repeated int32 r = 4; }
extend google.protobuf.MessageOptions { P p = 50000; int32 top = 50001; }
message X { option (p).i = 0; option (p).oi = 0; option (p).s = ""; option (p).r = 0; option (top) = 0; }
)"}});
  ASSERT_TRUE(linked.has_value()) << Lines(linked.error());
  EXPECT_EQ(OptionsText(*linked, OptionsKind::kMessage, linked->FindMessage("X")->options.bytes),
            "{(p): {oi: 0, r: [0]}, (top): 0}");
}

}  // namespace
}  // namespace leyline
