// Odd repositories: each has the right exit, and a sentence that helps.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class Skeptic : public Platform {
 protected:
  // A clone of the platform with these options, in which the gate runs on `breaking`.
  void Clone(const std::string& options) {
    Sh("git config uploadpack.allowFilter true && git switch -q main");
    Cd(".");
    Sh("git clone -q " + options + " file://" + folder_ + "/esper clone");
    Cd("clone");
  }
  Exit Gate(std::vector<std::string> more = {}) {
    more.insert(more.begin(), "gate");
    return Leyline(std::move(more));
  }
};

TEST_F(Skeptic, AdviceHoldsNobodyUpAndLeavesNoTrace) {
  Sh("git switch -q breaking");
  for (int i = 0; i < 6; ++i) {
    const Exit exit = Leyline({"gate", "--against", "main", "--advisory"},
                              {"LEYLINE_CHANGE_REQUEST=" + std::to_string(i)});
    EXPECT_EQ(exit.code, 0);
    EXPECT_THAT(exit.err, HasSubstr("advisory: would exit 1, and exits 0\n"));
    EXPECT_THAT(exit.out, HasSubstr("BLOCKED: "));
  }
  EXPECT_EQ(Sh("ls .git/leyline 2>/dev/null | wc -l"), "0\n");
  const Exit unknown = Gate({"--against", "nowhere", "--advisory"});
  EXPECT_EQ(unknown.code, 0);
  EXPECT_THAT(unknown.err, HasSubstr("advisory: would exit 3"));
  EXPECT_EQ(Gate({"--advisory", "--agianst", "main"}).code, 2) << "a misspelt flag is no advice";
  Sh("git switch -q compatible");
  EXPECT_THAT(Gate({"--against", "main", "--advisory"}).err, HasSubstr("advisory: would exit 0\n"));
}

TEST_F(Skeptic, TheBaselineIsSaidForPullRequestsAndMergeQueues) {
  Sh("git switch -q breaking");
  EXPECT_THAT(Gate({"--against", "main"}).err, HasSubstr("baseline: the tip "));
  const std::string base = Sh("git rev-parse --short=12 main | tr -d '\\n'");
  Sh("git switch -q main && sed -i '/legacy_mode/d' contracts/esper/v1/system_state.proto && git "
     "commit "
     "-qam other && git switch -q breaking");
  const Exit behind = Gate({"--against", "main"});
  EXPECT_THAT(behind.err,
              HasSubstr("baseline: the merge base " + base + ", brought up to the tip "));
  EXPECT_THAT(behind.out, testing::Not(HasSubstr("legacy_mode"))) << "that is main's own";
  // GitHub's merge queue: HEAD is the group, and its ref names the target and the pull request.
  Sh("git switch -qc queue main && git merge -q --no-edit breaking && git update-ref "
     "refs/remotes/origin/main main");
  const Exit queue =
      Leyline({"gate"}, {"GITHUB_REF=refs/heads/gh-readonly-queue/main/pr-104-0123abcd"});
  EXPECT_EQ(queue.code, 1) << queue.err;
  EXPECT_THAT(queue.err, AllOf(HasSubstr("baseline: the tip "),
                               HasSubstr(" of refs/heads/main, for this is a merge queue")));
  EXPECT_THAT(Leyline({"audit", "export", "--against", "main"}).out,
              HasSubstr("github:refs/pull/104"));
}

}  // namespace
}  // namespace leyline
