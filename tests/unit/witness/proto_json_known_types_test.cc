// The well-known types, printed and parsed.
#include <string>

#include <google/protobuf/any.pb.h>
#include <gtest/gtest.h>

#include "analyzer/witness/proto_json/proto_json.h"
#include "tests/unit/witness/proto_lab.h"

namespace leyline {
namespace {

struct Case {
  std::string_view text;
  std::string_view json;
};

// Prints as that, and parses back to the same.
void CheckBothWays(std::initializer_list<Case> cases) {
  for (const Case& c : cases) {
    EXPECT_EQ(EveryType().Print("t.W", c.text), c.json) << c.text;
    EXPECT_EQ(EveryType().Parse("t.W", c.json),
              EveryType().Make("t.W", c.text)->ShortDebugString());
  }
}

void CheckPrint(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(EveryType().Print("t.W", c.text), c.json) << c.text;
}

void CheckParse(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(EveryType().Parse("t.W", c.json), c.text) << c.json;
}

TEST(ProtoJsonKnownTypes, TimesAndMasks) {
  CheckBothWays({
      {"time { seconds: 5 }", R"({"time":"1970-01-01T00:00:05Z"})"},
      {"time {}", R"({"time":"1970-01-01T00:00:00Z"})"},
      {"times { nanos: 1 }", R"({"times":["1970-01-01T00:00:00.000000001Z"]})"},
      {"span { seconds: -1 nanos: -500000000 }", R"({"span":"-1.500s"})"},
      {"span_map { key: 3 value { seconds: 2 } }", R"({"spanMap":{"3":"2s"}})"},
      {"mask { paths: ['foo_bar', 'a.b'] }", R"({"mask":"fooBar,a.b"})"},
      {"mask {}", R"({"mask":""})"},
      {"empty {}", R"({"empty":{}})"},
  });
  CheckPrint({
      {"time { seconds: 253402300800 }",
       "refused: `time`: a Timestamp outside the years 1 to 9999"},
      {"span { seconds: 1 nanos: -1 }",
       "refused: `span`: a Duration beyond 10000 years, or of mixed signs"},
      {"mask { paths: 'a_1' }", "refused: `mask`: the path `a_1` has no form in JSON"},
  });
  CheckParse({
      {"refused: `time`: got an object, expected a string", R"({"time":{"seconds":"5"}})"},
      {"refused: `time`: `5s` is no RFC 3339 time of the years 1 to 9999", R"({"time":"5s"})"},
      {"refused: `span`: got a number, expected a string", R"({"span":5})"},
      {"refused: `span`: `5` is no number of seconds with the suffix `s`, up to 10000 years",
       R"({"span":"5"})"},
      {"refused: `mask`: got a list, expected a string", R"({"mask":["a"]})"},
      {"refused: `mask`: `a_b` is no path of fields in lowerCamelCase", R"({"mask":"a,a_b"})"},
      {"refused: `mask`: `` is no path of fields in lowerCamelCase", R"({"mask":"a,"})"},
      {"refused: `empty`: unknown field `a` in `google.protobuf.Empty`", R"({"empty":{"a":1}})"},
      {"refused: `times[0]`: got null, expected a string", R"({"times":[null]})"},
      {"", R"({"time":null,"span":null,"mask":null,"empty":null,"any":null,"struct":null})"},
  });
}

TEST(ProtoJsonKnownTypes, Wrappers) {
  CheckBothWays({
      {"w_double { value: 1.5 } w_float { value: nan }", R"({"wDouble":1.5,"wFloat":"NaN"})"},
      {"w_int64 { value: -1 } w_uint64 { value: 1 }", R"({"wInt64":"-1","wUint64":"1"})"},
      {"w_int32 {} w_uint32 { value: 1 }", R"({"wInt32":0,"wUint32":1})"},
      {"w_bool {} w_string {} w_bytes { value: 'a' }",
       R"({"wBool":false,"wString":"","wBytes":"YQ=="})"},
      {"wrapped { value: 1 } wrapped {}", R"({"wrapped":["1","0"]})"},
  });
  CheckParse({
      {"", R"({"wInt32":null,"wBool":null})"},
      {"refused: `wInt32`: got an object, expected a number", R"({"wInt32":{"value":1}})"},
      {"refused: `wInt32`: `2147483648` is out of the range of `int32`",
       R"({"wInt32":2147483648})"},
      {"refused: `wrapped[0]`: got null, expected a number", R"({"wrapped":[null]})"},
  });
}

TEST(ProtoJsonKnownTypes, StructsAndNulls) {
  CheckBothWays({
      {"value { null_value: NULL_VALUE }", R"({"value":null})"},
      {"value { number_value: 0 }", R"({"value":0})"},
      {"value { string_value: '' }", R"({"value":""})"},
      {"value { bool_value: false }", R"({"value":false})"},
      {"value { struct_value {} }", R"({"value":{}})"},
      {"value { list_value {} }", R"({"value":[]})"},
      {"struct { fields { key: 'a' value { list_value { values { null_value: NULL_VALUE } } } } }",
       R"({"struct":{"a":[null]}})"},
      {"struct {}", R"({"struct":{}})"},
      {"list { values { number_value: 1e300 } values { string_value: 'x' } }",
       R"({"list":[1e+300,"x"]})"},
      {"values { null_value: NULL_VALUE } values { bool_value: true }",
       R"({"values":[null,true]})"},
      {"value_map { key: 'a' value { null_value: NULL_VALUE } }", R"({"valueMap":{"a":null}})"},
      {"null_map { key: 'a' value: NULL_VALUE }", R"({"nullMap":{"a":null}})"},
      {"nulls: [NULL_VALUE, NULL_VALUE]", R"({"nulls":[null,null]})"},
      {"opt_null: NULL_VALUE", R"({"optNull":null})"},
      {"one_null: NULL_VALUE", R"({"oneNull":null})"},
  });
  CheckPrint({
      {"null: NULL_VALUE", "{}"},
      {"value {}", "refused: `value`: a Value without a kind"},
      {"values { number_value: 1 } values {}", "refused: `values[1]`: a Value without a kind"},
      {"value { number_value: nan }", "refused: `value`: a Value that is not a finite number"},
      {"struct { fields { key: 'a' value { number_value: inf } } }",
       "refused: `struct[\"a\"]`: a Value that is not a finite number"},
  });
  CheckParse({
      {"value { string_value: \"NaN\" }", R"({"value":"NaN"})"},
      {"opt_null: NULL_VALUE", R"({"optNull":"NULL_VALUE"})"},
      {"opt_null: NULL_VALUE", R"({"optNull":0})"},
      {"", R"({"values":null,"nulls":null,"valueMap":null,"struct":null,"list":null})"},
      {"refused: `value`: `1e309` is out of range", R"({"value":1e309})"},
      {"refused: `struct`: got a list, expected an object", R"({"struct":[]})"},
      {"refused: `list`: got an object, expected a list", R"({"list":{}})"},
      {"refused: `oneInt32` is a second member of the oneof `choice`",
       R"({"oneNull":null,"oneInt32":1})"},
      {"one_int32: 1", R"({"oneInt32":1})"},
  });
}

TEST(ProtoJsonKnownTypes, AnyHoldsMembersOrAValue) {
  CheckBothWays({
      {"any {}", R"({"any":{}})"},
      {"any { [type.googleapis.com/t.S] { x: 5 } }",
       R"({"any":{"@type":"type.googleapis.com/t.S","x":5}})"},
      {"any { type_url: 'example.com/path/t.S' }", R"({"any":{"@type":"example.com/path/t.S"}})"},
      {"any { [type.googleapis.com/google.protobuf.Duration] { seconds: 1 } }",
       R"({"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}})"},
      {"any { [type.googleapis.com/google.protobuf.Empty] {} }",
       R"({"any":{"@type":"type.googleapis.com/google.protobuf.Empty"}})"},
      {"any { [type.googleapis.com/google.protobuf.Value] { null_value: NULL_VALUE } }",
       R"({"any":{"@type":"type.googleapis.com/google.protobuf.Value","value":null}})"},
      {"any { [type.googleapis.com/google.protobuf.Any] { [type.googleapis.com/t.S] { x: 1 } } }",
       R"({"any":{"@type":"type.googleapis.com/google.protobuf.Any","value":{"@type":"type.googleapis.com/t.S","x":1}}})"},
      {"anys { [type.googleapis.com/u.P] { [u.ext]: 1 } } anys {}",
       R"({"anys":[{"@type":"type.googleapis.com/u.P","[u.ext]":"1"},{}]})"},
  });
  CheckParse({
      {"any { [type.googleapis.com/t.S] { x: 5 } }",
       R"({"any":{"x":5,"@type":"type.googleapis.com/t.S"}})"},
      {"refused: `any`: got a string, expected an object", R"({"any":"a"})"},
      {"refused: `any`: an Any without `@type`", R"({"any":{"x":5}})"},
      {"refused: `any.@type`: got a number, expected a string", R"({"any":{"@type":5}})"},
      {"refused: `any`: an Any of the unknown type `a/t.Gone`", R"({"any":{"@type":"a/t.Gone"}})"},
      {"refused: `any`: an Any of the unknown type `t.S`", R"({"any":{"@type":"t.S"}})"},
      {"refused: `any`: an Any of the unknown type ``", R"({"any":{"@type":""}})"},
      {"refused: `any`: unknown field `b` in `t.S`", R"({"any":{"@type":"a/t.S","b":1}})"},
      {"refused: `any`: required field `r` is not set", R"({"any":{"@type":"a/u.R"}})"},
      {"refused: `any`: an Any of `google.protobuf.Duration` has `@type` and `value`, and nothing "
       "else",
       R"({"any":{"@type":"a/google.protobuf.Duration"}})"},
      {"refused: `any`: an Any of `google.protobuf.Duration` has `@type` and `value`, and nothing "
       "else",
       R"({"any":{"@type":"a/google.protobuf.Duration","value":"1s","x":1}})"},
      {"refused: `any.value`: got a number, expected a string",
       R"({"any":{"@type":"a/google.protobuf.Duration","value":1}})"},
      {"refused: `any`: unknown field `value` in `google.protobuf.Empty`",
       R"({"any":{"@type":"a/google.protobuf.Empty","value":{}}})"},
  });
}

TEST(ProtoJsonKnownTypes, AnyThatCannotBePrinted) {
  CheckPrint({
      {"any { type_url: 'a/t.Gone' }", "refused: `any`: an Any of the unknown type `a/t.Gone`"},
      {"any { value: 'a' }", "refused: `any`: an Any of the unknown type ``"},
      {R"(any { type_url: "\377/t.S" })", "refused: `any`: the URL of an Any is not valid UTF-8"},
      {R"(any { type_url: "a/t.S" value: "\377" })",
       "refused: `any`: the value of an Any is not an encoding of `a/t.S`"},
      {"any { type_url: 'a/u.R' }", "refused: `any`: required field `r` is not set"},
      {"any { [type.googleapis.com/google.protobuf.Timestamp] { nanos: -1 } }",
       "refused: `any.value`: a Timestamp outside the years 1 to 9999"},
      {"any { [type.googleapis.com/u.P] { text: '\\377' } }",
       "refused: `any.text`: the text is not valid UTF-8"},
  });
}

// The length of an Any's value bounds its depth only by its size.
TEST(ProtoJsonKnownTypes, NestedAnysAreLimited) {
  google::protobuf::Any any;
  for (int i = 0; i < 300; ++i) {
    google::protobuf::Any outer;
    outer.PackFrom(any);
    any = outer;
  }
  std::string problem;
  EXPECT_EQ(PrintProtoJson(any, problem), std::nullopt);
  EXPECT_TRUE(problem.ends_with("nested deeper than 100 levels")) << problem;
}

// A pool may call anything google.protobuf.Timestamp.
TEST(ProtoJsonKnownTypes, OnlyWithTheirOwnFields) {
  struct Odd {
    std::string type, source, text, json;
  };
  const Odd cases[] = {
      {"Timestamp", "message Timestamp { string seconds = 1; }", "seconds: 'a'",
       R"({"seconds":"a"})"},
      {"Duration", "message Duration { int64 seconds = 3; int32 nanos = 2; }", "nanos: 1",
       R"({"nanos":1})"},
      {"FieldMask", "message FieldMask { string paths = 1; }", "paths: 'a'", R"({"paths":"a"})"},
      {"BoolValue", "message BoolValue { bool value = 1; bool more = 2; }", "more: true",
       R"({"more":true})"},
      {"Struct", "message Struct { map<string, int32> fields = 1; }",
       "fields { key: 'a' value: 1 }", R"({"fields":{"a":1}})"},
  };
  for (const Odd& odd : cases) {
    const std::string source = "syntax = \"proto3\"; package google.protobuf; " + odd.source;
    const ProtoLab own(ProtoLab::WithoutKnownTypes{}, source);
    const std::string type = "google.protobuf." + odd.type;
    EXPECT_EQ(own.Print(type, odd.text), odd.json);
    EXPECT_EQ(own.Parse(type, odd.json), own.Make(type, odd.text)->ShortDebugString());
  }
}

}  // namespace
}  // namespace leyline
