// What somebody might try to get a change past the gate. Each test fails if it works.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::HasSubstr;

class Evasion : public Platform {
 protected:
  // Commits what the script does on a new branch of main and asks the gate.
  Exit Try(const std::string& script, std::vector<std::string> more = {}) {
    Sh("git switch -qC attempt main");
    Sh(script);
    Sh("git add -A && git commit -qm attempt");
    std::vector<std::string> arguments = {"gate", "--against", "main"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Leyline(std::move(arguments));
  }
};

TEST_F(Evasion, WhatTheBaseHasSupersededIsNotUsed) {
  const Exit before = Gate("approved", "1");
  ASSERT_EQ(before.code, 0) << before.out;
  Sh("git switch -q main");
  Write("governance/proposals/newer.yaml",
        "proposal_id: newer\nproposer: training-team\nsubmitted_by: data-architect\n"
        "submitted_at: \"2025-01-13T09:00:00Z\"\ntarget_ref: refs/heads/main\n"
        "supersedes: [remove-legacy-mode]\nchanges:\n  - {change_type: REMOVE_MESSAGE, "
        "contract_name: esper.v1.X, "
        "element: esper.v1.X, digest: \"sha256:" +
            std::string(64, '0') +
            "\"}\ndescription: It comes in the place of the older one.\nprotobuf_diff: auto\n"
            "risk_level: LOW\naffected_subsystems: []\nno_consumers: true\n");
  Sh("git add -A && git commit -qm newer");
  const std::string digest =
      Sh(LEYLINE_BINARY " review newer --against main | grep -o 'sha256:[0-9a-f]*' | head -1");
  Write("governance/decisions/newer.yaml",
        "proposal_id: newer\nproposal_digest: \"" + digest.substr(0, 71) +
            "\"\ndecision: APPROVED\napprovers: [data-architect, system-architect]\n"
            "decided_at: \"2025-01-14T09:00:00Z\"\n"
            "implementation_deadline: \"2999-01-01T00:00:00Z\"\n"
            "rollback_plan: Go back to the tag before this merge.\n"
            "decision_rationale: It was agreed by all teams.\n");
  Sh("git add -A && git commit -qm decided && git switch -q approved && git merge -q -m main main");
  const Exit gate = Gate("approved", "1");
  EXPECT_EQ(gate.code, 1);
  EXPECT_THAT(gate.out,
              HasSubstr("LG3014 proposal `remove-legacy-mode` was superseded by `newer`"));
}

// The records of branch `approved` as twins that end in .yml and ask for more than was approved.
TEST_F(Evasion, ATwinWithAnotherExtensionIsAnError) {
  Sh("git merge -q approved");
  const Exit exit =
      Try("git show approved:governance/proposals/remove-legacy-mode.yaml > "
          "governance/proposals/remove-legacy-mode.yml");
  EXPECT_EQ(exit.code, 2) << exit.out;
  EXPECT_THAT(exit.err, HasSubstr("governance/proposals/remove-legacy-mode.yml"));
  EXPECT_THAT(exit.err, HasSubstr("error LG1016: records end in `.yaml`"));
  EXPECT_THAT(exit.err, HasSubstr("git mv governance/proposals/remove-legacy-mode.yml "
                                  "governance/proposals/remove-legacy-mode.yaml"));
}

TEST_F(Evasion, ADecisionWithoutTheProposalsDigestDoesNotApprove) {
  const Exit exit =
      Try("git checkout -q approved -- . && sed -i /proposal_digest/d governance/decisions/*.yaml");
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("LG4015"));
  // The line to paste is the one that the example has.
  const std::string line =
      Sh("git show approved:governance/decisions/remove-legacy-mode.yaml | grep proposal_digest");
  EXPECT_THAT(exit.out, HasSubstr("write `" + line.substr(0, line.size() - 1) +
                                  "` in governance/decisions/remove-legacy-mode.yaml"));
}

TEST_F(Evasion, AProposalThatWasEditedAfterItsApprovalIsNotApproved) {
  const Exit exit =
      Try("git checkout -q approved -- . && sed -i 's/stopped looking/never looked/' "
          "governance/proposals/*.yaml");
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("was decided on as sha256:"));
}

TEST_F(Evasion, BootstrapChangesNothingOnceTheBaseHasAPolicy) {
  const std::string digest = Sh("sha256sum governance/policy.yaml").substr(0, 64);
  const Exit exit = Try("sed -i 's/min_approvals: 2/min_approvals: 1/' governance/policy.yaml",
                        {"--bootstrap", "sha256:" + digest});
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("CHANGE_POLICY"));
  EXPECT_THAT(exit.err, HasSubstr("--bootstrap is no longer needed"));
}

// Without leyline.yaml the rules lie in governance/; a change can't say that they lie elsewhere.
TEST_F(Evasion, BootstrapCanNotMoveTheRules) {
  Sh("git rm -q leyline.yaml && git mv contracts/esper . && git commit -qm plain");
  const std::string digest = Sh("sha256sum governance/policy.yaml").substr(0, 64);
  const Exit exit =
      Try("mkdir mine && cp governance/policy.yaml mine && printf 'version: 1\\n"
          "governance: mine\\n' > leyline.yaml",
          {"--bootstrap", "sha256:" + digest});
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("CHANGE_POLICY"));
}

// An approval of the move is none of the policy at the new place.
TEST_F(Evasion, RulesThatMoveAreChangesAtBothPlaces) {
  const Exit exit = Try(
      "git mv governance/policy.yaml gov.yaml && mkdir mine && git mv gov.yaml mine/policy.yaml "
      "&& sed -i 's/governance: .*/governance: mine/' leyline.yaml && "
      "sed -i 's/min_approvals: 2/min_approvals: 1/' mine/policy.yaml");
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  for (const char* file : {"leyline.yaml", "governance/policy.yaml", "mine/policy.yaml"}) {
    EXPECT_THAT(exit.out, HasSubstr("CHANGE_POLICY `" + std::string(file) + "`"));
  }
  Sh("git commit -q --amend --author 'S <system-architect@esper.example>' -m attempt");
  Approve("move", "data-architect, system-architect");
  EXPECT_THAT(Leyline({"gate", "--against", "main"}).out, HasSubstr("LG4008"));
}

// What would refuse every gate after this one, the one that takes it back included.
TEST_F(Evasion, RulesThatCanNotBeReadAreNotLetIn) {
  const struct {
    const char* how;
    const char* says;
  } cases[] = {
      {"echo '  colour: red' >> governance/policy.yaml", "governance/policy.yaml:"},
      {"echo 'colour: red' >> governance/subsystems.yaml", "governance/subsystems.yaml:"},
      {"echo 'colour: red' > governance/roles.yaml", "governance/roles.yaml:"},
      {"echo 'colour: red' >> leyline.yaml", "leyline.yaml:"},
      {"sed -i 's/contracts: .*/contracts: [contarcts]/' leyline.yaml",
       "neither the base nor the merge result has the root `contarcts`"},
      {"rm governance/policy.yaml && ln -s ../leyline.yaml governance/policy.yaml", "LG1002"},
      {"printf '  environments: [{name: production, refs: [refs/heads/main]}]\n' >> "
       "governance/policy.yaml && sed -i 's/min_approvals: 2/min_approvals: 1/' "
       "governance/policy.yaml",
       "LG2004"},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.how);
    const Exit exit = Try(c.how);
    EXPECT_EQ(exit.code, 2) << exit.out << exit.err;
    EXPECT_THAT(exit.err, HasSubstr(c.says));
  }
}

TEST_F(Evasion, TheFirstMergeCanNotChangeRulesThatTheBaseHas) {
  Sh("git rm -q governance/policy.yaml && git commit -qm plain");
  Sh("git switch -qc first && git checkout -q HEAD~1 -- governance");
  Sh("sed -i 's/reads:/# reads:/' governance/subsystems.yaml && git add -A && git commit -qm "
     "first");
  const std::string digest = Sh("sha256sum governance/policy.yaml").substr(0, 64);
  const Exit exit = Leyline({"gate", "--against", "main", "--bootstrap", "sha256:" + digest});
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("CHANGE_POLICY `governance/subsystems.yaml`"));
}

TEST_F(Evasion, WhoWroteARuleCanNotApproveIt) {
  for (const std::string file : {"governance/subsystems.yaml", "governance/roles.yaml",
                                 "governance/waivers.yaml", "leyline.yaml"}) {
    SCOPED_TRACE(file);
    Sh("git switch -q main && git branch -qf attempt main && git switch -q attempt");
    const std::string text = file == "governance/roles.yaml"
                                 ? "{version: 1, principals: [{id: bo}]}"
                             : file == "governance/waivers.yaml" ? "{version: 1, waivers: []}"
                                                                 : "# a note";
    Sh("echo '" + text + "' >> " + file + " && git add -A");
    Sh("git commit -qm rules --author 'Dana <data-architect@esper.example>'");
    Approve("rules", "data-architect, system-architect");
    const Exit exit = Leyline({"gate", "--against", "main"});
    EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
    EXPECT_THAT(exit.out, HasSubstr("LG4008 `data-architect` can't approve `rules`"));
  }
}

TEST_F(Evasion, AProposalForNoBranchIsForNone) {
  Sh("git switch -qc attempt main && git checkout -q approved -- contracts");
  Sh("git add -A && git commit -qm attempt");
  Approve("removal", "data-architect, system-architect");
  EXPECT_EQ(Leyline({"gate", "--against", "main"}).code, 0);
  const Exit exit = Leyline({"gate", "--against", "main", "--target-ref", "refs/heads/release/1"});
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("LG3019"));
}

TEST_F(Evasion, ARevisionThatIsNoBranchHasNoCircuitOfItsOwn) {
  Sh("git tag -a -m v1 v1 main && git switch -q breaking");
  const std::string commit = Sh("git rev-parse main").substr(0, 40);
  for (const std::string& revision : {commit, std::string("main~0"), std::string("v1")}) {
    SCOPED_TRACE(revision);
    const Exit refused = Leyline({"gate", "--against", revision});
    EXPECT_EQ(refused.code, 2) << refused.out;
    EXPECT_THAT(refused.err, HasSubstr("is no branch"));
    EXPECT_THAT(refused.err, HasSubstr("--target-ref refs/heads/BRANCH"));
    const std::string scope = "`refs/heads/main/execution-team`";
    EXPECT_THAT(Leyline({"gate", "--against", revision, "--target-ref", "main"}).out,
                HasSubstr(scope));
    for (const char* variable :
         {"GITHUB_BASE_REF=main", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main"}) {
      EXPECT_THAT(Leyline({"gate", "--against", revision}, {variable}).out, HasSubstr(scope));
    }
  }
}

// Without a log a branch could not bring one; with a relative folder it could, if that were a
// folder of the work tree.
TEST_F(Evasion, ALogCanNotComeWithABranch) {
  const std::string top = Sh("git rev-parse --show-toplevel | tr -d '\\n'");
  Sh("echo 'log: dir:state' >> leyline.yaml && git commit -qam log");
  EXPECT_EQ(Leyline({"audit", "init"}).code, 0);
  EXPECT_EQ(Gate("compatible", "1").code, 0);
  EXPECT_THAT(Read(".git/state/log.jsonl"), HasSubstr("gate_evaluated"));
  EXPECT_EQ(Read("state/log.jsonl"), "");
  Sh("git switch -q main && ln -s esper ../link");
  for (const std::string& path : {top + "/state", top, folder_ + "/link/state"}) {
    SCOPED_TRACE(path);
    Sh("sed -i 's|^log: .*|log: dir:" + path + "|' leyline.yaml && git commit -qam log");
    Sh("git switch -qC attempt main && git commit -q --allow-empty -m x");
    const Exit exit = Leyline({"gate", "--against", "main"});
    EXPECT_EQ(exit.code, 2) << exit.out;
    EXPECT_THAT(exit.err, HasSubstr("lies in the work tree"));
    Sh("git switch -q main");
  }
}

TEST_F(Evasion, OnlyStrictLetsTheVersionRiseWithoutAProposal) {
  const Exit exit = Try("sed -i 's/current_version: 1/current_version: 2/' governance/policy.yaml");
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("CHANGE_POLICY"));
}

TEST_F(Evasion, OnePersonCanNotBeTwoReviewers) {
  Sh("sed -i 's/\"integration-specialist\"/\"system-architect@esper.example\"/' "
     "governance/policy.yaml && git commit -qam twins");
  const Exit exit = Try("echo '# a note' >> leyline.yaml");
  EXPECT_EQ(exit.code, 2) << exit.out;
  EXPECT_THAT(exit.err, HasSubstr("LG2009: reviewers `system-architect` and "
                                  "`system-architect@esper.example` are one person"));
}

TEST_F(Evasion, TheFolderItRunsInDoesNotMatter) {
  Sh("git switch -q breaking");
  const Exit top = Leyline({"diff", "main:", "HEAD:"});
  const Exit gate = Leyline({"gate", "--against", "main"});
  Cd("esper/governance");
  const Exit below = Leyline({"diff", "main:", "HEAD:"});
  EXPECT_EQ(below.code, top.code);
  EXPECT_EQ(below.out, top.out);
  EXPECT_THAT(below.out, HasSubstr("CHANGE_FIELD_TYPE"));
  const Exit gate_below = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(gate_below.code, 1) << gate_below.err;
  EXPECT_EQ(gate_below.out, gate.out);
}

// roles.yaml of the base says what people are called; the change can't say that it is somebody
// else.
TEST_F(Evasion, WhoWroteItUnderAnotherNameCanNotApproveIt) {
  Write("governance/roles.yaml",
        "version: 1\nprincipals:\n  - id: data-architect\n    names: [Dana Reyes]\n"
        "    emails: [d.reyes@home.example, dana+lab@lab.example]\n");
  Sh("git add -A && git commit -qm roles");
  const struct {
    const char* how;
    bool is_dana;
  } cases[] = {
      {"git commit -qm m --author 'X <d.reyes@home.example>'", true},
      {"git commit -qm m --author 'x <D.Reyes@HOME.example>'", true},
      {"git commit -qm m --author 'dana REYES <x@y>'", true},
      {"git commit -qm m --author 'X <dana+lab@lab.example>'", true},
      {"git commit -qm m --author 'X <dana@lab.example>'", false},
      {"GIT_COMMITTER_EMAIL=d.reyes@home.example git commit -qm m", true},
      {"git commit -qm m -m 'Co-authored-by: X <d.reyes@home.example>' -m 'and more'", true},
      {"printf 'B <b@x> <d.reyes@home.example>' > .mailmap && git add -A && "
       "git commit -qm m --author 'X <d.reyes@home.example>'",
       true},
      {"printf 'version: 1\\nprincipals: [{id: data-architect}]\\n' > governance/roles.yaml && "
       "git commit -qam m --author 'X <d.reyes@home.example>'",
       true},
      {"git commit -qm m", false},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.how);
    Sh("git switch -q main && git branch -qf attempt main && git switch -q attempt");
    Sh("git checkout -q approved -- contracts && git add -A && " + std::string(c.how));
    Approve("removal", "data-architect, system-architect");
    const Exit exit = Leyline({"gate", "--against", "main"});
    EXPECT_EQ(exit.code, c.is_dana ? 1 : 0) << exit.out << exit.err;
    EXPECT_EQ(exit.out.find("LG4008 `data-architect` can't approve `removal`") != std::string::npos,
              c.is_dana);
  }
}

// The change is the same and by the same author wherever the gate runs.
TEST_F(Evasion, AuthorsAreFoundFromEveryFolder) {
  Sh("git switch -qc attempt main && git checkout -q approved -- contracts && git add -A");
  Sh("git commit -qm attempt --author 'S <system-architect@esper.example>'");
  Approve("removal", "data-architect, system-architect");
  Cd("esper/governance");
  const Exit exit = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("LG4008 `system-architect` can't approve `removal`"));
}

}  // namespace
}  // namespace leyline
