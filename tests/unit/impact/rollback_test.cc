#include "analyzer/impact/rollback.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "tests/unit/impact/impact_testing.h"

namespace leyline {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string kBefore = R"(syntax = "proto3";
package acme;
message Order { double total = 1; string note = 2; }
message Note { string text = 1; }
)";
const std::string kAfter = R"(syntax = "proto3";
package acme;
message Order { float total = 1; string note = 2; bool paid = 3; }
message Note { string text = 1; reserved 2; }
)";

std::vector<std::string> Lines(const Rollback& rollback) {
  std::vector<std::string> lines;
  for (const RollbackFinding& finding : rollback.findings) {
    lines.push_back(fmt::format("{} {} {} {}", finding.change_type, finding.element,
                                NameOf(finding.level), finding.surface));
  }
  return lines;
}

struct Both {
  Snapshot before;
  Snapshot after;
  Matches matches;
};

// The matches borrow from the snapshots, which must not move any more.
void Compare(const std::string& before, const std::string& after, Both& both) {
  both.before = SnapshotOf(before);
  both.after = SnapshotOf(after);
  both.matches = Match(both.before, both.after);
}

template <class IsWanted>
ChangesThere Split(const Matches& matches, IsWanted is_wanted) {
  ChangesThere there;
  for (Change& change : Diff(matches, nullptr)) {
    (is_wanted(change) ? there.wanted : there.others).push_back(std::move(change));
  }
  return there;
}

TEST(RollbackTest, JudgesTheWayBackTheWorstFirst) {
  Both both;
  Compare(kBefore, kAfter, both);
  const Rollback back = CheckRollback(both.matches, {});
  EXPECT_EQ(back.mode, Mode::kBackward);
  EXPECT_THAT(Lines(back), ElementsAre("REMOVE_FIELD acme.Order.paid BREAKING json",
                                       "CHANGE_FIELD_TYPE acme.Order.total BREAKING binary",
                                       "UNRESERVE acme.Note CONDITIONAL binary"));
}

TEST(RollbackTest, ByTheModeAndTheSurfaces) {
  Both both;
  Compare(kBefore, kAfter, both);
  const Rollback binary =
      CheckRollback(both.matches, {.mode = Mode::kForward, .surfaces = {Surface::kBinary}});
  EXPECT_EQ(binary.mode, Mode::kForward);
  EXPECT_THAT(Lines(binary), ElementsAre("CHANGE_FIELD_TYPE acme.Order.total BREAKING binary"));
  const Rollback strict = CheckRollback(both.matches, {.mode = Mode::kStrict});
  EXPECT_GE(strict.findings.size(), 2U);
}

TEST(RollbackTest, OfSomeChangesOnly) {
  Both both;
  Compare(kBefore, kAfter, both);
  ChangesThere there =
      Split(both.matches, [](const Change& change) { return change.element == "acme.Order.paid"; });
  ASSERT_THAT(there.wanted, SizeIs(1));
  EXPECT_THAT(Lines(CheckRollback(both.matches, {}, &there)),
              ElementsAre("REMOVE_FIELD acme.Order.paid BREAKING json"));
  there = Split(both.matches, [](const Change& change) { return change.change_type == "RESERVE"; });
  EXPECT_THAT(Lines(CheckRollback(both.matches, {}, &there)),
              ElementsAre("UNRESERVE acme.Note CONDITIONAL binary"));
  there = Split(both.matches, [](const Change&) { return false; });
  EXPECT_THAT(Lines(CheckRollback(both.matches, {}, &there)), IsEmpty());
}

// Two changes of one field: who asks for one is not told of the way back of the other.
TEST(RollbackTest, OfOneKindOfChangeOnly) {
  Both both;
  Compare(R"(syntax = "proto3";
package acme;
message Order { double total = 1; string note = 2; }
)",
          R"(syntax = "proto3";
package acme;
message Order { float sum = 1; string note = 2 [deprecated = true]; }
)",
          both);
  const auto of_type = [&](std::string_view type) {
    const ChangesThere there =
        Split(both.matches, [&](const Change& change) { return change.change_type == type; });
    EXPECT_THAT(there.wanted, SizeIs(1)) << type;
    return Lines(CheckRollback(both.matches, {.mode = Mode::kStrict}, &there));
  };
  EXPECT_THAT(of_type("RENAME_FIELD"), ElementsAre(HasSubstr("RENAME_FIELD acme.Order.sum")));
  EXPECT_THAT(of_type("CHANGE_FIELD_TYPE"),
              ElementsAre("CHANGE_FIELD_TYPE acme.Order.sum BREAKING binary"));
  EXPECT_THAT(of_type("DEPRECATE"), ElementsAre(HasSubstr("UNDEPRECATE acme.Order.note")));
}

// What several oneofs became has a way back of another kind: it is told by what it is about.
TEST(RollbackTest, AWayBackOfAnotherKindIsTold) {
  Both both;
  Compare(R"(syntax = "proto3";
package acme;
message Pay { oneof card { string visa = 1; } oneof cash { int32 coins = 2; } }
)",
          R"(syntax = "proto3";
package acme;
message Pay { oneof card { string visa = 1; int32 coins = 2; } }
)",
          both);
  const ChangesThere all = Split(both.matches, [](const Change&) { return true; });
  EXPECT_THAT(Lines(CheckRollback(both.matches, {.mode = Mode::kStrict}, &all)),
              ElementsAreArray(Lines(CheckRollback(both.matches, {.mode = Mode::kStrict}))));
}

TEST(RollbackTest, NothingChangedIsSatisfied) {
  Both both;
  Compare(kBefore, kBefore, both);
  EXPECT_THAT(CheckRollback(both.matches, {.mode = Mode::kFull}).findings, IsEmpty());
}

// What was recognised on the way there is one change on the way back, too.
TEST(RollbackTest, RenamesAndExchangesGoBackTheWayTheyCame) {
  Both both;
  Compare(R"(syntax = "proto3";
package acme;
message Order { int64 total = 1; string note = 2; string city = 3; string street = 4; }
service Shop { rpc Buy(Order) returns (Order); }
)",
          R"(syntax = "proto3";
package acme;
message Purchase { int64 total = 1; string note = 2; string street = 3; string city = 4; }
service Shop { rpc Buy(Purchase) returns (Purchase); }
)",
          both);
  std::vector<std::string> there;
  for (const Change& change : Diff(both.matches, nullptr)) {
    there.push_back(std::string(change.change_type));
  }
  const Rollback back = CheckRollback(both.matches, {.mode = Mode::kStrict});
  std::vector<std::string> types;
  for (const RollbackFinding& finding : back.findings) types.push_back(finding.change_type);
  EXPECT_THAT(types, Contains("RENAME_MESSAGE"));
  for (const std::string& type : types) EXPECT_THAT(there, Contains(type));
}

}  // namespace
}  // namespace leyline
