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
    Sh("git switch -qc attempt main");
    Sh(script);
    Sh("git add -A && git commit -qm attempt");
    std::vector<std::string> arguments = {"gate", "--against", "main"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Leyline(std::move(arguments));
  }
};

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
    Sh("echo '# a note' >> " + file + " && git add -A");
    Sh("git commit -qm rules --author 'Dana <data-architect@esper.example>'");
    Approve("rules", "data-architect, system-architect");
    const Exit exit = Leyline({"gate", "--against", "main"});
    EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
    EXPECT_THAT(exit.out, HasSubstr("LG4008 `data-architect` can't approve `rules`"));
  }
}

}  // namespace
}  // namespace leyline
