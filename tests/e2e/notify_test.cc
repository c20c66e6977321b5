// Who is told what happened: against a real server, with the real log.
#include <string>

#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Notify : public Platform {
 protected:
  Notify() {
    // It is there as soon as it has said its port.
    port_ = Sh(
        "python3 " + std::string(LEYLINE_SOURCE_DIR) +
        "/tests/e2e/hook_server.py ../hooks >../server.log 2>&1 & echo $! > ../server; "
        "until [ -s ../hooks ]; do kill -0 $(cat ../server); sleep 0.05; done; head -1 ../hooks");
    port_.pop_back();
  }
  ~Notify() override { Sh("kill $(cat ../server)"); }

  // Has main tell these channels, and the branch come after it.
  void Tell(const std::string& channels) {
    Sh("git switch -q main && cat >> leyline.yaml <<'END'\nnotifications:\n" + channels +
       "END\ngit commit -qam 'Tell people' && for b in breaking compatible; do git switch -q $b && "
       "git rebase -q main; done");
  }
  std::string Url(const std::string& path) { return "http://127.0.0.1:" + port_ + path; }
  // What the server got, without the port.
  std::string Hooks() { return Sh("tail -n +2 ../hooks"); }

  std::string port_;
};

TEST_F(Notify, AWebhookIsSignedAsStandardWebhooksAre) {
  Tell("  - {name: ops, type: webhook, url: \"" + Url("/hook/200") +
       "\", allow_private: true, secret_env: HOOK_SECRET}\n");
  const Exit gate =
      Leyline({"gate", "--against", "main"},
              {"LEYLINE_CHANGE_REQUEST=7", "HOOK_SECRET=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
               "TRACEPARENT=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"});
  Sh("git switch -q breaking");
  const Exit blocked =
      Leyline({"gate", "--against", "main"},
              {"LEYLINE_CHANGE_REQUEST=8", "HOOK_SECRET=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
               "TRACEPARENT=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"});
  EXPECT_EQ(gate.code, 0) << gate.err;
  EXPECT_EQ(blocked.code, 1) << blocked.err;
  EXPECT_THAT(blocked.err, Not(HasSubstr("not delivered")));
  // An implementation that is not ours says whether the signature holds.
  EXPECT_EQ(Sh("tail -n +2 ../hooks | python3 -c '\n"
               "import base64, hashlib, hmac, json, sys\n"
               "key = base64.b64decode(\"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\")\n"
               "for line in sys.stdin:\n"
               "    hook = json.loads(line)\n"
               "    head = hook[\"headers\"]\n"
               "    text = head[\"webhook-id\"] + \".\" + head[\"webhook-timestamp\"] + \".\" + "
               "hook[\"body\"]\n"
               "    mac = base64.b64encode(hmac.new(key, text.encode(), hashlib.sha256).digest())\n"
               "    body = json.loads(hook[\"body\"])\n"
               "    print(head[\"webhook-signature\"] == \"v1,\" + mac.decode(), body[\"type\"],\n"
               "          body[\"data\"][\"id\"] == head[\"webhook-id\"], "
               "body[\"data\"][\"actor\"], head[\"traceparent\"][:6])\n'"),
            "True leyline.violation True 8 00-4bf\n");
  EXPECT_THAT(Sh(LEYLINE_BINARY " audit export 2>../err"),
              AllOf(HasSubstr("\"type\":\"notification_sent\""), Not(HasSubstr("whsec"))));
  EXPECT_EQ(Leyline({"notify"}).code, 0);
  EXPECT_EQ(Sh("wc -l < ../hooks"), "2\n") << "what was delivered is not sent again";
}

TEST_F(Notify, WhatFailsChangesNoVerdictIsSaidAndIsTriedAgain) {
  Tell("  - {name: ops, type: webhook, url: \"" + Url("/hook/404") +
       "\", allow_private: true}\n"
       "  - {name: moved, type: webhook, url: \"" +
       Url("/hook/301") +
       "\", allow_private: true}\n"
       "  - {name: shut, type: webhook, url: \"" +
       Url("/hook/200") +
       "\", allow_private: true, secret_env: NOT_SET}\n"
       "  - {name: chat, type: webhook, url_env: CHAT, format: slack}\n"
       "  - {name: program, type: command, command: [sh, -c, 'echo $CHAT >&2; exit 3']}\n"
       "  - {name: none, type: command, command: [/nonexistent]}\n"
       "  - {name: ill, type: webhook, url: \"" +
       Url("/hook/500") +
       "\", allow_private: true}\n"
       "  - {name: gone, type: file, path: gone/notices.jsonl}\n");
  Sh("git switch -q breaking");
  const Exit gate = Leyline({"gate", "--against", "main"},
                            {"CHAT=https://127.0.0.1/T000/hush", "LEYLINE_CHANGE_REQUEST=7"});
  EXPECT_EQ(gate.code, 1);
  EXPECT_THAT(gate.err,
              AllOf(HasSubstr("not delivered to `ops` (violation, attempt 1 of 8): "),
                    HasSubstr("the server answered 404"), HasSubstr("the server answered 301"),
                    HasSubstr("the variable `NOT_SET` is not set"),
                    HasSubstr("leads to an address, which only this network has"),
                    HasSubstr("the program ended with 3 (fix: "),
                    HasSubstr("cannot start `/nonexistent`: No such file"),
                    HasSubstr("the server answered 500"), HasSubstr("can't append to `")));
  EXPECT_THAT(gate.err + Sh(LEYLINE_BINARY " audit export 2>../err"), Not(HasSubstr("hush")));
  const Exit again = Leyline({"notify"});
  EXPECT_EQ(again.code, 0) << again.out << "each waits for its time";
  EXPECT_THAT(again.out, HasSubstr("0 delivered, 0 failed, 8 wait, 0 given up"));
  EXPECT_EQ(Leyline({"audit", "verify"}).code, 0);
}

TEST_F(Notify, FilesProgramsAndTheJobsOwnLog) {
  Tell(
      "  - {name: file, type: file, path: leyline/notices.jsonl}\n"
      "  - {name: program, type: command, command: [tee, ../mail.json]}\n"
      "  - {name: out, type: log, from: high}\n");
  Sh("git switch -q breaking");
  const Exit gate = Leyline({"gate", "--against", "main"}, {"LEYLINE_CHANGE_REQUEST=7"});
  ASSERT_EQ(gate.code, 1);
  EXPECT_THAT(gate.err, Not(HasSubstr("{\"type\":"))) << "a violation is less than high";
  const Exit freeze = Leyline(
      {"breaker", "isolate", "--scope", "refs/heads/main/execution-team", "--reason", "freeze"});
  EXPECT_THAT(freeze.err, HasSubstr("{\"type\":\"leyline.breaker_forced_open\""));
  EXPECT_EQ(Sh("wc -l < .git/leyline/notices.jsonl"), "2\n");
  EXPECT_THAT(Read("../mail.json"), HasSubstr("Circuit refs/heads/main/execution-team: "));
  const Exit reset = Leyline({"breaker", "reset", "--scope", "refs/heads/main/execution-team",
                              "--reason", "the team agreed"});
  EXPECT_EQ(reset.code, 0) << reset.err;
  EXPECT_THAT(Read(".git/leyline/notices.jsonl"), HasSubstr("leyline.breaker_closed"));
}

TEST_F(Notify, NobodyToTellIsSaid) {
  const Exit none = Leyline({"notify", "--against", "main"});
  EXPECT_EQ(none.code, 0);
  EXPECT_THAT(none.out, HasSubstr("names nobody to tell"));
}

TEST_F(Platform, ABlockedRunLeavesAllThatIsNeededToAct) {
  Sh("git switch -q breaking");
  const Exit gate = Leyline({"gate", "--against", "main", "--violation-report", "../left"},
                            {"LEYLINE_CHANGE_REQUEST=pr-7"});
  EXPECT_EQ(gate.code, 1);
  EXPECT_THAT(gate.err, AllOf(HasSubstr("violation report: ../left/pr-7.md\n"),
                              HasSubstr("owner: data-architect; proposed by: "),
                              HasSubstr("by hand 1: leyline propose ID --description TEXT")));
  EXPECT_THAT(Read("../left/pr-7.md"), HasSubstr("## By hand"));
  EXPECT_EQ(Sh("python3 -c 'import json; r = json.load(open(\"../left/pr-7.json\")); "
               "print(r[\"owner\"], r[\"report\"][\"outcome\"], len(r[\"steps\"]) > 1)'"),
            "data-architect BLOCKED True\n");
  EXPECT_EQ(Gate("compatible", "8").code, 0);
  EXPECT_EQ(Gate("breaking", "odd/../name").code, 1);
  EXPECT_THAT(Sh("ls .git/leyline/violations"), testing::MatchesRegex("[0-9a-f]{24}\\.json\n"
                                                                      "[0-9a-f]{24}\\.md\n"));
}

TEST_F(Platform, TheFiguresAgreeWithTheLog) {
  for (const char* request : {"1", "2"}) Gate("breaking", request);
  Sh("git switch -q approved");
  Leyline({"gate", "--against", "main"},
          {"TRACEPARENT=00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"});
  Sh(LEYLINE_BINARY " metrics --format openmetrics > ../metrics 2>../err");
  EXPECT_EQ(Sh("/usr/bin/python3 -c '\n"
               "from prometheus_client.openmetrics.parser import text_string_to_metric_families\n"
               "families = {f.name: f for f in "
               "text_string_to_metric_families(open(\"../metrics\").read())}\n"
               "def total(name):\n"
               "    return sum(s.value for s in families[name].samples)\n"
               "print(total(\"leyline_governance_violations\"), total(\"leyline_gate_runs\"),\n"
               "      total(\"leyline_governance_proposals\"),\n"
               "      total(\"leyline_governance_approvals\"),\n"
               "      total(\"leyline_breaker_trips\"),\n"
               "      [s.value for s in families[\"leyline_gate_duration_seconds\"].samples\n"
               "       if s.name.endswith(\"_count\")])'"),
            "2 3 1 1 0 [3]\n");
  EXPECT_THAT(Sh(LEYLINE_BINARY " metrics --format otlp-json 2>../err"),
              HasSubstr("\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\""));
  const Exit json = Leyline({"metrics", "--format", "json"}, {"LEYLINE_LOG_FORMAT=json"});
  EXPECT_EQ(json.code, 0);
  EXPECT_THAT(json.err, AllOf(HasSubstr("{\"ts\":\""), HasSubstr("\"level\":\"info\"")));
}

}  // namespace
}  // namespace leyline
