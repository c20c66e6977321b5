// Many real gates on one log: nothing is lost, one probes, and gates that are killed leave a log
// that verifies, or that `audit repair` mends. Each check holds in whatever order they run.
#include <algorithm>
#include <string>

#include <gmock/gmock.h>

#include "ci/event_log.h"
#include "ci/events.h"
#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::HasSubstr;

// As many as CI can bear with instruments; all of them with the command as it ships.
#ifdef NDEBUG
constexpr int kGates = 200;
constexpr int kKills = 100;
#else
constexpr int kGates = 12;
constexpr int kKills = 5;
#endif

constexpr char kScope[] = "refs/heads/main/execution-team";

class Crowd : public Platform {
 protected:
  Crowd() { Sh("git switch -q breaking"); }

  // The default log of this clone.
  std::unique_ptr<EventStore> Log() { return OpenFolderLog(folder_ + "/esper/.git/leyline"); }

  // Five violations so long ago that the circuit takes a probe.
  void OpenLongAgo() {
    const Status opened = Log()->Record([](std::span<const Event>) {
      std::vector<Event> events;
      for (int i = 0; i < 5; ++i) {
        const Origin origin{*ParseTime("2026-01-01T00:00:00Z"), "pr", kScope};
        events.push_back(
            Violation(origin, ViolationKey(kScope, "old-" + std::to_string(i)), "", {"LG5001"}));
      }
      return events;
    });
    ASSERT_TRUE(opened.has_value());
  }

  // Runs them all at once; "3 1\n17 5\n": how many ended with which code.
  std::string RunAtOnce(int count) {
    return Sh("for i in $(seq " + std::to_string(count) +
              "); do (code=0; LEYLINE_CHANGE_REQUEST=run-$i " LEYLINE_BINARY
              " gate --against main >/dev/null 2>../err-$i || code=$?; echo $code > ../code-$i) & "
              "done; wait; cat ../code-* | sort | uniq -c | awk '{print $1, $2}'");
  }

  static int CountOf(const std::vector<Event>& log, std::string_view type) {
    return static_cast<int>(std::count_if(log.begin(), log.end(),
                                          [&](const Event& event) { return event.type == type; }));
  }
};

TEST_F(Crowd, OfManyGatesAtOnceAllAreRecordedAndOneProbes) {
  OpenLongAgo();
  const std::string rest = std::to_string(kGates - 1);
  EXPECT_EQ(RunAtOnce(kGates), "1 1\n" + rest + " 5\n") << Sh("cat ../err-* | sort | uniq -c");
  const auto log = Log()->Read();
  ASSERT_TRUE(log.has_value()) << Format(log.error().front());
  EXPECT_EQ(CountOf(*log, event_type::kGateEvaluated), kGates);
  EXPECT_EQ(CountOf(*log, event_type::kProbeGranted), 1);
  EXPECT_EQ(Leyline({"audit", "verify"}).code, 0);
}

TEST_F(Crowd, OfManyViolationsAtOnceTheFifthOpens) {
  EXPECT_EQ(RunAtOnce(8), "5 1\n3 5\n") << Sh("cat ../err-* | sort | uniq -c");
  const auto log = Log()->Read();
  ASSERT_TRUE(log.has_value()) << Format(log.error().front());
  EXPECT_EQ(CountOf(*log, event_type::kGateEvaluated), 8);
  EXPECT_EQ(CountOf(*log, event_type::kViolation), 5);
}

TEST_F(Crowd, CircuitsThatOpenTogetherAreToldOf) {
  const auto isolate = [&](const std::string& scope) {
    return Leyline({"breaker", "isolate", "--scope", scope, "--reason", "freeze"}).code;
  };
  ASSERT_EQ(isolate("refs/heads/main/a"), 0);
  EXPECT_THAT(Leyline({"breaker", "status"}).err, testing::Not(HasSubstr("more than half")));
  ASSERT_EQ(isolate("refs/heads/main/b"), 0);
  EXPECT_THAT(Leyline({"breaker", "status"}).err, HasSubstr("more than half of the circuits"));
}

// Of two gates that start together one is killed somewhere on its way, which is as long as that of
// the first.
TEST_F(Crowd, KilledGatesLoseNothingThatWasAcknowledged) {
  Sh("begin=$(date +%s%N); " LEYLINE_BINARY
     " gate --against main >/dev/null 2>&1 || true; "
     "took=$(($(date +%s%N) - begin)); seq " +
     std::to_string(kKills) +
     " | awk -v took=$took 'BEGIN { srand(7) } { print $1, rand() * 1.5 * took / 1e9 }' > "
     "../plan; "
     "while read -r i pause; do "
     "LEYLINE_CHANGE_REQUEST=killed-$i " LEYLINE_BINARY
     " gate --against main >/dev/null 2>&1 & "
     "victim=$!; "
     "code=0; (sleep $pause; kill -9 $victim 2>/dev/null || true) & killer=$!; "
     "LEYLINE_CHANGE_REQUEST=left-$i " LEYLINE_BINARY
     " gate --against main >/dev/null 2>../err || code=$?; "
     "wait $killer; ended=0; wait $victim 2>/dev/null || ended=$?; "
     "case $code in 1|5) echo left-$i >> ../acknowledged;; "
     "*) cat ../err; grep -q LG8005 ../err;; esac; "
     "case $ended in 1|5) echo killed-$i >> ../acknowledged;; esac; " LEYLINE_BINARY
     " audit verify >/dev/null 2>&1 || " LEYLINE_BINARY
     " audit repair >> ../repairs; "
     "done < ../plan");
  const Exit verify = Leyline({"audit", "verify"});
  EXPECT_EQ(verify.code, 0) << verify.err;
  const auto log = Log()->Read();
  ASSERT_TRUE(log.has_value());
  std::string recorded;
  for (const Event& event : *log) recorded += event.type + " " + event.actor + "\n";
  const std::string acknowledged = Read("../acknowledged");
  EXPECT_GE(std::count(acknowledged.begin(), acknowledged.end(), '\n'), kKills);
  std::size_t start = 0;
  while (start < acknowledged.size()) {
    const std::size_t end = acknowledged.find('\n', start);
    const std::string run = acknowledged.substr(start, end - start);
    EXPECT_THAT(recorded, HasSubstr("gate_evaluated " + run + "\n"));
    start = end + 1;
  }
}

}  // namespace
}  // namespace leyline
