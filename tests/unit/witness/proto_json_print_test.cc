// What the printer writes, rule by rule of ProtoJSON's specification.
#include <string>

#include <google/protobuf/timestamp.pb.h>
#include <gtest/gtest.h>

#include "analyzer/witness/proto_json/proto_json.h"
#include "tests/unit/witness/proto_lab.h"

namespace leyline {
namespace {

struct Case {
  std::string type;
  std::string_view text;  // of the message
  std::string_view json;
};

void Check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(EveryType().Print(c.type, c.text), c.json) << c.text;
}

TEST(ProtoJsonPrint, Scalars) {
  Check({
      {"t.M", "", "{}"},
      {"t.M", "int32: -5 uint32: 4294967295 sint32: -2147483648",
       R"({"int32":-5,"uint32":4294967295,"sint32":-2147483648})"},
      {"t.M", "int64: -9223372036854775808 uint64: 18446744073709551615",
       R"({"int64":"-9223372036854775808","uint64":"18446744073709551615"})"},
      {"t.M", "sint64: 1 fixed64: 2 sfixed64: -3",
       R"({"sint64":"1","fixed64":"2","sfixed64":"-3"})"},
      {"t.M", "fixed32: 1 sfixed32: -1", R"({"fixed32":1,"sfixed32":-1})"},
      {"t.M", "bool: true", R"({"bool":true})"},
      {"t.M", "double: 0.1 float: 0.1", R"({"double":0.1,"float":0.1})"},
      {"t.M", "double: 1e300 float: 2147483648", R"({"double":1e+300,"float":2147483600})"},
      {"t.M", "double: nan float: inf", R"({"double":"NaN","float":"Infinity"})"},
      {"t.M", "double: -inf", R"({"double":"-Infinity"})"},
      {"t.M", "doubles: [0, -0.0, 1]", R"({"doubles":[0,-0,1]})"},
      {"t.M", "opt_double: -0.0", R"({"optDouble":-0})"},
      {"t.M", R"(string: "a\"\\\n\001\177\303\251<>/")",
       "{\"string\":\"a\\\"\\\\\\n\\u0001\\u007f\xC3\xA9<>/\"}"},
      {"t.M", R"(bytes: "\377\376\000a")", R"({"bytes":"//4AYQ=="})"},
  });
}

TEST(ProtoJsonPrint, DefaultsWithoutPresenceAreLeftOut) {
  Check({
      {"t.M", "int32: 0 int64: 0 bool: false string: '' bytes: '' enum: Z double: 0", "{}"},
      {"t.M", "opt_int32: 0 opt_string: '' opt_enum: Z",
       R"({"optInt32":0,"optString":"","optEnum":"Z"})"},
      {"t.M", "one_int32: 0", R"({"oneInt32":0})"},
      {"t.M", "message {}", R"({"message":{}})"},
      {"t.M", "double: -0.0 float: -0.0", R"({"double":-0,"float":-0})"},
      {"u.P", "number: 7 text: ''", R"({"number":7,"text":""})"},
  });
}

TEST(ProtoJsonPrint, Enums) {
  Check({
      {"t.M", "enum: NEG", R"({"enum":"NEG"})"},
      {"t.M", "enum: 77", R"({"enum":77})"},
      {"t.M", "twin: FIFTH", R"({"twin":"SECOND"})"},
      {"t.M", "enums: [Z, B, -7]", R"({"enums":["Z","B",-7]})"},
      {"u.P", "closed: B closeds: [NEG, Z]", R"({"closed":"B","closeds":["NEG","Z"]})"},
  });
}

TEST(ProtoJsonPrint, Names) {
  Check({
      {"t.M", "snake_case_name: 1", R"({"snakeCaseName":1})"},
      {"t.M", "pinned: 1", R"({"other":1})"},
      {"u.P", "[u.ext]: 5 [u.P.nested]: 6", R"({"[u.ext]":"5","[u.P.nested]":6})"},
      {"u.P", "[u.needies]: [{ r: 1 }]", R"({"[u.needies]":[{"r":1}]})"},
      {"u.P", "GroupOne { a: 1 }", R"({"groupone":{"a":1}})"},
      {"u.P", "Many { b: 'x' } Many {}", R"({"many":[{"b":"x"},{}]})"},
  });
}

TEST(ProtoJsonPrint, ListsAndMessages) {
  Check({
      {"t.M", "int32s: 1", R"({"int32s":[1]})"},
      {"t.M", "int64s: [1, 2] strings: ['', 'a'] bools: [true, false]",
       R"({"int64s":["1","2"],"bools":[true,false],"strings":["","a"]})"},
      {"t.M", "messages {} messages { x: 1 s { x: 2 } }",
       R"({"messages":[{},{"x":1,"s":{"x":2}}]})"},
  });
}

TEST(ProtoJsonPrint, MapsInTheOrderOfTheirKeys) {
  Check({
      {"t.M",
       "map_int32 { key: 10 value: 'b' } map_int32 { key: 2 value: 'a' }"
       "map_int32 { key: -1 value: 'd' } map_int32 { key: -10 value: 'c' } map_int32 {}",
       R"({"mapInt32":{"-10":"c","-1":"d","0":"","2":"a","10":"b"}})"},
      {"t.M", "map_bool { key: true value { x: 1 } } map_bool { key: false value {} }",
       R"({"mapBool":{"false":{},"true":{"x":1}}})"},
      {"t.M", "map_string { key: 'b' value: 1 } map_string { key: '' value: 0 }",
       R"({"mapString":{"":"0","b":"1"}})"},
      {"t.M", "map_uint64 { key: 18446744073709551615 value: inf }",
       R"({"mapUint64":{"18446744073709551615":"Infinity"}})"},
      {"t.M", "map_int64 { key: -9223372036854775808 value: 'a' } map_int64 { key: 3 value: '' }",
       R"({"mapInt64":{"-9223372036854775808":"YQ==","3":""}})"},
      {"t.M", "map_uint32 { key: 4 value: B }", R"({"mapUint32":{"4":"B"}})"},
      {"t.M", "map_string { key: 'a' value: 1 } map_string { key: 'a' value: 2 }",
       R"({"mapString":{"a":"2"}})"},
  });
}

TEST(ProtoJsonPrint, WhatHasNoForm) {
  Check({
      {"u.P", "needy {}", "refused: required field `needy.r` is not set"},
      {"u.P", R"(text: "\377")", "refused: `text`: the text is not valid UTF-8"},
      {"u.P", R"(texts: ["a", "\377"])", "refused: `texts[1]`: the text is not valid UTF-8"},
      {"u.P", R"(closed_map { key: "\377" value: A })",
       "refused: `closedMap`: a map's key is not valid UTF-8"},
  });
}

TEST(ProtoJsonPrint, NestsAHundredLevelsAndNoMore) {
  const auto nested = [](int depth) {
    std::string text;
    for (int i = 1; i < depth; ++i) text += "s {";
    return text + std::string(static_cast<std::size_t>(depth - 1), '}');
  };
  EXPECT_TRUE(EveryType().Print("t.S", nested(100)).ends_with("}}}"));
  const std::string refusal = EveryType().Print("t.S", nested(101));
  EXPECT_TRUE(refusal.ends_with("s.s`: nested deeper than 100 levels")) << refusal;
}

TEST(ProtoJsonPrint, GeneratedMessagesToo) {
  google::protobuf::Timestamp time;
  time.set_seconds(5);
  std::string problem;
  EXPECT_EQ(PrintProtoJson(time, problem), "\"1970-01-01T00:00:05Z\"");
  time.set_nanos(-1);
  EXPECT_EQ(PrintProtoJson(time, problem), std::nullopt);
  EXPECT_EQ(problem, "a Timestamp outside the years 1 to 9999");
}

}  // namespace
}  // namespace leyline
