// A proposal is used once: what was merged and taken back needs a new one.
#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::HasSubstr;
using testing::Not;

class Spent : public Platform {
 protected:
  // On main: the approved change is merged, then the field comes back.
  void MergeAndTakeBack(const std::string& how_to_merge) {
    Sh(how_to_merge);
    Sh("git checkout -q v1 -- contracts && git commit -qam 'Bring the field back'");
  }
  // Removes the field again, without new records.
  Exit RemoveAgain() {
    Sh("git switch -qc again && git checkout -q approved -- contracts && git commit -qam again");
    return Leyline({"gate", "--against", "main"});
  }

  Spent() { Sh("git tag v1"); }
};

TEST_F(Spent, TheJobAfterTheMergeRecordsIt) {
  Sh("git merge -q --no-ff -m merge approved");
  const Exit merged = Leyline({"merged"});
  EXPECT_EQ(merged.code, 0) << merged.err;
  EXPECT_THAT(merged.out, HasSubstr("implemented: remove-legacy-mode"));
  EXPECT_THAT(merged.err, HasSubstr("event log local to this clone"));
  const Exit twice = Leyline({"merged"});
  EXPECT_EQ(twice.code, 0) << twice.err;
  EXPECT_THAT(twice.out, HasSubstr("nothing to record")) << "it is recorded once";
  Sh("git checkout -q v1 -- contracts && git commit -qam 'Bring the field back'");
  const Exit again = RemoveAgain();
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("LG3013 proposal `remove-legacy-mode` was implemented at 2"));
}

// The log remembers even what a rewritten history has lost.
TEST_F(Spent, TheLogKnowsWhenTheRecordsWereTakenOutOfTheBase) {
  Sh("git merge -q --no-ff -m merge approved");
  EXPECT_EQ(Leyline({"merged"}).code, 0);
  Sh("git reset -q --hard v1 && git switch -qc again && git checkout -q approved -- . && git add "
     "-A && git commit -qm again");
  const Exit again = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("LG3013"));
}

TEST_F(Spent, TheHistoryOfTheBaseKnowsWithoutALog) {
  MergeAndTakeBack("git merge -q --no-ff -m merge approved");
  const Exit again = RemoveAgain();
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("LG3013 proposal `remove-legacy-mode` was used up by commit"));
}

TEST_F(Spent, ASquashedMergeIsKnownToo) {
  MergeAndTakeBack("git merge -q --squash approved && git commit -qm squashed");
  const Exit again = RemoveAgain();
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("LG3013"));
}

// main becomes the tip of a branch whose first parents never saw the merge.
TEST_F(Spent, AMergeTheOtherWayRoundHidesNothing) {
  Sh("git switch -qc other && git commit -q --allow-empty -m other && git switch -q main");
  MergeAndTakeBack("git merge -q --no-ff -m merge approved");
  Sh("git switch -q other && git merge -q --no-ff -m main main && git switch -q main");
  Sh("git merge -q --ff-only other");
  const Exit again = RemoveAgain();
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("LG3013"));
}

TEST_F(Spent, RecordsMayBeMergedBeforeTheChange) {
  Sh("git checkout -q approved -- governance && git commit -qam records");
  EXPECT_THAT(Leyline({"merged"}).out, HasSubstr("nothing to record"));
  Sh("git switch -qc other && git commit -q --allow-empty -m other");
  Sh("git switch -q main && git merge -q --no-ff -m other other");
  const Exit first = RemoveAgain();
  EXPECT_EQ(first.code, 0) << first.out << first.err;
  EXPECT_THAT(first.out, Not(HasSubstr("LG3013")));
}

TEST_F(Spent, AChangeOfTheRulesIsSpentToo) {
  const std::string relax =
      "sed -i 's/review_timeout_days: 3/review_timeout_days: 7/' "
      "governance/policy.yaml && git commit -qam 'More time' --author "
      "'I <integration-specialist@esper.example>'";
  Sh("git config user.email integration-specialist@esper.example && git switch -qc relax");
  Sh(relax);
  Approve("relax", "data-architect, system-architect");
  EXPECT_EQ(Leyline({"gate", "--against", "main"}).code, 0);
  Sh("git switch -q main && git merge -q --no-ff -m relax relax");
  Sh("git checkout -q v1 -- governance/policy.yaml && git commit -qam 'Less time'");
  Sh("git switch -qc again && " + relax);
  const Exit again = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(again.code, 1) << again.out << again.err;
  EXPECT_THAT(again.out, HasSubstr("LG3013"));
}

// The comparison of two commits has no release, so it never has what shows only against one.
TEST_F(Spent, WhatShowsOnlyAgainstAReleaseIsNoSignOfUse) {
  const auto probe = [&](const std::string& fields) {
    Write("contracts/probe.proto",
          "syntax = \"proto2\";\npackage probe;\nmessage Probe {\n" + fields + "}\n");
    Sh("git add -A && git commit -qm probe");
  };
  Sh("echo 'history: r*' >> leyline.yaml");
  probe("  required int32 a = 1;\n");
  Sh("git tag r1");
  probe("  optional int32 a = 1;\n");
  Sh("git switch -qc removal");
  probe("");
  EXPECT_THAT(Leyline({"gate", "--against", "main"}).out, HasSubstr("against r1"));
  Approve("remove-a", "data-architect, system-architect");
  EXPECT_EQ(Leyline({"gate", "--against", "main"}).code, 0);
  Sh("git switch -q main && git checkout -q removal -- governance && git commit -qam records");
  Sh("git switch -qc again && git checkout -q removal -- contracts && git commit -qam again");
  const Exit again = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(again.code, 0) << again.out << again.err;
  EXPECT_THAT(again.out, Not(HasSubstr("LG3013")));
}

TEST_F(Spent, AShallowCloneCanNotTell) {
  Sh("git commit -q --allow-empty -m older");
  Sh("git checkout -q approved -- governance && git commit -qam records");
  Sh("git switch -qc again && git checkout -q approved -- contracts && git commit -qam again");
  Sh("git clone -q --depth 2 --no-single-branch file://$PWD ../shallow");
  Cd("shallow");
  const Exit exit = Leyline({"gate", "--against", "origin/main"});
  EXPECT_EQ(exit.code, 3) << exit.out << exit.err;
  EXPECT_THAT(exit.err, HasSubstr("LG9001"));
  EXPECT_THAT(exit.err, HasSubstr("fetch-depth: 0"));
}

TEST_F(Spent, TheJobAfterTheMergeTakesSeveralCommitsAtOnce) {
  Sh("git merge -q --ff-only approved && git commit -q --allow-empty -m later");
  EXPECT_THAT(Leyline({"merged"}).out, HasSubstr("nothing to record"));
  EXPECT_THAT(Leyline({"merged", "--before", "v1"}).out,
              HasSubstr("implemented: remove-legacy-mode"));
  Sh("git checkout -q --detach");
  const Exit nowhere = Leyline({"merged", "--before", "v1"});
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("--target-ref"));
}

}  // namespace
}  // namespace leyline
