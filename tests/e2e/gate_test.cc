// The example platform, as a team would meet the gate.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

TEST_F(Platform, ACompatibleChangePasses) {
  const Exit exit = Gate("compatible", "1");
  EXPECT_EQ(exit.code, 0) << exit.out << exit.err;
  EXPECT_THAT(exit.out,
              HasSubstr("PASS: 1 change (0 breaking, 0 conditional, 1 compatible), 0 gated"));
}

TEST_F(Platform, AnUnapprovedBreakIsRefusedWithAllThatIsNeededToAct) {
  const Exit exit = Gate("breaking", "1");
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out,
              HasSubstr("contracts/esper/v1/telemetry.proto:10:3: BREAKING    CHANGE_FIELD_TYPE"));
  EXPECT_THAT(exit.out, HasSubstr("from `double` to `float`"));
  EXPECT_THAT(exit.out, HasSubstr("may hit tamiyo (control-team)"));
  EXPECT_THAT(exit.out, HasSubstr("LG5001"));
  EXPECT_THAT(
      exit.out,
      HasSubstr(
          "next: leyline propose ID --description TEXT, which takes all changes that have none"));
  EXPECT_THAT(exit.err, HasSubstr("event log local to this clone"));
}

TEST_F(Platform, AnApprovedBreakPasses) {
  const Exit exit = Gate("approved", "1");
  EXPECT_EQ(exit.code, 0) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("REMOVE_FIELD"));
  EXPECT_THAT(exit.out, HasSubstr("2 of 2 approvals"));
  EXPECT_THAT(exit.out, HasSubstr("PASS: "));
}

TEST_F(Platform, TheFifthViolationOpensTheCircuitAndAResetClosesIt) {
  for (int i = 1; i <= 5; ++i) {
    const Exit exit = Gate("breaking", std::to_string(i));
    EXPECT_EQ(exit.code, 1) << i << exit.out;
    // The same change request again counts once.
    if (i == 5) break;
    EXPECT_EQ(Gate("breaking", std::to_string(i)).code, 1);
  }
  const Exit sixth = Gate("breaking", "6");
  EXPECT_EQ(sixth.code, 5);
  EXPECT_THAT(sixth.out, HasSubstr("LG7001"));
  EXPECT_THAT(sixth.out, HasSubstr("is open since 2"));
  EXPECT_THAT(sixth.out,
              HasSubstr("next: leyline breaker reset --scope refs/heads/main/execution-team"));
  EXPECT_THAT(sixth.out, HasSubstr("CHANGE_FIELD_TYPE")) << "the whole report is still there";

  const Exit status = Leyline({"breaker", "status"});
  EXPECT_EQ(status.code, 5);
  EXPECT_THAT(status.out, HasSubstr("refs/heads/main/execution-team: OPEN since 2"));

  EXPECT_EQ(Leyline({"breaker", "reset", "--scope", "refs/heads/main/execution-team"}).code, 2);
  EXPECT_EQ(
      Leyline({"breaker", "reset", "--scope", "refs/heads/main/execution", "--reason", "r"}).code,
      2);
  const Exit reset = Leyline({"breaker", "reset", "--scope", "refs/heads/main/execution-team",
                              "--reason", "the team agreed on a plan"});
  EXPECT_EQ(reset.code, 0) << reset.err;
  EXPECT_THAT(reset.out, HasSubstr("CLOSED by tara@esper.example: the team agreed on a plan"));
  EXPECT_EQ(Leyline({"breaker", "status"}).code, 0);
  EXPECT_EQ(Gate("compatible", "7").code, 0);
}

TEST_F(Platform, EditingARecordOrTheRulesIsRefused) {
  Sh("git switch -q main && git merge -q approved");
  Sh("git switch -qc edit && sed -i 's/tara/mallory/' governance/proposals/*.yaml && git commit "
     "-qam edit");
  const Exit edited = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(edited.code, 1);
  EXPECT_THAT(edited.out, HasSubstr("LG5010"));
  Sh("git switch -q main && git switch -qc weaken");
  Sh("sed -i 's/min_approvals: 2/min_approvals: 1/' governance/policy.yaml && git commit -qam "
     "weaken");
  const Exit weakened = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(weakened.code, 1);
  EXPECT_THAT(weakened.out, HasSubstr("CHANGE_POLICY"));
}

TEST_F(Platform, TheGateRemembersReleasesThatTheBaseNames) {
  const std::string state = "contracts/esper/v1/system_state.proto";
  Sh("git switch -q main && git tag v1.0 && sed -i '/legacy_mode/d' " + state);
  Sh("echo \"history: v*\" >> leyline.yaml && git commit -qam 'drop legacy_mode, name the "
     "history'");
  Sh("git switch -qc fine && sed -i 's/health = 9;/&\\n  string note = 11;/' " + state +
     " && git commit -qam note");
  const Exit fine = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(fine.code, 0) << "what main did to v1.0 before is not asked for again\n" << fine.out;
  EXPECT_THAT(fine.out, HasSubstr("PASS: 1 change ")) << fine.err;

  Sh("git switch -qc reuse main && sed -i 's/health = 9;/&\\n  bytes token = 10;/' " + state +
     " && git commit -qam token");
  const Exit reuse = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(reuse.code, 1) << reuse.out << reuse.err;
  EXPECT_THAT(reuse.out, HasSubstr("; number 10 was `legacy_mode`\n    (`string`) in v1.0\n"));
  EXPECT_THAT(reuse.out, HasSubstr("LG5001"));

  // The change under test can't forget: history is the base's.
  Sh("sed -i '/history/d' leyline.yaml && git commit -qam forget");
  EXPECT_THAT(Leyline({"gate", "--against", "main"}).out, HasSubstr("number 10 was `legacy_mode`"));
  const Exit none = Leyline({"gate", "--against", "main", "--history", "w*"});
  EXPECT_EQ(none.code, 3);
  EXPECT_THAT(none.err, HasSubstr("no tag matches `w*`"));
}

TEST_F(Platform, ReleasesMayBeAFolderOfTheBase) {
  const std::string state = "contracts/esper/v1/system_state.proto";
  Sh("git switch -q main && mkdir releases && cp -r contracts releases/v1.0 && sed -i "
     "'/legacy_mode/d' " +
     state);
  Sh("protoc -I contracts -o releases/v1.1.binpb " + state.substr(10) +
     " --include_imports && echo 'history: releases' >> leyline.yaml && git add -A && git commit "
     "-qm "
     "base");
  Sh("git switch -qc reuse && rm -r releases && sed -i 's/health = 9;/&\\n  bytes token = 10;/' " +
     state + " && git commit -qam token");
  const Exit reuse = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(reuse.code, 1) << reuse.err;
  EXPECT_THAT(reuse.out, HasSubstr("; number 10 was `legacy_mode`\n    (`string`) in v1.0\n"));
}

TEST_F(Platform, GarbageIsAnErrorWithItsPlace) {
  Sh("git switch -qc garbage main && printf 'syntax = \"proto3\";\\nmessage {\\n' > "
     "contracts/esper/v1/bad.proto");
  Sh("git add -A && git commit -qm garbage");
  const Exit proto = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(proto.code, 3);
  EXPECT_THAT(proto.err, HasSubstr("contracts/esper/v1/bad.proto:2:9: error"));
  Sh("git switch -qc yaml main && mkdir -p governance/proposals");
  Sh("printf 'proposal_id: p\\nproposal_id: q\\n' > governance/proposals/p.yaml && git add -A && "
     "git commit -qm y");
  const Exit yaml = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(yaml.code, 2);
  EXPECT_THAT(yaml.err, HasSubstr("governance/proposals/p.yaml:2:1: error LG1006"));
  Sh("git switch -q main && printf '\\n  colour: red\\n' >> governance/policy.yaml && git commit "
     "-qam bad");
  Sh("git switch -qc later main && git commit -q --allow-empty -m x");
  const Exit policy = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(policy.code, 2);
  EXPECT_THAT(policy.err, HasSubstr("governance/policy.yaml:30:3: error LG1010: "));
}

TEST_F(Platform, WithoutAPolicyItSaysHowToBegin) {
  Sh("git switch -q --orphan empty && git commit -q --allow-empty -m empty");
  Sh("git switch -qc first && git checkout -q main -- . && git commit -qm first");
  const Exit refused = Leyline({"gate", "--against", "empty"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("LG2001"));
  const std::size_t at = refused.err.find("sha256:");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(Leyline({"gate", "--against", "empty", "--bootstrap", "sha256:00"}).code, 2);
  const Exit first =
      Leyline({"gate", "--against", "empty", "--bootstrap", refused.err.substr(at, 7 + 64)});
  EXPECT_EQ(first.code, 0) << first.out << first.err;
  // Once merged it is known as let pass; another first policy with these contracts is not.
  Sh("git branch empty2 empty && git switch -q empty && git merge -q --no-ff -m merged first");
  const Exit merged = Leyline({"audit", "reconcile", "--against", "empty"});
  EXPECT_EQ(merged.code, 0) << merged.out << merged.err;
  EXPECT_THAT(merged.out, HasSubstr(": 1 commits that a gate let pass, 0 that none did"));
  Sh("git reset -q --hard empty2 && git merge -q --no-commit --no-ff first && "
     "sed -i 's/min_approvals: 2/min_approvals: 1/' governance/policy.yaml && git commit -qam "
     "other");
  const Exit other = Leyline({"audit", "reconcile", "--against", "empty"});
  EXPECT_EQ(other.code, 1) << other.out << other.err;
  EXPECT_THAT(other.out, HasSubstr(": no gate has seen this"));
}

// The contracts were there before: nothing but the rules tells one first merge from another.
TEST_F(Platform, TheFirstRulesAreThoseThatAGateLetPass) {
  Sh("git checkout -q --orphan plain main && git rm -rq --cached governance && "
     "git commit -qm contracts && git clean -fdq && git switch -qc rules && "
     "git checkout -q main -- governance && git commit -qm rules");
  const std::string digest = Sh("sha256sum governance/policy.yaml").substr(0, 64);
  ASSERT_EQ(Leyline({"gate", "--against", "plain", "--bootstrap", "sha256:" + digest}).code, 0);
  Sh("git branch start plain && git switch -q plain && git merge -q --squash rules && "
     "git commit -qm rules && git branch -qD rules && git reflog expire --expire=now --all && "
     "git gc -q --prune=now");
  const std::vector<std::string> reconcile = {"audit", "reconcile", "--against", "plain"};
  const Exit same = Leyline(reconcile);
  EXPECT_EQ(same.code, 0) << same.out << same.err;
  for (const char* edit : {"s/min_approvals: 2/min_approvals: 1/' governance/policy.yaml",
                           "$a # more' governance/subsystems.yaml"}) {
    Sh("git reset -q --hard start && git checkout -q main -- governance && sed -i '" +
       std::string(edit) + " && git add -A && git commit -qm other");
    const Exit other = Leyline(reconcile);
    EXPECT_EQ(other.code, 1) << edit << other.out << other.err;
    EXPECT_THAT(other.out, HasSubstr("the first rules: no gate has seen this")) << edit;
  }
}

TEST_F(Platform, OutputsAreWrittenAndRunsAreIdentical) {
  Sh("git switch -q breaking");
  const std::vector<std::string> diff = {"diff", "main:.", "breaking:.", "--format", "json"};
  const Exit one = Leyline(diff);
  EXPECT_EQ(one.code, 0);
  EXPECT_EQ(one.out, Leyline(diff).out);
  const Exit gate =
      Leyline({"gate", "--against", "main", "--format", "github", "--output", "json=out/g.json"});
  EXPECT_EQ(gate.code, 1);
  EXPECT_THAT(gate.out,
              HasSubstr("::error file=contracts/esper/v1/telemetry.proto,line=10,col=3,"));
  EXPECT_THAT(Read("out/g.json"), HasSubstr("\"outcome\":\"BLOCKED\",\"exit_code\":1"));
}

TEST_F(Platform, AnIsolatedCircuitStaysOpenUntilAReset) {
  const std::string scope = "refs/heads/main/execution-team";
  EXPECT_EQ(Leyline({"breaker", "isolate", "--scope", scope}).code, 2) << "it needs a reason";
  const Exit isolated =
      Leyline({"breaker", "isolate", "--scope", scope, "--reason", "forged approval"},
              {"LEYLINE_ACTOR=olga"});
  EXPECT_EQ(isolated.code, 0) << isolated.err;
  EXPECT_EQ(isolated.out, scope + ": FORCED_OPEN by olga: forged approval\n");
  EXPECT_THAT(isolated.err, HasSubstr("no run has used the circuit"));
  const Exit status = Leyline({"breaker", "status"});
  EXPECT_EQ(status.code, 5);
  EXPECT_THAT(status.out, HasSubstr(scope + ": FORCED_OPEN since 2"));
  const Exit gate = Gate("compatible", "1");
  EXPECT_EQ(gate.code, 5) << gate.out;
  EXPECT_THAT(gate.out, HasSubstr("LG7003"));
  EXPECT_THAT(gate.out, HasSubstr("was opened by olga at 2"));
  EXPECT_THAT(gate.out, HasSubstr(": forged approval"));
  EXPECT_EQ(Leyline({"breaker", "reset", "--scope", scope, "--reason", "keys changed"}).code, 0);
  EXPECT_EQ(Gate("compatible", "1").code, 0);
}

TEST_F(Platform, AnAuditFindsAnAlteredLogAndACutOne) {
  EXPECT_EQ(Leyline({"audit", "verify"}).code, 0) << "nobody has written yet";
  EXPECT_EQ(Gate("compatible", "1").code, 0);
  const Exit first = Leyline({"audit", "verify"});
  EXPECT_EQ(first.code, 0) << first.err;
  const std::string anchor = first.out.substr(first.out.find("anchor ") + 7,
                                              first.out.size() - first.out.find("anchor ") - 8);
  EXPECT_EQ(Gate("compatible", "2").code, 0);
  EXPECT_EQ(Leyline({"audit", "verify", "--anchor", anchor}).code, 0) << "it has grown";
  for (const std::string bad : {"x", "1x:sha256:0", "-1:sha256:0", ":sha256:0"}) {
    EXPECT_EQ(Leyline({"audit", "verify", "--anchor=" + bad}).code, 2) << bad;
  }
  Sh("sed -i '$d' .git/leyline/log.jsonl && sed -i '$d' .git/leyline/log.jsonl");
  const Exit cut = Leyline({"audit", "verify", "--anchor", anchor});
  EXPECT_EQ(cut.code, 1) << cut.out;
  EXPECT_THAT(cut.err, HasSubstr("LG8004"));
  EXPECT_EQ(Leyline({"audit", "verify"}).code, 0) << "only the anchor can tell";
  Sh("sed -i 's/log_genesis/log_geneziz/' .git/leyline/log.jsonl");
  const Exit altered = Leyline({"audit", "verify"});
  EXPECT_EQ(altered.code, 1);
  EXPECT_THAT(altered.err, HasSubstr("LG8001"));
  EXPECT_EQ(Gate("compatible", "3").code, 4);
}

TEST_F(Platform, ProductionNeedsAPolicyThatIsFitForIt) {
  Sh("sed -i 's/min_approvals: 2 /min_approvals: 1 /' governance/policy.yaml");
  Sh("printf '  environments: [{name: production, refs: [refs/heads/main, "
     "\"refs/heads/release/*\"]}]\\n' >> governance/policy.yaml && git commit -qam lax");
  const Exit production = Gate("compatible", "1");
  EXPECT_EQ(production.code, 2) << production.out;
  EXPECT_THAT(production.err, HasSubstr("LG2004: `min_approvals` is 1; production needs 2"));
  EXPECT_EQ(Leyline({"gate", "--against", "main", "--target-ref", "release/1"}).code, 2);
  EXPECT_EQ(Leyline({"gate", "--against", "main", "--target-ref", "develop"}).code, 0);
}

// What the policy of the example says: bindings of what changes must be there for the merge.
TEST_F(Platform, BindingsAreMadeOfWhatChanges) {
  const std::string cache = "XDG_CACHE_HOME=" + folder_ + "/cache";
  const auto gate = [&](const std::string& branch) {
    Sh("git switch -q " + branch);
    return Leyline({"gate", "--against", "main"}, {cache});
  };
  EXPECT_EQ(gate("main").code, 0);
  EXPECT_EQ(Sh("ls .."), "esper\n") << "nothing changed, so nothing ran";
  const Exit passed = gate("compatible");
  EXPECT_EQ(passed.code, 0) << passed.out << passed.err;
  EXPECT_THAT(passed.out, ContainsRegex("LG9004 bindings of [0-9]+ contracts? can be made: cpp, "));
  const std::string made = Sh("find ../cache -type f | sort");
  EXPECT_THAT(Leyline({"bindings", "compatible:.", "--out", "../gen"}, {cache}).err,
              HasSubstr(" of 26 bindings generated"));
  EXPECT_EQ(Sh("find ../cache -type f | grep -c ."), "27\n") << "and the version of protoc";
  Sh("rm -r ../cache && git switch -q compatible");
  EXPECT_EQ(Leyline({"gate", "--against", "main"}, {cache}).code, 0);
  EXPECT_EQ(Sh("find ../cache -type f | sort"), made) << "of what changed, and of nothing else";
}

// Programs are those that the base names, and never files of the change.
// A report of an earlier run would be taken for this one's.
TEST_F(Platform, AGateThatCanNotDecideSaysSoInItsReports) {
  Sh("git switch -q compatible");
  std::vector<std::string> gate = {"gate", "--against", "main"};
  for (const std::string format : {"text", "lines", "json", "markdown", "html", "sarif", "junit",
                                   "github", "gitlab", "rdjsonl"}) {
    gate.insert(gate.end(), {"--output", format + "=../reports/" + format});
  }
  ASSERT_EQ(Leyline(gate).code, 0);
  EXPECT_THAT(Read("../reports/junit"), HasSubstr("failures=\"0\""));
  EXPECT_THAT(Read("../reports/sarif"), HasSubstr("\"executionSuccessful\":true"));
  Sh("echo 'message {' >> contracts/esper/v1/telemetry.proto && git commit -qam broken");
  gate.insert(gate.end(), {"--format", "github"});
  const Exit broken = Leyline(gate);
  EXPECT_EQ(broken.code, 3);
  EXPECT_THAT(broken.out, HasSubstr("::error file=contracts/esper/v1/telemetry.proto,line="));
  EXPECT_THAT(broken.err, HasSubstr("contracts/esper/v1/telemetry.proto:"));
  for (const std::string format : {"text", "lines", "json", "markdown", "html", "sarif", "junit",
                                   "github", "gitlab", "rdjsonl"}) {
    EXPECT_THAT(Read("../reports/" + format), HasSubstr("contracts/esper/v1/telemetry.proto"))
        << format;
    EXPECT_THAT(Read("../reports/" + format), Not(HasSubstr("PASS"))) << format;
  }
  EXPECT_THAT(Read("../reports/text"),
              HasSubstr("UNDECIDED: nothing was judged, so nothing merges; "
                        "exit 3\n"));
  EXPECT_THAT(Read("../reports/json"),
              AllOf(HasSubstr("\"outcome\":\"UNDECIDED\""), HasSubstr("\"exit_code\":3"),
                    Not(HasSubstr("policy_digest"))));
  EXPECT_THAT(Read("../reports/junit"), Not(HasSubstr("failures=\"0\"")));
  EXPECT_THAT(Read("../reports/sarif"),
              AllOf(HasSubstr("\"level\":\"error\""), HasSubstr("\"executionSuccessful\":false")));
  const Exit nowhere =
      Leyline({"gate", "--against", "nowhere", "--output", "markdown=../reports/md", "--output",
               "junit=contracts/x.proto", "--output", "sarif=../reports/sarif"});
  EXPECT_EQ(nowhere.code, 3) << nowhere.err;
  EXPECT_EQ(nowhere.out, "") << "standard error has it";
  EXPECT_THAT(Read("../reports/md"), AllOf(HasSubstr("UNDECIDED"), HasSubstr("LG9002")));
  EXPECT_THAT(Read("../reports/sarif"), HasSubstr("LG9002")) << "also behind one that can't be";
}

}  // namespace
}  // namespace leyline
