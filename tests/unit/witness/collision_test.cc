// Edits that meet each other: fields that take each other's numbers and names, recursion, aliases.
// None is a bug, and what is shown is what whole versions do.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "analyzer/witness/witness.h"
#include "tests/support/snapshots.h"
#include "tests/unit/witness/dump.h"

namespace leyline::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Collision {
  std::string name;
  std::string before;
  std::string after;
  std::vector<std::string> lines = {};   // of the dump of the witnesses
  std::vector<std::string> absent = {};  // must not be there
};

std::string Proto3(const std::string& body) { return "syntax = \"proto3\";\npackage t;\n" + body; }
std::string Proto2(const std::string& body) { return "syntax = \"proto2\";\npackage t;\n" + body; }
std::string WithAny(const std::string& body) {
  return Proto3("import \"google/protobuf/any.proto\";\n" + body);
}

class CollisionTest : public ::testing::TestWithParam<Collision> {};

TEST_P(CollisionTest, ContradictsNothing) {
  for (const bool is_reversed : {false, true}) {
    const Snapshot before = MustLoad(is_reversed ? GetParam().after : GetParam().before);
    const Snapshot after = MustLoad(is_reversed ? GetParam().before : GetParam().after);
    std::vector<Change> changes = Diff(before, after);
    const Status status = AddWitnesses(changes, 1);
    const std::string dump = DumpWitnesses(changes);
    EXPECT_TRUE(status.has_value()) << dump;
    if (is_reversed) continue;
    for (const std::string& line : GetParam().lines) EXPECT_THAT(dump, HasSubstr(line));
    for (const std::string& line : GetParam().absent) EXPECT_THAT(dump, Not(HasSubstr(line)));
  }
}

std::vector<Collision> Recursions() {
  return {
      {"recursive_to_map", Proto3("message Node { Node next = 1; }"),
       Proto3("message Node { map<string, Node> next = 1; }")},
      {"recursive_list_to_wrapper", Proto3("message Node { repeated Node children = 1; }"),
       Proto3("message Node { NodeList children = 1; } message NodeList { repeated Node items = 1; "
              "}")},
      {"recursive_to_other",
       Proto3("message A { A x = 1; int32 v = 2; } message B { int32 x = 1; int32 v = 2; }"),
       Proto3("message A { B x = 1; int32 v = 2; } message B { int32 x = 1; int32 v = 2; }")},
      {"required_in_itself", Proto2("message A { required A x = 1; } message B {}"),
       Proto2("message A { required B x = 1; } message B {}")},
  };
}

std::string OpenOf(int values) {
  std::string text = "enum E { ";
  for (int i = 0; i < values; ++i)
    text += "V" + std::to_string(i) + " = " + std::to_string(i) + "; ";
  return text + "}";
}

std::vector<Collision> Enums() {
  std::vector<Collision> all = {
      {"closed_list_of_another",
       Proto2("enum E { Z = 0; A = 1; } enum F { Y = 0; B = 1; C = 2; } message M { repeated E q = "
              "3; }"),
       Proto2("enum E { Z = 0; A = 1; } enum F { Y = 0; B = 1; C = 2; } message M { repeated F q = "
              "3; }")},
      {"alias_becomes_value",
       Proto3("enum E { option allow_alias = true; Z = 0; A = 1; B = 1; } message M { E e = 1; }"),
       Proto3("enum E { Z = 0; A = 1; B = 2; } message M { E e = 1; }"),
       {"JSON ROUND_TRIP CONDITIONAL MISREAD: "},
       {"JSON FORWARD"}},
  };
  const std::string null = "import \"google/protobuf/struct.proto\";\n";
  all.push_back({"null_to_closed", Proto3(null + "message M { google.protobuf.NullValue a = 1; }"),
                 Proto2("enum E { Z = 0; A = 1; } message M { optional E a = 1; }")});
  all.push_back({"integer_to_null", Proto3("message M { int32 a = 1; }"),
                 Proto3(null + "message M { google.protobuf.NullValue a = 1; }")});
  all.push_back(
      {"only_value_renumbered", Proto2("enum E { Z = 0; }"), Proto2("enum E { Z = -1; }")});
  all.push_back({"two_values_renumbered",
                 Proto2("enum E { Z = 0; }"),
                 Proto2("enum E { Z = -1; Y = 2; }"),
                 {"then the other side sets value = Y (2)"}});
  all.push_back({"first_value_an_alias",
                 Proto2("enum E { Z = 0; C = 1; }"),
                 Proto2("enum E { option allow_alias = true; C = 1; Z = 1; }"),
                 {},
                 {"CHANGE_FIELD_DEFAULT"}});
  all.push_back({"integers_inside_to_closed",
                 Proto3("message N { repeated int32 a = 1; } "
                        "message M { N b = 2; }"),
                 Proto2("enum E { Z = 0; B = -1; } message P { repeated E a = 1; } "
                        "message M { optional P b = 2; }")});
  for (int values : {2, 3, 4, 5, 6, 8, 9, 12}) {
    all.push_back({"closed_with_" + std::to_string(values),
                   Proto3(OpenOf(values)),
                   Proto2(OpenOf(values)),
                   {"BINARY ROUND_TRIP CONDITIONAL MISREAD: old 0x"}});
  }
  return all;
}

std::vector<Collision> Fields() {
  return {
      {"number_of_bytes_taken",
       Proto3("message X { int32 q = 1; } message M { X a = 1; bytes b = 2; }"),
       Proto3("message X { int32 q = 1; } message M { X a = 2; }"),
       {"BINARY FORWARD BREAKING MISREAD: new 0x12020805 text {a { q: 5 }} | a { q: 5 } | b = "
        "0x0805"}},
      {"renumbered_into_oneof", Proto3("message M { optional int32 a = 1; optional int32 b = 2; }"),
       Proto3("message M { oneof o { int32 a = 1; int32 b = 3; } }")},
      {"oneof_split_and_renumbered", Proto3("message M { oneof o { int32 a = 1; int32 b = 2; } }"),
       Proto3("message M { oneof p { int32 a = 1; } oneof q { int32 b = 3; } }")},
      {"any_to_own", WithAny("message M { google.protobuf.Any a = 1; }"),
       Proto3("message An { string type_url = 1; bytes value = 2; } message M { An a = 1; }")},
      {"json_name_of_another", Proto2("message M { optional bool a = 1; optional int32 b = 2; }"),
       Proto2("message M { optional bool a = 1; optional int32 b = 2 [json_name = \"a\"]; }")},
      {"names_clash_inside",
       Proto2("message I { optional int32 x = 1; } message N { optional I a = 2 [json_name = "
              "\"c\"]; required I c = 1; } message M { optional int32 q = 1; }"),
       Proto2("message I { optional int32 x = 1; } message N { optional I a = 2 [json_name = "
              "\"c\"]; required I c = 1; } message M { optional int32 q = 1; optional N n = 2; }"),
       {},
       {"JSON FORWARD BREAKING NAME_UNKNOWN: new json {\"n\":{\"c\""}},
      {"names_clash_in_lists",
       Proto2("enum E { Z = 0; } message M { }"),
       Proto2("enum E { Z = 0; } message M { repeated E aB = 2; repeated E a_b = 1; }"),
       {},
       {"{\"aB\":[\"Z\"]} | a_b"}},
      {"known_type_beside",
       Proto2("import \"google/protobuf/wrappers.proto\"; message M { required "
              "google.protobuf.Int32Value b = 2; }"),
       Proto2("import \"google/protobuf/wrappers.proto\"; message M { required "
              "google.protobuf.Int32Value b = 2; required int32 c = 3; }"),
       {"JSON BACKWARD BREAKING REQUIRED_MISSING: old json {\"b\":0}"}},
      {"other_member_of_another_type",
       Proto2("message A { optional A a = 1; } message M { oneof p { A c = 1; A a = 2; } }"),
       Proto2("message A { optional A a = 1; } message M { oneof p { string a = 2; } }"),
       {},
       {"OTHER_MEMBER_CLEARED: old 0x0a0e"}},
      {"name_moves_on",
       Proto3("message M { bool a = 1; int32 b = 2; }"),
       Proto3("message M { bool a = 2; string b = 1; }"),
       {},
       {"unknown field `a`", "unknown field 'a'"}},
      {"json_name_taken_over",
       Proto3("message M { int32 a = 1; int32 b = 2; }"),
       Proto3("message M { int32 c = 1 [json_name = \"b\"]; }"),
       {"JSON BACKWARD BREAKING MISREAD: old json {\"b\":5} | b = 5 | c = 5"}},
      {"map_to_required_entries",
       Proto2("message M { map<int32, string> m = 1; }"),
       Proto2("message P { required int32 key = 1; required string value = 2; } message M { "
              "repeated P m = 1; }"),
       {},
       {"BINARY BACKWARD"}},
      {"required_elsewhere",
       Proto2("message M { required S s = 1; optional int64 a = 2; } message S { required int32 x "
              "= 1; }"),
       Proto2("message M { required S s = 1; optional int32 a = 2; } message S { required int32 x "
              "= 1; }"),
       {"BINARY BACKWARD CONDITIONAL TRUNCATED: old 0x0a020805"}},
  };
}

std::string NameOfCollision(const ::testing::TestParamInfo<Collision>& info) {
  return info.param.name;
}

std::string WithKnown(const std::string& body) {
  return Proto2("import \"google/protobuf/struct.proto\"; import \"google/protobuf/any.proto\";" +
                body);
}

// What random edits found: messages that only some values show, and that only few can write.
std::vector<Collision> Finds() {
  const std::string node = "edition = \"2023\"; package t; message N { N a = 1 ";
  return {
      {"delimited_recursive", node + "[features.message_encoding = DELIMITED]; int32 v = 2; }",
       node + "[features.message_encoding = DELIMITED]; int64 v = 2; }"},
      {"unset_is_not_read_by_name",
       Proto2("enum E { Z = 0; B = -1; } message M { optional E a = 1; }"),
       Proto2("enum F { option allow_alias = true; Z = 0; A = 1; B = 0; } "
              "message H { enum E { Z2 = 0; } } message M { optional F a = 1; }")},
      {"null_is_open_in_some",
       WithKnown("message M { map<int32, google.protobuf.NullValue> a = 1; }"),
       WithKnown("enum E { Z = 0; A = -1; } message M { map<int32, E> a = 1; }")},
      {"required_value",
       WithKnown(
           "message S { required google.protobuf.Value v = 1; } message M { optional S a = 1; }"),
       WithKnown(
           "message S { required google.protobuf.Value v = 1; } message M { optional S b = 1; }"),
       {"NAME_UNKNOWN"}},
      {"required_any", WithKnown("message M { required google.protobuf.Any v = 1; }"),
       WithKnown("message M { required google.protobuf.Any v = 1; optional M b = 2; }")},
      {"required_behind_required",
       Proto2("message N { optional N d = 2 [json_name = \"a\"]; } "
              "message M { optional N a = 1; }"),
       Proto2("message N { optional P a = 2; } message P { required N a = 2; optional N b = 1; } "
              "message M { optional N a = 1; }")},
      {"endless_required",
       Proto2("message S { required S a = 1; } message N { optional S b = 1; } "
              "message M { map<int32, N> a = 2; }"),
       Proto2("message S { required S a = 1; } message P { optional S c = 1; } "
              "message M { map<int32, P> a = 2; }")},
      {"member_cleared_by_some_values",
       Proto2("enum E { Z = 0; C = 1; } message M { oneof o { E b = 2; M a = 1; } }"),
       Proto2("enum E { Z = -1; C = 1; } message M { oneof o { E b = 2; } optional M a = 1; }")},
      {"member_cleared_beside_default",
       Proto2("message M { oneof o { int32 a = 2; bool b = 1; } }"),
       Proto2("message M { oneof o { int32 a = 2; } optional bool b = 1 [default = true]; }")},
      {"key_is_a_member",
       Proto3("message S { map<string, int32> a = 3; } "
              "message M { map<string, S> a = 1; }"),
       Proto3("message S { map<string, int32> a = 3; } message M { S a = 1; }")},
      {"json_name_inside", Proto3("message M { M a_b = 2; } message N { M a = 1; }"),
       Proto3("message M { P a_b = 2; } message N { M a = 1; } message P { N aB = 1; }")},
      {"clash_inside",
       Proto2("message S { repeated int32 aB = 1; optional int32 a_b = 2; } "
              "message M { optional S a = 1; }"),
       Proto2("message P { repeated int32 a_b = 1; optional int32 aB = 2; } "
              "message M { optional P a = 1; }")},
      {"list_of_one_shared_value", Proto2("enum E { Z = 0; } message M { repeated E a = 1; }"),
       Proto2("enum E { Z = 0; A = 1; B = 2; C = 3; D = 4; } message M { repeated E a = 1; }")},
  };
}

INSTANTIATE_TEST_SUITE_P(Recursions, CollisionTest, ::testing::ValuesIn(Recursions()),
                         NameOfCollision);
INSTANTIATE_TEST_SUITE_P(Enums, CollisionTest, ::testing::ValuesIn(Enums()), NameOfCollision);
INSTANTIATE_TEST_SUITE_P(Finds, CollisionTest, ::testing::ValuesIn(Finds()), NameOfCollision);
INSTANTIATE_TEST_SUITE_P(Fields, CollisionTest, ::testing::ValuesIn(Fields()), NameOfCollision);

}  // namespace
}  // namespace leyline::testing
