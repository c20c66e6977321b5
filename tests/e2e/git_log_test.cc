// The event log under a ref: clones share it, and what two of them append at once is all there.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class GitLogE2e : public Platform {
 protected:
  GitLogE2e() {
    Sh("echo 'log: git:refs/leyline/log' >> leyline.yaml && git commit -qam log && "
       "git switch -q breaking && git rebase -q main && git clone -q --bare . ../origin.git && "
       "cd .. && for c in one two; do git clone -q origin.git $c && cd $c && "
       "git config user.email $c@esper.example && git switch -q breaking && cd ..; done");
    Cd("one");
  }
};

TEST_F(GitLogE2e, AMissingRefIsAnErrorAndInitMakesItOnce) {
  const Exit gate = Leyline({"gate", "--against", "origin/main"});
  EXPECT_EQ(gate.code, 4) << gate.out;
  EXPECT_THAT(gate.err,
              HasSubstr("git:refs/leyline/log of origin: error LG7008: there is no event"));
  const Exit made = Leyline({"audit", "init"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("made git:refs/leyline/log of origin; anchor 1:sha256:"));
  EXPECT_EQ(Leyline({"audit", "init"}).code, 2);
  EXPECT_EQ(Sh("git for-each-ref refs/leyline"), "") << "it is in no clone";
}

TEST_F(GitLogE2e, ClonesThatAppendAtOnceLoseNothing) {
  ASSERT_EQ(Leyline({"audit", "init"}).code, 0);
  Sh("cd ..; for i in 1 2 3; do for c in one two; do (cd $c; "
     "LEYLINE_CHANGE_REQUEST=$c$i " LEYLINE_BINARY
     " gate --against origin/main >/dev/null 2>err$i || test $? = 1 -o $? = 5) & "
     "done; done; wait");
  const Exit verify = Leyline({"audit", "verify"});
  EXPECT_EQ(verify.code, 0) << verify.err;
  const std::string log = Sh("git -C ../origin.git show refs/leyline/log:log.jsonl");
  for (const char* run : {"one1", "two1", "one2", "two2", "one3", "two3"}) {
    EXPECT_THAT(log, HasSubstr(std::string("\"actor\":\"") + run + "\"")) << Sh("cat ../*/err*");
  }
  // Whatever their order, the fifth opened the circuit for both clones.
  Cd("two");
  const Exit status = Leyline({"breaker", "status"});
  EXPECT_EQ(status.code, 5);
  EXPECT_THAT(status.out, HasSubstr("refs/heads/main/execution-team: OPEN"));
}

TEST_F(GitLogE2e, WhoMayNotPushStillGetsAVerdict) {
  ASSERT_EQ(Leyline({"audit", "init"}).code, 0);
  Sh("printf '#!/bin/sh\\nexit 1\\n' > ../origin.git/hooks/pre-receive && "
     "chmod +x ../origin.git/hooks/pre-receive");
  const Exit gate = Leyline({"gate", "--against", "origin/main", "--format", "json"});
  EXPECT_EQ(gate.code, 1);
  EXPECT_THAT(gate.err, AllOf(HasSubstr("not recorded: "), HasSubstr("LG7011"),
                              HasSubstr("may fetch and push `refs/leyline/log`")));
  Sh("mv ../origin.git ../gone.git");
  EXPECT_EQ(Leyline({"gate", "--against", "origin/main"}).code, 4);
}

TEST_F(GitLogE2e, ABranchIsNoPlaceForIt) {
  Sh("git switch -qC main origin/main && sed -i 's#refs/leyline/log#refs/heads/log#' leyline.yaml "
     "&& "
     "git commit -qam branch");
  const Exit init = Leyline({"audit", "init", "--against", "main"});
  EXPECT_EQ(init.code, 2) << init.out;
  EXPECT_THAT(init.err, HasSubstr("log `git:refs/heads/log` is a branch or a tag"));
}

TEST_F(GitLogE2e, WithoutARemoteItIsARefOfTheRepository) {
  Sh("git branch -q main origin/main && git remote remove origin");
  const Exit made = Leyline({"audit", "init", "--against", "main"});
  EXPECT_EQ(made.code, 0) << made.err;
  EXPECT_EQ(Leyline({"gate", "--against", "main"}).code, 1);
  EXPECT_THAT(Sh("git show refs/leyline/log:log.jsonl"), HasSubstr("\"type\":\"violation\""));
}

}  // namespace
}  // namespace leyline
