#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/rules/option_values/validation.h"
#include "tests/support/snapshots.h"

namespace leyline::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr uint32_t kNumber = 1159;

constexpr std::string_view kRules = R"(syntax = "proto2";
package buf.validate;
import "google/protobuf/descriptor.proto";
import "google/protobuf/timestamp.proto";
extend google.protobuf.FieldOptions { optional FieldRules field = 1159; }
message FieldRules {
  optional bool required = 25;
  optional bool skip = 26;
  repeated Cel cel = 23;
  optional Rules r = 1;
}
message Cel { optional string expression = 1; }
message Rules {
  optional float lt = 1;
  optional sint64 gt = 2;
  optional fixed32 max_len = 3;
  repeated sfixed32 in = 4 [packed = true];
  repeated string not_in = 5;
  optional double gte = 6;
  optional string const = 7;
  optional google.protobuf.Timestamp lte = 8;
  optional bool strict = 9 [default = true];
  repeated int32 example = 10;
  optional uint32 min_len = 11;
  optional Int32Rules int32 = 12;
}
message Int32Rules {
  optional int32 lt = 2;
  optional int32 lte = 3;
  optional int32 gt = 4;
  optional int32 gte = 5;
}
)";

// A snapshot with one field `t.M.a` that has these rules.
Snapshot With(const std::string& rules) {
  const std::string options =
      rules.empty() ? "" : fmt::format(" [(buf.validate.field) = {{ {} }}]", rules);
  return leyline::testing::MustLoad(Sources{
      {"validate.proto", std::string(kRules)},
      {"a.proto", fmt::format("syntax = \"proto3\";\npackage t;\nimport \"validate.proto\";\n"
                              "message M {{ int32 a = 1{}; }}\n",
                              options)}});
}

std::string_view BytesOf(const Snapshot& snapshot) {
  return snapshot.FindMessage("t.M")->fields[0].options.bytes;
}

ValidationChange Compare(const std::string& before, const std::string& after) {
  const Snapshot from = With(before);
  const Snapshot to = With(after);
  return CompareValidation(from, BytesOf(from), to, BytesOf(to), OptionsKind::kField, kNumber);
}

// Bounds decide together, as validate.proto says: a lower one above the upper one is a range to be
// outside of.
TEST(CompareValidation, JudgesTheBoundsOfANumberTogether) {
  struct Row {
    const char* loose;
    const char* tight;
    const char* path;  // that the tight side has
  };
  const Row kRows[] = {
      {"gte: 5", "gt: 5", "r.int32.gt"},
      {"lte: 10", "lt: 10", "r.int32.lt"},
      {"lt: 10 gt: 20", "lt: 10", "r.int32.lt"},
      {"lt: 10 gt: 20", "gt: 20", "r.int32.gt"},
      {"lt: 10 gt: 20", "lt: 10 gt: 30", "r.int32.gt"},
      {"gt: 1 lt: 5", "gt: 1 lt: 2", "r.int32.lt"},
      {"", "lt: 10 gte: 11", "r.int32.gte"},
  };
  for (const Row& row : kRows) {
    const std::string loose = fmt::format("r: {{ int32: {{ {} }} }}", row.loose);
    const std::string tight = fmt::format("r: {{ int32: {{ {} }} }}", row.tight);
    const ValidationChange tighter = Compare(loose, tight);
    EXPECT_THAT(tighter.tightened, ::testing::Contains(row.path)) << tight;
    EXPECT_THAT(tighter.loosened, IsEmpty()) << tight;
    EXPECT_THAT(tighter.changed, IsEmpty()) << tight;
    const ValidationChange looser = Compare(tight, loose);
    EXPECT_THAT(looser.loosened, ::testing::Contains(row.path)) << tight;
    EXPECT_THAT(looser.tightened, IsEmpty()) << tight;
  }
}

TEST(CompareValidation, TellsBoundsThatLetTheSameIntegersPass) {
  const std::pair<const char*, const char*> kSame[] = {
      {"lt: 10", "lte: 9"}, {"gt: -1", "gte: 0"}, {"lt: 10 gte: 10", "lte: 9 gt: 9"}};
  for (const auto& [before, after] : kSame) {
    const ValidationChange change = Compare(fmt::format("r: {{ int32: {{ {} }} }}", before),
                                            fmt::format("r: {{ int32: {{ {} }} }}", after));
    EXPECT_THAT(change.tightened, IsEmpty()) << before;
    EXPECT_THAT(change.loosened, IsEmpty()) << before;
    EXPECT_THAT(change.changed, IsEmpty()) << before;
  }
}

TEST(CompareValidation, LeavesRangesThatOnlyOverlapUndecided) {
  const ValidationChange change =
      Compare("r: { int32: { gt: 1 lt: 5 } }", "r: { int32: { gt: 2 lt: 9 } }");
  EXPECT_THAT(change.changed, ElementsAre("r.int32.gt", "r.int32.lt"));
}

TEST(CompareValidation, KnowsWhichValueAcceptsLess) {
  struct Row {
    const char* loose;
    const char* tight;
    const char* path;
  };
  const Row kRows[] = {
      {"r: { lt: 2.5 }", "r: { lt: 1.5 }", "r.lt"},
      {"r: { gt: -7 }", "r: { gt: -6 }", "r.gt"},
      {"r: { gte: -0.5 }", "r: { gte: 0.5 }", "r.gte"},
      {"r: { max_len: 4000000000 }", "r: { max_len: 3 }", "r.max_len"},
      {"r: { min_len: 1 }", "r: { min_len: 2 }", "r.min_len"},
      {"r: { in: [-1, 2, 3] }", "r: { in: [3, -1] }", "r.in"},
      {"r: { not_in: [\"a\"] }", "r: { not_in: [\"b\", \"a\"] }", "r.not_in"},
      {"r: { lte: { seconds: 2 } }", "r: { lte: { seconds: 1 nanos: 5 } }", "r.lte"},
      {"", "required: true", "required"},
      {"", "r: { const: \"x\" }", "r.const"},
      {"skip: true", "", "skip"},
      {"cel: { expression: \"a\" }", "cel: { expression: \"b\" } cel: { expression: \"a\" }",
       "cel"},
      {"", "r: { strict: false }", "r.strict"},
  };
  for (const Row& row : kRows) {
    const ValidationChange there = Compare(row.loose, row.tight);
    EXPECT_THAT(there.tightened, ElementsAre(row.path)) << row.tight;
    EXPECT_THAT(there.loosened, IsEmpty()) << row.tight;
    EXPECT_THAT(there.changed, IsEmpty()) << row.tight;
    const ValidationChange back = Compare(row.tight, row.loose);
    EXPECT_THAT(back.tightened, IsEmpty()) << row.tight;
    EXPECT_THAT(back.loosened, ElementsAre(row.path)) << row.tight;
    EXPECT_THAT(back.changed, IsEmpty()) << row.tight;
  }
}

TEST(CompareValidation, SaysWhereValuesDoNotCompare) {
  EXPECT_THAT(Compare("r: { const: \"x\" }", "r: { const: \"y\" }").changed,
              ElementsAre("r.const"));
  EXPECT_THAT(Compare("r: { in: [1, 2] }", "r: { in: [2, 3] }").changed, ElementsAre("r.in"));
}

TEST(CompareValidation, FindsNothingWhereTheSamePasses) {
  const char* const kSame[][2] = {
      {"r: { in: [1, 2] }", "r: { in: [2, 1, 1] }"},
      {"", "required: false"},
      {"r: { example: 1 }", "r: { example: 2 }"},
      {"r: { lt: 1 gt: 2 }", "r: { gt: 2 lt: 1 }"},
  };
  for (const auto& [before, after] : kSame) {
    const ValidationChange change = Compare(before, after);
    EXPECT_THAT(change.tightened, IsEmpty()) << after;
    EXPECT_THAT(change.loosened, IsEmpty()) << after;
    EXPECT_THAT(change.changed, IsEmpty()) << after;
  }
}

TEST(CompareValidation, ReadsAnyBytes) {
  const Snapshot snapshot = With("");
  for (std::string_view bytes : {"\xff", "\xba\x48\x02\x0a", "\xba\x48\x03\x0a\x01\xff"}) {
    const ValidationChange change =
        CompareValidation(snapshot, "", snapshot, bytes, OptionsKind::kField, kNumber);
    EXPECT_THAT(change.loosened, IsEmpty());
  }
}

TEST(IsValidation, GoesByTheNameOfTheExtension) {
  const Snapshot snapshot = With("");
  EXPECT_TRUE(IsValidation(snapshot, OptionsKind::kField, kNumber));
  EXPECT_FALSE(IsValidation(snapshot, OptionsKind::kMessage, kNumber));
  EXPECT_FALSE(IsValidation(snapshot, OptionsKind::kField, 1160));
  EXPECT_FALSE(IsValidation(leyline::testing::MustLoad("syntax = \"proto3\";\nmessage M {}\n"),
                            OptionsKind::kField, kNumber));
}

}  // namespace
}  // namespace leyline::rules
