#include "analyzer/diff/change.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace leyline {
namespace {

Change Make(std::string_view type, std::string element, std::string file) {
  Change change;
  change.change_type = type;
  change.contract = "t.M";
  change.element = std::move(element);
  change.after = SourceSpan{.file = std::move(file), .line = 1, .column = 1};
  return change;
}

Change With(Surface surface, Direction direction, Level level) {
  Change change;
  change.verdicts.push_back({.surface = surface,
                             .direction = direction,
                             .level = level,
                             .effect = Effect::kNone,
                             .condition = {},
                             .silent = false});
  return change;
}

TEST(Sort, GoesByFileThenElementThenType) {
  std::vector<Change> changes = {
      Make("REMOVE_FIELD", "t.M.a", "b.proto"), Make("ADD_FIELD", "t.M.b", "a.proto"),
      Make("RENAME_FIELD", "t.M.a", "a.proto"), Make("CHANGE_FIELD_TYPE", "t.M.a", "a.proto")};
  // What only was counts by where it was.
  changes[0].before = changes[0].after;
  changes[0].after.reset();
  Sort(changes);
  std::string order;
  for (const Change& change : changes) {
    order += std::string(change.change_type) + " " + change.element + "\n";
  }
  EXPECT_EQ(order,
            "CHANGE_FIELD_TYPE t.M.a\n"
            "RENAME_FIELD t.M.a\n"
            "ADD_FIELD t.M.b\n"
            "REMOVE_FIELD t.M.a\n");
}

struct CompatibilityCase {
  Surface surface;
  Direction direction;
  Level level;
  Compatibility want;
};

TEST(CompatibilityOf, IsTheWorstBackwardLevelOfBinaryJsonAndRpc) {
  using enum Compatibility;
  const CompatibilityCase cases[] = {
      {Surface::kBinary, Direction::kBackward, Level::kCompatible, kBackwardCompatible},
      {Surface::kBinary, Direction::kBackward, Level::kConditional, kConditional},
      {Surface::kJson, Direction::kBackward, Level::kBreaking, kBreakingChange},
      {Surface::kRpc, Direction::kBackward, Level::kBreaking, kBreakingChange},
      {Surface::kRpc, Direction::kBackward, Level::kUnknown, kBreakingChange},
      {Surface::kText, Direction::kBackward, Level::kBreaking, kBackwardCompatible},
      {Surface::kSource, Direction::kBackward, Level::kBreaking, kBackwardCompatible},
      {Surface::kBinary, Direction::kForward, Level::kBreaking, kBackwardCompatible},
      {Surface::kBinary, Direction::kRoundTrip, Level::kBreaking, kBackwardCompatible},
  };
  for (const CompatibilityCase& c : cases) {
    EXPECT_EQ(CompatibilityOf(With(c.surface, c.direction, c.level)), c.want)
        << NameOf(c.surface) << " " << NameOf(c.direction) << " " << NameOf(c.level);
  }
  EXPECT_EQ(CompatibilityOf(Change()), kBackwardCompatible);
}

TEST(DigestOf, BindsWhatChangedAndNotWhere) {
  const Change change = Make("CHANGE_FIELD_TYPE", "t.M.a", "a.proto");
  Change elsewhere = change;
  elsewhere.after->file = "b.proto";
  elsewhere.message = "other words";
  elsewhere.verdicts = With(Surface::kJson, Direction::kForward, Level::kBreaking).verdicts;
  EXPECT_EQ(DigestOf(elsewhere), DigestOf(change));
}

TEST(DigestOf, DiffersWithEachPart) {
  std::vector<Change> changes(8, Make("CHANGE_FIELD_TYPE", "t.M.a", "a.proto"));
  changes[1].element = "t.M.b";
  changes[2].contract = "t.N";
  changes[3].before_facts = {{"type", "int32"}};
  changes[4].after_facts = {{"type", "int32"}};
  changes[5].after_facts = {{"type", "int64"}};
  changes[6].after_facts = {{"type", "int32"}, {"x", ""}};
  changes[7].change_type = "CHANGE_ENUM_CLOSEDNESS";
  std::set<std::string> digests;
  for (const Change& change : changes) EXPECT_TRUE(digests.insert(DigestOf(change)).second);
}

// A rule that is split, or a change that is told under another verb, keeps its approvals.
TEST(DigestOf, CountsTheFamilyOfTheChangeType) {
  const std::vector<std::vector<std::string_view>> families = {
      {"ADD_FIELD", "REMOVE_FIELD", "CHANGE_FIELD_TYPE", "CHANGE_FIELD_JSON_NAME"},
      {"ADD_ENUM_VALUE", "CHANGE_ENUM_VALUE_NUMBER"},
      {"ADD_ENUM", "CHANGE_ENUM_CLOSEDNESS", "CHANGE_ENUM_ALIAS"},
      {"ADD_FILE", "MOVE_FILE", "CHANGE_FILE_OPTION"},
      {"RESERVE", "UNRESERVE"},
      {"DEPRECATE", "UNDEPRECATE"},
      {"MOVE_MESSAGE", "CHANGE_MESSAGE_OPTION"},
      {"CHANGE_METHOD_INPUT", "ADD_METHOD"},
      {"CHANGE_PACKAGE"},
      {"CHANGE_SYNTAX"},
      {"CHANGE_FEATURE"},
      {"ADD_ONEOF"},
      {"ADD_SERVICE"},
      {"ADD_EXTENSION"},
  };
  std::set<std::string> digests;
  for (const std::vector<std::string_view>& family : families) {
    const std::string digest = DigestOf(Make(family[0], "t.M.a", "a.proto"));
    for (std::string_view type : family) {
      EXPECT_EQ(DigestOf(Make(type, "t.M.a", "a.proto")), digest) << type;
    }
    EXPECT_TRUE(digests.insert(digest).second) << family[0];
  }
}

TEST(Names, AreThoseOfTheContract) {
  EXPECT_EQ(NameOf(Surface::kBinary), "BINARY");
  EXPECT_EQ(NameOf(Surface::kRpc), "RPC");
  EXPECT_EQ(NameOf(Direction::kRoundTrip), "ROUND_TRIP");
  EXPECT_EQ(NameOf(Level::kUnknown), "UNKNOWN");
  EXPECT_EQ(NameOf(Level::kBreaking), "BREAKING");
  EXPECT_EQ(NameOf(Compatibility::kBackwardCompatible), "BACKWARD_COMPATIBLE");
  EXPECT_EQ(NameOf(Compatibility::kBreakingChange), "BREAKING_CHANGE");
  EXPECT_EQ(NameOf(Effect::kNone), "NONE");
  EXPECT_EQ(NameOf(Effect::kTruncated), "TRUNCATED");
  EXPECT_EQ(NameOf(Effect::kLostToUnknown), "LOST_TO_UNKNOWN");
  EXPECT_EQ(NameOf(Effect::kSymbolGone), "SYMBOL_GONE");
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(Effect::kSymbolGone); ++i) {
    EXPECT_TRUE(names.insert(NameOf(static_cast<Effect>(i))).second);
    EXPECT_FALSE(Describe(static_cast<Effect>(i)).empty());
  }
}

TEST(Describe, IsAClause) {
  EXPECT_EQ(Describe(Effect::kTruncated), "the value is cut to its low 32 bits");
}

}  // namespace
}  // namespace leyline
