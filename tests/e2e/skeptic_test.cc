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

TEST_F(Skeptic, AShallowCloneLacksTheBaseAndSaysWhichFetch) {
  Clone("--depth 1 --single-branch --branch breaking");
  const Exit exit = Gate({"--against", "origin/main"});
  EXPECT_EQ(exit.code, 3);
  EXPECT_THAT(exit.err,
              AllOf(HasSubstr("LG9001"), HasSubstr("shallow clone"), HasSubstr("fetch-depth: 0")));
  // The target is there and what joins them is not: no verdict either.
  Sh("git fetch -q --depth 1 origin main:refs/remotes/origin/main");
  const Exit cut = Gate({"--against", "origin/main"});
  EXPECT_EQ(cut.code, 3);
  EXPECT_THAT(cut.err, AllOf(HasSubstr("no common ancestor"), HasSubstr("shallow clone"),
                             HasSubstr("git fetch --unshallow")));
}

TEST_F(Skeptic, APartialCloneFetchesWhatItNeedsOrSaysWhatIsMissing) {
  Clone("--filter=blob:none --no-checkout --branch breaking");
  const Exit exit = Gate({"--against", "origin/main"});
  EXPECT_EQ(exit.code, 1) << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("CHANGE_FIELD_TYPE"));
  Cd(".");
  Sh("rm -rf clone && git clone -q --filter=blob:none --no-checkout --branch breaking file://" +
     folder_ + "/esper clone && mv esper gone");
  Cd("clone");
  const Exit offline = Gate({"--against", "origin/main"});
  EXPECT_EQ(offline.code, 3) << offline.out << offline.err;
  EXPECT_THAT(offline.err, AllOf(HasSubstr("LG9001: `git` ended too soon: fatal: could not fetch"),
                                 HasSubstr("git fetch")));
}

TEST_F(Skeptic, AWorktreeIsARepository) {
  Sh("git worktree add -q ../tree breaking");
  Cd("tree");
  const Exit exit = Gate({"--against", "main"});
  EXPECT_EQ(exit.code, 1) << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("BLOCKED"));
  EXPECT_THAT(exit.err, HasSubstr("esper/.git/leyline")) << "the log is that of all worktrees";
}

TEST_F(Skeptic, ADetachedHeadIsJudgedAsABranch) {
  Sh("git checkout -q --detach breaking");
  EXPECT_EQ(Gate({"--against", "main"}).code, 1);
  const Exit nameless = Gate({"--against", "main~0"});
  EXPECT_EQ(nameless.code, 2);
  EXPECT_THAT(nameless.err,
              AllOf(HasSubstr("is no branch"), HasSubstr("--target-ref refs/heads/")));
  EXPECT_EQ(Gate({"--against", "main~0", "--target-ref", "main"}).code, 1);
}

TEST_F(Skeptic, AForkWithoutSecretsGetsItsVerdict) {
  // A log that everybody can read and this job can't write.
  Sh("git switch -q main && echo 'log: git:refs/leyline/log' >> leyline.yaml && git commit -qam "
     "log");
  Sh(LEYLINE_BINARY " audit init --against main >text");
  Sh("git branch -q fork breaking && git switch -q fork && git rebase -q main && git switch -q "
     "main");
  Clone("--branch fork");
  Sh("git fetch -q origin +refs/leyline/*:refs/leyline/*");
  Sh("printf '#!/bin/sh\\nexit 1\\n' > ../esper/.git/hooks/pre-receive && chmod +x "
     "../esper/.git/hooks/pre-receive");
  const Exit exit = Gate({"--against", "origin/main", "--output", "json=gate.json"});
  EXPECT_EQ(exit.code, 1) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("BLOCKED"));
  EXPECT_THAT(exit.err, HasSubstr("not recorded: "));
  Sh("git checkout -q origin/compatible");
  EXPECT_EQ(Gate({"--against", "origin/main"}).code, 0);
}

TEST_F(Skeptic, ARenamedFolderOfContractsIsFindingsOrSaysWhichRoot) {
  // The whole folder, with the root that names it: nothing a reader of data would notice.
  Sh("git switch -qc move main && git mv contracts idl && sed -i 's/contracts: .*/contracts: "
     "[idl]/' "
     "leyline.yaml && git commit -qam move");
  const Exit moved = Gate({"--against", "main"});
  EXPECT_EQ(moved.code, 1) << moved.err;
  EXPECT_THAT(moved.err, AllOf(HasSubstr("the root `contracts` is gone after this change"),
                               HasSubstr("first name its new place")));
  EXPECT_THAT(moved.out, HasSubstr("LG2101"));
  // The folder alone: for the rules of the base all contracts are gone.
  Sh("git switch -qc lost main && git mv contracts idl && git commit -qm lost");
  const Exit lost = Gate({"--against", "main"});
  EXPECT_EQ(lost.code, 1) << lost.err;
  EXPECT_THAT(lost.out, HasSubstr("REMOVE_MESSAGE"));
  EXPECT_THAT(lost.err, HasSubstr("the root `contracts` is gone after this change"));
  // A root that is nowhere.
  Sh("git switch -qc nowhere main && sed -i 's/contracts: .*/contracts: [nowhere]/' leyline.yaml "
     "&& "
     "git commit -qam nowhere");
  const Exit nowhere = Gate({"--against", "main"});
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.err, AllOf(HasSubstr("`nowhere`"), HasSubstr("correct `contracts:`")));
}

TEST_F(Skeptic, AnEmptyRepositorySaysWhatComesFirst) {
  Cd(".");
  Sh("git init -q -b main empty");
  Cd("empty");
  const Exit exit = Gate();
  EXPECT_EQ(exit.code, 3);
  EXPECT_THAT(exit.err,
              AllOf(HasSubstr("the repository has no commit yet"), HasSubstr("git commit first")));
  EXPECT_EQ(Leyline({"doctor"}).code, 3);
}

TEST_F(Skeptic, NoPolicyIsNoPass) {
  Sh("git switch -qc none main && git rm -q -r governance leyline.yaml && git commit -qm none && "
     "git "
     "branch -qf main && git switch -qc change && echo 'message X {}' >> "
     "contracts/esper/v1/common.proto && git commit -qam change");
  const Exit exit = Gate({"--against", "main"});
  EXPECT_EQ(exit.code, 2);
  EXPECT_THAT(exit.err, AllOf(HasSubstr("LG2001"),
                              HasSubstr("the base `refs/heads/main` has no governance/policy.yaml"),
                              HasSubstr("merge governance/policy.yaml first")));
  // With one on the way it says how that merge is let in.
  Sh(LEYLINE_BINARY " init >text && git add -A && git commit -qm policy");
  EXPECT_THAT(Gate({"--against", "main"}).err, HasSubstr("leyline gate --bootstrap sha256:"));
}

TEST_F(Skeptic, OutsideOfARepositoryIsSaid) {
  Cd(".");
  Sh("mkdir plain");
  Cd("plain");
  const Exit exit = Leyline({"gate"}, {"GIT_CEILING_DIRECTORIES=" + folder_});
  EXPECT_EQ(exit.code, 3);
  EXPECT_THAT(exit.err, HasSubstr("run this inside the repository"));
  const Exit doctor = Leyline({"doctor"}, {"GIT_CEILING_DIRECTORIES=" + folder_});
  EXPECT_EQ(doctor.code, 3);
  EXPECT_THAT(doctor.err, HasSubstr("run this inside the repository"));
}

// Advice and the baseline.

TEST_F(Skeptic, AdviceHoldsNobodyUpAndLeavesNoTrace) {
  Sh("git switch -q breaking");
  for (int i = 0; i < 2; ++i) {
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
