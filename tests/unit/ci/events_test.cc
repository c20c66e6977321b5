#include "ci/events.h"

#include <gtest/gtest.h>

#include "tests/unit/ci/testing.h"

namespace leyline {
namespace {

using testing::At;
using testing::ProblemOf;

const Origin kOrigin{At(5), "run-1", "main/team"};

// Every constructor makes an event that the log takes and gives back unchanged.
TEST(Events, AllReadBack) {
  const std::vector<Event> events = {
      LogGenesis(kOrigin, "id"),
      ProposalFirstSeen(kOrigin, "p-1", "sha256:aa"),
      GateEvaluated(kOrigin, {.change_set = "sha256:cc",
                              .verdict = "blocked",
                              .violated = true,
                              .changes = 3,
                              .gated = 2,
                              .codes = {"LG4005", "LG5001"},
                              .policy_digest = "sha256:dd",
                              .generation = 4,
                              .run = "pr-7"}),
      Violation(kOrigin, "key", "sha256:cc", {"LG5001"}),
      ProbeGranted(kOrigin, "pr-7", 4, At(65)),
      Implemented(kOrigin, "p-1", "0123abcd"),
      *BreakerReset(kOrigin, "fixed"),
      *BreakerIsolated(kOrigin, "forged approval"),
  };
  const Result<std::string> text = ExtendLog({}, "x", events);
  ASSERT_TRUE(text.has_value()) << Format(text.error().front());
  const Result<std::vector<Event>> log = ParseLog("log", *text);
  ASSERT_TRUE(log.has_value()) << Format(log.error().front());
  ASSERT_EQ(log->size(), events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ((*log)[i].type, events[i].type);
    EXPECT_EQ((*log)[i].data, events[i].data);
    EXPECT_EQ((*log)[i].subject, events[i].subject);
    EXPECT_EQ((*log)[i].actor, "run-1");
    EXPECT_EQ((*log)[i].scope, "main/team");
  }
}

TEST(Events, GateEvaluatedHoldsTheRun) {
  const Event event = GateEvaluated(kOrigin, {.change_set = "sha256:cc",
                                              .verdict = "pass",
                                              .violated = false,
                                              .changes = 3,
                                              .gated = 2,
                                              .codes = {},
                                              .policy_digest = "sha256:dd",
                                              .generation = 4,
                                              .run = "pr-7"});
  EXPECT_EQ(event.type, "gate_evaluated");
  EXPECT_EQ(event.subject, "sha256:cc");
  EXPECT_EQ(event.data,
            (std::vector<std::pair<std::string, std::string>>{{"changes", "3"},
                                                              {"codes", ""},
                                                              {"gated", "2"},
                                                              {"generation", "4"},
                                                              {"policy_digest", "sha256:dd"},
                                                              {"run", "pr-7"},
                                                              {"verdict", "pass"},
                                                              {"violated", "false"}}));
}

TEST(Events, NumbersAreReadStrictly) {
  Event event = testing::Note(1, "a");
  event.data = {{"big", "99999999999999999999"}, {"n", "42"}, {"tail", "4x"}};
  EXPECT_EQ(NumberOf(event, "n", -1), 42);
  EXPECT_EQ(NumberOf(event, "tail", -1), -1);
  EXPECT_EQ(NumberOf(event, "big", -1), -1);
  EXPECT_EQ(NumberOf(event, "none", -1), -1);
  EXPECT_EQ(DataOf(event, "tail"), "4x");
  EXPECT_EQ(DataOf(event, "none"), "");
}

TEST(Events, ResetAndIsolateNeedAPersonAndAReason) {
  for (const auto& [actor, reason] : std::vector<std::pair<std::string, std::string>>{
           {"", "why"}, {"alice", ""}, {" \t", "why"}, {"alice", " \n"}}) {
    const Origin origin{At(5), actor, "s"};
    EXPECT_EQ(ProblemOf(BreakerReset(origin, reason)),
              "LG7007: `breaker_reset` needs a person and a reason");
    EXPECT_EQ(ProblemOf(BreakerIsolated(origin, reason)),
              "LG7007: `breaker_isolated` needs a person and a reason");
    EXPECT_EQ(BreakerReset(origin, reason).error().front().kind, ErrorKind::kUsage);
  }
}

TEST(Events, KeysTellRunsApart) {
  const std::string set = ChangeSetDigest({"a", "b"});
  EXPECT_EQ(set, ChangeSetDigest({"b", "a"}));
  EXPECT_NE(set, ChangeSetDigest({"ab"}));
  EXPECT_NE(set, ChangeSetDigest({"a", "b", "b"}));
  EXPECT_NE(set, ChangeSetDigest({}));
  EXPECT_EQ(RunId("pr-7", set), "pr-7");
  EXPECT_EQ(RunId("", set), set);
  EXPECT_EQ(ViolationKey("s", "pr-7"), ViolationKey("s", "pr-7"));
  EXPECT_NE(ViolationKey("s", "pr-7"), ViolationKey("t", "pr-7"));
  EXPECT_NE(ViolationKey("s", "pr-7"), ViolationKey("s", "pr-8"));
  EXPECT_NE(ViolationKey("ab", "c"), ViolationKey("a", "bc"));
}

}  // namespace
}  // namespace leyline
