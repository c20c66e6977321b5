// Revisions are read folder by folder where they differ; what is said of them is what is said of
// their files on disk.
#include <gmock/gmock.h>

#include "tests/e2e/shell.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr std::string_view kMode = " (mode 120000)";
constexpr char kHead[] = "syntax = \"proto3\"; package t; ";

class Revisions : public Shell {
 protected:
  Revisions() {
    Sh("git init -q -b main && git config user.email a@x && git config user.name A");
    Write("api/type/color.proto", std::string(kHead) + "enum Color { NO_COLOR = 0; RED = 1; }\n");
    Write("api/deep/er/user.proto",
          "syntax = \"proto2\"; package t; import \"api/pass.proto\"; "
          "message User { optional Color color = 1; optional Other o = 2; }\n");
    Write("api/pass.proto", std::string(kHead) +
                                "import public \"api/type/color.proto\"; "
                                "import public \"api/other/other.proto\";\n");
    Write("api/other/other.proto", std::string(kHead) + "message Other { int32 a = 1; }\n");
    Write("far/away.proto", "syntax = \"proto3\"; package f; message Away { int32 x = 1; }\n");
    Write("README", "none");
    Commit("one");
  }
  void Commit(const std::string& tag) {
    Sh("git add -A && git commit -qm " + tag + " && git tag " + tag + " && mkdir .git/" + tag +
       " && git archive " + tag + " | tar -x -C .git/" + tag);
  }

  // Both directions; the same bytes and exit code as of the files on disk.
  void ExpectLikeFolders(const std::string& a, const std::string& b,
                         const std::vector<std::string>& flags = {}) {
    for (const auto& [before, after] : {std::pair(a, b), std::pair(b, a), std::pair(a, a)}) {
      const Exit revisions = Diff(before + ":.", after + ":.", flags);
      const Exit folders = Diff(".git/" + before, ".git/" + after, flags);
      const auto named = [&, from = before, to = after](std::string text) {
        for (const std::string& tag : {from, to}) {
          for (std::size_t at; (at = text.find(".git/" + tag)) != std::string::npos;) {
            text.replace(at, 5 + tag.size(), tag + ":.");
          }
        }
        return text;
      };
      EXPECT_EQ(revisions.out, named(folders.out)) << before << " " << after;
      std::string err = revisions.err;
      if (const std::size_t at = err.find(kMode); at != std::string::npos) {
        err.erase(at, kMode.size());  // of a file, git knows more
      }
      EXPECT_EQ(err, named(folders.err)) << before << " " << after;
      EXPECT_EQ(revisions.code, folders.code) << before << " " << after;
    }
  }
  Exit Diff(const std::string& before, const std::string& after,
            const std::vector<std::string>& flags) {
    std::vector<std::string> arguments = {"diff", before, after, "--format", "json"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    return Leyline(arguments);
  }
};

TEST_F(Revisions, SayWhatTheirFilesSay) {
  Sh("sed -i 's/RED = 1/RED = 1; BLUE = 2/' api/type/color.proto");
  Commit("value");
  EXPECT_THAT(Leyline({"diff", "one:.", "value:.", "--all"}).out,
              HasSubstr("api/type/color.proto:1:"));
  Sh("sed -i 's/RED = 1; //' api/type/color.proto && git mv far near");
  Commit("moved");
  Sh("git rm -qr api/other && sed -i 's/import public \"api.other.*//' api/pass.proto");
  Commit("broken");
  Sh("git mv api/type/color.proto api/type/colour.proto && git rm -q near/away.proto && "
     "chmod +x README && ln -s README LINK");
  Write("api/type/color.proto/x.proto", kHead);
  Commit("folder");
  ExpectLikeFolders("one", "value");
  ExpectLikeFolders("value", "moved");
  ExpectLikeFolders("one", "broken");
  ExpectLikeFolders("moved", "folder");
  ExpectLikeFolders("one", "moved", {"--exclude", "api/pass.proto", "--exclude", "nothing"});
  ExpectLikeFolders("one", "moved", {"--path", "far", "--path", "near"});
}

TEST_F(Revisions, AreReadWithTheRootsOfTheirConfiguration) {
  Sh("sed -i 's/import public \"api.other.*//' api/pass.proto && sed -i 's/, *optional Other.*;//; "
     "s/optional Other o = 2;//' api/deep/er/user.proto");
  Write("leyline.yaml", "version: 1\ncontracts: [., far]\n");
  Commit("overlap");
  Write("leyline.yaml", "version: 1\ncontracts: [far]\nimports: [.]\n");
  Write("far/more.proto",
        "syntax = \"proto3\"; package f; import \"api/type/color.proto\"; "
        "import \"away.proto\"; message More { t.Color c = 1; Away a = 2; }\n");
  Commit("imports");
  Sh("sed -i 's/x = 1/x = 2/' far/away.proto");
  Commit("number");
  Write("leyline.yaml", "version: 1\ncontracts: [far]\n");
  Sh("sed -i 's/Away a = 2;//; s/t.Color c = 1;//; s/import \"api[^;]*;//' far/more.proto");
  Commit("single");
  Write("far/most.proto", "syntax = \"proto3\"; package f; message Most {}\n");
  Commit("added");
  ExpectLikeFolders("one", "overlap");
  ExpectLikeFolders("imports", "number");
  ExpectLikeFolders("number", "single");
  ExpectLikeFolders("single", "added");
}

// What stands in a folder that did not change is looked at all the same.
TEST_F(Revisions, TellOfLinksAndSubmodulesThatDidNotChange) {
  Sh("mkdir -p api/links && ln -s ../../far api/links/far && ln -s ../pass.proto "
     "api/links/p.proto");
  Commit("links");
  Sh("sed -i 's/x = 1/x = 2/' far/away.proto");
  Commit("behind");
  ExpectLikeFolders("links", "behind");
  EXPECT_THAT(Leyline({"diff", "links:.", "behind:."}).err,
              AllOf(HasSubstr("api/links/far: error LG1002"),
                    HasSubstr("api/links/p.proto: error LG1002")));
  ExpectLikeFolders("links", "behind", {"--exclude", "api/links"});
  EXPECT_THAT(Leyline({"diff", "links:.", "behind:.", "--exclude", "api/links"}).out,
              HasSubstr("far/away.proto:1:"));
}

// A folder that git can't read is no folder that was not there.
TEST_F(Revisions, WhatGitCanNotReadIsAnErrorOnEitherSide) {
  Write("leyline.yaml", "version: 1\ncontracts: [deep/proto]\n");
  Write("deep/proto/a.proto", std::string(kHead) + "message A { int32 x = 1; }\n");
  Commit("rooted");
  Write("deep/proto/a.proto", std::string(kHead) + "message A {}\n");
  Commit("removed");
  Sh("id=$(git rev-parse rooted:deep) && rm -f .git/objects/$(echo $id | cut -c1-2)/$(echo $id | "
     "cut -c3-)");
  for (const auto& [before, after] :
       {std::pair("rooted:.", "removed:."), std::pair("removed:.", "rooted:."),
        std::pair("rooted:deep", "removed:deep"), std::pair("removed:deep", "rooted:deep"),
        std::pair("rooted:deep/proto", "removed:deep/proto")}) {
    const Exit diff = Diff(before, after, {"--fail-on", "breaking"});
    EXPECT_EQ(diff.code, 3) << diff.out;
    EXPECT_THAT(diff.err, AllOf(HasSubstr("LG9001"), HasSubstr("git has no tree")));
  }
  const Exit history = Diff("removed:deep", "removed:deep", {"--history", "rooted"});
  EXPECT_EQ(history.code, 3) << history.out;
}

// One field: neither all files are read, nor is a process started for each step.
TEST_F(Revisions, StartFewProcesses) {
  Sh("sed -i 's/x = 1/y = 1/' far/away.proto");
  Commit("renamed");
  Write("bin/git", "#!/bin/sh\necho \"$*\" >>\"$CALLS\"\nexec \"$GIT\" \"$@\"\n");
  Sh("chmod +x bin/git");
  std::string git = Sh("command -v git");
  git.pop_back();
  const Exit diff = Leyline(
      {"diff", "one:.", "renamed:."},
      {"PATH=" + folder_ + "/bin:/usr/bin:/bin", "CALLS=" + folder_ + "/calls", "GIT=" + git});
  EXPECT_THAT(diff.out, HasSubstr("RENAME_FIELD"));
  EXPECT_EQ(Sh("sort calls"),
            "-c core.quotePath=false cat-file --batch\n"
            "-c core.quotePath=false ls-tree -r -t -z --full-tree --end-of-options renamed\n");
}

}  // namespace
}  // namespace leyline
