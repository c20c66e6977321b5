#include "analyzer/ledger/ledger.h"

#include <optional>

#include <gmock/gmock.h>

#include "tests/support/snapshots.h"

namespace leyline {
namespace {

using leyline::testing::MustLoad;
using ::testing::ElementsAre;

Snapshot Proto3(const std::string& body) {
  return MustLoad("syntax = \"proto3\"; package t;\n" + body);
}

// Folds releases in, the oldest first, as seen from `now`. They are gone when the ledger is asked.
void Fold(Ledger& ledger, const std::vector<std::pair<std::string, std::string>>& releases,
          const std::string& now) {
  const Snapshot after = Proto3(now);
  for (const auto& [name, body] : releases) {
    const Snapshot release = Proto3(body);
    ledger.Add(name, Match(release, after));
  }
}

// "a string v1"; empty: never used.
std::string Text(const FormerField* former) {
  if (former == nullptr) return "";
  return std::string(former->name) + " " + TypeText(*former->field) + " " +
         std::string(former->release);
}

TEST(LedgerTest, RemembersWhatANumberAndANameWereLastAndWhere) {
  Ledger ledger;
  Fold(ledger,
       {{"v1", "message M { string a = 1; int32 b = 2; }"},
        {"v2", "message M { int32 b = 2; }"},
        {"v3", "message M { int32 b = 2; repeated bytes c_c = 1; bool a = 3; }"},
        {"v4", "message M { int64 b = 2; }"}},
       "message M {}");
  EXPECT_EQ(Text(ledger.FieldNumbered("t.M", 1)), "c_c repeated bytes v3");
  EXPECT_EQ(Text(ledger.FieldNumbered("t.M", 2)), "b int64 v4");
  EXPECT_EQ(Text(ledger.FieldNumbered("t.M", 3)), "a bool v3");
  EXPECT_EQ(Text(ledger.FieldNumbered("t.M", 4)), "");
  EXPECT_EQ(Text(ledger.FieldNumbered("t.N", 1)), "");
  EXPECT_EQ(Text(ledger.FieldNamed("t.M", "a")), "a bool v3");
  EXPECT_EQ(Text(ledger.FieldNamed("t.M", "c_c")), "c_c repeated bytes v3");
  EXPECT_EQ(Text(ledger.FieldNamed("t.M", "cC")), "");
  EXPECT_EQ(Text(ledger.FieldInJson("t.M", "cC")), "c_c repeated bytes v3");
  EXPECT_EQ(Text(ledger.FieldInJson("t.M", "c_c")), "");
}

TEST(LedgerTest, WhatStaysTheSameIsSeenInTheLastReleaseThatHasIt) {
  Ledger ledger;
  Fold(ledger,
       {{"v1", "message M { string a = 1; }"},
        {"v2", "message M { string a = 1; }"},
        {"v3", "message M {}"}},
       "message M {}");
  EXPECT_EQ(Text(ledger.FieldNumbered("t.M", 1)), "a string v2");
  EXPECT_EQ(Text(ledger.FieldNamed("t.M", "a")), "a string v2");
}

TEST(LedgerTest, FollowsRenamedContractsToTheirNameOfToday) {
  Ledger ledger;
  Fold(ledger,
       {{"v1",
         "message Old { string a = 1; int32 b = 2; E e = 3; bool gone = 4; }\n"
         "enum E { ZERO = 0; }"}},
       "message New { string a = 1; int32 b = 2; E e = 3; }\nenum E { ZERO = 0; }");
  EXPECT_EQ(Text(ledger.FieldNumbered("t.New", 4)), "gone bool v1");
  EXPECT_EQ(ledger.FieldNumbered("t.Old", 4), nullptr);
}

TEST(LedgerTest, CopiesStandAloneWithTheTypesThatTheyHad) {
  Ledger ledger;
  Fold(ledger,
       {{"v1",
         "message M { oneof o { S s = 1; } optional E e = 2; map<string, S> m = 3; }\n"
         "message S {} enum E { ZERO = 0; ONE = 1; }"}},
       "message M {}");
  const Field& s = *ledger.FieldNumbered("t.M", 1)->field;
  EXPECT_EQ(TypeText(s), "t.S");
  EXPECT_NE(s.oneof, nullptr);
  EXPECT_EQ(s.parent, nullptr);
  const Field& e = *ledger.FieldNumbered("t.M", 2)->field;
  EXPECT_TRUE(e.has_presence());
  ASSERT_EQ(e.enum_type->values.size(), 2U);
  EXPECT_EQ(e.enum_type->values[1].name, "ONE");
  EXPECT_FALSE(e.enum_type->is_closed());
  EXPECT_EQ(TypeText(*ledger.FieldNumbered("t.M", 3)->field), "map<string, t.S>");
}

TEST(LedgerTest, ExtensionsUseNumbersOfTheMessageThatTheyExtend) {
  const Snapshot after = MustLoad(
      "syntax = \"proto2\"; package t;\n"
      "message M { extensions 100 to 200; }");
  const Snapshot release = MustLoad(
      "syntax = \"proto2\"; package t;\n"
      "message M { extensions 100 to 200; }\n"
      "extend M { optional int32 x = 100; }");
  Ledger ledger;
  ledger.Add("v1", Match(release, after));
  EXPECT_EQ(Text(ledger.FieldNumbered("t.M", 100)), "t.x int32 v1");
  EXPECT_EQ(ledger.FieldNamed("t.M", "x"), nullptr);
  EXPECT_EQ(ledger.FieldNamed("t.M", "t.x"), nullptr);
}

TEST(LedgerTest, RemembersTheNamesAndNumbersOfEnumValues) {
  Ledger ledger;
  const std::string alias = "option allow_alias = true; ZERO = 0; ";
  Fold(ledger,
       {{"v1", "enum E { " + alias + "A = 1; B = 1; C = 2; }"},
        {"v2", "enum E { ZERO = 0; A = 2; }"},
        {"v3", "enum E { ZERO = 0; }"}},
       "enum E { ZERO = 0; }");
  ASSERT_NE(ledger.ValueNumbered("t.E", 1), nullptr);
  EXPECT_THAT(ledger.ValueNumbered("t.E", 1)->names, ElementsAre("A", "B"));
  EXPECT_EQ(ledger.ValueNumbered("t.E", 1)->release, "v1");
  EXPECT_THAT(ledger.ValueNumbered("t.E", 2)->names, ElementsAre("A"));
  EXPECT_EQ(ledger.ValueNumbered("t.E", 2)->release, "v2");
  EXPECT_EQ(ledger.ValueNumbered("t.E", 0)->release, "v3");
  EXPECT_EQ(ledger.ValueNumbered("t.E", 3), nullptr);
  EXPECT_EQ(ledger.ValueNamed("t.E", "A")->number, 2);
  EXPECT_EQ(ledger.ValueNamed("t.E", "A")->release, "v2");
  EXPECT_EQ(ledger.ValueNamed("t.E", "B")->number, 1);
  EXPECT_EQ(ledger.ValueNamed("t.E", "B")->release, "v1");
  EXPECT_EQ(ledger.ValueNamed("t.E", "D"), nullptr);
}

}  // namespace
}  // namespace leyline
