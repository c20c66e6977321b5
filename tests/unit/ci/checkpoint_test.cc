#include "ci/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/ci/testing.h"

namespace leyline {
namespace {

using testing::At;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::LogOf;
using testing::Note;
using testing::ProblemOf;
using ::testing::StartsWith;

std::vector<Event> LogWith(int64_t count, const std::string& type = "a") {
  std::vector<Event> events;
  for (int64_t i = 1; i <= count; ++i) events.push_back(Note(i, type));
  return *ParseLog("log", LogOf(std::move(events)));
}

TEST(Checkpoint, ReadsBackAsWritten) {
  const std::vector<Event> log = LogWith(3);
  const Checkpoint made = CheckpointOf(log, At(9));
  EXPECT_EQ(made.head, HeadOf(log));
  EXPECT_EQ(made.log_id, "test");
  const std::string text = TextOf(made);
  EXPECT_THAT(text, StartsWith("{\"at\":\"2026-01-01T00:00:09Z\",\"head\":\"sha256:"));
  EXPECT_THAT(text,
              HasSubstr("\"log_id\":\"test\",\"size\":4,\"type\":\"leyline.checkpoint.v1\"}"));
  EXPECT_EQ(*ParseCheckpoint("c", text), made);
  EXPECT_EQ(*ParseCheckpoint("c", text + "\n"), made);
}

TEST(Checkpoint, NothingElseIsOne) {
  const std::string text = TextOf(CheckpointOf(LogWith(3), At(9)));
  for (std::size_t cut = 0; cut < text.size(); ++cut) {
    EXPECT_THAT(ProblemOf(ParseCheckpoint("c", text.substr(0, cut))), StartsWith("LG1005: "));
  }
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    other.replace(other.find(from), from.size(), to);
    return ProblemOf(ParseCheckpoint("c", other));
  };
  EXPECT_THAT(with("checkpoint.v1", "approval.v1"), HasSubstr("type `leyline.approval.v1`"));
  EXPECT_THAT(with("\"size\":4", "\"size\":0"), HasSubstr("of 0 events"));
  EXPECT_THAT(with("test", "\\u0074est"), HasSubstr("not a checkpoint: "));
  EXPECT_THAT(with("\"at\"", "\"ta\""), HasSubstr("not a checkpoint: "));
}

TEST(Checkpoint, ALaterLogMustExtendIt) {
  const std::vector<Event> log = LogWith(5);
  const std::span<const Event> all(log);
  const Checkpoint early = CheckpointOf(all.first(3), At(9));
  EXPECT_TRUE(CheckCheckpoint("log", log, early).has_value());
  EXPECT_TRUE(CheckCheckpoint("log", all.first(3), early).has_value());
  EXPECT_EQ(ProblemOf(CheckCheckpoint("log", all.first(2), early)),
            "LG8004: the log has 2 events, the anchor says 3");
  EXPECT_THAT(ProblemOf(CheckCheckpoint("log", {}, early)), StartsWith("LG8004: "));
  EXPECT_THAT(ProblemOf(CheckCheckpoint("log", LogWith(5, "b"), early)),
              StartsWith("LG8003: the log forks before the anchor: event 2 "));
  Checkpoint other = early;
  other.log_id = "other";
  EXPECT_EQ(ProblemOf(CheckCheckpoint("log", log, other)),
            "LG8006: this is log `test`, the checkpoint is of log `other`");
}

TEST(Checkpoint, StepsBackInTimeAreTold) {
  const std::vector<Event> log = {Note(0, "a"), Note(10'000, "b"), Note(9'700, "c"),
                                  Note(9'699, "d"), Note(20'000, "e")};
  EXPECT_THAT(BackwardSteps(log),
              ElementsAre("event 0 is dated 2026-01-01T02:41:39Z, 5 min before event 0"));
  EXPECT_TRUE(BackwardSteps({}).empty());
}

}  // namespace
}  // namespace leyline
