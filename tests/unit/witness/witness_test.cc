// Witnesses of single changes, word for word.
#include "analyzer/witness/witness.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "tests/support/snapshots.h"
#include "tests/unit/witness/dump.h"

namespace leyline::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Keeps the snapshots of the changes alive.
struct Proven {
  Snapshot before;
  Snapshot after;
  std::vector<Change> changes;
  Status status;

  Proven(const std::string& old_text, const std::string& new_text, int threads = 1)
      : before(MustLoad(old_text)), after(MustLoad(new_text)), changes(Diff(before, after)) {
    status = AddWitnesses(changes, threads);
  }
};

std::string Proto3(const std::string& body) { return "syntax = \"proto3\";\npackage t;\n" + body; }
std::string Proto2(const std::string& body) { return "syntax = \"proto2\";\npackage t;\n" + body; }
std::string Edition(const std::string& body) { return "edition = \"2023\";\npackage t;\n" + body; }

std::string DumpOf(const std::string& before, const std::string& after) {
  const Proven proven(before, after);
  EXPECT_TRUE(proven.status.has_value()) << DumpWitnesses(proven.changes);
  return DumpWitnesses(proven.changes);
}

TEST(Witness, OfANarrowedInteger) {
  EXPECT_EQ(DumpOf(Proto3("message M { int64 a = 1; string b = 2; }"),
                   Proto3("message M { int32 a = 1; string b = 2; }")),
            R"(CHANGE_FIELD_TYPE t.M.a CONDITIONAL
<<<
syntax = "proto3";

package t;

message M {
  int64 a = 1;
}
>>>
syntax = "proto3";

package t;

message M {
  int32 a = 1;
}
===
  BINARY BACKWARD CONDITIONAL TRUNCATED: old 0x088080808010 text {a: 4294967296} | a = 4294967296 | a = 0 (unset)
  BINARY ROUND_TRIP CONDITIONAL TRUNCATED: old 0x088080808010 text {a: 4294967296} | a = 4294967296 | a = 0 (unset)
  JSON BACKWARD CONDITIONAL PARSE_FAILURE: old json {"a":"2147483648"} | a = 2147483648 | refused: `a`: `2147483648` is out of the range of `int32`
  JSON ROUND_TRIP CONDITIONAL PARSE_FAILURE: old json {"a":"2147483648"} | a = 2147483648 | refused: `a`: `2147483648` is out of the range of `int32`
  TEXT BACKWARD CONDITIONAL PARSE_FAILURE: old text {a: 2147483648} | a = 2147483648 | refused: Integer out of range (2147483648)
  TEXT ROUND_TRIP CONDITIONAL PARSE_FAILURE: old text {a: 2147483648} | a = 2147483648 | refused: Integer out of range (2147483648)
  SOURCE BACKWARD BREAKING SIGNATURE_CHANGED: old | int64 a = 1; | int32 a = 1;
)");
}

// One line of the dump that must be there.
struct Case {
  std::string name;
  std::string before;
  std::string after;
  std::string line;
};

class WitnessCase : public ::testing::TestWithParam<Case> {};

TEST_P(WitnessCase, HasTheLine) {
  EXPECT_THAT(DumpOf(GetParam().before, GetParam().after), HasSubstr(GetParam().line));
}

std::vector<Case> Cases() {
  return {
      {"swapped_names", Proto3("message M { int32 a = 1; int32 b = 2; }"),
       Proto3("message M { int32 b = 1; int32 a = 2; }"),
       "BINARY BACKWARD BREAKING MISREAD: old 0x0805 text {a: 5} | b = 0 | b = 5"},
      {"truncated_keys", Proto3("message M { map<int64, int32> m = 1; }"),
       Proto3("message M { map<int32, int32> m = 1; }"),
       "BINARY BACKWARD CONDITIONAL ENTRIES_COLLIDE: "},
      {"packed_to_singular", Proto3("message M { repeated int32 a = 1; }"),
       Proto3("message M { int32 a = 1; }"),
       "BINARY BACKWARD BREAKING LOST_TO_UNKNOWN: old 0x0a0105 text {a: 5} | a = [5] | a = 0 "
       "(unset)"},
      {"last_element", Proto3("message M { repeated string a = 1; }"),
       Proto3("message M { string a = 1; }"),
       "BINARY BACKWARD CONDITIONAL LAST_ELEMENT_WINS: old 0x0a01610a0135 text {a: \"a\" a: "
       "\"5\"} | a = [\"a\", \"5\"] | a = \"5\""},
      {"zigzag", Proto3("message M { int32 a = 1; }"), Proto3("message M { sint32 a = 1; }"),
       "BINARY BACKWARD BREAKING ZIGZAG_MISREAD: old 0x0805 text {a: 5} | a = 5 | a = -3"},
      {"bits", Proto3("message M { fixed32 a = 1; }"), Proto3("message M { float a = 1; }"),
       "BINARY BACKWARD BREAKING BITS_REINTERPRETED: old 0x0d05000000 text {a: 5} | a = 5 | a = "
       "7e-45"},
      {"bool", Proto3("message M { int32 a = 1; }"), Proto3("message M { bool a = 1; }"),
       "BINARY BACKWARD CONDITIONAL COLLAPSED_TO_BOOL: old 0x0805 text {a: 5} | a = 5 | a = true"},
      {"default", Proto2("message M { optional int32 a = 1 [default = 5]; }"),
       Proto2("message M { optional int32 a = 1 [default = 7]; }"),
       "BINARY BACKWARD CONDITIONAL DEFAULT_CHANGED: old | a = 5 | a = 7 (unset)"},
      {"oneof_carried", Proto3("message M { oneof o { int32 a = 1; } }"),
       Proto3("message M { oneof o { int32 a = 1; int32 b = 2; } }"),
       "BINARY ROUND_TRIP CONDITIONAL OTHER_MEMBER_CLEARED: new 0x1005 text {b: 5} passed on "
       "08051005 | b = 5, then the other side sets a = 5 | b = 5; a is unset"},
      {"merged", Proto3("message S { int32 x = 1; int32 y = 2; } message M { repeated S a = 1; }"),
       Proto3("message S { int32 x = 1; int32 y = 2; } message M { S a = 1; }"),
       "JSON BACKWARD BREAKING PARSE_FAILURE: old json {\"a\":[{\"x\":5}]} | a = [{x: 5}] | "
       "refused: "
       "`a`: got a list, expected an object"},
      {"method_gone", Proto3("message A {} service S { rpc Get(A) returns (A); }"),
       Proto3("message A {} service S { }"),
       "RPC BACKWARD BREAKING NOT_ANSWERED: old | a call of /t.S/Get | UNIMPLEMENTED: the server "
       "knows no such path"},
      {"replies_stream", Proto3("message A {} service S { rpc Get(A) returns (A); }"),
       Proto3("message A {} service S { rpc Get(A) returns (stream A); }"),
       "RPC BACKWARD CONDITIONAL MESSAGES_DROPPED: old | the server sends two replies | the "
       "client, "
       "which expects one, gets no answer before its deadline"},
      {"requests_unary", Proto3("message A {} service S { rpc Get(stream A) returns (A); }"),
       Proto3("message A {} service S { rpc Get(A) returns (A); }"),
       "RPC BACKWARD CONDITIONAL MESSAGES_DROPPED: old | the client sends two requests | the "
       "server "
       "reads the first, the second is dropped"},
      {"message_gone", Proto3("message A { int32 a = 1; } message B {}"), Proto3("message B {}"),
       "BINARY BACKWARD BREAKING NOTHING_READS: none: no declaration is left that could read it"},
      {"edition_required", Edition("message M { int32 a = 1; }"),
       Edition("message M { int32 a = 1 [features.field_presence = LEGACY_REQUIRED]; }"),
       "BINARY BACKWARD CONDITIONAL REQUIRED_MISSING: old | an empty message | refused: required "
       "field `a` is missing"},
      {"edition_closed", Edition("enum E { Z = 0; A = 1; }"),
       Edition("enum E { option features.enum_type = CLOSED; Z = 0; A = 1; }"),
       "BINARY BACKWARD CONDITIONAL UNRECOGNISED_ENUM: old 0x0805 text {value: 5} | value = 5 | "
       "value = Z (0) (unset)"},
      {"edition_delimited", Edition("message M { message G { int32 x = 1; } G g = 1; }"),
       Edition("message M { message G { int32 x = 1; } G g = 1 [features.message_encoding = "
               "DELIMITED]; }"),
       "BINARY BACKWARD BREAKING LOST_TO_UNKNOWN: old 0x0a020805 text {g { x: 5 }} | g = {x: 5} | "
       "g = unset"},
  };
}

INSTANTIATE_TEST_SUITE_P(All, WitnessCase, ::testing::ValuesIn(Cases()),
                         [](const auto& test) { return test.param.name; });

TEST(Witness, OfEditionsThatNeedBothSyntaxesIsNotExecuted) {
  const std::string dump = DumpOf(
      Edition("enum E { Z = 0; } message M { E e = 1; int64 a = 2 [features.field_presence = "
              "LEGACY_REQUIRED]; oneof o { int32 c = 3; } }"),
      Edition("enum E { Z = 0; } message M { oneof o { E e = 1; int32 c = 3; } int32 a = 2 "
              "[features.field_presence = LEGACY_REQUIRED]; }"));
  EXPECT_THAT(dump, Not(HasSubstr("a bug")));
}

TEST(Witness, ThatContradictsItsVerdictIsABug) {
  const Snapshot before = MustLoad(Proto3("message M { int32 a = 1; }"));
  const Snapshot after = MustLoad(Proto3("message M { int64 a = 1; }"));
  std::vector<Change> changes = Diff(before, after);
  ASSERT_EQ(changes.size(), 1U);
  Verdict& verdict = changes[0].verdicts[0];
  ASSERT_EQ(verdict.level, Level::kCompatible);
  verdict.level = Level::kBreaking;
  verdict.effect = Effect::kTruncated;
  const Status status = AddWitnesses(changes);
  ASSERT_FALSE(status.has_value());
  ASSERT_EQ(status.error().size(), 1U);
  EXPECT_EQ(status.error()[0].kind, ErrorKind::kInternal);
  EXPECT_THAT(status.error()[0].message,
              HasSubstr("execution contradicts the verdict BINARY BACKWARD BREAKING TRUNCATED of "
                        "CHANGE_FIELD_TYPE on `t.M.a`"));
  EXPECT_THAT(verdict.witness->reason, HasSubstr("a bug in Leyline"));
}

TEST(Witness, OfCompatibleVerdictsIsThereNone) {
  const Proven proven(Proto3("message M { int32 a = 1; }"),
                      Proto3("message M { int32 a = 1; int32 b = 2; }"));
  ASSERT_EQ(proven.changes.size(), 1U);
  EXPECT_FALSE(proven.changes[0].verdicts[0].witness.has_value());
  EXPECT_THAT(proven.changes[0].after_source, HasSubstr("int32 b = 2;"));
  EXPECT_THAT(proven.changes[0].after_source, Not(HasSubstr("int32 a")));
}

TEST(Witness, OfAnEditThatAnotherHidesIsNoBug) {
  const std::string dump =
      DumpOf(Proto3("message A { repeated string x = 1; } message M { A a = 2; }"),
             Proto3("message B { string x = 1; } message A {} message M { B a = 6; reserved 2; }"));
  EXPECT_THAT(dump, HasSubstr("BINARY BACKWARD BREAKING LOST_TO_UNKNOWN: old 0x12030a0161"));
  EXPECT_THAT(dump, HasSubstr("BINARY ROUND_TRIP CONDITIONAL LAST_ELEMENT_WINS: none: another "
                              "difference of the two hides it"));
}

TEST(Witness, DoesNotDependOnThreads) {
  std::string before = "message M {";
  std::string after = before;
  for (int i = 1; i < 60; ++i) {
    before += " int64 f" + std::to_string(i) + " = " + std::to_string(i) + ";";
    after += " string f" + std::to_string(i) + " = " + std::to_string(i) + ";";
  }
  const Proven one(Proto3(before + "}"), Proto3(after + "}"), 1);
  const Proven four(Proto3(before + "}"), Proto3(after + "}"), 4);
  EXPECT_EQ(DumpWitnesses(one.changes), DumpWitnesses(four.changes));
}

// The text format has no form for a number that no name stands for, whoever reads it.
TEST(Witness, OfAnAddedFieldIsTheField) {
  const std::string rest =
      "enum E { Z = 0; } message P { E e = 1; } message M { oneof o { P p = 1;";
  const std::string dump = DumpOf(Proto3(rest + " } }"), Proto3(rest + " int32 a = 2; } }"));
  EXPECT_THAT(dump, HasSubstr("TEXT ROUND_TRIP BREAKING NAME_UNKNOWN: new text {a: "));
  EXPECT_THAT(dump, Not(HasSubstr("is no declared number")));
}

TEST(Witness, OfALargeEnumShowsWhatMatters) {
  std::string values = "enum E { ZERO = 0;";
  for (int i = 1; i < 200; ++i)
    values += " V" + std::to_string(i) + " = " + std::to_string(i) + ";";
  const Proven proven(Proto3(values + "}"), Proto3(values + " ADDED = 500; }"));
  ASSERT_EQ(proven.changes.size(), 1U);
  EXPECT_TRUE(proven.status.has_value());
  EXPECT_THAT(proven.changes[0].after_source, HasSubstr("ADDED = 500"));
  EXPECT_THAT(proven.changes[0].after_source, Not(HasSubstr("V150")));
  EXPECT_THAT(DumpWitnesses(proven.changes), HasSubstr("new json {\"value\":\"ADDED\"}"));
}

}  // namespace
}  // namespace leyline::testing
