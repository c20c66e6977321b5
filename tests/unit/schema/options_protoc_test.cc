// Options statements: accepted or refused as by libprotobuf, and with the same bytes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/schema/options.h"
#include "base/digest.h"
#include "tests/unit/schema/options_support.h"

namespace leyline {
namespace {

constexpr std::string_view kTwo = R"(
syntax = "proto2";
package q;
import "google/protobuf/descriptor.proto";
import "google/protobuf/any.proto";
enum E { A = 0; B = 1; MINUS = -3; }
enum Large {  // looked up in an index
  option allow_alias = true;
  L0 = 0; L1 = 1; L2 = 2; L3 = 3; L4 = 4; L5 = 5; L6 = 6; L7 = 7; L8 = 8; L9 = 9; L10 = 10;
  L11 = 11; L12 = 12; L13 = 13; L14 = 14; L15 = 15; L16 = -16; TWIN = 3;
}
message Needs { required int32 id = 1; optional Needs next = 2; }
message Set { option message_set_wire_format = true; extensions 4 to max; }
message Item { extend Set { optional Item item = 1234; } optional string name = 1; }
message M {
  optional int32 i32 = 1; optional int64 i64 = 2; optional uint32 u32 = 3; optional uint64 u64 = 4;
  optional sint32 s32 = 5; optional sint64 s64 = 6; optional fixed32 f32 = 7;
  optional fixed64 f64 = 8; optional sfixed32 sf32 = 9; optional sfixed64 sf64 = 10;
  optional bool flag = 11; optional string text = 12; optional bytes raw = 13;
  optional float fl = 14; optional double db = 15; optional E e = 16; optional M m = 17;
  repeated int32 ri = 18; repeated int32 rp = 19 [packed = true]; repeated M rm = 20;
  repeated string rs = 21; repeated E re = 22 [packed = true];
  optional group Grp = 23 { optional int32 x = 1; repeated group Sub = 2 { optional E e = 1; } }
  map<string, int32> names = 24; map<int32, M> messages = 25; map<string, E> enums = 26;
  oneof choice { int32 one = 27; string two = 28; }
  optional Needs needs = 29; optional google.protobuf.Any any = 30; optional Set set = 31;
  optional Large large = 32;
  reserved "gone";
  extensions 100 to 200;
}
extend M { optional int32 more = 100; optional M deep = 101; repeated sint32 many = 102 [packed = true]; }
message Scope { extend google.protobuf.MessageOptions { optional int32 nested = 60000; } }
extend google.protobuf.MessageOptions {
  optional int32 i32 = 50001; optional int64 i64 = 50002; optional uint32 u32 = 50003;
  optional uint64 u64 = 50004; optional sint32 s32 = 50005; optional sint64 s64 = 50006;
  optional fixed32 f32 = 50007; optional fixed64 f64 = 50008; optional sfixed32 sf32 = 50009;
  optional sfixed64 sf64 = 50010; optional bool flag = 50011; optional string text = 50012;
  optional bytes raw = 50013; optional float fl = 50014; optional double db = 50015;
  optional E e = 50016; optional M m = 50017; repeated int32 ri = 50018;
  repeated int32 rp = 50019 [packed = true]; repeated M rm = 50020;
  optional group Grp = 50021 { optional int32 x = 1; optional M m = 2; }
  optional Needs needs = 50022; optional google.protobuf.Any any = 50023; optional Set set = 50024;
  optional Large large = 50025;
}
extend google.protobuf.FieldOptions { optional int32 on_field = 50001; }
)";

constexpr std::string_view kThree = R"(
syntax = "proto3";
package q3;
import "google/protobuf/descriptor.proto";
enum E { ZERO = 0; ONE = 1; }
message M {
  int32 i = 1; string s = 2; bool b = 3; float f = 4; double d = 5; E e = 6; bytes y = 7;
  optional int32 oi = 8; repeated int32 ri = 9; repeated int32 ru = 10 [packed = false];
  repeated string rs = 11; M m = 12; oneof o { int32 oo = 13; } map<string, M> mm = 14;
  repeated E re = 15; repeated double rd = 16;
}
extend google.protobuf.MessageOptions { M three = 51000; repeated int32 rep = 51001; E en = 51002; }
)";

struct Case {
  std::string_view body;
};

void PrintTo(const Case& test, std::ostream* out) { *out << test.body; }

std::vector<NamedText> TextsOf(std::string_view body) {
  std::string text = R"(syntax = "proto2"; package q; import "two.proto"; import "three.proto";
message X { )";
  text.append(body).append(" }\n");
  return {
      {"two.proto", std::string(kTwo)}, {"three.proto", std::string(kThree)}, {"x.proto", text}};
}

class Accepted : public testing::TestWithParam<Case> {};

TEST_P(Accepted, WithTheSameBytes) {
  const auto texts = TextsOf(GetParam().body);
  const auto theirs = MessageOptionsByLibprotobuf(texts, "q.X");
  ASSERT_TRUE(theirs.has_value());
  const auto ours = LinkWithBuiltins(texts);
  ASSERT_TRUE(ours.has_value()) << Lines(ours.error());
  EXPECT_EQ(Hex(ours->FindMessage("q.X")->options.bytes), Hex(InNumberOrder(*theirs)));
}

INSTANTIATE_TEST_SUITE_P(
    Options, Accepted,
    testing::Values(
        Case{"option deprecated = true;"}, Case{"option deprecated = false;"},
        Case{"option (i32) = -2147483648;"}, Case{"option (i64) = -9223372036854775808;"},
        Case{"option (u32) = 4294967295;"}, Case{"option (u64) = 18446744073709551615;"},
        Case{"option (s32) = -1; option (s64) = -2;"}, Case{"option (f32) = 1; option (f64) = 2;"},
        Case{"option (sf32) = -1; option (sf64) = -2;"},
        Case{"option (i32) = 0x10; option (u32) = 010; option (i64) = 0;"},
        Case{"option (flag) = false;"}, Case{R"(option (text) = "a" 'b' "\n\x41\101\u00e4";)"},
        Case{R"(option (raw) = "\000\xff";)"}, Case{R"(option (text) = "";)"},
        Case{"option (fl) = 1.5; option (db) = -1e300;"},
        Case{"option (fl) = 1e40; option (db) = 5;"}, Case{"option (fl) = -7;"},
        Case{"option (db) = 18446744073709551615;"}, Case{"option (e) = MINUS;"},
        Case{"option (ri) = 1; option deprecated = true; option (ri) = 2;"},
        Case{"option (rp) = 1; option (rp) = 2;"}, Case{"option (Scope.nested) = 1;"},
        Case{"option (q.i32) = 1;"}, Case{"option (.q.i32) = 1;"},
        Case{"option (m).i32 = 1; option (m).text = \"x\";"}, Case{"option (m).m.m.m.i32 = 1;"},
        Case{"option (m) = {}; option (m).i32 = 0;"},
        Case{"option (m) = {i32: 1}; option (m).i64 = 2;"},
        Case{"option (m).ri = 1; option (m).ri = 2; option (m).rp = 3;"},
        Case{"option (m).(more) = 1; option (m).(deep).(more) = 2;"}, Case{"option (m).grp.x = 1;"},
        Case{"option (m).names = {key: 'a' value: 1};"},
        Case{"option (m).rm = {i32: 1}; option (m).rm = {i32: 2};"},
        Case{"option (grp).x = 1; option (grp).m.i32 = 2;"},
        Case{"option (grp) = {x: 1 m {i32: 2}};"},
        Case{"option (rm) = {i32: 1}; option (rm) = {i32: 2};"},
        Case{"option (needs).next.id = 1;"},
        Case{"option (q3.three).i = 0; option (q3.three).ri = 1;"},
        Case{"option (q3.rep) = 1; option (q3.en) = ONE;"},
        Case{"option (large) = TWIN; option (m).large = L15;"},
        Case{"option (m) = {large: L16 m {large: -16 m {large: 3}}};"}));

INSTANTIATE_TEST_SUITE_P(
    Aggregates, Accepted,
    testing::Values(
        Case{"option (m) = {i32: -1 i64: -0x10, u32: 010; u64: 18446744073709551615};"},
        Case{"option (m) = {s32: -5 s64: 5 f32: 7 f64: 8 sf32: -9 sf64: -10};"},
        Case{"option (m) = {text: 'a' \"b\" raw: '\\x00\\'' flag: t};"},
        Case{"option (m) = {flag: True}; option (q3.three) = {b: 1};"},
        Case{"option (m) = {flag: f}; option (q3.three) = {b: False};"},
        Case{"option (m) = {flag: 0x1}; option (q3.three) = {b: 00};"},
        Case{"option (m) = {fl: 1 db: -2.5e3};"}, Case{"option (m) = {fl: -inf db: Infinity};"},
        Case{"option (m) = {fl: NaN db: 1e999};"}, Case{"option (m) = {fl: 1e39 db: .5};"},
        Case{"option (m) = {e: B re: [A, MINUS] re: -3};"}, Case{"option (m) = {e: 1};"},
        Case{"option (q3.three) = {e: 77 re: [ONE, 5]};"},
        Case{"option (m) = {ri: [1, 2] ri: 3 ri: [] rp: [1, 2] rp: 3};"},
        Case{"option (m) = {rp: []};"}, Case{"option (m) = {rs: ['a', 'b' 'c'] rs: 'd'};"},
        Case{"option (m) = {text: 'z' i32: 1 m {i64: 2 i32: 1}};"},
        Case{"option (m) = {m: {m <m: <i32: 1>>}};"},
        Case{"option (m) = {rm [{i32: 1}, <i32: 2>]};"}, Case{"option (m) = {rm: [] rm {}};"},
        Case{"option (m) = {Grp {x: 1 Sub {e: B} Sub {}}};"},
        Case{"option (m) = {names {key: 'b' value: 1} names {value: 2 key: 'a'}};"},
        Case{"option (m) = {names {}  names {key: 'k'} messages {key: 3} enums {key: 'e'}};"},
        Case{"option (m) = {names [{key: 'a' value: 1}, {key: 'a' value: 2}]};"},
        Case{"option (m) = {messages {key: -1 value {i32: 4 names {key: 'n'}}}};"},
        Case{"option (m) = {one: 1}; option (rm) = {two: 'x'};"},
        Case{"option (m) = {[q.more]: 1 [q.deep] {[q.more]: 2 i32: 3}};"},
        Case{"option (m) = {[more]: 1, [ q . many ]: [1, -2] i32: 4};"},
        Case{"option (needs) = {next {id: 1} id: 2};"},
        Case{"option (any) = {[type.googleapis.com/q.M] {i64: 2 i32: 1}};"},
        Case{"option (any) = {[type.googleprod.com/q3.M]: <s: 'x'>};"},
        Case{"option (any) = {type_url: 'a/b' value: '\\001'};"},
        Case{"option (any) = {[type.googleapis.com/q.M] {}};"},
        Case{"option (set) = {[q.Item.item] {name: 'x'}};"},
        Case{"option (set) = {[q.Item] {name: 'y'}};"},
        Case{"option (m) = {set {[q.Item.item] {name: 'x'}}};"},
        Case{"option (m) = {gone: 1 i32: 2 gone {a: 1 b <c: [1]>} gone: 'x' 'y' gone: -4 i64: 3};"},
        Case{"option (m) = {gone: [1, 2] i32: 1};"},
        Case{"option (m) = {i32: 1 // comment }\n /* { */ i64: 2};"},
        Case{"option (q3.three) = {i: 0 s: '' b: false f: 0 d: 0 e: ZERO y: ''};"},
        Case{"option (q3.three) = {f: -0.0 d: -0 oi: 0 oo: 0 m {} ri: 0 ru: [0, 1] rs: ''};"},
        Case{"option (q3.three) = {ri: [1, 2] ru: 3 ri: 4 rd: [1.5, inf] mm {key: 'a' value {i: "
             "0}}};"},
        Case{"option (q3.three) = {mm {key: '' value {}} mm {}};"}));

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, ByBoth) {
  const auto texts = TextsOf(GetParam().body);
  EXPECT_FALSE(MessageOptionsByLibprotobuf(texts, "q.X").has_value());
  const auto ours = LinkWithBuiltins(texts);
  ASSERT_FALSE(ours.has_value());
  EXPECT_THAT(Lines(ours.error()), testing::StartsWith("x.proto:2:"));
}

INSTANTIATE_TEST_SUITE_P(
    Options, Refused,
    testing::Values(
        Case{"option deprecated = 1;"}, Case{"option deprecated = t;"},
        Case{"option deprecated = \"true\";"},
        Case{"option deprecated = true; option deprecated = true;"},
        Case{"option depricated = true;"}, Case{"option uninterpreted_option = {};"},
        Case{"option (unknown) = 1;"}, Case{"option (M) = 1;"}, Case{"option (on_field) = 1;"},
        Case{"option (i32) = 2147483648;"}, Case{"option (i32) = -2147483649;"},
        Case{"option (i32) = 1.0;"}, Case{"option (i32) = x;"}, Case{"option (u32) = -1;"},
        Case{"option (u32) = 4294967296;"}, Case{"option (u64) = -1;"},
        Case{"option (i64) = 9223372036854775808;"}, Case{"option (text) = x;"},
        Case{"option (text) = 1;"}, Case{"option (fl) = \"1\";"}, Case{"option (fl) = x;"},
        Case{"option (e) = 1;"}, Case{"option (e) = C;"}, Case{"option (m) = 1;"},
        Case{"option (m) = \"i32: 1\";"}, Case{"option (i32) = {};"}, Case{"option (i32).x = 1;"},
        Case{"option (m).i32.x = 1;"}, Case{"option (m).nope = 1;"}, Case{"option (rm).i32 = 1;"},
        Case{"option (m).i32 = 1; option (m).i32 = 2;"},
        Case{"option (m).i32 = 1; option (m) = {};"}, Case{"option (m) = {}; option (m) = {};"},
        Case{"option (m) = {i32: 0}; option (m).i32 = 1;"},
        Case{"option (m) = {m {i32: 0}}; option (m).m.i32 = 1;"}, Case{"option (nested) = 1;"},
        Case{"option (m).names.key = 'a';"}, Case{"option (m).(nope) = 1;"},
        Case{"option (m).(on_field) = 1;"}, Case{"option (ri) = [1, 2];"},
        Case{"option (large) = L17;"}, Case{"option (m) = {large: 17};"}));

INSTANTIATE_TEST_SUITE_P(
    Aggregates, Refused,
    testing::Values(Case{"option (m) = {nope: 1};"}, Case{"option (m) = {i32 1};"},
                    Case{"option (m) = {i32: };"}, Case{"option (m) = {i32: 1,, };"},
                    Case{"option (m) = {i32: 1 i32: 1};"}, Case{"option (m) = {i32: 2147483648};"},
                    Case{"option (m) = {u32: -1};"}, Case{"option (m) = {i32: 1.5};"},
                    Case{"option (m) = {i32: 'x'};"}, Case{"option (m) = {i32: [1]};"},
                    Case{"option (m) = {fl: 010};"}, Case{"option (m) = {fl: 0x10};"},
                    Case{"option (m) = {fl: x};"}, Case{"option (m) = {flag: 2};"},
                    Case{"option (m) = {flag: T};"}, Case{"option (m) = {flag: 't'};"},
                    Case{"option (m) = {e: C};"}, Case{"option (m) = {e: 7};"},
                    Case{"option (m) = {e: -B};"}, Case{"option (m) = {text: x};"},
                    Case{"option (m) = {text: 1};"}, Case{"option (m) = {m: 1};"},
                    Case{"option (m) = {m {>};"}, Case{"option (m) = {m <}};"},
                    Case{"option (m) = {m [{}]};"}, Case{"option (m) = {ri: [1 2]};"},
                    Case{"option (m) = {ri: [1,]};"}, Case{"option (m) = {rm: {}]};"},
                    Case{"option (m) = {one: 1 two: 'x'};"}, Case{"option (m) = {needs {}};"},
                    Case{"option (needs) = {next {id: 1}};"}, Case{"option (m) = {[q.nope]: 1};"},
                    Case{"option (m) = {[q.Item] {}};"},
                    Case{"option (m) = {[type.googleapis.com/q.M] {}};"},
                    Case{"option (any) = {[type.googleapis.com/q.Nope] {}};"},
                    Case{"option (any) = {[example.com/q.M] {}};"},
                    Case{"option (any) = {[type.googleapis.com/q.M]: 1};"},
                    Case{"option (any) = {[type.googleapis.com/q.Needs] {}};"},
                    Case{"option (m) = {names {key: 'a' value: 'b'}};"},
                    Case{"option (m) = {names {keys: 'a'}};"}, Case{"option (m) = {names: 'a'};"},
                    Case{"option (m) = {[q.more: 1};"}, Case{"option (m) = {1: 1};"},
                    Case{"option (m) = {gone: };"}, Case{"option (m) = {[q.]: 1};"}));

}  // namespace
}  // namespace leyline
