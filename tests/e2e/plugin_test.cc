// protoc-gen-leyline under the real protoc, and buf where LEYLINE_BUF names it.
#include <cstdlib>

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

TEST_F(Plugin, DecidesByThePolicyAsTheGateDoes) {
  MakePlatform();
  const std::string by_policy = "against=main:.,config=leyline.yaml";
  Sh("git switch -q approved");
  EXPECT_THAT(Protoc(by_policy), IsEmpty());
  EXPECT_THAT(Protoc("against=main:."), HasSubstr("REMOVE_FIELD"));
  EXPECT_THAT(Protoc(by_policy + ",target=refs/heads/release"), HasSubstr("LG5001"));
  Sh("git switch -q breaking");
  EXPECT_THAT(Protoc(by_policy), AllOf(HasSubstr("missing esper/v1/telemetry.proto:10:3: LG5001"),
                                       HasSubstr("hits nissa")));
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

TEST_F(Plugin, RefusesWhatItDoesNotKnow) {
  Write("contracts/a.proto", "syntax = \"proto3\"; message A {}");
  EXPECT_THAT(Protoc("agianst=old", "a.proto"),
              HasSubstr("unknown parameter `agianst` (fix: did you mean `against`?"));
  EXPECT_THAT(Protoc("against=nowhere", "a.proto"), HasSubstr("there is no `nowhere`"));
  EXPECT_THAT(Protoc("against=out", "a.proto"), HasSubstr("`out` has no contracts"));
  EXPECT_THAT(Sh("echo junk | " LEYLINE_PLUGIN " 2>&1 || echo $?"),
              AllOf(HasSubstr("no CodeGeneratorRequest"), HasSubstr("\n3\n")));
}

TEST_F(Plugin, WorksInBufGenerateAlsoWithEditions) {
  const char* buf = std::getenv("LEYLINE_BUF");
  if (buf == nullptr) GTEST_SKIP() << "LEYLINE_BUF names no buf";
  Write("buf.yaml", "version: v2\nmodules: [{path: contracts}]\n");
  Write("buf.gen.yaml", "version: v2\nplugins:\n  - local: " LEYLINE_PLUGIN
                        "\n    out: out\n    opt: [against=old, report=text, guard=cpp]\n");
  const std::string head = "edition = \"2023\"; package ";
  for (const char* folder : {"old", "contracts"}) {
    Write(std::string(folder) + "/a/a.proto", head + "a; message A { int32 x = 1; }");
    Write(std::string(folder) + "/b/b.proto", head + "b; message B { int32 x = 1; }");
  }
  const std::string generate = std::string(buf) + " generate 2>&1 || echo failed";
  EXPECT_THAT(Sh(generate), IsEmpty());
  EXPECT_THAT(Read("out/a/leyline-report.txt"), HasSubstr("0 changes"));
  EXPECT_THAT(Read("out/b/leyline_guard.h"), HasSubstr("namespace b::leyline_guard"));
  Write("contracts/b/b.proto", head + "b; message B { string x = 1; }");
  EXPECT_THAT(Sh(generate), AllOf(HasSubstr("b/b.proto:1:"), HasSubstr("CHANGE_FIELD_TYPE"),
                                  HasSubstr("failed")));
}

// The assertions of the governance document, then a message on the wire whose version is wrong.
TEST_F(Plugin, TheGuardRejectsAndCountsInCpp) {
  Write("contracts/a/v1/a.proto",
        "syntax = \"proto3\"; package a.v1; message M { int64 version = 1; }");
  EXPECT_THAT(Protoc("guard=cpp", "a/v1/a.proto"), IsEmpty());
  Write("main.cc", R"(
#include <cstdlib>
#include <string>
#include <a/v1/a.pb.h>
#include <a/v1/leyline_guard.h>
using a::v1::leyline_guard::SchemaVersion;
static_assert(SchemaVersion::validate_version(1));
static_assert(!SchemaVersion::validate_version(0));
static_assert(!SchemaVersion::validate_version(2));
static_assert(SchemaVersion::get_version() == 1);
static_assert(!a::v1::leyline_guard::contract_digest("a.v1.M").empty());
static long told = 0;
static bool Receive(const std::string& bytes) {
  a::v1::M message;
  return message.ParseFromString(bytes) && SchemaVersion::check_compatibility(message.version());
}
static std::string Send(long version) {
  a::v1::M message;
  message.set_version(version);
  return message.SerializeAsString();
}
int main() {
  SchemaVersion::on_mismatch([](std::string_view metric, std::int64_t version) {
    if (metric == "leyline.version.mismatches") told += version;
  });
  if (!Receive(Send(1)) || SchemaVersion::mismatches() != 0) return 1;
  if (Receive(Send(0)) || Receive(Send(2)) || Receive(Send(-1))) return 2;
  return SchemaVersion::mismatches() == 3 && told == 1 ? 0 : 3;
}
)");
  Sh("protoc -I contracts --cpp_out=out a/v1/a.proto && "
     "g++ -std=c++17 -O0 -Wall -Wextra -Werror -Iout main.cc out/a/v1/a.pb.cc -lprotobuf -lpthread "
     "-o guarded && ./guarded");
}

TEST_F(Plugin, TheGuardRejectsAndCountsInPython) {
  Write("contracts/a/v1/a.proto",
        "syntax = \"proto3\"; package a.v1; message M { int64 version = 1; }");
  EXPECT_THAT(Protoc("guard=python,mode=backward,current_version=3,min_supported_version=2",
                     "a/v1/a.proto"),
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
assert taken == [2, 3], taken
assert guard.SchemaVersion.mismatches() == 5 and len(told) == 5
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
assert not receive(a_pb2.M(version=4).SerializeToString())
assert guard.SchemaVersion.mismatches() == 6
)");
  Sh("protoc -I contracts --python_out=out a/v1/a.proto && /usr/bin/python3 main.py");
}

}  // namespace
}  // namespace leyline
