// leyline doctor: what it finds, the fix beside it, and the exit code that follows.
#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Doctor : public Shell {
 protected:
  Doctor() {
    Sh("git init -q -b main . && git config user.name Ada && git config user.email ada@a.example");
    Write("proto/shop/v1/item.proto",
          "syntax = \"proto3\";\npackage shop.v1;\nmessage Item { string name = 1; }\n");
    Leyline({"init"});
    Commit("Start");
  }
  void Commit(const std::string& message) { Sh("git add -A && git commit -qm '" + message + "'"); }
  Exit Look(std::vector<std::string> environment = {}) {
    Exit exit = Leyline({"doctor"}, std::move(environment));
    // As if lines were not broken.
    for (std::size_t at = 0; (at = exit.out.find("\n     ", at)) != std::string::npos;) {
      exit.out.replace(at, exit.out.find_first_not_of(' ', at + 1) - at, " ");
    }
    return exit;
  }
  void Policy(const std::string& text) {
    Write("governance/policy.yaml", "schema_version: 1\ngovernance:\n" + text);
    Commit("Change the policy");
  }
};

TEST_F(Doctor, AWellSetUpRepositoryIsWellAndABreakIsTried) {
  const Exit exit = Look();
  EXPECT_EQ(exit.code, 0) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("ok   clone: the history is whole"));
  EXPECT_THAT(exit.out, HasSubstr("ok   contracts: 1 of HEAD compile"));
  EXPECT_THAT(exit.out, HasSubstr("ok   subsystems: each of 1 messages and services is claimed"));
  EXPECT_THAT(
      exit.out,
      HasSubstr("a copy without `proto/shop/v1/item.proto`, which nobody approved, is refused"));
  EXPECT_THAT(exit.out, HasSubstr("look jobs: no job of GitHub Actions or GitLab CI here runs"));
  EXPECT_THAT(exit.out, HasSubstr(" 0 bad\n"));
  EXPECT_EQ(
      Sh("git status --porcelain; git branch --list; ls .git/leyline 2>&1 | grep -c log || true"),
      "* main\n0\n")
      << "nothing is left behind";
}

TEST_F(Doctor, AShallowCloneIsSaid) {
  Write("proto/shop/v1/more.proto", "syntax = \"proto3\";\npackage shop.v1;\nmessage More {}\n");
  Commit("More");
  Sh("git clone -q --depth 1 file://" + folder_ + " shallow");
  Cd("shallow");
  const Exit exit = Look();
  EXPECT_EQ(exit.code, 3) << exit.out;
  EXPECT_THAT(exit.out, HasSubstr("BAD  clone: this is a shallow clone"));
  EXPECT_THAT(exit.out, HasSubstr("fix: git fetch --unshallow"));
}

TEST_F(Doctor, AMissingBaseIsSaid) {
  const Exit exit = Leyline({"doctor", "--against", "origin/main"});
  EXPECT_EQ(exit.code, 3) << exit.out;
  EXPECT_THAT(exit.out, HasSubstr("BAD  base: "));
}

TEST_F(Doctor, PoliciesThatNobodyCanMeetAreSaid) {
  Policy(
      "  owner: ada\n  reviewers: [bob]\n  min_approvals: 3\n  require_impact_analysis: false\n");
  const Exit three = Look();
  EXPECT_EQ(three.code, 2) << three.out;
  EXPECT_THAT(three.out, HasSubstr("LG2005"));

  Policy(
      "  owner: ada\n  reviewers: [bob]\n  min_approvals: 2\n  require_impact_analysis: false\n");
  const Exit two = Look();
  EXPECT_EQ(two.code, 0) << two.out;
  EXPECT_THAT(two.out, HasSubstr("none of them can have a change of their own approved"));

  Write("governance/roles.yaml",
        "version: 1\nprincipals:\n  - {id: ada, names: [boss]}\nroles:\n  lead: [ada]\n  chief: "
        "[ada]\n");
  Policy(
      "  owner: lead\n  reviewers: [chief]\n  min_approvals: 1\n  require_impact_analysis: "
      "false\n");
  const Exit one = Look();
  EXPECT_EQ(one.code, 2) << one.out;
  EXPECT_THAT(one.out, HasSubstr("`ada` is the only one who can approve"));
}

TEST_F(Doctor, APolicyThatLetsEverythingThroughFailsItsTrial) {
  Policy(
      "  owner: ada\n  reviewers: [bob, eve]\n  min_approvals: 1\n  surfaces: [source]\n"
      "  require_impact_analysis: false\n  packages:\n    - {names: [\"**\"], unstable: true}\n");
  const Exit all = Look();
  EXPECT_EQ(all.code, 1) << all.out;
  EXPECT_THAT(all.out, HasSubstr("calls all contracts unstable"));
  EXPECT_THAT(all.out, HasSubstr("there is no contract that the policy guards"));
}

// In mode forward a removal is fine: another break is tried.
TEST_F(Doctor, TheTrialFitsThePolicyAndTellsNobody) {
  Policy(
      "  owner: ada\n  reviewers: [bob, eve]\n  min_approvals: 1\n  compatibility_mode: forward\n"
      "  require_impact_analysis: false\n");
  Sh("echo 'notifications: [{name: told, type: file, path: told.jsonl}]' >> leyline.yaml && git "
     "commit "
     "-qam tell");
  const Exit forward = Look();
  EXPECT_EQ(forward.code, 0) << forward.out;
  EXPECT_THAT(forward.out, HasSubstr("a copy with `shop.v1.Item.name` as `fixed64`"));
  EXPECT_EQ(Sh("find . -name 'told*' | wc -l; git status --porcelain"), "0\n");
  Policy(
      "  owner: ada\n  reviewers: [bob, eve]\n  min_approvals: 1\n  compatibility_mode: forward\n"
      "  require_impact_analysis: false\n  surfaces: [rpc]\n");
  const Exit nothing = Look();
  EXPECT_EQ(nothing.code, 1) << nothing.out;
  EXPECT_THAT(nothing.out,
              HasSubstr("BAD  trial: a copy with `shop.v1.Item.name` as `fixed64`, which "
                        "nobody approved, passes the gate"));
}

TEST_F(Doctor, KeysThatProveNothingAreSaid) {
  Sh("ssh-keygen -q -t ed25519 -N '' -f key");
  const std::string key = Sh("cut -d' ' -f1,2 key.pub | tr -d '\\n'");
  Sh("rm key key.pub");
  const auto roles = [&](const std::string& until) {
    return "version: 1\nprincipals:\n  - {id: ada, keys: [{key: \"" + key + "\", expires: \"" +
           until + "\"}]}\n  - {id: bob}\n";
  };
  Write("governance/roles.yaml", roles("2020-01-01T00:00:00Z"));
  Policy(
      "  owner: ada\n  reviewers: [bob]\n  min_approvals: 1\n  require_impact_analysis: false\n");
  const Exit expired = Look();
  EXPECT_EQ(expired.code, 2) << expired.out;
  EXPECT_THAT(expired.out, AllOf(HasSubstr("look keys: "), HasSubstr("LG2005")));
  Write("governance/roles.yaml",
        roles(Sh("date -u -d '+10 days' +%Y-%m-%dT%H:%M:%SZ | tr -d '\\n'")));
  Commit("Renew");
  EXPECT_THAT(Look().out, HasSubstr("expires at 2"));
}

TEST_F(Doctor, ALogThatIsNotThereIsSaid) {
  Sh("echo 'log: dir:/nonexistent/leyline' >> leyline.yaml && git commit -qam log");
  const Exit exit = Look();
  EXPECT_EQ(exit.code, 4) << exit.out;
  EXPECT_THAT(exit.out, HasSubstr("BAD  log: "));
  EXPECT_THAT(exit.out, HasSubstr("is refused (exit 1)")) << "the trial has a log of its own";
  Sh("sed -i '/^log:/d' leyline.yaml && git commit -qam nolog");
  EXPECT_THAT(Look({"CI=true"}).out, HasSubstr("the event log is this clone's own"));
}

TEST_F(Doctor, ContractsThatNobodyGovernsOrClaimsAreSaid) {
  Write("elsewhere/a.proto", "syntax = \"proto3\";\nmessage Stray {}\n");
  Write("proto/other/o.proto", "syntax = \"proto3\";\npackage other;\nmessage O {}\n");
  Write("proto/shop/v1/store.proto",
        "syntax = \"proto3\";\npackage shop.v1;\nimport \"shop/v1/item.proto\";\n"
        "service Store { rpc Get(Item) returns (Item); }\n");
  Commit("Stray");
  const Exit exit = Look();
  EXPECT_EQ(exit.code, 0) << exit.out;
  EXPECT_THAT(exit.out, HasSubstr("nobody governs them: `elsewhere/a.proto`"));
  EXPECT_THAT(exit.out, HasSubstr("1 of 3 messages and services have no subsystem"));
  Sh("sed -i '/owns:/,+1d' governance/subsystems.yaml && git commit -qam 'Own nothing'");
  EXPECT_THAT(Look().out, HasSubstr("`other.O`, `shop.v1.Store`"))
      << "who writes the package says nothing of its service";
  Sh("git rm -q governance/subsystems.yaml && git commit -qm less");
  const Exit none = Look();
  EXPECT_EQ(none.code, 2) << none.out;
  EXPECT_THAT(none.out, HasSubstr("there is no governance/subsystems.yaml"));
}

TEST_F(Doctor, JobsThatCanBePassedOverAreSaid) {
  Write(".github/workflows/ci.yml", R"(on:
  pull_request:
    paths: ["**.proto"]
jobs:
  gate:
    if: github.actor != 'bot'
    continue-on-error: true
    steps:
      - uses: actions/checkout@v4
      - run: leyline gate --advisory || true
)");
  Write(".gitlab-ci.yml", R"(gate:
  allow_failure: true
  rules: [{changes: ["**/*.proto"]}]
  script: [leyline gate]
)");
  const Exit exit = Look();
  EXPECT_EQ(exit.code, 1) << exit.out;
  for (const char* said :
       {"ci.yml:6:5: a job that `if:` skips counts as passed",
        "ci.yml:7:5: the job passes whatever",
        "ci.yml:3:5: a required check whose workflow `paths:` leaves",
        "ci.yml:9:15: the checkout is "
        "shallow",
        "`|| true` lets everything pass", "the gate only advises", "without `merge_group`",
        ".gitlab-ci.yml:2:3: the pipeline passes whatever", "where `changes:` does not fit",
        "GitLab fetches the last few commits"}) {
    EXPECT_THAT(exit.out, HasSubstr(said));
  }
}

TEST_F(Doctor, TheTemplatesAreWell) {
  const std::string templates = std::string(LEYLINE_SOURCE_DIR) + "/ci/templates/";
  Sh("mkdir -p .github/workflows && cp " + templates +
     "github/workflow.yml .github/workflows/ && cp " + templates +
     "gitlab/leyline.gitlab-ci.yml .gitlab-ci.yml");
  const Exit exit = Look();
  EXPECT_EQ(exit.code, 0) << exit.out;
  EXPECT_THAT(exit.out, HasSubstr("workflow.yml:17:3: job `leyline` runs the gate"));
  EXPECT_THAT(exit.out, HasSubstr(".gitlab-ci.yml:3:1: job `leyline` runs the gate"));
  EXPECT_THAT(exit.out, Not(HasSubstr("look jobs")));
}

TEST_F(Doctor, BeforeThePolicyIsMergedItLooksAtTheOneToCome) {
  Sh("git switch -qc old && git rm -q -r governance leyline.yaml && git commit -qm old && git "
     "branch -f "
     "main && git switch -qc new && git revert --no-edit HEAD >/dev/null");
  const Exit exit = Look();
  EXPECT_EQ(exit.code, 0) << exit.out;
  EXPECT_THAT(exit.out, HasSubstr("the base has no policy yet"));
  EXPECT_THAT(exit.out, HasSubstr("is refused (exit 1)"));
}

}  // namespace
}  // namespace leyline
