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

}  // namespace
}  // namespace leyline
