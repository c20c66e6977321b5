// Five people with their own keys: the story from a change to its merge, with all that is refused
// on the way; then what else they do.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kState[] = "contracts/esper/v1/system_state.proto";

// The example platform, whose roles have persons with keys; tara's branch `drop` removes a field.
class FivePeople : public Platform {
 protected:
  FivePeople() {
    std::string roles = "version: 1\nprincipals:\n";
    for (const std::string person : {"tara", "dana", "sam", "ines", "mallory"}) {
      const std::string kind = person == "ines" ? "ecdsa" : "ed25519";  // ssh-keygen verifies hers
      Sh("ssh-keygen -q -t " + kind + " -N '' -C " + person + " -f ../" + person + ".key");
      roles += "  - id: " + person + "\n    emails: [" + person + "@esper.example]\n    keys: [\"" +
               Sh("cat ../" + person + ".key.pub | tr -d '\\n'") + "\"]\n";
    }
    roles +=
        "groups: {training-team: [tara]}\nroles:\n  data-architect: [dana]\n"
        "  system-architect: [sam]\n  integration-specialist: [ines]\n";
    Write("governance/roles.yaml", roles);
    Sh("echo 'repository: esper' >> leyline.yaml && sed -i 's/min_approvals: 2 .*/min_approvals: "
       "2\\n  owner_approval: required/' governance/policy.yaml");
    Commit("Name the people");
    Sh("git switch -qc drop && sed -i 's/.*legacy_mode = 10;/  reserved 10;\\n  reserved "
       "\"legacy_mode\";/' " +
       std::string(kState));
    Commit("Drop legacy_mode");
  }

  void Commit(const std::string& message) { Sh("git add -A && git commit -qm '" + message + "'"); }

  // A command of a person who has read `main`, and commits what it wrote.
  Exit As(const std::string& person, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--against", "main"});
    const Exit exit = Leyline(
        arguments, {"LEYLINE_ACTOR=" + person, "LEYLINE_SIGNING_KEY=../" + person + ".key"});
    if (exit.code == 0) {
      Sh("git add -A && git -c user.name=" + person + " -c user.email=" + person +
         "@esper.example commit -q --allow-empty -m '" + person + " " + arguments[0] + "'");
    }
    return exit;
  }
  Exit Approve(const std::string& person) {
    return As(person, {"approve", "drop", "--reason", "Nobody reads it."});
  }
  Exit Decide() {
    return As("dana", {"decide", "drop", "--rationale", "It was agreed by all teams.",
                       "--rollback-plan", "Go back to the tag before this merge."});
  }

  void Refused(const std::string& code, const std::string& words) {
    const Exit gate = Leyline({"gate", "--against", "main"});
    EXPECT_EQ(gate.code, 1) << gate.out << gate.err;
    EXPECT_THAT(gate.out, AllOf(HasSubstr(code), HasSubstr(words), HasSubstr("next: ")));
  }
  void Passes() {
    const Exit gate = Leyline({"gate", "--against", "main"});
    EXPECT_EQ(gate.code, 0) << gate.out << gate.err;
  }
};

TEST_F(FivePeople, ProposeApproveDecideAndMerge) {
  Refused("LG5001", "REMOVE_FIELD");
  const Exit proposed = As("tara", {"propose", "drop", "--description",
                                    "Nobody has read this field since the release of June."});
  ASSERT_EQ(proposed.code, 0) << proposed.err;
  EXPECT_THAT(Read("governance/proposals/drop.yaml"),
              AllOf(HasSubstr("proposer: \"training-team\""), HasSubstr("submitted_by: \"tara\""),
                    HasSubstr("affected_subsystems: [\"nissa\"]"),
                    HasSubstr("  -  string legacy_mode = 10;"), HasSubstr("status: submitted")));
  Refused("LG4001", "has no decision");
  EXPECT_THAT(Decide().out, AllOf(HasSubstr("missing LG4005 nobody has approved it"),
                                  HasSubstr("next: ask dana, ines, sam to run leyline approve")));
  EXPECT_THAT(Approve("tara").err,
              HasSubstr("LG4007: `tara` can't approve `drop`: tara proposed it (fix: ask dana"));
  EXPECT_THAT(Approve("mallory").err, AllOf(HasSubstr("LG4009"), HasSubstr("ask dana, ines, sam")));
  EXPECT_THAT(As("mallory", {"approve", "drop", "--reason", "x", "--as", "sam"}).err,
              HasSubstr("LG4010: this key belongs to `mallory`, not to `sam`"));
  EXPECT_EQ(As("sam", {"approve", "drop"}).code, 2) << "the risk is high, so it needs a reason";
  EXPECT_THAT(As("sam", {"approve", "drap", "--reason", "x"}).err,
              HasSubstr("did you mean `drop`?"));
  EXPECT_THAT(As("sam", {"approve", "drop", "--reason", "x", "--as", "eve"}).err,
              HasSubstr("LG4010: `eve` is no principal in roles.yaml at base"));
  EXPECT_EQ(Approve("sam").code, 0);
  const Exit status = Leyline({"status", "--against", "main"});
  EXPECT_THAT(status.out,
              AllOf(HasSubstr("IN_REVIEW"), HasSubstr("1 of 2 approvals"),
                    HasSubstr("who can approve: dana, ines"),
                    HasSubstr("next: ask dana, ines for approval: leyline approve drop")));
  EXPECT_EQ(Decide().code, 1) << "it can't be decided before";
  EXPECT_THAT(As("mallory", {"decide", "drop", "--rationale", "I decide."}).err,
              HasSubstr("LG4038: `mallory` is neither owner nor reviewer"));
  EXPECT_THAT(As("mallory", {"reject", "drop", "--reason", "I object."}).err,
              AllOf(HasSubstr("LG4009: "), HasSubstr("would stop nothing")));
  EXPECT_EQ(Approve("ines").code, 0);
  Refused("LG4006", "owner `data-architect` has not approved");
  EXPECT_EQ(As("dana", {"reject", "drop", "--reason", "nissa reads it"}).code, 0);
  Refused("LG4020", "`drop` was rejected by `dana`: nissa reads it");
  EXPECT_EQ(As("dana", {"revoke", "drop", "--reason", "it does not"}).code, 0);
  Refused("LG4021", "what was said of `drop` was revoked by `dana`");
  EXPECT_EQ(Approve("dana").code, 0);
  EXPECT_THAT(Leyline({"status", "--against", "main"}).out,
              AllOf(HasSubstr("next: whoever decides runs leyline decide drop, or writes"),
                    Not(HasSubstr("who can approve"))));
  const Exit planless = As("dana", {"decide", "drop", "--rationale", "It was agreed by all."});
  EXPECT_THAT(planless.err, HasSubstr("leyline decide: --rollback-plan is missing (fix: say"));
  EXPECT_EQ(Decide().code, 0);
  Passes();
  EXPECT_THAT(Leyline({"status", "--against", "main"}).out, HasSubstr("APPROVED"));

  // What was approved is what merges, and nobody else's word or other rules let it.
  const auto on_branch = [&](const std::string& name, const std::string& script) {
    Sh("git switch -qC " + name + " drop && " + script);
    Commit(name);
  };
  on_branch("more", "sed -i 's/uint32 epoch = /bool epoch = /' " + std::string(kState));
  Refused("LG5001",
          "CHANGE_FIELD_TYPE `esper.v1.SystemStatePacket.epoch` has no approved proposal");
  ASSERT_EQ(As("tara", {"propose", "drop"}).code, 0) << "computed anew, with the same reasons";
  Refused("LG4014", "is about sha256:");
  on_branch("text", "sed -i 's/since the release of June/at all/' governance/proposals/drop.yaml");
  Refused("LG4015", "is about the text sha256:");
  on_branch("namespace",
            "f=$(ls governance/approvals/drop/sam.*.json) && ssh-keygen -q -Y sign -f ../sam.key "
            "-n git <$f >$f.sig");
  Refused("LG4013", "was signed as `git`, not as `leyline.approval.v1`");
  on_branch("forged",
            "cp $(ls governance/approvals/drop/dana.*.sig | head -1) "
            "governance/approvals/drop/sam.*.sig");
  Refused("LG4012", "`sam`");
  Sh("git switch -q drop");
  EXPECT_EQ(Leyline({"gate", "--against", "main"}).code, 5) << "a forgery is no mistake";
  for (const char* person : {"sam", "dana"}) {
    const Exit reset = As(person, {"breaker", "reset", "--scope", "refs/heads/main/training-team",
                                   "--reason", "looked into it"});
    EXPECT_EQ(reset.code, 0) << reset.err;
  }
  Passes();
  on_branch("unsigned", "rm governance/approvals/drop/sam.*.sig");
  Refused("LG4018", "a signature is needed");
  on_branch("policy", "sed -i 's/min_approvals: 2/min_approvals: 1/' governance/policy.yaml");
  Refused("LG5001", "CHANGE_POLICY `governance/policy.yaml`");
  EXPECT_THAT(Leyline({"gate", "--against", "main"}).out,
              HasSubstr("LG2018 this change weakens the rules: `min_approvals` 2 -> 1"));
  on_branch("claimed",
            "sed -i 's/approvers: .*/approvers: [dana, sam, ines]/' "
            "governance/decisions/drop.yaml");
  Refused("LG4018", "the decision on `drop` has a signature that does not verify for `dana`");
  on_branch("plan", "rm governance/decisions/drop.yaml.sig");
  Refused("LG4018", "the decision on `drop` is not signed");
  EXPECT_EQ(As("sam", {"decide", "drop"}).code, 2) << "it says that dana decided";
  EXPECT_EQ(As("dana", {"decide", "drop"}).code, 0);
  Passes();
  on_branch("late",
            "git rm -q governance/decisions/drop.yaml* && sed -i 's/submitted_at: "
            ".*/submitted_at: \"2025-01-01T00:00:00Z\"/' governance/proposals/drop.yaml");
  Refused("LG4004", "the review window of `drop` ended 2025-01-04T00:00:00Z without a decision");
  EXPECT_THAT(Leyline({"status", "--against", "main"}).out, HasSubstr("EXPIRED"));
  EXPECT_EQ(As("tara", {"renew", "drop"}).code, 0);
  Refused("LG4015", "is about the text sha256:");
  EXPECT_EQ(As("tara", {"renew", "drop"}).code, 2) << "this round has just begun";
  for (const char* person : {"sam", "dana"}) EXPECT_EQ(Approve(person).code, 0);
  EXPECT_EQ(
      As("dana", {"defer", "drop", "--until", "2999-01-01T00:00:00Z", "--reason", "later"}).code,
      0);
  Refused("LG4003", "deferred by `dana`: later; it goes on from 2999-01-01T00:00:00Z");
  EXPECT_EQ(Approve("dana").code, 0);
  EXPECT_EQ(Decide().code, 0);
  Passes();
  on_branch("lookalike",
            "sed -i 's/^groups/  - id: sarn\\n  - id: dаna\\ngroups/' "
            "governance/roles.yaml");
  const Exit lookalike = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(lookalike.code, 2);
  EXPECT_THAT(lookalike.err, HasSubstr("LG1021: `id`: `dаna` contains U+0430"));

  Sh("git switch -q main");
  const std::string key = Sh("cat ../sam.key.pub | tr -d '\\n'");
  std::string roles = Read("governance/roles.yaml");
  const std::string line = "\"" + key + "\"";
  roles.replace(roles.find(line), line.size(),
                "{key: " + line + ", revoked_at: \"2026-01-01T00:00:00Z\"}");
  Write("governance/roles.yaml", roles);
  Commit("Revoke the key of sam");
  Sh("git switch -q drop");
  Refused("LG4017", "key revoked at 2026-01-01T00:00:00Z");
  Sh("git switch -q main && git reset -q --hard HEAD~1 && git switch -q drop");

  // Rebases and other files keep the approvals.
  Sh("git switch -q main && echo hello > README && git add -A && git commit -qm readme && git "
     "switch -q drop && git rebase -q main");
  Passes();

  Sh("git switch -q main && git merge -q --no-ff -m merge drop");
  EXPECT_THAT(Leyline({"merged"}).out, HasSubstr("implemented: drop"));
  EXPECT_THAT(Leyline({"status", "--against", "main", "--all"}).out, HasSubstr("IMPLEMENTED"));
  Sh("git show HEAD~1:" + std::string(kState) + " > " + kState);
  Commit("Take it back");
  Sh("git switch -qc again && sed -i 's/.*legacy_mode = 10;/  reserved 10;\\n  reserved "
     "\"legacy_mode\";/' " +
     std::string(kState));
  Commit("Drop it again");
  Refused("LG3013", "was implemented at");
}

TEST_F(FivePeople, ThePolicyExplainsItself) {
  const Exit check = Leyline({"policy", "check"});
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_THAT(check.out, HasSubstr("the policy is valid and can be met"));
  const Exit explain = Leyline({"policy", "explain", "--against", "main"});
  EXPECT_THAT(explain.out,
              AllOf(HasSubstr("gated     REMOVE_FIELD `esper.v1.SystemStatePacket.legacy_mode`: "
                              "mode backward on binary, json, rpc"),
                    HasSubstr("needs     2 approvals of data-architect, system-architect")));
  Sh("cp governance/policy.yaml ../policy && printf '  environments:\\n    - {name: production, '"
     "'refs: [\"refs/heads/main\"], min_approvals: 1}\\n' >> governance/policy.yaml");
  EXPECT_THAT(Leyline({"policy", "check"}).err,
              HasSubstr("LG2004: `min_approvals` is 1; production"));
  Sh("sed -i 's/, min_approvals: 1}/}/' governance/policy.yaml");
  EXPECT_THAT(Leyline({"policy", "check"}).out,
              HasSubstr("production (refs/heads/main): 2 approvals, signed once there are keys"));
  Sh("rm governance/policy.yaml");
  EXPECT_THAT(Leyline({"policy", "check"}).err, HasSubstr("there is no governance/policy.yaml"));
  Sh("cp ../policy governance/policy.yaml && "
     "sed -i 's/min_approvals: 2/min_approvals: 4/' governance/policy.yaml");
  const Exit unmet = Leyline({"policy", "check"});
  EXPECT_EQ(unmet.code, 2);
  EXPECT_THAT(unmet.err, HasSubstr("LG2005: `min_approvals` is 4 but only 3 could ever approve"));
  Commit("Ask for too much");
  EXPECT_THAT(Leyline({"gate", "--against", "main"}).err, HasSubstr("LG2005"))
      << "rules that nobody could meet would refuse every change after this one";
}

TEST_F(FivePeople, WhatWasSaidWithoutASignatureGetsNoneLater) {
  As("tara", {"propose", "drop", "--description", "Nobody has read this field since June."});
  ASSERT_EQ(As("ines", {"reject", "drop", "--reason", "The archive reads it."}).code, 0);
  Sh("git switch -q main && git checkout -q drop -- governance/approvals && "
     "git rm -qf governance/approvals/drop/*.sig");
  Commit("Take over the rejection without its signature");
  Sh("git switch -q drop && git merge -q main -m 'Take in main'");
  Refused("LG5010", "was added to a record of the base");
}

// An approver reads what the gate will say, also of what is compatible one way only.
TEST_F(FivePeople, ReadHowBadAChangeIsUnderThePolicy) {
  Sh("git switch -q main && sed -i 's/compatibility_mode: .*/compatibility_mode: full/' "
     "governance/policy.yaml && git commit -qam 'Judge both ways' && git switch -qc add && "
     "sed -i '0,/^}/s//  int32 newcomer = 99;\\n}/' " +
     std::string(kState) + " && git commit -qam Add");
  EXPECT_THAT(Leyline({"gate", "--against", "main"}).out, HasSubstr("BREAKING    ADD_FIELD"));
  ASSERT_EQ(As("tara", {"propose", "add", "--description", "All teams asked for it in May."}).code,
            0);
  EXPECT_THAT(Leyline({"review", "add", "--against", "main"}).out,
              HasSubstr("BREAKING    ADD_FIELD"));
}

TEST_F(FivePeople, AMergedRejectionOutlivesTheRoleOfWhoSignedIt) {
  As("tara", {"propose", "drop", "--description", "Nobody has read this field since June."});
  ASSERT_EQ(As("sam", {"decide", "drop", "--decision", "rejected", "--rationale",
                       "The archive reads it, and will for years."})
                .code,
            0);
  // One that is not merged may be edited, and is signed again.
  EXPECT_THAT(As("sam", {"decide", "drop"}).err,
              HasSubstr("has a decision already: governance/decisions/drop.yaml (fix: it is not "
                        "merged yet: edit it, and leyline decide drop signs"));
  Sh("sed -i 's/for years/for ten years/' governance/decisions/drop.yaml && mkfifo ../fifo && "
     "truncate -s 17M ../huge");
  for (const std::string key : {"../fifo", "../huge"}) {
    const Exit odd = As("sam", {"decide", "drop", "--key", key});
    EXPECT_EQ(odd.code, 2) << odd.err;
    EXPECT_THAT(odd.err, HasSubstr("`" + key + "` is no file with a key: "));
  }
  EXPECT_EQ(As("sam", {"decide", "drop"}).code, 0);
  // What is not committed is written over by nobody, and a FIFO is not waited for.
  EXPECT_THAT(
      As("sam", {"decide", "drop", "--decision", "deferred", "--rationale", "Later, for sure."})
          .err,
      HasSubstr("has a decision already"));
  Sh("git rm -q --cached 'governance/decisions/*' && "
     "git commit -qm undecided");
  EXPECT_THAT(As("sam", {"decide", "drop", "--decision", "rejected", "--rationale",
                         "The archive reads it, and will for years."})
                  .err,
              HasSubstr("drop.yaml is there already, and not committed"));
  Sh("rm governance/decisions/drop.yaml && mkfifo governance/decisions/drop.yaml");
  EXPECT_THAT(As("sam", {"decide", "drop"}).err, HasSubstr("records must be regular files"));
  Sh("rm governance/decisions/drop.yaml && git reset -q --hard HEAD^");
  Sh("git switch -q main && git checkout -q drop -- governance");
  Commit("Take over what was decided");
  Sh("sed -i 's/system-architect: .sam./system-architect: [mallory]/' governance/roles.yaml");
  Commit("Give the role of sam to mallory");
  Sh("git switch -q drop && git merge -q main -m 'Take in main'");
  for (const char* person : {"dana", "ines"}) Approve(person);
  EXPECT_THAT(Decide().err, HasSubstr("has a decision already"));
  Sh("echo '# as it was' >> governance/decisions/drop.yaml");
  Commit("Rewrite it");
  Refused("LG5010", "governance/decisions/drop.yaml");
}

TEST_F(FivePeople, WhatIsWithdrawnOrWaitsForAConditionDoesNotMerge) {
  As("tara", {"propose", "drop", "--description", "Nobody has read this field since June."});
  for (const char* person : {"sam", "dana"}) ASSERT_EQ(Approve(person).code, 0);
  ASSERT_EQ(As("dana", {"decide", "drop", "--rationale", "It was agreed by all teams.",
                        "--rollback-plan", "Go back to the tag before this merge.", "--condition",
                        "arm=manual:measured on both boards", "--condition", "ci=check:all green"})
                .code,
            0);
  Refused("LG4022", "condition `arm` (\"measured on both boards\") is not resolved");
  EXPECT_THAT(As("dana", {"resolve", "drop", "--reason", "done"}).err,
              HasSubstr("--reason names no condition"));
  EXPECT_THAT(As("sam", {"resolve", "drop", "--reason", "arm: fine"}).err, HasSubstr("LG4038"));
  ASSERT_EQ(As("dana", {"resolve", "drop", "--reason", "arm: 3 % faster"}).code, 0);
  ASSERT_EQ(As("dana", {"reopen", "drop", "--reason", "arm: on the wrong board"}).code, 0);
  Refused("LG4022", "for `dana` has reopened it: on the wrong board");
  ASSERT_EQ(As("dana", {"resolve", "drop", "--reason", "arm: 2 % faster"}).code, 0);
  Refused("LG4022", "condition `ci`");
  EXPECT_EQ(Leyline({"gate", "--against", "main", "--passed-check", "ci"}).code, 0);
  EXPECT_THAT(As("sam", {"withdraw", "drop", "--reason", "x"}).err, HasSubstr("LG4038"));
  ASSERT_EQ(As("tara", {"withdraw", "drop", "--reason", "The field stays."}).code, 0);
  Refused("LG3014", "was withdrawn by `tara`: The field stays.");
  EXPECT_THAT(Leyline({"status", "--against", "main"}).out, HasSubstr("WITHDRAWN"));
}

TEST_F(FivePeople, AnEmergencyPassesAndIsOwed) {
  Sh("git switch -q main && sed -i 's/emergency_bypass: false.*/emergency_bypass: true\\n  "
     "emergency: {allowed_roles: [data-architect]}/' governance/policy.yaml");
  Commit("Allow emergencies");
  Sh("git switch -q drop && git rebase -q main");
  const Exit alone = As("dana", {"bypass", "b-1", "--requested-by", "tara"});
  EXPECT_EQ(alone.code, 2);
  EXPECT_THAT(alone.err, AllOf(HasSubstr("LG4501"), HasSubstr("log: git:refs/leyline/log")));
  Sh("git switch -q main && echo 'log: git:refs/leyline/log' >> leyline.yaml");
  Write("governance/bypasses/a-junk.yaml", "reason: mallory was here\n");
  Commit("Keep the log for all, and bring junk");
  Sh("git init -q --bare ../origin.git && git remote add origin ../origin.git");
  ASSERT_EQ(Leyline({"audit", "init"}).code, 0);
  Sh("git switch -q drop && git rebase -q main");
  As("tara", {"propose", "drop", "--ratifies", "b-1", "--description",
              "Nobody has read this field since June."});
  const std::vector<std::string> grant = {
      "bypass",   "b-1",   "--requested-by", "tara",
      "--ticket", "OPS-1", "--reason",       "Billing is down until it goes."};
  EXPECT_THAT(As("sam", grant).code, 0);
  EXPECT_THAT(As("tara", {"bypass", "b-1"}).code, 0);
  Refused("LG4502", "is granted by `sam`, who is behind none of data-architect");
  Sh("git rm -qr governance/bypasses/b-1*");
  Commit("Ask the owner");
  EXPECT_EQ(As("dana", grant).code, 0);
  Refused("LG4502", "next: `tara` signs it: leyline bypass b-1");
  EXPECT_EQ(As("tara", {"bypass", "b-1"}).code, 0);
  const std::string hook = "../origin.git/hooks/pre-receive";
  Sh("printf '#!/bin/sh\\nexit 1\\n' > " + hook + " && chmod +x " + hook);
  Refused("LG4505", "can't write that to the event log");
  Sh("rm " + hook);
  const Exit gate = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(gate.code, 0) << gate.out;
  EXPECT_THAT(gate.out, HasSubstr("(bypassed by `b-1`: Billing is down"));
  EXPECT_THAT(gate.err, HasSubstr("lets nothing pass: governance/bypasses/a-junk.yaml"));
  Sh("git switch -q main && git merge -q --no-ff -m merge drop && git switch -qc after");
  Passes();
  EXPECT_THAT(Leyline({"gate", "--against", "main"}).out,
              HasSubstr("LG4505 what bypass `b-1` let pass is to be approved before"));
  for (const char* person : {"sam", "dana"}) EXPECT_EQ(Approve(person).code, 0);
  EXPECT_EQ(Decide().code, 0);
  EXPECT_THAT(Leyline({"gate", "--against", "main"}).out,
              HasSubstr("bypass `b-1` is approved afterwards, by `drop`"));
  EXPECT_THAT(Leyline({"gate", "--against", "main"}).out, testing::Not(HasSubstr("LG4505")));
}

TEST_F(FivePeople, WhatIsForgedInTheBaseStopsNothing) {
  As("tara", {"propose", "drop", "--description", "Nobody has read this field since June."});
  ASSERT_EQ(As("ines", {"reject", "drop", "--reason", "The archive reads it."}).code, 0);
  Sh("git switch -q main && git checkout -q drop -- governance && mkdir governance/decisions && "
     "for f in governance/approvals/drop/ines.*.sig; do echo forged > $f; done && "
     "printf 'proposal_id: drop\\ndecision: REJECTED\\ndecision_rationale: I do not like it.\\n' > "
     "governance/decisions/drop.yaml");
  Commit("Forge what ines says and what was decided");
  Sh("git branch -qD drop && git switch -qc drop");
  Sh("sed -i 's/.*legacy_mode = 10;/  reserved 10;\\n  reserved \"legacy_mode\";/' " +
     std::string(kState));
  Commit("Drop legacy_mode");
  for (const char* person : {"sam", "dana"}) ASSERT_EQ(Approve(person).code, 0);
  Refused("LG4001", "has no decision that counts");
  EXPECT_EQ(Decide().code, 0);
  Passes();
}

TEST_F(FivePeople, NoLinkHidesWhatWasSaid) {
  As("tara", {"propose", "drop", "--description", "Nobody has read this field since June."});
  ASSERT_EQ(As("ines", {"reject", "drop", "--reason", "The archive reads it."}).code, 0);
  Sh("mv governance/approvals ../approvals && ln -s ../../approvals governance/approvals");
  EXPECT_THAT(Approve("sam").err,
              HasSubstr("LG1002: is a symbolic link, and records are written to no other place"));
  Commit("Keep the approvals elsewhere");
  const Exit gate = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(gate.code, 2);
  EXPECT_THAT(gate.err, AllOf(HasSubstr("LG1002"), HasSubstr("must be a folder")));
}

}  // namespace
}  // namespace leyline
