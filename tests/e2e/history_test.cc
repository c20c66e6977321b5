// --history on a real repository and on folders of released versions.
#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Released : public Shell {
 protected:
  Released() {
    Sh("git init -q -b main && git config user.email a@x && git config user.name A");
    Release("v0.9", "");
    Release("v1.0", "string legacy_id = 3; int32 kept = 1;");
    Release("v1.9", "int32 kept = 1;");
    Release("v1.10", "int32 kept = 1; bool fresh = 2;");
  }

  void Commit(const std::string& fields) {
    if (!fields.empty()) {
      Write("p/a.proto", "syntax = \"proto3\";\npackage t;\nmessage M {\n  " + fields + "\n}\n");
    } else {
      Write("README", "nothing yet\n");
    }
    Sh("git add -A && git commit -qm change");
  }
  void Release(const std::string& tag, const std::string& fields) {
    Commit(fields);
    Sh("git tag " + tag);
  }
  Exit History(const std::string& spec, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"diff", "v1.10:p", "HEAD:p", "--history", spec});
    return Leyline(std::move(more));
  }
};

TEST_F(Released, ANumberUsedAgainTwoVersionsLaterIsCaught) {
  Commit("int32 kept = 1; bool fresh = 2; bytes token = 3;");
  const Exit plain = Leyline({"diff", "v1.10:p", "HEAD:p", "--fail-on", "breaking"});
  EXPECT_EQ(plain.code, 0) << plain.out;
  for (const char* spec : {"v*", "v1.0..", "v1.*"}) {
    const Exit exit = History(spec, {"--fail-on", "breaking"});
    EXPECT_EQ(exit.code, 1) << spec << exit.out << exit.err;
    EXPECT_THAT(
        exit.out,
        HasSubstr("BREAKING    ADD_FIELD\n    field `token` (3) was added to `t.M`; number 3 "
                  "was `legacy_id` (`string`) in v1.0\n"));
    EXPECT_THAT(exit.out, Not(HasSubstr("REMOVE_FIELD"))) << "v1.9 had removed it already";
    EXPECT_THAT(exit.out, HasSubstr("; history of 2 releases, v1.0 to v1.9"));
  }
}

TEST_F(Released, ARestoredFieldIsNoReuse) {
  Commit("int32 kept = 1; bool fresh = 2; string legacy_id = 3;");
  const Exit exit = History("v*", {"--fail-on", "conditional", "--all"});
  EXPECT_EQ(exit.code, 0) << exit.out << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("; it was in v1.0 already\n"));
  EXPECT_THAT(exit.out, Not(HasSubstr("number 3 was")));
}

TEST_F(Released, AChangeShowsAgainstTheNewestReleaseThatHadTheField) {
  const auto release = [&](const std::string& tag, const std::string& fields) {
    Write("q/a.proto", "syntax = \"proto2\";\npackage t;\nmessage M {\n" + fields + "}\n");
    Sh("git add -A && git commit -qm change && git tag " + tag);
  };
  release("w1", "  required int32 a = 1;\n");
  release("w2", "  required int32 a = 1;\n  optional int32 b = 2;\n");
  release("w3", "  optional int32 a = 1;\n");
  release("w4", "  optional int32 a = 1;\n  optional int32 c = 3;\n");
  release("w5", "  optional int32 c = 3;\n");
  const std::vector<std::string> arguments = {"diff", "w4:q", "w5:q", "--history", "w*"};
  const Exit exit = Leyline(arguments);
  EXPECT_EQ(exit.code, 0) << exit.err;
  // w4 had made it optional: its removal harms those who know w2 or older.
  EXPECT_THAT(exit.out, HasSubstr("BREAKING    REMOVE_FIELD against w2\n    required field `a`"));
  EXPECT_THAT(exit.out, Not(HasSubstr("against w1")));
  EXPECT_THAT(exit.out, Not(HasSubstr("`b`"))) << "w3 had removed it already";
  EXPECT_THAT(exit.out, HasSubstr("history of 3 releases, w1 to w3"));
  const std::string digest =
      exit.out.substr(exit.out.find("sha256:", exit.out.find("against w2")), 71);
  EXPECT_THAT(Leyline({"witness", digest, "w4:q", "w5:q", "--history", "w*"}).out,
              HasSubstr("REMOVE_FIELD against w2\n"));
  std::vector<std::string> json = arguments;
  json.insert(json.end(), {"--format", "json"});
  EXPECT_THAT(Leyline(json).out, AllOf(HasSubstr("\"release\":"), HasSubstr("\"releases\":")));
  json.back() = "github";
  EXPECT_THAT(Leyline(json).out, HasSubstr("[t.M.a] against w2"));
}

TEST_F(Released, AReleaseWithoutTheFolderIsNoticedAndLaterOnesAreLeftOut) {
  Commit("int32 kept = 1; bool fresh = 2; int32 more = 4;");
  const Exit exit = Leyline({"diff", "v1.0:p", "v1.9:p", "--history", "v*"});
  EXPECT_EQ(exit.code, 0) << exit.err;
  EXPECT_THAT(exit.err, HasSubstr("v0.9 has no folder `p`: nothing to compare with\n"));
  EXPECT_THAT(exit.out, Not(HasSubstr("v1.10")));
}

TEST_F(Released, AWorkTreeAndASubFolderFindTheirTags) {
  Write("p/a.proto",
        "syntax = \"proto3\";\npackage t;\nmessage M { int32 kept = 1; bytes token = 3; }\n");
  const Exit exit = Leyline({"diff", "v1.9:p", "p", "--history", "v1*"});
  EXPECT_THAT(exit.out, HasSubstr("number 3 was `legacy_id` (`string`) in v1.0")) << exit.err;
  Cd("p");
  const Exit inside = Leyline({"diff", "HEAD:p", ".", "--history", "v1.0.."});
  EXPECT_THAT(inside.out, HasSubstr("number 3 was `legacy_id` (`string`) in v1.0")) << inside.err;
}

TEST_F(Released, FoldersAndDescriptorSetsOfReleasesServeToo) {
  Sh("mkdir releases && git archive v1.0 p | tar x -C releases && mv releases/p releases/v1.0 &&"
     "protoc -I p -o releases/v1.10.binpb p/a.proto && git checkout -q v1.9 -- p &&"
     "protoc -I p -o releases/v1.9.pb p/a.proto && touch releases/README.md && mv p before &&"
     "mkdir after");
  Write("after/a.proto",
        "syntax = \"proto3\";\npackage t;\nmessage M { int32 kept = 1; bytes token = 3; }\n");
  Sh("protoc -I before -o before.binpb before/a.proto");
  const Exit exit = Leyline({"diff", "before.binpb", "after", "--history", "releases"});
  EXPECT_EQ(exit.code, 0) << exit.err;
  EXPECT_THAT(exit.out, HasSubstr("number 3 was `legacy_id` (`string`) in v1.0"));
  EXPECT_THAT(exit.out, Not(HasSubstr("REMOVE_FIELD"))) << "`before` had removed it already";
  EXPECT_THAT(exit.out, HasSubstr("history of 3 releases, v1.0 to v1.10"));
  const Exit tags = Leyline({"diff", "before.binpb", "before.binpb", "--history", "v*"});
  EXPECT_EQ(tags.code, 2);
  EXPECT_THAT(tags.err, HasSubstr("neither side is in git"));
  Sh("cp -r after releases/v1.9.1");
  const Exit among = Leyline(
      {"diff", "releases/v1.0/", "releases/v1.10.binpb", "--history", "releases/", "--all"});
  EXPECT_EQ(among.code, 0) << among.err;
  EXPECT_THAT(among.out, HasSubstr("history of 2 releases, v1.9 to v1.9.1"));
  EXPECT_THAT(among.out, HasSubstr("REMOVE_FIELD against v1.9.1\n    field `token` (3)"));
  Sh("mkdir releases/v1.9.2");
  EXPECT_EQ(
      Leyline({"diff", "releases/v1.0/", "releases/v1.10.binpb", "--history", "releases/", "--all"})
          .out,
      among.out)
      << "a folder without contracts is no release";
  Sh("mkdir none");
  const Exit none = Leyline({"diff", "before", "after", "--history", "none"});
  EXPECT_EQ(none.code, 3);
  EXPECT_THAT(none.err, HasSubstr("found no released version in `none`"));
  EXPECT_THAT(Leyline({"diff", "before", "after", "--history", "./nowhere"}).err,
              HasSubstr("there is no folder `./nowhere`"));
}

TEST_F(Released, WitnessFindsWhatShowsOnlyAgainstARelease) {
  Commit("int32 kept = 1; bool fresh = 2; bytes token = 3;");
  const std::string shown = History("v*").out;
  const std::size_t at = shown.find("digest sha256:", shown.find("number 3 was"));
  ASSERT_NE(at, std::string::npos) << shown;
  const std::string digest = shown.substr(at + 7, 7 + 64);
  const Exit found = Leyline({"witness", digest, "v1.10:p", "HEAD:p", "--history", "v*"});
  EXPECT_EQ(found.code, 0) << found.err;
  EXPECT_THAT(found.out, HasSubstr("number 3 was `legacy_id` (`string`) in v1.0"));
}

TEST_F(Released, MistakesSayWhatToDo) {
  const struct {
    const char* spec;
    int code;
    const char* want;
  } cases[] = {
      {"v7*", 3, "LG9002: no tag matches `v7*` (fix: "},
      {"v1.11", 3, "did you mean `v1.1"},
      {"w*", 3, "(fix: tags are v0.9, v1.0, v1.10, v1.9)"},
      {"v1.0..v1.9", 2, "(fix: write `v1.0..`)"},
      {"vv1.0..", 3, "unknown revision `vv1.0` (fix: did you mean `v1.0`?)"},
  };
  for (const auto& c : cases) {
    const Exit exit = History(c.spec);
    EXPECT_EQ(exit.code, c.code) << c.spec << exit.err;
    EXPECT_THAT(exit.err, HasSubstr(c.want)) << c.spec;
  }
  Sh("git tag -d v1.0 v1.9 v1.10 v0.9 && git tag start HEAD~2");
  const Exit untagged = Leyline({"diff", "start:p", "HEAD:p", "--history", "HEAD.."});
  EXPECT_EQ(untagged.code, 3);
  EXPECT_THAT(untagged.err, HasSubstr("no tag lies from `HEAD` up to BEFORE"));
}

TEST_F(Released, AShallowCloneAndABrokenReleaseAreErrors) {
  Sh("git clone -q --depth 1 file://" + folder_ + " shallow");
  Cd("shallow");
  const Exit shallow = Leyline({"diff", "HEAD:p", "HEAD:p", "--history", "v*"});
  EXPECT_EQ(shallow.code, 3);
  EXPECT_THAT(shallow.err, HasSubstr("LG9001: this shallow clone does not have all released"));
  Cd(".");
  Release("v1.11", "int32 kept = 1; int32 kept = 2;");
  Commit("int32 kept = 1;");
  const Exit broken = History("v*");
  EXPECT_EQ(broken.code, 3);
  EXPECT_THAT(broken.err, HasSubstr("a.proto:4:"));
  EXPECT_THAT(broken.err, HasSubstr("in release `v1.11`: "));
}

}  // namespace
}  // namespace leyline
