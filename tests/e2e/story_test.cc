// A pull request from end to end: two clones and a bare origin, as a forge and its runners have
// them.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class Story : public Platform {
 protected:
  Story() {
    Sh("git switch -q main && echo 'log: git:refs/leyline/log' >> leyline.yaml && git commit -qam "
       "log && "
       "git clone -q --bare . ../origin.git");
    Cd(".");
    for (const char* clone : {"author", "runner"}) {
      Sh("git clone -q origin.git " + std::string(clone) + " && git -C " + clone +
         " config user.email " + clone + "@esper.example && git -C " + clone +
         " config user.name " + clone);
    }
    Cd("runner");
    EXPECT_EQ(Leyline({"audit", "init"}).code, 0);
  }

  // The author pushes a branch from main with one edit.
  void Push(int request, const std::string& edit) {
    Cd("author");
    const std::string branch = "pr-" + std::to_string(request);
    Sh("git switch -qc " + branch + " origin/main && " + edit + " && git commit -qam '" + branch +
       "' && git push -q origin " + branch);
  }

  // The job of a runner, which checks out the branch, as the action runs it.
  int Job(int request) {
    Cd("runner");
    const std::string id = std::to_string(request);
    return std::stoi(Sh("git fetch -q origin && git checkout -q --detach origin/pr-" + id +
                        " && env PATH=\"$(dirname " LEYLINE_BINARY
                        "):$PATH\" GITHUB_BASE_REF=main GITHUB_REF=refs/pull/" +
                        id +
                        "/merge LEYLINE_REPORTS=\"$PWD/../reports\" " LEYLINE_SOURCE_DIR
                        "/ci/templates/github/gate.sh >../log.txt && echo 0 || echo $?"));
  }
  std::string Comment() {
    Cd(".");
    return Read("reports/comment.md");
  }
};

TEST_F(Story, FiveViolationsOpenTheCircuitOfTheirScopeAndOfNoOther) {
  const std::string telemetry =
      "sed -i 's/double value/float value/' contracts/esper/v1/telemetry.proto";
  for (int request = 1; request <= 5; ++request) {
    Push(request, telemetry + " && echo '// " + std::to_string(request) +
                      "' >> contracts/esper/v1/telemetry.proto");
    ASSERT_EQ(Job(request), 1) << Sh("cat ../log.txt");
    EXPECT_THAT(Comment(), AllOf(StartsWith("<!-- leyline:gate -->\n### leyline: BLOCKED\n"),
                                 HasSubstr("CHANGE_FIELD_TYPE"), HasSubstr("LG5001")));
  }
  // A re-run of one of them does not count again; another is refused by the circuit.
  EXPECT_EQ(Job(5), 5);
  Push(6, telemetry);
  EXPECT_EQ(Job(6), 5);
  EXPECT_THAT(Comment(), AllOf(HasSubstr("BLOCKED by an open circuit"), HasSubstr("LG7001"),
                               HasSubstr("leyline breaker reset"), HasSubstr("CHANGE_FIELD_TYPE")));
  // The circuit of another owner is closed: its own break is refused on its own account.
  Push(7, "sed -i '/legacy_mode/d' contracts/esper/v1/system_state.proto");
  EXPECT_EQ(Job(7), 1);
  Push(8, "sed -i 's/health = 9;/&\\n  string note = 11;/' contracts/esper/v1/system_state.proto");
  EXPECT_EQ(Job(8), 0);

  // The author sees the same log, and whoever answers for the scope closes it.
  Cd("author");
  const Exit status = Leyline({"breaker", "status"});
  EXPECT_EQ(status.code, 5);
  EXPECT_THAT(status.out, HasSubstr("refs/heads/main/execution-team: OPEN"));
  const Exit reset = Leyline({"breaker", "reset", "--scope", "refs/heads/main/execution-team",
                              "--reason", "the team agreed on a plan"},
                             {"LEYLINE_ACTOR=eve@esper.example"});
  EXPECT_EQ(reset.code, 0) << reset.err;
  EXPECT_EQ(Job(6), 1) << "judged again, and refused as before the circuit opened";

  for (const char* clone : {"author", "runner"}) {
    Cd(clone);
    const Exit verify = Leyline({"audit", "verify"});
    EXPECT_EQ(verify.code, 0) << verify.err;
    EXPECT_THAT(verify.out, HasSubstr("the chain holds"));
  }
  const std::string log = Leyline({"audit", "export"}).out;
  EXPECT_THAT(log, AllOf(HasSubstr("\"breaker_reset\""), HasSubstr("eve@esper.example"),
                         HasSubstr("github:refs/pull/8")));
  // The figures are those of the log.
  Write("agree.py", R"py(
import json, re, sys
events = [json.loads(line) for line in open("log.jsonl")]
text = open("metrics.txt").read()
def figure(name):
    return sum(float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)", text, re.M))
of = lambda kind: [event for event in events if event["type"] == kind]
wanted = {
    "leyline_governance_violations_total": len({event["data"]["key"] for event in of("violation")}),
    "leyline_gate_runs_total": len(of("gate_evaluated")),
    "leyline_log_events": len(events),
    "leyline_breaker_trips_total": 1,
    "leyline_gate_duration_seconds_count": sum("took_ms" in event["data"] for event in of("gate_evaluated")),
}
print({name: (figure(name), count) for name, count in wanted.items() if figure(name) != count},
      len(of("gate_evaluated")), len({event["data"]["key"] for event in of("violation")}))
)py");
  Write("log.jsonl", log);
  EXPECT_EQ(
      Sh(LEYLINE_BINARY " metrics --format openmetrics >metrics.txt && /usr/bin/python3 agree.py"),
      "{} 10 7\n");
}

}  // namespace
}  // namespace leyline
