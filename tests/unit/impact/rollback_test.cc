#include "analyzer/impact/rollback.h"

#include <string>
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
  std::vector<Change> changes = Diff(both.matches, nullptr);
  std::erase_if(changes, [](const Change& change) { return change.element != "acme.Order.paid"; });
  ASSERT_THAT(changes, SizeIs(1));
  EXPECT_THAT(Lines(CheckRollback(both.matches, {}, &changes)),
              ElementsAre("REMOVE_FIELD acme.Order.paid BREAKING json"));
  changes.clear();
  EXPECT_THAT(Lines(CheckRollback(both.matches, {}, &changes)), IsEmpty());
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
