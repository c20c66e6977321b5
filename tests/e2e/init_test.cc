// leyline init: a repository that has contracts and nothing else, or buf's configuration.
#include <cstdlib>

#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Init : public Shell {
 protected:
  Init() {
    Sh("git init -q -b main . && git config user.name Ada && git config user.email ada@a.example");
  }
  void Commit(const std::string& message) { Sh("git add -A && git commit -qm '" + message + "'"); }
  void WriteShop(const std::string& root) {
    Write(
        root + "/shop/v1/item.proto",
        "syntax = \"proto3\";\npackage shop.v1;\nmessage Item { string name = 1; int64 n = 2; }\n");
    Write(root + "/shop/v1/order.proto",
          "syntax = \"proto3\";\npackage shop.v1;\nimport \"shop/v1/item.proto\";\n"
          "message Order { repeated Item items = 1; }\n");
  }
};

TEST_F(Init, FindsRootsWritesFilesAndTheGateWorksWithThem) {
  WriteShop("api/proto");
  Write("third_party/x/google/type/money.proto",
        "syntax = \"proto3\";\npackage google.type;\nmessage Money { int64 units = 1; }\n");
  Write("api/proto/shop/admin/v1/admin.proto",
        "syntax = \"proto3\";\npackage shop.admin.v1;\nimport \"shop/v1/item.proto\";\n"
        "service Admin { rpc Put(shop.v1.Item) returns (shop.v1.Item); }\n");
  Write("ignored/shop/v1/item.proto", "syntax = \"proto3\";\npackage shop.v1;\n");
  Write(".gitignore", "ignored/\n");
  const Exit init = Leyline({"init"});
  ASSERT_EQ(init.code, 0) << init.out << init.err;
  EXPECT_THAT(init.out, HasSubstr("wrote  leyline.yaml                1 root with 4 contracts"));
  EXPECT_THAT(init.out, HasSubstr("leyline doctor"));
  const std::string config = Read("leyline.yaml");
  EXPECT_THAT(config, HasSubstr("  - \"api/proto\"  # 3 contracts; 2 imports start here"));
  EXPECT_THAT(config, HasSubstr("imports: [\"third_party/x\", \"/usr/include\"]"));
  EXPECT_THAT(Read("governance/policy.yaml"), HasSubstr("compatibility_mode: full"));
  EXPECT_THAT(Read("governance/subsystems.yaml"), HasSubstr("- \"shop.v1\""));

  Commit("Start");
  Sh("git switch -qc drop && sed -i 's/ int64 n = 2;//' api/proto/shop/v1/item.proto && git commit "
     "-qam drop");
  const Exit gate = Leyline({"gate", "--against", "main"});
  EXPECT_EQ(gate.code, 1) << gate.out << gate.err;
  EXPECT_THAT(gate.out, AllOf(HasSubstr("REMOVE_FIELD"), HasSubstr("LG5001")));
  EXPECT_THAT(gate.out, Not(HasSubstr("LG2101"))) << "who only serves writes no data";
}

TEST_F(Init, OverwritesNothing) {
  WriteShop("proto");
  Write("leyline.yaml", "version: 1\ncontracts: [proto]\ngovernance: rules\n");
  Sh("mkdir rules && ln -s nowhere rules/subsystems.yaml");
  const Exit first = Leyline({"init", "--profile", "solo", "--owner", "ada", "--reviewer", "bob"});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.out, HasSubstr("kept   leyline.yaml"));
  EXPECT_EQ(Read("leyline.yaml"), "version: 1\ncontracts: [proto]\ngovernance: rules\n");
  const std::string policy = Read("rules/policy.yaml");
  EXPECT_THAT(policy, AllOf(HasSubstr("\n  owner: ada\n"), HasSubstr("\n  reviewers: [bob]\n")));
  EXPECT_THAT(Sh("readlink rules/subsystems.yaml"), HasSubstr("nowhere"));
  const Exit again = Leyline({"init", "--profile", "team"});
  EXPECT_EQ(again.code, 0);
  EXPECT_THAT(again.out, HasSubstr("kept   rules/policy.yaml"));
  EXPECT_THAT(again.out, Not(HasSubstr("subsystems"))) << "the policy that is there asks for none";
  EXPECT_EQ(Read("rules/policy.yaml"), policy);
}

TEST_F(Init, SaysWhatDoesNotCompileAndWhatItCouldNotFind) {
  Write("a/x.proto", "syntax = \"proto3\";\nimport \"gone/y.proto\";\n");
  const Exit init = Leyline({"init"});
  EXPECT_EQ(init.code, 3);
  EXPECT_THAT(init.err, AllOf(HasSubstr("a/x.proto:2:"), HasSubstr("`imports:` in leyline.yaml")));
  EXPECT_THAT(init.out, HasSubstr("wrote  leyline.yaml")) << "the rest is a start all the same";
  EXPECT_EQ(Leyline({"init", "--profile", "tema"}).code, 2);
  EXPECT_EQ(Leyline({"init", "--owner", "No Id"}).code, 2);
}

TEST_F(Init, AnEmptyFolderGetsAStart) {
  const Exit init = Leyline({"init"});
  EXPECT_EQ(init.code, 0) << init.err;
  EXPECT_THAT(Read("leyline.yaml"), HasSubstr("- \".\"  # there is none yet"));
  EXPECT_EQ(Leyline({"init", "--from-buf"}).code, 2);
}

TEST_F(Init, WithoutGitTheCurrentFolderIsTheTop) {
  Sh("rm -rf .git");
  WriteShop("proto");
  const Exit init = Leyline({"init"}, {"GIT_CEILING_DIRECTORIES=" + folder_ + "/.."});
  EXPECT_EQ(init.code, 0) << init.err;
  EXPECT_THAT(Read("leyline.yaml"), HasSubstr("- \"proto\""));
}

TEST_F(Init, WritesNothingIntoABareRepository) {
  Sh("git init -q --bare bare && ls bare > before");
  Cd("bare");
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"init"}, std::vector<std::string>{"policy", "check"}}) {
    const Exit exit = Leyline(command);
    EXPECT_EQ(exit.code, 3) << exit.out;
    EXPECT_THAT(exit.err, HasSubstr("this is a bare repository, which has no work tree (fix: run"));
  }
  EXPECT_EQ(Sh("ls"), Sh("cat ../before"));
}

TEST_F(Init, SaysWhatLiesInSubmodules) {
  Sh("git init -q .git/of-lib && cd .git/of-lib && printf 'syntax = \"proto3\"; message A {}' > "
     "a.proto && "
     "git add -A && git -c user.name=a -c user.email=a@b commit -qm lib && cd ../.. && "
     "git -c protocol.file.allow=always submodule --quiet add ./.git/of-lib lib");
  const Exit init = Leyline({"init"});
  EXPECT_EQ(init.code, 0) << init.err;
  EXPECT_THAT(init.out, HasSubstr("does not have; begin in their own:\n  - lib\n"));
  Sh("sed -i 's/- \"[.]\"/- lib/' leyline.yaml && git commit -q --allow-empty -m begin && "
     "git switch -qc govern && git add -A && git commit -qm govern");
  const Exit gate = Leyline({"gate", "--against", "main", "--bootstrap",
                             "sha256:" + Sh("sha256sum governance/policy.yaml").substr(0, 64)});
  EXPECT_EQ(gate.code, 2) << gate.out;
  EXPECT_THAT(gate.err, HasSubstr("has the root `lib`: it is in a submodule"));
}

constexpr char kBuf[] = R"(version: v2
modules: [{path: proto, excludes: [proto/gen]}]
breaking:
  use: [WIRE_JSON]
  ignore: [proto/shop/old]
  except: [FIELD_SAME_DEFAULT]
lint: {use: [STANDARD]}
)";

TEST_F(Init, TakesOverBufAndListsWhatItCannot) {
  WriteShop("proto");
  Write("proto/gen/g.proto", "this is no contract");
  Write("buf.yaml", kBuf);
  const Exit init = Leyline({"init", "--from-buf"});
  ASSERT_EQ(init.code, 0) << init.out << init.err;
  EXPECT_THAT(init.out, HasSubstr("not the same as with buf:\n"));
  EXPECT_THAT(init.out, HasSubstr("`except: FIELD_SAME_DEFAULT`: rules are not switched off"));
  EXPECT_THAT(init.out, HasSubstr("buf.yaml:7:1: `lint` says nothing about what breaks"));
  EXPECT_THAT(Read("leyline.yaml"), HasSubstr("exclude: [\"proto/gen\"]"));
  const std::string policy = Read("governance/policy.yaml");
  EXPECT_THAT(policy, AllOf(HasSubstr("compatibility_mode: backward"),
                            HasSubstr("surfaces: [binary, json, rpc]"),
                            HasSubstr("paths: [\"proto/shop/old/**\"]")));
  EXPECT_THAT(policy, Not(HasSubstr("compatibility_mode: full")));
}

TEST_F(Init, WritesNothingThatCouldNotBeRead) {
  WriteShop("proto");
  Write("buf.yaml", "version: v2\nmodules: [{path: ../elsewhere}]\n");
  const Exit outside = Leyline({"init", "--from-buf"});
  EXPECT_EQ(outside.code, 2) << outside.out;
  EXPECT_THAT(outside.err, AllOf(HasSubstr("module `../elsewhere`, which lies outside of this"),
                                 Not(HasSubstr("leyline.yaml"))));
  EXPECT_EQ(Sh("ls -d leyline.yaml governance 2>/dev/null | wc -l"), "0\n");
  Write("buf.yaml", "version: v2\nmodules: [{path: proto}, {path: proto, name: b.example/a/b}]\n");
  EXPECT_EQ(Leyline({"init", "--from-buf"}).code, 0) << "a root that is named twice is one";
}

// buf and the gate on the same edits: where buf objects the gate asks, and where buf was told to
// look away it does not.
TEST_F(Init, AsksWhereBufObjects) {
  const char* buf = std::getenv("LEYLINE_BUF");
  if (buf == nullptr) GTEST_SKIP() << "LEYLINE_BUF is not set: name the program `buf` in it";
  WriteShop("proto");
  Write("proto/shop/old/o.proto",
        "syntax = \"proto3\";\npackage shop.old;\nmessage O { int64 x = 1; }\n");
  Write("buf.yaml",
        "version: v2\nmodules: [{path: proto}]\nbreaking:\n  use: [WIRE_JSON]\n"
        "  ignore: [proto/shop/old]\n");
  ASSERT_EQ(Leyline({"init", "--from-buf"}).code, 0);
  Commit("Start");
  const struct {
    const char* edit;
    bool breaks;
  } edits[] = {
      {"sed -i 's/int64 x = 1;//' proto/shop/old/o.proto", false},
      {"sed -i 's/ int64 n = 2;//' proto/shop/v1/item.proto", true},
      {"sed -i 's/string name/bytes name/' proto/shop/v1/item.proto", true},
      {"sed -i 's/n = 2;/n = 2; bool more = 3;/' proto/shop/v1/item.proto", false},
      {"sed -i '1a option go_package = \"x\";' proto/shop/v1/item.proto", false},
  };
  for (const auto& edit : edits) {
    Sh("git switch -q main && git switch -qC try && " + std::string(edit.edit) +
       " && git commit -qam try");
    const std::string code =
        Sh(std::string(buf) + " breaking --against '.git#branch=main' >&2 && echo 0 || echo $?");
    EXPECT_EQ(code, edit.breaks ? "100\n" : "0\n") << edit.edit;
    EXPECT_EQ(Leyline({"gate", "--against", "main"}).code, edit.breaks ? 1 : 0) << edit.edit;
  }
}

}  // namespace
}  // namespace leyline
