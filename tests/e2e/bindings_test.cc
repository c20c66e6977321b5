// leyline bindings with the real protoc.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// Ends with an error when the bundle is not exactly what its manifest says.
constexpr char kCheck[] = R"(
import hashlib, json, os, sys
folder = sys.argv[1]
manifest = json.load(open(folder + "/leyline-bindings.json"))
wanted = {file["path"]: file["digest"] for file in manifest["files"]}
found = {}
for place, _, names in os.walk(folder):
    for name in names:
        path = os.path.join(place, name)
        data = open(path, "rb").read()
        found[os.path.relpath(path, folder)] = "sha256:" + hashlib.sha256(data).hexdigest()
del found["leyline-bindings.json"]
assert found == wanted, (found.keys() ^ wanted.keys())
)";

class Bindings : public Shell {
 protected:
  Exit Make(const std::string& input) {
    return Leyline({"bindings", input, "--out", "gen", "--cache", "cache"});
  }
  void CheckBundle() {
    Write("check.py", kCheck);
    Sh("/usr/bin/python3 check.py gen");
  }
};

TEST_F(Bindings, AreGeneratedOnlyForWhatChanged) {
  Sh("cp -r " LEYLINE_SOURCE_DIR "/examples/esper/main esper");
  Make("esper");
  const std::string manifest = Read("gen/leyline-bindings.json");
  EXPECT_THAT(Make("esper").err, HasSubstr("0 of 26 bindings generated"));
  EXPECT_EQ(Read("gen/leyline-bindings.json"), manifest);
  const std::string times = "stat -c '%i %y' gen/*/esper/v1/common*";
  const std::string before = Sh(times);
  Sh("cp -r " LEYLINE_SOURCE_DIR "/examples/esper/branches/compatible/. esper");
  EXPECT_THAT(Make("esper").err, HasSubstr(" of 26 bindings generated"));
  EXPECT_NE(Read("gen/leyline-bindings.json"), manifest);
  EXPECT_EQ(Sh(times), before) << "a build would make all again";
  CheckBundle();
  // A damaged cache and an edited output heal.
  Sh("find cache -type f -exec truncate -s -1 {} +; echo x >> gen/contracts.binpb");
  EXPECT_THAT(Make("esper").err, HasSubstr("26 of 26 bindings generated"));
  CheckBundle();
  Sh("for entry in $(find cache -type f); do printf '~' | dd of=$entry bs=1 conv=notrunc "
     "seek=$(($(stat -c %s $entry) - 1)) 2>/dev/null; done");
  EXPECT_THAT(Make("esper").err, HasSubstr("0 of 26 bindings generated")) << "all are there";
  Sh("rm -r gen");
  EXPECT_THAT(Make("esper").err, HasSubstr("26 of 26 bindings generated"));
  CheckBundle();
}

// The version that a run before noted is a guess; what the compiler says now counts.
TEST_F(Bindings, AreOfTheCompilerThatIsThere) {
  Write("c/leyline.yaml", "version: 1\nbindings: {languages: [python]}\n");
  Write("c/a.proto", "syntax = \"proto3\"; package a; message A {}");
  Write("compiler",
        "#!/bin/sh\n[ \"$1\" = --version ] && exec cat version\n"
        "for flag; do case $flag in --python_out=*) out=${flag#*=};; esac; done\n"
        "cat version > \"$out/a_pb2.py\"\n");
  Sh("chmod +x compiler");
  const auto make = [&](const std::string& version) {
    Write("version", version);
    return Leyline({"bindings", "c", "--out", "gen", "--cache", "cache", "--protoc", "./compiler"});
  };
  EXPECT_THAT(make("one").err, HasSubstr("1 of 1 bindings generated"));
  EXPECT_THAT(make("two").err, HasSubstr("1 of 1 bindings generated"));
  EXPECT_EQ(Read("gen/python/a_pb2.py"), "two");
  EXPECT_THAT(Read("gen/leyline-bindings.json"), HasSubstr("\"compiler\":\"two\""));
  EXPECT_THAT(make("one").err, HasSubstr("0 of 1 bindings generated"));
  EXPECT_EQ(Read("gen/python/a_pb2.py"), "one");
  // What is generated while a wrong guess is not yet refuted gets nowhere.
  Write("c/a.proto", "syntax = \"proto3\"; package a; message B {}");
  EXPECT_THAT(make("two").err, HasSubstr("1 of 1 bindings generated"));
  EXPECT_EQ(Read("gen/python/a_pb2.py"), "two");
  EXPECT_THAT(make("one").err, HasSubstr("1 of 1 bindings generated"));
  EXPECT_EQ(Read("gen/python/a_pb2.py"), "one");
  CheckBundle();
}

TEST_F(Bindings, ReplaceOnlyAFolderOfTheirs) {
  Write("c/leyline.yaml", "version: 1\nbindings: {languages: []}\n");
  Write("c/a.proto", "syntax = \"proto3\"; package a; message A {}");
  Sh("mkdir real; ln -s real link; touch file");
  const auto refusal = [&](const std::string& out, const std::string& cache) {
    const Exit exit = Leyline({"bindings", "c", "--out", out, "--cache", cache});
    EXPECT_EQ(exit.code, 2) << exit.err;
    return exit.err;
  };
  EXPECT_THAT(refusal("link", "cache"), HasSubstr("`link` is no folder, but a link"));
  EXPECT_THAT(refusal("file", "cache"), HasSubstr("`file` is no folder (fix: name the folder"));
  EXPECT_THAT(refusal("gen", "c/../gen/cache"), HasSubstr("which is replaced as a whole"));
  EXPECT_EQ(Sh("ls real; ls"), "c\nfile\nlink\nreal\n");
  EXPECT_EQ(Leyline({"bindings", "c", "--out", "real/", "--cache", "cache"}).code, 0);
}

TEST_F(Bindings, NoNameOfAContractIsAnOption) {
  for (const std::string name : {"@a.proto", "--descriptor_set_out=x.proto"}) {
    Sh("mkdir contracts");
    Write("contracts/" + name, "syntax = \"proto3\";");
    const Exit exit = Make("contracts");
    EXPECT_EQ(exit.code, 3);
    EXPECT_THAT(exit.err, HasSubstr("would take this name for an option"));
    Sh("rm -r contracts");
  }
}

TEST_F(Bindings, RunNoProgramThatOnlyARevisionNames) {
  const auto plugin = [](const std::string& name) {
    return "version: 1\nbindings: {languages: [], plugins: [{name: mine, program: ./" + name +
           "}]}\n";
  };
  Sh("git init -qb main . && printf '#!/bin/sh\ntouch ran\n' > theirs && chmod +x theirs");
  Write("a.proto", "syntax = \"proto3\"; package a;");
  Write("leyline.yaml", plugin("theirs"));
  Sh("git add -A && git -c user.name=a -c user.email=a@example.com commit -qm Theirs");
  Write("leyline.yaml", plugin("ours"));
  const Exit exit = Make("main:.");
  EXPECT_EQ(exit.code, 2);
  EXPECT_THAT(exit.err, HasSubstr("names the program `./theirs`, which that of the work tree"));
  EXPECT_EQ(Sh("ls | grep ran || true"), "");
  Write("leyline.yaml", plugin("theirs"));
  Make("main:.");
  EXPECT_EQ(Sh("ls | grep ran || true"), "ran\n") << "who is here has it too";
}

struct Reason {
  const char* config;
  const char* protoc;
  int code;
  const char* words;
};

TEST_F(Bindings, SayWhyThereAreNone) {
  Write("c/a.proto", "edition = \"2023\"; package a; message A {}");
  const std::string plugins = "version: 1\nbindings: {languages: [], plugins: [";
  for (const auto& [config, protoc, code, words] : std::initializer_list<Reason>{
           {"version: 1\n", "protoc", 3, "no bindings for cpp and python: "},
           {"version: 1\n", "./nowhere", 3, "cannot start `./nowhere`"},
           {"version: 1\n", "false", 2, "`false --version` exits with 1"},
           {"{name: x, program: ./gone}", "protoc", 2, "there is no plugin `./gone`"},
           {"{name: x, program: \"false\"}", "protoc", 3,
            "no bindings for x of `a.proto`: `false` exits with 1 and says nothing"},
           {"{name: x, program: " LEYLINE_PLUGIN ", options: \"a=b\"}", "protoc", 3,
            "says: error: unknown parameter `a`"}}) {
    Write("c/leyline.yaml", *config == '{' ? plugins + config + "]}\n" : config);
    const Exit exit =
        Leyline({"bindings", "c", "--out", "gen", "--cache", "cache", "--protoc", protoc});
    EXPECT_EQ(exit.code, code) << exit.err;
    EXPECT_THAT(exit.err, HasSubstr(words));
  }
  EXPECT_EQ(Sh("ls -A; ls cache"), "c\ncache\n") << "of what failed nothing is left";
  const Exit homeless =
      Leyline({"bindings", "c", "--out", "gen"}, {"HOME=", "XDG_CACHE_HOME=relative"});
  EXPECT_EQ(homeless.code, 2);
  EXPECT_THAT(homeless.err, HasSubstr("there is no HOME to keep the cache in"));
}

TEST_F(Bindings, ComeFromAnyPlugin) {
  Write("c/leyline.yaml",
        "version: 1\nbindings:\n  languages: []\n  plugins:\n"
        "    - {name: guards, program: " LEYLINE_PLUGIN ", options: \"guard=python\"}\n");
  Write("c/a.proto", "edition = \"2023\"; package a; message A {}");
  EXPECT_THAT(Make("c").err, HasSubstr("1 of 1 bindings generated"));
  EXPECT_THAT(Read("gen/guards/a/leyline_guard.py"), HasSubstr("class SchemaVersion"));
  Write("c/b.proto", "edition = \"2023\"; package a; message B {}");
  EXPECT_THAT(Make("c").err, HasSubstr("two contracts make the same file"));
  for (const std::string call : {"folder", "all"}) {
    Sh("sed -i 's/\"guard=python\".*}/\"guard=python\", call: " + call + "}/' c/leyline.yaml");
    EXPECT_THAT(Make("c").err, HasSubstr("1 of 1 bindings generated"));
    EXPECT_THAT(Read("gen/guards/a/leyline_guard.py"),
                AllOf(HasSubstr("\"a.A\""), HasSubstr("\"a.B\"")));
    Sh("rm -r cache");
  }
  Sh("mkdir mine; touch mine/work");
  const Exit refused = Leyline({"bindings", "c", "--out", "mine", "--cache", "cache"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("`mine` holds what `leyline bindings` did not make"));
}

TEST_F(Bindings, DeleteNothingThatTheyDidNotMake) {
  Write("c/leyline.yaml", "version: 1\nbindings: {languages: [python]}\n");
  Write("c/a.proto", "syntax = \"proto3\"; package a; message A {}");
  ASSERT_EQ(Make("c").code, 0);
  Sh("mkdir -p gen/python/__pycache__ && touch gen/python/__pycache__/a_pb2.pyc");
  EXPECT_EQ(Make("c").code, 0) << "Python makes that again";
  Sh("mkdir gen/mine && touch gen/mine/one gen/mine/two gen/python/three && ln -s c gen/link");
  Write("c/a.proto", "syntax = \"proto3\"; package a; message B {}");
  const Exit refused = Make("c");
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("lose: `link`, `mine/one`, `mine/two`, 1 more"));
  EXPECT_THAT(refused.err, HasSubstr("move it out"));
  EXPECT_EQ(Sh("ls gen/mine gen/python/three"), "gen/python/three\n\ngen/mine:\none\ntwo\n");
  Sh("rm -r gen/mine gen/python/three gen/link");
  EXPECT_EQ(Make("c").code, 0);
  CheckBundle();
  Write("gen/leyline-bindings.json", "no manifest");
  EXPECT_EQ(Make("c").code, 2);
}

}  // namespace
}  // namespace leyline
