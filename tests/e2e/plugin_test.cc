// protoc-gen-leyline under the real protoc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

class Plugin : public Shell {
 protected:
  void MakePlatform() {
    Sh(LEYLINE_SOURCE_DIR "/examples/esper/make-repository esper >/dev/null");
    Cd("esper");
  }

  // What protoc says; nothing when all went well.
  std::string Protoc(const std::string& options,
                     const std::string& files = "contracts/*/*/*.proto") {
    return Sh("mkdir -p out; protoc --plugin=protoc-gen-leyline=" LEYLINE_PLUGIN
              " -I contracts --leyline_out=out --leyline_opt=" +
              options + " " + files + " 2>&1 || echo failed");
  }
};

TEST_F(Plugin, RefusesABreakAndPassesACompatibleChange) {
  MakePlatform();
  Sh("git switch -q breaking");
  EXPECT_THAT(Protoc("against=main:."),
              AllOf(StartsWith("--leyline_out: 1 breaking change against `main:.`\n"),
                    HasSubstr("\nesper/v1/telemetry.proto:10:3: BREAKING    CHANGE_FIELD_TYPE\n"),
                    HasSubstr("failed")));
  Sh("git switch -q compatible");
  EXPECT_THAT(Protoc("against=main:.,report=json"), IsEmpty());
  const std::string report = Read("out/esper/v1/leyline-report.json");
  EXPECT_THAT(report, AllOf(HasSubstr("\"ADD_FIELD\""), Not(HasSubstr("REMOVE"))));
  EXPECT_THAT(Protoc("against=main:.,report=json"), IsEmpty());
  EXPECT_EQ(Read("out/esper/v1/leyline-report.json"), report);
  Sh("protoc -I contracts --include_imports -o now.binpb contracts/*/*/*.proto");
  EXPECT_THAT(Protoc("against=now.binpb,mode=strict"), IsEmpty());
}

TEST_F(Plugin, RunsAsThePageSays) {
  MakePlatform();
  Sh("PATH=$(dirname " LEYLINE_PLUGIN
     "):$PATH; "
     "sed -n 's/^    \\(mkdir\\|protoc\\) /\\1 /p' " LEYLINE_SOURCE_DIR
     "/docs/plugin.md > page; "
     "grep -q leyline_out page; . ./page");
  EXPECT_THAT(Read("gen/esper/v1/leyline_guard.h"),
              HasSubstr("namespace esper::v1::leyline_guard"));
}

TEST_F(Plugin, DecidesByThePolicyAsTheGateDoes) {
  MakePlatform();
  const std::string by_policy = "against=main:.,config=leyline.yaml";
  Sh("git switch -q approved");
  EXPECT_THAT(Protoc(by_policy), IsEmpty());
  EXPECT_THAT(Protoc("against=main:."), HasSubstr("REMOVE_FIELD"));
  EXPECT_THAT(Protoc(by_policy + ",target=refs/heads/release"), HasSubstr("LG5001"));
  Sh("git switch -q breaking");
  EXPECT_THAT(Protoc(by_policy), AllOf(HasSubstr("missing esper/v1/telemetry.proto:10:3: LG5001"),
                                       HasSubstr("may hit nissa")));
}

TEST_F(Plugin, SaysWhatIsWrongWithTheRules) {
  MakePlatform();
  Sh("git switch -q approved");
  const std::string by_policy = "against=main:.,config=leyline.yaml";
  EXPECT_THAT(Protoc(by_policy + ",report=text,report=json,report=github"), IsEmpty());
  EXPECT_THAT(Read("out/esper/v1/leyline-report.json"), HasSubstr("\"outcome\":\"PASS\""));
  EXPECT_THAT(Read("out/esper/v1/leyline-report.txt"), HasSubstr("remove-legacy-mode"));
  EXPECT_THAT(Read("out/esper/v1/leyline-report.github"), HasSubstr("leyline::PASS: 1 change"));
  const auto wrong = [&](const std::string& path, const std::string& text) {
    Write(path, text);
    return Protoc(by_policy);
  };
  EXPECT_THAT(wrong("governance/proposals/x.yaml", "x: 1\n"),
              HasSubstr("governance/proposals/x.yaml:1:1: error LG"));
  Sh("rm governance/proposals/x.yaml");
  EXPECT_THAT(wrong("governance/subsystems.yaml", "x: 1\n"),
              HasSubstr("governance/subsystems.yaml:1:1: error LG"));
  EXPECT_THAT(wrong("governance/policy.yaml", "x: 1\n"),
              HasSubstr("governance/policy.yaml:1:1: error LG"));
  Sh("rm governance/policy.yaml");
  EXPECT_THAT(Protoc(by_policy), HasSubstr("cannot open `governance/policy.yaml`"));
  EXPECT_THAT(wrong("leyline.yaml", "version: 9\n"), HasSubstr("leyline.yaml:1:10: error LG1020"));
  Sh("rm leyline.yaml");
  EXPECT_THAT(Protoc(by_policy), HasSubstr("cannot open `leyline.yaml`"));
}

// Run by hand, and with an answer that nobody takes.
TEST_F(Plugin, SaysWhatItIs) {
  const auto say = [&](const std::string& run) { return Sh(run + " 2>&1; echo $?"); };
  EXPECT_THAT(say(LEYLINE_PLUGIN " --version"),
              AllOf(StartsWith("protoc-gen-leyline "), HasSubstr("\n0\n")));
  EXPECT_THAT(say(LEYLINE_PLUGIN " --help"),
              AllOf(HasSubstr("--leyline_out=gen"), HasSubstr("\n0\n")));
  EXPECT_THAT(Sh(LEYLINE_PLUGIN " a.proto 2>&1 || echo $?"), HasSubstr("\n2\n"));
  EXPECT_THAT(Sh("printf '\\012\\007a.proto\\022\\011guard=cpp\\172\\011\\012\\007a.proto' "
                 "| " LEYLINE_PLUGIN " 2>&1 >/dev/full || echo $?"),
              AllOf(HasSubstr("cannot write standard output"), HasSubstr("\n74\n")));
}

// Whoever calls protoc once a folder passes a part of the contracts.
TEST_F(Plugin, JudgesWhatTheCallIsAbout) {
  const std::string head = "syntax = \"proto3\"; ";
  Write("old/a/a.proto", head + "package a; message A { int32 x = 1; }");
  Write("old/a/gone.proto", head + "package a; message Gone {}");
  Write("old/b/b.proto", head + "package b; message B { int32 x = 1; }");
  Write("contracts/a/a.proto", head + "package a; message A { int32 x = 1; }");
  EXPECT_THAT(Protoc("against=old", "a/a.proto"), IsEmpty());
  EXPECT_THAT(Protoc("against=old,scope=folders", "a/a.proto"),
              AllOf(HasSubstr("a.Gone"), Not(HasSubstr("b.B"))));
  EXPECT_THAT(Protoc("against=old,scope=all", "a/a.proto"),
              AllOf(HasSubstr("a.Gone"), HasSubstr("b.B")));
}

// A call that sees where something moved to only as an import: it moved all the same, and what
// changed on the way is told. What that import makes beside is not this call's.
TEST_F(Plugin, FollowsWhatMovesToAnImport) {
  const std::string head = "syntax = \"proto3\"; package p; ";
  const std::string moving = "message M { int32 x = 1; } enum E { A = 0; } service S {} ";
  Write("old/a/a.proto", head + moving + "message N { M m = 1; E e = 2; }");
  Write("old/b/b.proto", head + "message Own { int32 x = 1; } message Next {}");
  Write("contracts/a/a.proto", head + "import \"b/b.proto\"; message N { M m = 1; E e = 2; }");
  const std::string b = head + "import \"c/c.proto\"; " + moving + "message Own { int32 x = 1; }";
  Write("contracts/b/b.proto", b);
  Write("contracts/c/c.proto", head + "message Next {}");
  EXPECT_THAT(Protoc("against=old,guard=python", "a/a.proto"), IsEmpty());
  EXPECT_THAT(Read("out/p/leyline_guard.py"), Not(HasSubstr("\"p.M\""))) << "of what it makes";
  EXPECT_THAT(Protoc("against=old,scope=all", "a/a.proto"), IsEmpty());
  Sh("sed -i 's/M { int32/M { string/' contracts/b/b.proto");
  EXPECT_THAT(Protoc("against=old", "a/a.proto"),
              AllOf(HasSubstr("\nb/b.proto:1:"), HasSubstr("CHANGE_FIELD_TYPE"),
                    HasSubstr("1 breaking change"), Not(HasSubstr("REMOVE"))));
  Sh("sed -i 's/ enum E { A = 0; }//; s/M { string/M { int32/' contracts/b/b.proto; "
     "sed -i 's/E e = 2;//' contracts/a/a.proto");
  EXPECT_THAT(Protoc("against=old", "a/a.proto"), HasSubstr("`p.E` was removed"));
}

// Of one package: protoc called with a part of it, as many build systems do; and names that a shell
// or a report could trip over.
TEST_F(Plugin, TakesFilesAndFoldersOfAnyName) {
  Write("contracts/a b/it's \"ü\" `x` [y].proto",
        "syntax = \"proto3\"; package a; message A { int32 x = 1; }");
  Write("contracts/c/c.proto", "syntax = \"proto3\"; package a; message C { int32 x = 1; }");
  Sh("cp -r contracts old");
  const std::string odd = R"('a b/it'"'"'s "ü" `x` [y].proto')";
  EXPECT_THAT(Protoc("against=old,report=json,guard=python", odd), IsEmpty());
  EXPECT_THAT(Read("out/a b/leyline-report.json"), HasSubstr("\"summary\""));
  EXPECT_THAT(Protoc("against=old", "c/c.proto"), IsEmpty());
  EXPECT_THAT(Protoc("against=old,scope=all,guard=cpp", odd + " c/c.proto"), IsEmpty());
  EXPECT_THAT(Read("out/a/leyline_guard.h"), AllOf(HasSubstr("\"a.A\""), HasSubstr("\"a.C\"")));
  Sh("sed -i 's/int32/string/' contracts/a*/*.proto");
  EXPECT_THAT(Protoc("against=old", odd), HasSubstr("\na b/it's \"ü\" `x` [y].proto:1:"));
}

// What else is wrong with the contracts in use is no business of this build.
TEST_F(Plugin, ReadsOfTheBaseWhatTheCallNeeds) {
  Write("old/a/a.proto",
        "syntax = \"proto3\"; package a; import \"b/b.proto\"; "
        "message A { int32 x = 1; b.B b = 2; }");
  Write("old/b/b.proto", "syntax = \"proto3\"; package b; message B {}");
  Write("old/c/c.proto", "what is this?");
  Sh("cp -r old contracts; sed -i 's/int32/string/' contracts/a/a.proto; rm contracts/c/c.proto");
  Write("contracts/d/d.proto", "syntax = \"proto3\"; package d; message D {}");
  EXPECT_THAT(Protoc("against=old", "a/a.proto b/b.proto"), HasSubstr("CHANGE_FIELD_TYPE"));
  EXPECT_THAT(Protoc("against=old,scope=folders", "a/a.proto"), HasSubstr("CHANGE_FIELD_TYPE"));
  EXPECT_THAT(Protoc("against=old,scope=all", "a/a.proto"), HasSubstr("c/c.proto:1:1: error"));
  Sh("rm old/c/c.proto");
  EXPECT_THAT(Protoc("against=old", "d/d.proto"), IsEmpty()) << "a new file in contracts that are";
  Sh("protoc -I old --include_imports -o old.binpb a/a.proto b/b.proto");
  EXPECT_THAT(Protoc("against=old.binpb", "a/a.proto"), HasSubstr("CHANGE_FIELD_TYPE"));
  EXPECT_THAT(Protoc("against=old.binpb", "d/d.proto"), IsEmpty());
}

TEST_F(Plugin, RefusesWhatItDoesNotKnow) {
  Write("contracts/a.proto", "syntax = \"proto3\"; message A {}");
  EXPECT_THAT(Protoc("agianst=old", "a.proto"),
              HasSubstr("unknown parameter `agianst` (fix: did you mean `against`?"));
  EXPECT_THAT(Protoc("against=nowhere", "a.proto"), HasSubstr("there is no `nowhere`"));
  EXPECT_THAT(Protoc("against=out", "a.proto"), HasSubstr("`out` has no contracts"));
  EXPECT_THAT(Sh("echo junk | " LEYLINE_PLUGIN " 2>&1 || echo $?"),
              AllOf(HasSubstr("no CodeGeneratorRequest"), HasSubstr("\n3\n")));
}

// The assertions of the governance document, then a message on the wire whose version is wrong.
TEST_F(Plugin, TheGuardRejectsAndCountsInPython) {
  Write("contracts/a/v1/a.proto",
        "syntax = \"proto3\"; package a.v1; message M { int64 version = 1; }");
  EXPECT_THAT(
      Protoc("guard=python,mode=full,current_version=3,min_supported_version=2", "a/v1/a.proto"),
      IsEmpty());
  EXPECT_THAT(Sh("mkdir strict; protoc --plugin=protoc-gen-leyline=" LEYLINE_PLUGIN
                 " -I contracts --leyline_out=strict --leyline_opt=guard=python a/v1/a.proto"),
              IsEmpty());
  Write("main.py", R"(
import sys
sys.path[0:0] = ["out"]
import strict.a.v1.leyline_guard as strict
from a.v1 import leyline_guard as guard
assert strict.SchemaVersion.validate_version(1) == True
assert strict.SchemaVersion.validate_version(0) == False
assert strict.SchemaVersion.validate_version(2) == False
assert strict.SchemaVersion.get_version() == 1
told = []
guard.SchemaVersion.on_mismatch(lambda metric, version: told.append((metric, version)))
taken = [v for v in range(-1, 6) if guard.SchemaVersion.check_compatibility(v)]
assert taken == [2, 3, 4], taken
assert guard.SchemaVersion.mismatches() == 4 and len(told) == 4
assert told[0] == ("leyline.version.mismatches", -1)
assert guard.contract_digest("a.v1.M").startswith("sha256:")
try:
    from a.v1 import a_pb2
except ImportError:
    print("no protobuf for Python here")
    sys.exit()
def receive(data):
    return guard.SchemaVersion.check_compatibility(a_pb2.M.FromString(data).version)
assert receive(a_pb2.M(version=3).SerializeToString())
assert not receive(a_pb2.M(version=5).SerializeToString())
assert guard.SchemaVersion.mismatches() == 5
)");
  Sh("protoc -I contracts --python_out=out a/v1/a.proto && /usr/bin/python3 -W error main.py");
}

}  // namespace
}  // namespace leyline
