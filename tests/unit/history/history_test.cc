#include "analyzer/history/history.h"

#include <algorithm>

#include <gmock/gmock.h>

#include "analyzer/diff/gating.h"
#include "tests/support/snapshots.h"

namespace leyline {
namespace {

using leyline::testing::MustLoad;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

// Versions of one file, the oldest first; the last two are before and after, the others releases
// "v1", "v2", ...
std::vector<Change> Changes(const std::string& head, const std::vector<std::string>& versions) {
  const std::size_t releases = versions.size() - 2;
  const Snapshot before = MustLoad(head + versions[releases]);
  const Snapshot after = MustLoad(head + versions[releases + 1]);
  ReleaseHistory history(before, after);
  for (std::size_t i = 0; i < releases; ++i) {
    const Snapshot release = MustLoad(head + versions[i]);
    history.Add("v" + std::to_string(i + 1), release);
  }
  return history.Finish();
}

const std::string kHead = "syntax = \"proto3\"; package t;\n";
std::vector<Change> Proto3(const std::vector<std::string>& versions) {
  return Changes(kHead, versions);
}

// "ADD_FIELD t.M.a BREAKING_CHANGE", with "@v1" behind when it is one against a release.
std::vector<std::string> Lines(const std::vector<Change>& changes) {
  std::vector<std::string> lines;
  for (const Change& change : changes) {
    lines.push_back(std::string(change.change_type) + " " + change.element + " " +
                    std::string(NameOf(CompatibilityOf(change))) +
                    (change.release.empty() ? "" : "@" + change.release));
  }
  return lines;
}

// The change between before and after of that type; there must be one.
Change Only(const std::vector<Change>& changes, std::string_view type) {
  for (const Change& change : changes) {
    if (change.change_type == type && change.release.empty()) return change;
  }
  ADD_FAILURE() << "no " << type;
  return {};
}

// "BREAKING MISREAD"
std::string On(const Change& change, Surface surface, Direction direction) {
  for (const Verdict& verdict : change.verdicts) {
    if (verdict.surface != surface || verdict.direction != direction) continue;
    return std::string(NameOf(verdict.level)) + " " + std::string(NameOf(verdict.effect));
  }
  return "";
}

TEST(HistoryTest, WithoutReleasesItIsThePlainDiff) {
  const std::vector<Change> changes = Proto3({"message M {}", "message M { int32 a = 1; }"});
  EXPECT_THAT(Lines(changes), ElementsAre("ADD_FIELD t.M.a BACKWARD_COMPATIBLE"));
  EXPECT_THAT(changes[0].message, HasSubstr("field `a` (1) was added to `t.M`"));
}

TEST(HistoryTest, ANumberUsedAgainTwoVersionsLaterIsMisread) {
  const std::vector<Change> changes =
      Proto3({"message M { string legacy_id = 1; int32 b = 2; }", "message M { int32 b = 2; }",
              "message M { int32 b = 2; }", "message M { int32 b = 2; bytes token = 1; }"});
  const Change added = Only(changes, "ADD_FIELD");
  EXPECT_EQ(added.message,
            "field `token` (1) was added to `t.M`; number 1 was `legacy_id` (`string`) in v1");
  EXPECT_EQ(CompatibilityOf(added), Compatibility::kBreakingChange);
  EXPECT_EQ(On(added, Surface::kBinary, Direction::kBackward), "BREAKING MISREAD");
  EXPECT_EQ(On(added, Surface::kBinary, Direction::kForward), "BREAKING MISREAD");
  EXPECT_EQ(On(added, Surface::kJson, Direction::kBackward), "COMPATIBLE NONE");
  // That v1's field is gone was done before; it was not renamed.
  EXPECT_THAT(Lines(changes), ElementsAre("ADD_FIELD t.M.token BREAKING_CHANGE"));
}

TEST(HistoryTest, ANumberUsedAgainWithAnotherEncodingBreaksToo) {
  const Change added = Only(Proto3({"message M { string x = 1; }", "message M {}", "message M {}",
                                    "message M { int32 y = 1; }"}),
                            "ADD_FIELD");
  EXPECT_EQ(On(added, Surface::kBinary, Direction::kBackward), "BREAKING LOST_TO_UNKNOWN");
}

TEST(HistoryTest, TheExactFieldOfOldMayComeBack) {
  for (const std::string between : {"message M {}", "message M { reserved 1; reserved \"a\"; }"}) {
    const std::vector<Change> changes =
        Proto3({"message M { string a = 1; }", between, between, "message M { string a = 1; }"});
    const Change added = Only(changes, "ADD_FIELD");
    EXPECT_EQ(CompatibilityOf(added), Compatibility::kBackwardCompatible) << between;
    EXPECT_THAT(added.message, HasSubstr("; it was in v1 already"));
    EXPECT_THAT(Lines(changes), Contains("ADD_FIELD t.M.a BACKWARD_COMPATIBLE")) << between;
    for (const Change& change : changes) {
      EXPECT_EQ(CompatibilityOf(change) == Compatibility::kBackwardCompatible,
                change.change_type != "UNRESERVE")
          << change.message;
    }
  }
}

TEST(HistoryTest, AReservedNumberOfUnknownPastStaysConditional) {
  const Change added = Only(Proto3({"message M { reserved 1; }", "message M { reserved 1; }",
                                    "message M { string a = 1; }"}),
                            "ADD_FIELD");
  EXPECT_EQ(On(added, Surface::kBinary, Direction::kBackward), "CONDITIONAL REUSE_POSSIBLE");
}

TEST(HistoryTest, AFieldThatComesBackWithAnotherTypeIsReadAsItsOldSelf) {
  const std::vector<Change> changes = Proto3(
      {"message M { int64 a = 1; }", "message M {}", "message M {}", "message M { int32 a = 1; }"});
  const Change added = Only(changes, "ADD_FIELD");
  EXPECT_THAT(added.message, HasSubstr("; in v1 it was `int64`"));
  EXPECT_EQ(On(added, Surface::kBinary, Direction::kBackward), "CONDITIONAL TRUNCATED");
  // CHANGE_FIELD_TYPE against v1 would say the same again.
  EXPECT_THAT(Lines(changes), ElementsAre("ADD_FIELD t.M.a CONDITIONAL"));
}

TEST(HistoryTest, ANameUsedAgainByAnotherNumberIsMisreadInJsonAndText) {
  const Change added = Only(Proto3({"message M { string a_a = 1; }", "message M {}", "message M {}",
                                    "message M { string a_a = 2; }"}),
                            "ADD_FIELD");
  EXPECT_THAT(added.message, HasSubstr("; the name `a_a` was number 1 (`string`) in v1"));
  EXPECT_EQ(On(added, Surface::kJson, Direction::kBackward), "BREAKING MISREAD");
  EXPECT_EQ(On(added, Surface::kText, Direction::kBackward), "BREAKING MISREAD");
  EXPECT_EQ(On(added, Surface::kBinary, Direction::kBackward), "COMPATIBLE NONE");
}

TEST(HistoryTest, RenamingAndRenumberingIntoThePastIsCaught) {
  const std::vector<Change> renamed =
      Proto3({"message M { string a = 1; int32 b = 2; }", "message M { int32 b = 2; }",
              "message M { int32 b = 2; }", "message M { int32 a = 2; }"});
  const Change rename = Only(renamed, "RENAME_FIELD");
  EXPECT_THAT(rename.message, HasSubstr("; the name `a` was number 1 (`string`) in v1"));
  EXPECT_EQ(On(rename, Surface::kText, Direction::kForward), "BREAKING NAME_UNKNOWN")
      << "readers of the old version refuse it; those of v1 would misread it, which is no worse";

  const Change moved =
      Only(Proto3({"message M { string a = 1; string b = 2; }", "message M { string b = 2; }",
                   "message M { string b = 2; }", "message M { string b = 1; }"}),
           "CHANGE_FIELD_NUMBER");
  EXPECT_THAT(moved.message, HasSubstr("; number 1 was `a` (`string`) in v1"));

  const Change json = Only(
      Proto3({"message M { string a = 1; string b = 2; }", "message M { string b = 2; }",
              "message M { string b = 2; }", "message M { string b = 2 [json_name = \"a\"]; }"}),
      "CHANGE_FIELD_JSON_NAME");
  EXPECT_THAT(json.message, HasSubstr("; the JSON name `a` was number 1 in v1"));
  EXPECT_EQ(On(json, Surface::kJson, Direction::kBackward), "BREAKING MISREAD");
}

TEST(HistoryTest, RenamingBackIsNoReuse) {
  const Change back = Only(Proto3({"message M { string a = 1; }", "message M { string b = 1; }",
                                   "message M { string b = 1; }", "message M { string a = 1; }"}),
                           "RENAME_FIELD");
  EXPECT_THAT(back.message, Not(HasSubstr(" in v1")));
  EXPECT_THAT(back.message, Not(HasSubstr(" was number ")));
}

TEST(HistoryTest, WhatTheOldVersionStillHasIsNoMatterOfThePast) {
  // Two fields exchange their names: judged by the diff, not by the ledger.
  for (const Change& change : Proto3({"message M { string a = 1; string b = 2; }",
                                      "message M { string a = 1; string b = 2; }",
                                      "message M { string b = 1; string a = 2; }"})) {
    EXPECT_THAT(change.message, Not(HasSubstr("v1")));
  }
}

TEST(HistoryTest, EnumNumbersAndNamesUsedAgainAreCaught) {
  const std::string zero = "enum E { ZERO = 0; ";
  const Change number = Only(
      Proto3({zero + "OLD = 1; }", zero + "}", zero + "}", zero + "NEW = 1; }"}), "ADD_ENUM_VALUE");
  EXPECT_THAT(number.message, HasSubstr("; number 1 was `OLD` in v1"));
  EXPECT_EQ(On(number, Surface::kBinary, Direction::kBackward), "BREAKING MISREAD");
  EXPECT_EQ(CompatibilityOf(number), Compatibility::kBreakingChange);

  const Change name = Only(
      Proto3({zero + "OLD = 1; }", zero + "}", zero + "}", zero + "OLD = 2; }"}), "ADD_ENUM_VALUE");
  EXPECT_THAT(name.message, HasSubstr("; the name `OLD` was number 1 in v1"));
  EXPECT_EQ(On(name, Surface::kJson, Direction::kBackward), "BREAKING MISREAD");

  const Change renamed = Only(Proto3({zero + "OLD = 1; B = 2; }", zero + "B = 2; }",
                                      zero + "B = 2; }", zero + "OLD = 2; }"}),
                              "RENAME_ENUM_VALUE");
  EXPECT_THAT(renamed.message, HasSubstr("; the name `OLD` was number 1 in v1"));

  const Change moved = Only(
      Proto3({zero + "OLD = 1; B = 2; }", zero + "B = 2; }", zero + "B = 2; }", zero + "B = 1; }"}),
      "CHANGE_ENUM_VALUE_NUMBER");
  EXPECT_THAT(moved.message, HasSubstr("; number 1 was `OLD` in v1"));

  const std::vector<Change> back =
      Proto3({zero + "OLD = 1; }", zero + "}", zero + "}", zero + "OLD = 1; }"});
  EXPECT_THAT(Lines(back), ElementsAre("ADD_ENUM_VALUE t.E.OLD BACKWARD_COMPATIBLE"));
  EXPECT_THAT(back[0].message, HasSubstr("; it was in v1 already"));
}

TEST(HistoryTest, ANumberOfAClosedEnumUsedAgainContradictsNothing) {
  const std::string head = "syntax = \"proto2\"; package t;\nenum E { ZERO = 0; ";
  const Snapshot release = MustLoad(head + "OLD = 7; }");
  const Snapshot before = MustLoad(head + "}");
  const Snapshot after = MustLoad(head + "NEW = 7; }");
  ReleaseHistory history(before, after);
  history.Add("v1", release);
  history.Add("v2", before);
  EXPECT_THAT(history.contradictions(), IsEmpty());
  const std::vector<Change> changes = history.Finish();
  const Change added = Only(changes, "ADD_ENUM_VALUE");
  EXPECT_EQ(On(added, Surface::kBinary, Direction::kBackward), "BREAKING MISREAD");
  EXPECT_EQ(CompatibilityOf(added), Compatibility::kBreakingChange);
}

TEST(HistoryTest, ExtensionNumbersUsedAgainAreCaught) {
  const std::string head = "syntax = \"proto2\"; package t;\nmessage M { extensions 9 to 99; }\n";
  const Change added = Only(Changes(head, {"extend M { optional string x = 9; }", "", "",
                                           "extend M { optional bytes y = 9; }"}),
                            "ADD_EXTENSION");
  EXPECT_THAT(added.message, HasSubstr("; number 9 was `t.x` (`string`) in v1"));
  EXPECT_EQ(On(added, Surface::kBinary, Direction::kBackward), "BREAKING MISREAD");
}

TEST(HistoryTest, AChangeThatShowsOnlyAgainstAnOlderReleaseIsMarkedWithTheNewestSuch) {
  const std::string head = "syntax = \"proto2\"; package t;\n";
  const std::string required = "message M { required int32 a = 1; }";
  const std::string optional = "message M { optional int32 a = 1; }";
  const std::vector<Change> changes =
      Changes(head, {required, required, optional, optional, "message M {}"});
  EXPECT_THAT(Lines(changes), UnorderedElementsAre("REMOVE_FIELD t.M.a BREAKING_CHANGE",
                                                   "REMOVE_FIELD t.M.a BREAKING_CHANGE@v2"));
}

TEST(HistoryTest, ContractsThatWentBeforeAreGone) {
  const std::string old =
      "message M { int32 a = 1; N n = 2; } message N { int32 x = 1; }\n"
      "enum E { Z = 0; } service S { rpc D(M) returns (M); }";
  const std::vector<Change> changes =
      Proto3({old, old, "message M {}", "message M { int32 b = 5; }"});
  EXPECT_THAT(Lines(changes), ElementsAre("ADD_FIELD t.M.b BACKWARD_COMPATIBLE"));
}

// v1 had `a`, v2 did not, v3 gave its number to `b`: no release renamed it.
TEST(HistoryTest, AReuseBetweenTwoReleasesIsNoRename) {
  const std::vector<Change> changes =
      Proto3({"message M { string a = 1; }", "message M {}", "message M { string b = 1; }",
              "message M { string b = 1; }", "message M { bytes b = 1; }"});
  EXPECT_THAT(Lines(changes), ElementsAre("CHANGE_FIELD_TYPE t.M.b BREAKING_CHANGE"));
  const std::string zero = "enum E { ZERO = 0; ";
  EXPECT_THAT(Lines(Proto3({zero + "A = 1; }", zero + "}", zero + "B = 1; }", zero + "B = 1; }",
                            zero + "C = 1; }"})),
              ElementsAre("RENAME_ENUM_VALUE t.E.B BREAKING_CHANGE"));
}

TEST(HistoryTest, WhatBeforeDidIsNotTheDoingOfAfter) {
  EXPECT_THAT(Lines(Proto3({"message M { int32 a = 1; int32 x = 9; }", "message M { int32 a = 1; }",
                            "message M { int32 a = 1; int32 b = 2; }"})),
              ElementsAre("ADD_FIELD t.M.b BACKWARD_COMPATIBLE"));
  // bool -> int32 was done before; that what bool wrote is now read as a text is of this merge, and
  // said by the change of the merge itself.
  EXPECT_THAT(Lines(Proto3({"message M { bool a = 1; }", "message M { int32 a = 1; }",
                            "message M { string a = 1; }"})),
              ElementsAre("CHANGE_FIELD_TYPE t.M.a BREAKING_CHANGE"));
  // string -> bytes -> message: harmless in two steps, not in one.
  const std::vector<Change> twice =
      Proto3({"message M { string a = 1; }", "message M { bytes a = 1; }",
              "message M { N a = 1; }\n"
              "message N {}"});
  EXPECT_THAT(Lines(twice), Contains(HasSubstr("CHANGE_FIELD_TYPE t.M.a")));
}

TEST(HistoryTest, WhatIsWorseAgainstAnOlderReleaseIsSaidToo) {
  const std::string head = "syntax = \"proto2\"; package t;\n";
  const std::vector<Change> changes =
      Changes(head, {"message M { required int32 a = 1; }", "message M { optional int32 a = 1; }",
                     "message M { reserved 1; reserved \"a\"; }"});
  ASSERT_THAT(Lines(changes), UnorderedElementsAre("REMOVE_FIELD t.M.a BREAKING_CHANGE",
                                                   "REMOVE_FIELD t.M.a BREAKING_CHANGE@v1"));
  for (const Change& change : changes) {
    EXPECT_EQ(On(change, Surface::kBinary, Direction::kForward),
              change.release.empty() ? "COMPATIBLE NONE" : "BREAKING REQUIRED_MISSING");
  }
}

TEST(HistoryTest, WhatWasReleasedSinceBeforeMayHaveBeenRenamed) {
  const Snapshot before = MustLoad(kHead + "message M {}");
  const Snapshot between = MustLoad(kHead + "message M { string a = 1; }");
  const Snapshot after = MustLoad(kHead + "message M { string b = 1; }");
  ReleaseHistory history(before, after);
  history.Add("v1.5", between, true);
  EXPECT_THAT(Lines(history.Finish()),
              UnorderedElementsAre("ADD_FIELD t.M.b BACKWARD_COMPATIBLE",
                                   "RENAME_FIELD t.M.a BREAKING_CHANGE@v1.5"));
}

TEST(HistoryTest, TheSameChangeAgainstManyReleasesIsSaidOnceAndInOneOrder) {
  std::vector<std::string> versions(6, "message M { int32 x = 9; }");
  versions.insert(versions.end(), 2, "message M {}");
  EXPECT_THAT(Lines(Proto3(versions)), IsEmpty());
  const std::string head = "syntax = \"proto2\"; package t;\n";
  versions.assign(6, "message M { required int32 x = 9; }");
  versions.insert(versions.end(), {"message M { optional int32 x = 9; }", "message M {}"});
  EXPECT_THAT(Lines(Changes(head, versions)),
              UnorderedElementsAre("REMOVE_FIELD t.M.x BREAKING_CHANGE",
                                   "REMOVE_FIELD t.M.x BREAKING_CHANGE@v6"));
  EXPECT_THAT(Proto3({"message M {}", "message M {}", "message M {}"}), IsEmpty());
}

}  // namespace
}  // namespace leyline
