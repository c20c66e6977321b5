// The log under suspicion: what is cut off, forked, edited, torn or replaced is found and named,
// and so is what reached the branch without a gate.
#include <string>

#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class Audit : public Platform {
 protected:
  Audit() {
    Sh("ssh-keygen -q -t ed25519 -N '' -f ../key; "
       "cat > governance/roles.yaml <<END\nversion: 1\nprincipals:\n  - id: tara\n    emails: "
       "[tara@esper.example]\n    keys: [\"$(cut -d' ' -f1,2 ../key.pub)\"]\n"
       "  - id: dana\n  - id: sam\n  - id: ira\nroles:\n  data-architect: [dana]\n"
       "  system-architect: [sam]\n  integration-specialist: [ira]\nEND\n"
       "git add -A; git commit -qm keys");
  }

  // A log of five events, and a copy of it.
  void KeepALog() {
    for (const char* request : {"1", "2"}) Gate("breaking", request);
    Sh("cp .git/leyline/log.jsonl ../copy; git switch -q main");
  }
  Exit Verify(std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"audit", "verify", "--against", "main"};
    words.insert(words.end(), more.begin(), more.end());
    return Leyline(words);
  }
  void Restore() { Sh("cp ../copy .git/leyline/log.jsonl"); }
};

TEST_F(Audit, EachKindOfDamageIsFoundAndNamed) {
  KeepALog();
  EXPECT_EQ(Leyline({"audit", "checkpoint", "--file", "../point.json", "--key", "../key"}).code, 0);
  EXPECT_THAT(Verify({"--checkpoint", "../point.json", "--signed"}).out,
              AllOf(StartsWith("extends ../point.json: "), HasSubstr(", signed by tara")));
  Gate("breaking", "4");
  EXPECT_EQ(Verify({"--checkpoint", "../point.json"}).code, 0) << "the log has grown since";
  struct {
    const char* damage;
    const char* code;
    int exit;
  } const cases[] = {
      {"sed -i 's/LG5001/LG5002/' .git/leyline/log.jsonl", "LG8001", 1},             // edit
      {"sed -i 3d .git/leyline/log.jsonl", "LG8002", 1},                             // gap
      {"l=.git/leyline/log.jsonl; tail -1 $l > ../l; cat ../l >> $l", "LG8002", 1},  // repeat
      {"truncate -s -5 .git/leyline/log.jsonl", "LG8005", 1},                        // torn
      {"head -3 ../copy > .git/leyline/log.jsonl", "LG8004", 1},                     // cut off
      {"echo '{}' >> .git/leyline/log.jsonl", "LG8008", 1},                          // no event
      {"sed -i 1d .git/leyline/log.jsonl", "LG8006", 1},                             // no genesis
  };
  for (const auto& one : cases) {
    Restore();
    Sh(one.damage);
    const Exit verify = Verify({"--checkpoint", "../point.json"});
    EXPECT_EQ(verify.code, one.exit) << one.damage;
    EXPECT_THAT(verify.err, HasSubstr(one.code)) << one.damage;
  }
  Restore();
  Sh("head -4 ../copy > .git/leyline/log.jsonl");  // a fork: the same beginning, other runs
  Gate("breaking", "a");
  EXPECT_EQ(Verify().code, 0) << "by itself the chain of a fork holds";
  EXPECT_THAT(Verify({"--checkpoint", "../point.json"}).err, HasSubstr("LG8003"));
  Sh("rm -r .git/leyline");
  Gate("breaking", "9");
  EXPECT_THAT(Verify({"--checkpoint", "../point.json"}).err, HasSubstr("LG8006"));
}

TEST_F(Audit, ACheckpointIsWorthItsSignature) {
  KeepALog();
  Sh("ssh-keygen -q -t ed25519 -N '' -f ../other");
  Leyline({"audit", "checkpoint", "--file", "../point.json", "--key", "../other"});
  EXPECT_THAT(Verify({"--checkpoint", "../point.json"}).err,
              HasSubstr("LG8007: the checkpoint is signed with a key that nobody"));
  Leyline({"audit", "checkpoint", "--file", "../point.json", "--key", "../key"});
  Sh("sed -i 's/\"size\":[0-9]*/\"size\":1/' ../point.json");
  const Exit changed = Verify({"--checkpoint", "../point.json"});
  EXPECT_EQ(changed.code, 1);
  EXPECT_THAT(changed.err, HasSubstr("LG8007: the checkpoint has a signature that does not"));
  Sh("rm ../point.json.sig; " LEYLINE_BINARY " audit checkpoint > ../point.json 2>../err");
  EXPECT_EQ(Verify({"--checkpoint", "../point.json"}).code, 0);
  EXPECT_THAT(Verify({"--checkpoint", "../point.json", "--signed"}).err,
              HasSubstr("is not signed"));
  EXPECT_EQ(Leyline({"audit", "checkpoint", "--key", "../key"}).code, 2);
  EXPECT_EQ(Verify({"--checkpoint", "../none.json"}).code, 3);
}

TEST_F(Audit, WhatCameToTheBranchWithoutAGateIsFound) {
  Sh("sed -i '/keys:/d' governance/roles.yaml && git commit -qam 'No keys'");
  const std::string start = Sh("git rev-parse HEAD");
  const std::vector<std::string> reconcile = {"audit", "reconcile", "--against",
                                              "main",  "--since",   start.substr(0, 40)};
  EXPECT_THAT(Leyline(reconcile).out, HasSubstr(": 0 commits that a gate let pass, 0 that none"));
  // A merge that a gate let pass, also when its commits come one by one.
  Sh("git switch -q compatible && git rebase -q main && "
     "printf '\\nmessage Added { string one = 1; }\\n' >> "
     "$(git ls-files '*.proto' | head -1) && git commit -qam 'A second commit'");
  ASSERT_EQ(Gate("compatible", "20").code, 0);
  Sh("git switch -q main && git merge -q --ff-only compatible");
  const Exit clean = Leyline(reconcile);
  EXPECT_EQ(clean.code, 0) << clean.out << clean.err;
  EXPECT_THAT(clean.out, HasSubstr(": 2 commits that a gate let pass, 0 that none did"));
  // One that the gate refused, and one that it never saw.
  Sh("git switch -q breaking && git rebase -q main");
  ASSERT_EQ(Gate("breaking", "21").code, 1);
  Sh("git switch -q main && git merge -q --ff-only breaking && "
     "printf '\\nmessage Unseen {}\\n' >> $(git ls-files '*.proto' | head -1) && "
     "sed -i 's/review_timeout_days: 3/review_timeout_days: 4/' governance/policy.yaml && "
     "git commit -qam 'Straight to main'");
  const Exit found = Leyline(reconcile);
  EXPECT_EQ(found.code, 1);
  EXPECT_THAT(found.out, AllOf(HasSubstr("LG5009: "), HasSubstr(": the gate refused it (LG5001"),
                               HasSubstr(": no gate has seen this"),
                               HasSubstr(": 2 commits that a gate let pass, 2 that none did")));
  std::vector<std::string> record = reconcile;
  record.emplace_back("--record");
  EXPECT_EQ(Leyline(record).code, 1);
  EXPECT_EQ(Leyline(record).code, 1) << "recorded once";
  EXPECT_THAT(Leyline({"audit", "show", "--against", "main", "--type", "violation"}).out,
              HasSubstr("codes=LG5009"));
  const Exit status = Leyline({"breaker", "status", "--against", "main"});
  EXPECT_EQ(status.code, 5);
  EXPECT_THAT(status.out, HasSubstr("FORCED_OPEN"));
  EXPECT_THAT(status.out, HasSubstr("LG5009")) << "who changes the rules past the gate tampers";
  // No mistake, so two persons close it, one of them the owner.
  const auto reset = [&](const std::string& person) {
    const Exit exit = Leyline({"breaker", "reset", "--against", "main", "--scope",
                               "refs/heads/main/data-architect", "--reason", "seen"},
                              {"LEYLINE_ACTOR=" + person});
    return std::to_string(exit.code) + " " + exit.out + exit.err;
  };
  EXPECT_THAT(reset("mallory"), AllOf(StartsWith("2 "), HasSubstr("LG7007: `mallory` is neither")));
  EXPECT_THAT(reset("sam"), AllOf(StartsWith("0 "), HasSubstr("FORCED_OPEN by sam"),
                                  HasSubstr("another person must reset it too")));
  EXPECT_THAT(reset("sam"), HasSubstr("`sam` has said so already"));
  EXPECT_THAT(reset("ira"), HasSubstr("one of them must be the owner"));
  EXPECT_THAT(reset("dana"), AllOf(StartsWith("0 "), HasSubstr("CLOSED by dana")));
}

// One line of a machine whose clock was years ahead.
constexpr char kFromTheFuture[] = R"(
import hashlib, json
lines = open(".git/leyline/log.jsonl").read().splitlines()
last = json.loads(lines[-1])
event = {"actor": "ci", "data": {}, "prev": last["hash"], "scope": "", "seq": last["seq"] + 1,
         "subject": "", "ts": "2999-01-01T00:00:00Z", "type": "x", "v": 1}
text = lambda: json.dumps(event, sort_keys=True, separators=(",", ":"))
event["hash"] = "sha256:" + hashlib.sha256(("leyline.audit.v1\n" + text()).encode()).hexdigest()
open(".git/leyline/log.jsonl", "a").write(text() + "\n")
print(event["seq"])
)";

TEST_F(Audit, TwoPersonsDisownATimeOfTheFuture) {
  Gate("breaking", "1");
  Write("../future.py", kFromTheFuture);
  std::string seq = Sh("/usr/bin/python3 ../future.py");
  seq.pop_back();
  EXPECT_THAT(Gate("breaking", "4").out,
              AllOf(HasSubstr("LG7006"), HasSubstr("leyline audit disown " + seq)));
  const auto disown = [&](const std::string& person, const std::string& event) {
    const Exit exit = Leyline({"audit", "disown", event, "--reason", "a fast clock"},
                              {"LEYLINE_ACTOR=" + person});
    return std::to_string(exit.code) + " " + exit.out + exit.err;
  };
  EXPECT_THAT(disown("sam", "99"), AllOf(StartsWith("2 "), HasSubstr("there is no event `99`")));
  EXPECT_THAT(disown("sam", "0"), AllOf(StartsWith("2 "), HasSubstr("is not in the future")));
  EXPECT_THAT(disown("mallory", seq), AllOf(StartsWith("2 "), HasSubstr("LG7007")));
  EXPECT_THAT(disown("sam", seq), AllOf(StartsWith("0 "), HasSubstr("another person must say so")));
  EXPECT_THAT(disown("sam", seq), AllOf(StartsWith("2 "), HasSubstr("has said so already")));
  EXPECT_THAT(disown("dana", seq), AllOf(StartsWith("0 "), Not(HasSubstr("another person"))));
  EXPECT_THAT(Gate("breaking", "4").out, Not(HasSubstr("LG7006")));
  EXPECT_EQ(Verify().code, 0);
}

TEST_F(Audit, AVerdictIsForOneMergeIntoItsBranch) {
  const std::string start = Sh("git rev-parse main").substr(0, 40);
  const std::vector<std::string> reconcile = {"audit", "reconcile", "--against",
                                              "main",  "--since",   start};
  Sh("git switch -q compatible && git rebase -q main");
  ASSERT_EQ(Gate("compatible", "20").code, 0);
  Sh("git switch -q main && echo >> README.md && git add -A && git commit -qm Docs && "
     "git merge -q --no-ff -m Merge compatible");
  const Exit once = Leyline(reconcile);
  EXPECT_EQ(once.code, 0) << "judged before another merge: " << once.out << once.err;
  Sh("git revert -m 1 --no-edit HEAD && git revert --no-edit HEAD");
  EXPECT_THAT(Leyline(reconcile).out,
              AllOf(HasSubstr(": 1 commits that a gate let pass, 2 that none did"),
                    HasSubstr(": a gate let this pass once, and it was merged as ")));
  // What may go to another branch may not go here.
  Sh("git switch -qc new && printf '\\nmessage New {}\\n' >> $(git ls-files '*.proto' | head -1) "
     "&& git commit -qam New");
  ASSERT_EQ(Leyline({"gate", "--against", "main", "--target-ref", "refs/heads/lab"}).code, 0);
  Sh("git switch -q main && git merge -q --ff-only new");
  EXPECT_THAT(Leyline(reconcile).out,
              AllOf(HasSubstr(": 1 commits that a gate let pass, 3 that none did"),
                    HasSubstr(": no gate has seen this")));
}

}  // namespace
}  // namespace leyline
