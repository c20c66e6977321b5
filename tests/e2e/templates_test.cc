// The jobs and hooks that ship, run as far as they can be without their forges.
#include <filesystem>

#include <gmock/gmock.h>

#include "tests/e2e/platform.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kTemplates[] = LEYLINE_SOURCE_DIR "/ci/templates/";

class Templates : public Platform {
 protected:
  // A clone as a CI makes it: the target is a branch of `origin`, HEAD is detached.
  void CheckOut(const std::string& branch) {
    Sh("git switch -q main");
    Cd(".");
    Sh("rm -rf clone && git clone -q --no-local esper clone && git -C clone checkout -q --detach "
       "origin/" +
       branch);
    Cd("clone");
  }
  // What the CI says about itself, else nothing.
  static std::string Environment(const std::string& variables) {
    return "env -i PATH=\"$(dirname " LEYLINE_BINARY "):$PATH\" HOME=\"$PWD/..\" " + variables +
           " ";
  }
};

TEST_F(Templates, TheActionsScriptWritesTheSummaryTheOutputsAndReports) {
  CheckOut("breaking");
  const auto run = [&](const std::string& more) {
    Sh("rm -rf summary outputs out.txt && " +
       Environment("GITHUB_ACTIONS=true GITHUB_BASE_REF=main GITHUB_REF=refs/pull/7/merge "
                   "GITHUB_STEP_SUMMARY=summary GITHUB_OUTPUT=outputs RUNNER_TEMP=\"$PWD/temp\" " +
                   more) +
       kTemplates + "github/gate.sh >out.txt && echo 0 >code || echo $? >code");
    return Read("code");
  };
  EXPECT_EQ(run(""), "1\n") << Read("out.txt");
  EXPECT_THAT(Read("out.txt"),
              HasSubstr("::error file=contracts/esper/v1/telemetry.proto,line=10"));
  EXPECT_THAT(Read("out.txt"), HasSubstr("::stop-commands::leyline-"));
  EXPECT_THAT(Read("summary"), HasSubstr("### leyline: BLOCKED"));
  EXPECT_THAT(Read("outputs"), AllOf(HasSubstr("exit-code=1\n"), HasSubstr("/leyline-reports\n")));
  for (const char* report : {"comment.md", "gate.sarif", "gate.json", "gate.html"}) {
    EXPECT_FALSE(Read("temp/leyline-reports/" + std::string(report)).empty()) << report;
  }
  EXPECT_THAT(Sh("cat temp/leyline-reports/violations/*.md"), HasSubstr("LG5001"));
  EXPECT_THAT(Leyline({"audit", "export"}).out, HasSubstr("github:refs/pull/7"));

  EXPECT_EQ(run("LEYLINE_ADVISORY=true"), "0\n");
  EXPECT_THAT(Read("out.txt"), HasSubstr("advisory: would exit 1"));
  EXPECT_EQ(run("LEYLINE_AGAINST=nowhere"), "3\n");
  EXPECT_THAT(Read("summary"), HasSubstr("### leyline: UNDECIDED"));
  EXPECT_THAT(Read("temp/leyline-reports/gate.json"), HasSubstr("UNDECIDED"));
  EXPECT_EQ(run("LEYLINE_COMMAND=false"), "1\n");
  EXPECT_THAT(Read("summary"), HasSubstr("### leyline: no verdict (exit 1)"));
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/clone/temp/leyline-reports/gate.json"))
      << "a report of an earlier run is not taken for this one's";

  Sh("git checkout -q --detach origin/compatible");
  EXPECT_EQ(run("LEYLINE_COMMAND=" LEYLINE_BINARY), "0\n");
}

TEST_F(Templates, TheActionRunsItsScriptWithTheInputsAsVariables) {
  // Expressions stand in `env:` and `value:` only: in `run:` they would be code.
  const std::string action = Sh("cat " LEYLINE_SOURCE_DIR "/action.yml");
  EXPECT_THAT(action, HasSubstr(R"(run: '"$GITHUB_ACTION_PATH/ci/templates/github/gate.sh"')"));
  EXPECT_EQ(Sh("grep -n 'run:.*\\${{' " LEYLINE_SOURCE_DIR "/action.yml " +
               std::string(kTemplates) + "github/*.yml || true"),
            "");
  EXPECT_EQ(
      Sh("grep -o 'LEYLINE_[A-Z]*:' " LEYLINE_SOURCE_DIR "/action.yml | tr -d : | while read v; "
         "do grep -q $v " +
         std::string(kTemplates) + "github/gate.sh || echo $v; done"),
      "");
  EXPECT_EQ(Sh("bash -n " + std::string(kTemplates) + "github/gate.sh"), "");
}

// The script lines of a job, as GitLab would run them.
std::string ScriptOf(const std::string& job, const std::string& variables) {
  return "sed -n '/^" + job + ":/,/^$/p' " + kTemplates +
         "gitlab/leyline.gitlab-ci.yml | sed -n '/^  script:/,/^  [a-z]/s/^    - //p' >job.sh; " +
         "test -s job.sh; " + variables + "bash -e job.sh";
}

TEST_F(Templates, GitlabJobsRun) {
  CheckOut("breaking");
  const std::string variables = Environment(
      "CI=true CI_MERGE_REQUEST_IID=9 "
      "CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main");
  EXPECT_THAT(Sh("(" + ScriptOf("leyline", variables) + ") 2>&1 || true"), HasSubstr("BLOCKED"));
  EXPECT_THAT(Read("gl-code-quality-report.json"),
              HasSubstr("\"check_name\":\"CHANGE_FIELD_TYPE\""));
  EXPECT_THAT(Read("leyline.xml"), HasSubstr("<testsuites"));
  EXPECT_THAT(Read("leyline.html"), HasSubstr("BLOCKED"));
  EXPECT_THAT(Leyline({"audit", "export"}).out, HasSubstr("gitlab:9"));

  CheckOut("approved");
  Sh("git switch -qc main origin/main 2>/dev/null || git switch -q main; git -c user.name=x -c "
     "user.email=x@x.example merge -q --no-ff -m merge origin/approved");
  EXPECT_THAT(
      Sh(ScriptOf("leyline-merged", Environment("CI=true CI_COMMIT_BRANCH=main "
                                                "CI_COMMIT_BEFORE_SHA=$(git rev-parse HEAD~1)"))),
      HasSubstr("implemented: remove-legacy-mode"));
}

TEST_F(Templates, PreCommitTriesTheHooks) {
  const std::string pre_commit =
      Sh("command -v \"${LEYLINE_PRE_COMMIT:-pre-commit}\" | tr -d '\\n' || true");
  if (pre_commit.empty()) {
    GTEST_SKIP() << "no pre-commit: install it, or name it in LEYLINE_PRE_COMMIT";
  }
  Sh("mkdir ../hooks && cp " LEYLINE_SOURCE_DIR
     "/.pre-commit-hooks.yaml ../hooks/ && cd ../hooks && "
     "git init -q . && git add -A && git -c user.name=x -c user.email=x@x.example commit -qm "
     "hooks");
  const auto attempt = [&](const std::string& hook) {
    return Sh("PATH=\"$(dirname " LEYLINE_BINARY "):$PATH\" PRE_COMMIT_HOME=\"$PWD/../cache\" " +
              pre_commit + " try-repo ../hooks " + hook +
              " --all-files 2>&1 && echo exit 0 || echo exit $?");
  };
  EXPECT_THAT(attempt("leyline-diff"), HasSubstr("exit 0"));
  Sh("sed -i 's/double value/float value/' contracts/esper/v1/telemetry.proto && git add -A");
  EXPECT_THAT(attempt("leyline-diff"), AllOf(HasSubstr("CHANGE_FIELD_TYPE"), HasSubstr("exit 1")));
  EXPECT_THAT(attempt("leyline-validate"), HasSubstr("exit 0"));
  Sh("echo garbage >> contracts/esper/v1/telemetry.proto && git add -A");
  EXPECT_THAT(attempt("leyline-validate"), AllOf(HasSubstr("exit code: 3"), HasSubstr("exit 1")));
}

// The hooks' entries are commands that there are, also where pre-commit is not.
TEST_F(Templates, TheHooksEntriesRun) {
  const std::string entries = Sh("sed -n 's|^  entry: leyline|" LEYLINE_BINARY
                                 "|p' " LEYLINE_SOURCE_DIR "/.pre-commit-hooks.yaml");
  EXPECT_THAT(Sh(entries), AllOf(HasSubstr("compile and link"), HasSubstr("0 changes")));
  Sh("sed -i 's/double value/float value/' contracts/esper/v1/telemetry.proto");
  EXPECT_EQ(Sh("bash -ec '" + entries + "' >text && echo 0 || echo $?"), "1\n");
}

TEST_F(Templates, CMakeRunsTheGateAsATest) {
  Write("CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.20)\nproject(platform NONE)\n"
        "enable_testing()\ninclude(" LEYLINE_SOURCE_DIR
        "/cmake/package/LeylineGate.cmake)\nleyline_add_gate(NAME gate AGAINST main REPORTS "
        "${CMAKE_BINARY_DIR}/reports)\n"
        "leyline_add_gate(NAME advice AGAINST main ADVISORY)\n");
  const auto run = [&](const std::string& branch) {
    Sh("git switch -q " + branch +
       " && cmake -S . -B ../cm -G Ninja -DLEYLINE_EXECUTABLE=" LEYLINE_BINARY
       " >text && (ctest --test-dir ../cm --output-on-failure >text 2>&1 || true)");
    return Read("text");
  };
  EXPECT_THAT(run("compatible"), HasSubstr("100% tests passed"));
  const std::string broken = run("breaking");
  EXPECT_THAT(broken, AllOf(HasSubstr("1/2 Test #1: gate .............................***Failed"),
                            HasSubstr("BLOCKED"), HasSubstr("1 tests failed out of 2")));
  EXPECT_THAT(Sh("cat ../cm/reports/gate.html"), HasSubstr("BLOCKED"));
  Write("CMakeLists.txt",
        "cmake_minimum_required(VERSION 3.20)\nproject(platform NONE)\n"
        "include(" LEYLINE_SOURCE_DIR
        "/cmake/package/LeylineGate.cmake)\nleyline_add_gate(NAM gate)\n");
  EXPECT_THAT(
      Sh("cmake -S . -B ../cm2 -G Ninja -DLEYLINE_EXECUTABLE=" LEYLINE_BINARY " 2>&1 || true"),
      HasSubstr("unknown `NAM;gate`"));
}

// Starlark is a part of Python: the rule runs with stand-ins for what Bazel gives it, and the
// script that it makes is the real one.
constexpr char kBazel[] = R"py(
import sys
class Thing:
    def __init__(self, **parts): self.__dict__.update(parts)
class Set(list):
    def to_list(self): return list(self)
def depset(transitive): return Set(x for one in transitive for x in one)
rules, attr = [], Thing(label=lambda **k: k, label_list=lambda **k: k, string=lambda **k: k,
                        string_list=lambda **k: k)
names = {"load": lambda *a: None, "ProtoInfo": "ProtoInfo", "depset": depset, "attr": attr,
         "rule": lambda **k: rules.append(k), "DefaultInfo": lambda **k: k}
exec(open(sys.argv[1]).read(), names)
attrs = rules[0]["attrs"]
def write(output, text, is_executable): open(output, "w").write(text)
file = lambda path: Thing(short_path=path)
ctx = Thing(
    attr=Thing(targets=[{"ProtoInfo": Thing(transitive_descriptor_sets=[file("after.binpb")])}],
               paths=[], **{n: attrs[n]["default"] for n in ("fail_on", "mode", "surfaces")}),
    executable=Thing(leyline=file(sys.argv[2])), file=Thing(against=file("before.binpb")),
    outputs=Thing(executable="test.sh"), actions=Thing(write=write),
    runfiles=lambda files: [f.short_path for f in files])
made = rules[0]["implementation"](ctx)
assert made[0]["runfiles"] == ["after.binpb", "before.binpb", sys.argv[2]], made
)py";

TEST_F(Templates, TheBazelRuleMakesATestThatFailsOnABreak) {
  Write("run.py", kBazel);
  Sh("/usr/bin/python3 run.py " + std::string(kTemplates) + "bazel/leyline.bzl " LEYLINE_BINARY);
  const auto run = [&](const std::string& branch) {
    Sh("git switch -q main && protoc -I contracts --include_imports -o before.binpb $(find "
       "contracts "
       "-name '*.proto') && git switch -q " +
       branch +
       " && protoc -I contracts --include_imports -o after.binpb $(find contracts -name "
       "'*.proto')");
    return Sh("TEST_TMPDIR=\"$PWD/..\" bash test.sh >text 2>&1 && echo 0 || echo $?");
  };
  EXPECT_EQ(run("compatible"), "0\n") << Read("text");
  EXPECT_EQ(run("breaking"), "1\n") << Read("text");
  EXPECT_THAT(Read("text"), HasSubstr("CHANGE_FIELD_TYPE"));
}

}  // namespace
}  // namespace leyline
