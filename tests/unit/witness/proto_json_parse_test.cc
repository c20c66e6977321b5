// What the parser takes and refuses, rule by rule of ProtoJSON's specification.
#include <string>

#include <google/protobuf/struct.pb.h>
#include <gtest/gtest.h>

#include "analyzer/witness/proto_json/proto_json.h"
#include "tests/unit/witness/proto_lab.h"

namespace leyline {
namespace {

struct Case {
  std::string type;
  std::string_view json;
  std::string_view text;  // of the message, or "refused: " and why
};

void Check(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(EveryType().Parse(c.type, c.json), c.text) << c.json;
}

TEST(ProtoJsonParse, Integers) {
  Check({
      {"t.M", R"({"int32":-5,"uint32":4294967295})", "int32: -5 uint32: 4294967295"},
      {"t.M", R"({"int32":1.0,"sint32":1e2,"fixed32":100e-2})", "int32: 1 sint32: 100 fixed32: 1"},
      {"t.M", R"({"int32":"5","uint32":"1.0","sfixed32":"-1e1"})",
       "int32: 5 uint32: 1 sfixed32: -10"},
      {"t.M", R"({"int64":"-9223372036854775808","uint64":18446744073709551615})",
       "int64: -9223372036854775808 uint64: 18446744073709551615"},
      {"t.M", R"({"sint64":9007199254740993,"fixed64":"1","sfixed64":-1})",
       "sint64: 9007199254740993 fixed64: 1 sfixed64: -1"},
      {"t.M", R"({"optInt32":-0})", "opt_int32: 0"},
      {"t.M", R"({"int32":2147483648})",
       "refused: `int32`: `2147483648` is out of the range of `int32`"},
      {"t.M", R"({"uint32":-1})", "refused: `uint32`: `-1` is out of the range of `uint32`"},
      {"t.M", R"({"int64":"9223372036854775808"})",
       "refused: `int64`: `9223372036854775808` is out of the range of `int64`"},
      {"t.M", R"({"uint64":1e20})", "refused: `uint64`: `1e20` is out of range"},
      {"t.M", R"({"int32":1.5})", "refused: `int32`: `1.5` is not an integer"},
      {"t.M", R"({"int32":""})", "refused: `int32`: `` is not a number"},
      {"t.M", R"({"int32":" 1"})", "refused: `int32`: ` 1` is not a number"},
      {"t.M", R"({"int32":true})", "refused: `int32`: got a bool, expected a number"},
      {"t.M", R"({"int32":[1]})", "refused: `int32`: got a list, expected a number"},
      {"t.M", R"({"int32":{}})", "refused: `int32`: got an object, expected a number"},
  });
}

TEST(ProtoJsonParse, Reals) {
  Check({
      {"t.M", R"({"double":0.1,"float":0.1})", "double: 0.1 float: 0.1"},
      {"t.M", R"({"double":"1.5","float":"1e1"})", "double: 1.5 float: 10"},
      {"t.M", R"({"double":"NaN","float":"-Infinity"})", "double: nan float: -inf"},
      {"t.M", R"({"optDouble":-0})", "opt_double: -0"},
      {"t.M", R"({"float":3.5e38})", "refused: `float`: `3.5e38` is out of range"},
      {"t.M", R"({"double":1e309})", "refused: `double`: `1e309` is out of range"},
      {"t.M", R"({"double":"nan"})", "refused: `double`: `nan` is not a number"},
      {"t.M", R"({"float":"1 "})", "refused: `float`: `1 ` is not a number"},
      {"t.M", R"({"float":false})", "refused: `float`: got a bool, expected a number"},
      {"t.M", R"({"double":[]})", "refused: `double`: got a list, expected a number"},
      {"t.M", R"({"double":NaN})", "refused: invalid JSON at 1:11: expected a value"},
  });
}

TEST(ProtoJsonParse, BoolsAndTexts) {
  Check({
      {"t.M", R"({"bool":true,"bools":[false]})", "bool: true bools: false"},
      {"t.M", R"({"bool":"true"})", "refused: `bool`: got a string, expected a bool"},
      {"t.M", R"({"bool":1})", "refused: `bool`: got a number, expected a bool"},
      {"t.M", R"({"string":"\u00e9\ud83d\ude00\u0000"})",
       R"(string: "\303\251\360\237\230\200\000")"},
      {"t.M", R"({"string":5})", "refused: `string`: got a number, expected a string"},
      {"t.M", R"({"string":"\ud83d"})", "refused: invalid JSON at 1:18: a lone surrogate"},
      {"t.M", "{\"string\":\"\xff\"}", "refused: the JSON text is not valid UTF-8"},
      {"t.M", R"({"bytes":"//4AYQ=="})", R"(bytes: "\377\376\000a")"},
      {"t.M", R"({"bytes":"__4AYQ"})", R"(bytes: "\377\376\000a")"},
      {"t.M", R"({"bytes":"a"})", "refused: `bytes`: `a` is not base64"},
      {"t.M", R"({"bytes":5})", "refused: `bytes`: got a number, expected a string"},
  });
}

TEST(ProtoJsonParse, Enums) {
  Check({
      {"t.M", R"({"enum":"NEG","twin":"FIFTH"})", "enum: NEG twin: SECOND"},
      {"t.M", R"({"enum":2,"optEnum":1.0,"enums":["A",77]})",
       "enum: B enums: A enums: 77 opt_enum: A"},
      {"t.M", R"({"enum":"C"})", "refused: `enum`: `C` is no value of the enum `t.E`"},
      {"t.M", R"({"enum":"a"})", "refused: `enum`: `a` is no value of the enum `t.E`"},
      {"t.M", R"({"enum":"1"})", "refused: `enum`: `1` is no value of the enum `t.E`"},
      {"t.M", R"({"enum":1.5})", "refused: `enum`: `1.5` is not an integer"},
      {"t.M", R"({"enum":2147483648})",
       "refused: `enum`: `2147483648` is out of the range of an enum"},
      {"t.M", R"({"enum":true})",
       "refused: `enum`: got a bool, expected the name or number of a value of the enum `t.E`"},
      {"u.P", R"({"closed":-1,"closeds":["B",0]})", "closed: NEG closeds: B closeds: Z"},
      {"u.P", R"({"closed":3})", "refused: `closed`: 3 is no number of the closed enum `u.E`"},
      {"u.P", R"({"closeds":[1,3]})",
       "refused: `closeds[1]`: 3 is no number of the closed enum `u.E`"},
      {"u.P", R"({"closedMap":{"a":3}})",
       "refused: `closedMap[\"a\"]`: 3 is no number of the closed enum `u.E`"},
  });
}

TEST(ProtoJsonParse, Names) {
  Check({
      {"t.M", R"({"snakeCaseName":1,"other":2})", "snake_case_name: 1 pinned: 2"},
      {"t.M", R"({"snake_case_name":1,"pinned":2})", "snake_case_name: 1 pinned: 2"},
      {"t.M", R"({"SnakeCaseName":1})", "refused: unknown field `SnakeCaseName` in `t.M`"},
      {"t.M", R"({"b":null})", "refused: unknown field `b` in `t.M`"},
      {"t.M", R"({"message":{"s":{"b":1}}})", "refused: `message.s`: unknown field `b` in `t.S`"},
      {"t.M", R"({"int32":1,"int32":1})",
       "refused: invalid JSON at 1:22: the name `int32` stands twice in one object"},
      {"t.M", R"({"other":1,"pinned":1})",
       "refused: field `pinned` is given twice, by both of its names"},
      {"t.M", R"({"other":null,"pinned":1})",
       "refused: field `pinned` is given twice, by both of its names"},
      {"u.P", R"({"[u.ext]":"5","[u.P.nested]":6,"[u.needies]":[{"r":1}]})",
       "[u.ext]: 5 [u.needies] { r: 1 } [u.P.nested]: 6"},
      {"u.P", R"({"[u.unknown]":5})", "refused: unknown field `[u.unknown]` in `u.P`"},
      {"u.P", R"({"[]":5})", "refused: unknown field `[]` in `u.P`"},
      {"u.P", R"({"[":5})", "refused: unknown field `[` in `u.P`"},
      {"u.R", R"({"r":1,"[u.ext]":5})", "refused: unknown field `[u.ext]` in `u.R`"},
      {"u.P", R"({"nested":5})", "refused: unknown field `nested` in `u.P`"},
      {"u.P", R"({"groupone":{"a":1},"many":[{"b":"x"},{}]})",
       "GroupOne { a: 1 } Many { b: \"x\" } Many { }"},
      {"u.P", R"({"GroupOne":{}})", "refused: unknown field `GroupOne` in `u.P`"},
      {"t.M", "{\"\\u001b[31m\":1}", "refused: unknown field `\\x1b[31m` in `t.M`"},
  });
}

// A json_name wins over another field's own name, as in every runtime.
TEST(ProtoJsonParse, ExchangedNames) {
  const ProtoLab lab{R"(syntax = "proto3"; package t;
    message X { int32 a = 1 [json_name = "b"]; int32 b = 2 [json_name = "a"]; })"};
  EXPECT_EQ(lab.Parse("t.X", R"({"a":1,"b":2})"), "a: 2 b: 1");
  EXPECT_EQ(lab.Print("t.X", "a: 2 b: 1"), R"({"b":2,"a":1})");
}

TEST(ProtoJsonParse, Lists) {
  Check({
      {"t.M", R"({"int32s":[1,"2",3.0]})", "int32s: 1 int32s: 2 int32s: 3"},
      {"t.M", R"({"int32s":[]})", ""},
      {"t.M", R"({"messages":[{},{"x":1}]})", "messages { } messages { x: 1 }"},
      {"t.M", R"({"int32s":5})", "refused: `int32s`: got a number, expected a list"},
      {"t.M", R"({"messages":{}})", "refused: `messages`: got an object, expected a list"},
      {"t.M", R"({"message":[{}]})", "refused: `message`: got a list, expected an object"},
      {"t.M", R"({"int32s":[1,null]})", "refused: `int32s[1]`: got null, expected a number"},
      {"t.M", R"({"strings":[null]})", "refused: `strings[0]`: got null, expected a string"},
      {"t.M", R"({"messages":[null]})", "refused: `messages[0]`: got null, expected an object"},
      {"t.M", R"({"bools":[[true]]})", "refused: `bools[0]`: got a list, expected a bool"},
      {"t.M", R"({"enums":[null]})",
       "refused: `enums[0]`: got null, expected the name or number of a value of the enum `t.E`"},
      {"t.M", R"({"doubles":[1,null]})", "refused: `doubles[1]`: got null, expected a number"},
      {"t.M", R"({"floats":[null]})", "refused: `floats[0]`: got null, expected a number"},
  });
}

TEST(ProtoJsonParse, NullIsAbsence) {
  Check({
      {"t.M", R"({"int32":null,"string":null,"optInt32":null,"message":null,"enum":null})", ""},
      {"t.M", R"({"int32s":null,"mapString":null,"oneInt32":null,"oneString":"a"})",
       "one_string: \"a\""},
      {"t.M", "null", "refused: got null, expected an object"},
      {"u.R", R"({"r":null})", "refused: required field `r` is not set"},
  });
}

TEST(ProtoJsonParse, Maps) {
  Check({
      {"t.M", R"({"mapInt32":{"-1":"a","0":"b"}})",
       "map_int32 { key: -1 value: \"a\" } map_int32 { key: 0 value: \"b\" }"},
      {"t.M", R"({"mapBool":{"true":{"x":1}}})", "map_bool { key: true value { x: 1 } }"},
      {"t.M", R"({"mapString":{"":"0"}})", "map_string { key: \"\" value: 0 }"},
      {"t.M", R"({"mapInt64":{"-9223372036854775808":""}})",
       "map_int64 { key: -9223372036854775808 value: \"\" }"},
      {"t.M", R"({"mapUint64":{"18446744073709551615":1}})",
       "map_uint64 { key: 18446744073709551615 value: 1 }"},
      {"t.M", R"({"mapUint32":{"7":"B"}})", "map_uint32 { key: 7 value: B }"},
      {"t.M", R"({"mapInt32":{"2147483648":"a"}})",
       "refused: `mapInt32[\"2147483648\"]`: the key is not the text of an `int32`"},
      {"t.M", R"({"mapUint32":{"-1":"A"}})",
       "refused: `mapUint32[\"-1\"]`: the key is not the text of an `uint32`"},
      {"t.M", R"({"mapInt32":{"1.0":"a"}})",
       "refused: `mapInt32[\"1.0\"]`: the key is not the text of an `int32`"},
      {"t.M", R"({"mapInt32":{"-0":"a"}})",
       "refused: `mapInt32[\"-0\"]`: the key is not the text of an `int32`"},
      {"t.M", R"({"mapInt64":{"":"a"}})",
       "refused: `mapInt64[\"\"]`: the key is not the text of an `int64`"},
      {"t.M", R"({"mapUint64":{"99999999999999999999":1}})",
       "refused: `mapUint64[\"99999999999999999999\"]`: the key is not the text of an `uint64`"},
      {"t.M", R"({"mapBool":{"True":{}}})",
       "refused: `mapBool[\"True\"]`: the key is not `true` or `false`"},
      {"t.M", R"({"mapString":{"a":null}})",
       "refused: `mapString[\"a\"]`: got null, expected a number"},
      {"t.M", R"({"mapString":{"a":"1","a":"2"}})",
       "refused: invalid JSON at 1:31: the name `a` stands twice in one object"},
      {"t.M", R"({"mapString":[]})", "refused: `mapString`: got a list, expected an object"},
  });
}

TEST(ProtoJsonParse, Oneofs) {
  Check({
      {"t.M", R"({"oneInt32":0})", "one_int32: 0"},
      {"t.M", R"({"oneInt32":1,"oneString":"a"})",
       "refused: `oneString` is a second member of the oneof `choice`"},
      {"t.M", R"({"optInt32":1,"optString":"a"})", "opt_int32: 1 opt_string: \"a\""},
  });
}

TEST(ProtoJsonParse, RequiredFields) {
  Check({
      {"u.R", R"({"r":0})", "r: 0"},
      {"u.R", "{}", "refused: required field `r` is not set"},
      {"u.P", R"({"needy":{}})", "refused: required field `needy.r` is not set"},
      {"u.P", "{}", ""},
  });
}

TEST(ProtoJsonParse, WhatIsNoObject) {
  Check({
      {"t.M", "", "refused: invalid JSON at 1:1: expected a value"},
      {"t.M", "[]", "refused: got a list, expected an object"},
      {"t.M", "{} {}", "refused: invalid JSON at 1:4: more text after the value"},
  });
}

TEST(ProtoJsonParse, ReplacesWhatTheMessageHeld) {
  const auto message = EveryType().Make("t.M", "int32: 5 int32s: 1");
  std::string problem = "old";
  EXPECT_TRUE(ParseProtoJson(R"({"int32s":[2]})", *message, problem));
  EXPECT_EQ(problem, "");
  EXPECT_EQ(message->ShortDebugString(), "int32s: 2");
}

TEST(ProtoJsonParse, GeneratedMessagesToo) {
  google::protobuf::Struct message;
  std::string problem;
  EXPECT_TRUE(ParseProtoJson(R"({"a":{"b":[1,null]}})", message, problem)) << problem;
  EXPECT_EQ(PrintProtoJson(message, problem), R"({"a":{"b":[1,null]}})");
  EXPECT_EQ(message.fields().at("a").struct_value().fields().at("b").list_value().values_size(), 2);
}

}  // namespace
}  // namespace leyline
