// Messages against messages and map entries, beyond what the cases of the corpus show.
#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/rules/compare/enum.h"
#include "analyzer/rules/compare/field.h"
#include "analyzer/rules/compare/message.h"
#include "analyzer/rules/compare/words.h"
#include "tests/support/snapshots.h"

namespace leyline {
namespace {

using testing::MustLoad;

std::string Source(std::string_view body) {
  return fmt::format("syntax = \"proto3\";\npackage t;\n{}", body);
}

const Field& FieldOf(const Snapshot& snapshot, std::string_view message, std::size_t index) {
  return snapshot.FindMessage(message)->fields[index];
}

// Both are refused; which member is declared first has no say in why.
TEST(CompareFields, TellsTheSameWhateverTheOrder) {
  const auto json = [](std::string_view old_members, std::string_view new_members) {
    CompareMemory memory;
    const Snapshot before = MustLoad(
        Source(fmt::format("message S {{ {} }}\nmessage M {{ S s = 1; }}\n", old_members)));
    const Snapshot after = MustLoad(
        Source(fmt::format("message S {{ {} }}\nmessage M {{ S s = 1; }}\n", new_members)));
    return CompareFields(memory, Surface::kJson, FieldOf(before, "t.M", 0),
                         FieldOf(after, "t.M", 0))
        .backward;
  };
  EXPECT_EQ(json("int32 gone = 1; string a = 2;", "bool a = 2;"), Broken(Effect::kNameUnknown));
  EXPECT_EQ(json("string a = 2; int32 gone = 1;", "bool a = 2;"), Broken(Effect::kNameUnknown));
  const std::string narrowed =
      "in `t.S.a`, the value is between -2147483648 and 2147483647 and in "
      "`t.S.b`, the value is between 0 and 4294967295";
  EXPECT_EQ(json("int64 a = 1; uint64 b = 2;", "int32 a = 1; uint32 b = 2;").condition,
            json("uint64 b = 2; int64 a = 1;", "int32 a = 1; uint32 b = 2;").condition);
  EXPECT_EQ(json("uint64 b = 2; int64 a = 1;", "int32 a = 1; uint32 b = 2;").condition, narrowed);
}

// The rows of the executed matrix that pair a map with a message: neither reads the other.
TEST(CompareFields, BreaksBetweenAMapAndAMessageOfAnotherShape) {
  CompareMemory memory;
  const Snapshot snapshot = MustLoad(
      Source("message S { int32 x = 1; }\nmessage M { map<string, int32> map = 1; S one = 2; "
             "repeated S many = 3; }\n"));
  const Field& map = FieldOf(snapshot, "t.M", 0);
  for (std::size_t index : {1U, 2U}) {
    const Field& message = FieldOf(snapshot, "t.M", index);
    const Readings binary = CompareFields(memory, Surface::kBinary, map, message);
    EXPECT_EQ(binary.backward, Broken(Effect::kLostToUnknown));
    EXPECT_EQ(binary.forward, Broken(Effect::kLostToUnknown));
    const Readings json = CompareFields(memory, Surface::kJson, map, message);
    EXPECT_EQ(json.backward.level, Level::kBreaking);
    EXPECT_EQ(json.forward.level, Level::kBreaking);
  }
}

TEST(CompareShapes, EndsOnTypesThatHoldEachOther) {
  CompareMemory memory;
  const Snapshot snapshot =
      MustLoad(Source("message A { B b = 1; int32 x = 2; }\nmessage B { A a = 1; }\n"
                      "message C { D b = 1; int32 x = 2; }\nmessage D { C a = 1; }\n"));
  const Shape a{.message = snapshot.FindMessage("t.A"), .map = nullptr};
  const Shape c{.message = snapshot.FindMessage("t.C"), .map = nullptr};
  for (Surface surface : {Surface::kBinary, Surface::kJson, Surface::kText}) {
    EXPECT_EQ(CompareShapes(memory, surface, Leg::kRead, a, c), Lossless());
  }
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRoundTrip, a, c), Lossless());
}

// Two rings of 150 and 149 messages meet in 150 * 149 pairs, which is more than anybody waits for.
TEST(CompareShapes, SaysUnknownRatherThanRunForEver) {
  CompareMemory memory;
  std::string body;
  for (int i = 0; i < 150; ++i) {
    body += fmt::format("message A{} {{ A{} next = 1; }}\n", i, (i + 1) % 150);
  }
  for (int i = 0; i < 149; ++i) {
    body += fmt::format("message B{} {{ B{} next = 1; }}\n", i, (i + 1) % 149);
  }
  const Snapshot snapshot = MustLoad(Source(body));
  const Shape a{.message = snapshot.FindMessage("t.A0"), .map = nullptr};
  const Shape b{.message = snapshot.FindMessage("t.B0"), .map = nullptr};
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRead, a, b).level, Level::kUnknown);
  const Shape itself = a;
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRead, a, itself), Lossless());
}

// A thousand fields that ask for other roots of one long chain cost no more than the budget.
TEST(CompareShapes, SpendsNoMoreThanOneBudget) {
  CompareMemory memory;
  std::string body;
  for (int i = 0; i < 1000; ++i) {
    body += fmt::format("message A{} {{ A{} next = 1; }}\n", i, std::min(i + 1, 999));
    body += fmt::format("message B{} {{ B{} next = 1; }}\n", i, std::min(i + 1, 999));
  }
  const Snapshot snapshot = MustLoad(Source(body));
  const auto shape = [&](std::string_view name) {
    return Shape{.message = snapshot.FindMessage(name), .map = nullptr};
  };
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRead, shape("t.A0"), shape("t.B0")),
            Lossless());
  while (memory.Spend(1000)) {
  }
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRead, shape("t.A1"), shape("t.B1")).level,
            Level::kUnknown);
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRead, shape("t.A0"), shape("t.B0")),
            Lossless())
      << "what is known costs nothing";
}

TEST(CompareShapes, FindsJsonMembersByEitherName) {
  CompareMemory memory;
  const Snapshot snapshot = MustLoad(Source(
      "message S { int32 foo_bar = 1; }\nmessage T { int32 fooBar = 1 [json_name = \"x\"]; }\n"
      "message U { int32 foo_bar = 1 [json_name = \"foo_bar\"]; }\n"));
  const auto shape = [&](const char* name) {
    return Shape{.message = snapshot.FindMessage(name), .map = nullptr};
  };
  EXPECT_EQ(CompareShapes(memory, Surface::kJson, Leg::kRead, shape("t.S"), shape("t.T")),
            Lossless());
  EXPECT_EQ(CompareShapes(memory, Surface::kJson, Leg::kRead, shape("t.T"), shape("t.S")),
            Broken(Effect::kNameUnknown));
  EXPECT_EQ(CompareShapes(memory, Surface::kJson, Leg::kRead, shape("t.U"), shape("t.S")),
            Lossless());
}

TEST(CompareShapes, SeesDefaultsAndMessageSets) {
  CompareMemory memory;
  const Snapshot snapshot = MustLoad(
      "syntax = \"proto2\";\npackage t;\n"
      "message S { optional int32 x = 1 [default = 5]; }\nmessage T { optional int32 x = 1; }\n"
      "message P { option message_set_wire_format = true; extensions 4 to max; }\n"
      "message Q { extensions 4 to max; }\n");
  const auto shape = [&](const char* name) {
    return Shape{.message = snapshot.FindMessage(name), .map = nullptr};
  };
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRead, shape("t.S"), shape("t.T")),
            SafeIf("in `t.S.x`, the field is always set", Effect::kDefaultChanged));
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRoundTrip, shape("t.S"), shape("t.T")),
            Lossless());
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRead, shape("t.P"), shape("t.Q")),
            Broken(Effect::kLostToUnknown));
  EXPECT_EQ(CompareShapes(memory, Surface::kBinary, Leg::kRead, shape("t.Q"), shape("t.P")),
            Lossless());
}

TEST(CompareEnums, SharesAnAliasOrIsMisread) {
  const Snapshot snapshot =
      MustLoad(Source("message A { enum E { option allow_alias = true; Z = 0; P = 1; Q = 1; } }\n"
                      "message B { enum E { Z = 0; Q = 1; P = 2; } }\n"
                      "message C { enum E { Z = 0; P = 2; } }\n"));
  const ValueIndex a(*snapshot.FindEnum("t.A.E"));
  const ValueIndex b(*snapshot.FindEnum("t.B.E"));
  const ValueIndex c(*snapshot.FindEnum("t.C.E"));
  EXPECT_EQ(ReadEnumNames(Surface::kBinary, a, b), Lossless()) << "both call 1 `Q`";
  EXPECT_EQ(ReadEnumNames(Surface::kBinary, a, c), Broken(Effect::kMisread));
  EXPECT_EQ(ReadEnumNames(Surface::kJson, a, c), Lossless()) << "`P` is printed and known";
  EXPECT_EQ(ReadEnumNames(Surface::kJson, b, c),
            SafeIf("the value is not `Q`", Effect::kUnrecognisedEnum));
}

TEST(ListOf, CutsLongLists) {
  EXPECT_EQ(ListOf({}, "or"), "");
  EXPECT_EQ(ListOf({"a"}, "or"), "a");
  EXPECT_EQ(ListOf({"a", "b"}, "or"), "a or b");
  EXPECT_EQ(ListOf({"a", "b", "c", "d"}, "and"), "a, b, c and d");
  EXPECT_EQ(ListOf({"a", "b", "c", "d", "e"}, "and"), "a, b, c and 2 others");
}

}  // namespace
}  // namespace leyline
