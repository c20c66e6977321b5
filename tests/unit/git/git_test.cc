// Against the real git: what users have.
#include "git/git.h"

#include <algorithm>
#include <atomic>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/strings.h"
#include "tests/unit/git/repository.h"

namespace leyline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;

TEST_F(GitTest, ResolvesListsAndReads) {
  const auto commit = git_.Resolve("v1");
  ASSERT_TRUE(commit.has_value());
  EXPECT_EQ(*commit + "\n", Shell("git rev-parse HEAD"));
  const auto entries = git_.ListTree(*commit, "");
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ((*entries)[1].path, "dir/b c.proto");
  EXPECT_EQ((*entries)[1].mode, "100644");
  EXPECT_EQ(git_.ListTree(*commit, "dir")->at(0).path, "b c.proto");
  const auto blobs = git_.ReadBlobs({(*entries)[1].object, (*entries)[0].object});
  EXPECT_THAT(*blobs, ElementsAre("two", "one"));
  EXPECT_TRUE(git_.ReadBlobs({})->empty());
}

TEST_F(GitTest, UnknownThingsGetAdvice) {
  EXPECT_THAT(Format(git_.Resolve("mian").error()[0]), HasSubstr("did you mean `main`?"));
  EXPECT_EQ(git_.Resolve("mian").error()[0].code, "LG9002");
  EXPECT_THAT(git_.Resolve("--upload-pack=x").error()[0].message, HasSubstr("is not a revision"));
  EXPECT_THAT(git_.ListTree("HEAD", "nowhere").error()[0].message,
              HasSubstr("no folder `nowhere`"));
  EXPECT_EQ(git_.ReadBlobs({std::string(40, '0')}).error()[0].code, "LG9001");
  Git outside(process_, folder_);
  EXPECT_THAT(outside.Resolve("main").error()[0].message, HasSubstr("not in a git repository"));
}

TEST_F(GitTest, ABranchWithoutAnUpstreamSaysSo) {
  EXPECT_EQ(Format(git_.Resolve("main@{u}").error()[0]),
            "error LG9002: `main@{u}` names no commit: no upstream configured for branch 'main' "
            "(fix: git branch --set-upstream-to=REMOTE/BRANCH, or name a revision)");
}

// Two sides of one comparison that have the same name are the same commit.
TEST_F(GitTest, ABranchThatMovesIsWhatItWasWhenItWasAskedFor) {
  const auto first = git_.Resolve("main");
  Shell("git commit -q --allow-empty -m second");
  EXPECT_EQ(*git_.Resolve("main"), *first);
  Git later(process_, folder_ + "/repo");
  EXPECT_NE(*later.Resolve("main"), *first);
}

TEST_F(GitTest, AShallowCloneSaysWhatToFetch) {
  const std::string first = Shell("git rev-parse HEAD");
  Write("a.proto", "changed");
  Shell("git commit -qam second");
  Shell("git clone -q --depth 1 file://$PWD ../shallow");
  Git shallow(process_, folder_ + "/shallow");
  const auto commit = shallow.Resolve(first.substr(0, 40));
  ASSERT_FALSE(commit.has_value());
  EXPECT_EQ(commit.error()[0].code, "LG9001");
  EXPECT_THAT(commit.error()[0].fix, HasSubstr("git fetch --unshallow"));
}

TEST_F(GitTest, AShallowCloneWithoutACommonAncestorSaysWhatToFetch) {
  Shell("git switch -qc side && git commit -q --allow-empty -m side");
  Shell("git switch -q main && git commit -q --allow-empty -m main");
  Shell("git clone -q --depth 1 --no-single-branch file://$PWD ../shallow");
  Git shallow(process_, folder_ + "/shallow");
  const auto tree = shallow.MergeTree("origin/main", "origin/side");
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(Format(tree.error()[0]),
            "error LG9001: `origin/main` and `origin/side` have no common ancestor in this shallow "
            "clone (fix: git fetch --unshallow, or --deepen=N; in CI check out with fetch-depth: "
            "0)");
  Shell("git switch -q --orphan alien && git commit -q --allow-empty -m alien");
  EXPECT_THAT(Format(git_.MergeTree("main", "alien").error()[0]),
              HasSubstr("error LG9001: `main` and `alien` have no common ancestor; their histories "
                        "are unrelated (fix: "));
}

// Reads as git does when the repository belongs to somebody else.
class Distrustful final : public Process {
 public:
  explicit Distrustful(Process& process) : process_(process) {}
  Result<Exit> Run(const Command& command) override {
    Command changed = command;
    changed.environment.emplace_back("GIT_TEST_ASSUME_DIFFERENT_OWNER=1");
    return process_.Run(changed);
  }
  Result<std::unique_ptr<Dialogue>> Start(const Command& command) override {
    Command changed = command;
    changed.environment.emplace_back("GIT_TEST_ASSUME_DIFFERENT_OWNER=1");
    return process_.Start(changed);
  }

 private:
  Process& process_;
};

TEST_F(GitTest, ARepositoryThatGitRefusesShowsGitsReasonAndCure) {
  Distrustful distrustful(process_);
  const auto commit = Git(distrustful, folder_ + "/repo").Resolve("main");
  ASSERT_FALSE(commit.has_value());
  const std::string top = std::filesystem::canonical(folder_ + "/repo").string();
  EXPECT_EQ(Format(commit.error()[0]),
            "error LG9001: git refuses to read the repository of `" + folder_ +
                "/repo`: detected dubious ownership in repository at '" + top +
                "' (fix: git config --global --add safe.directory " + top + ")");
}

TEST_F(GitTest, AdviceForAnUnknownRevisionIsOneThatCanHelp) {
  EXPECT_EQ(Format(git_.Resolve("nothing-like-it").error()[0]),
            "error LG9002: unknown revision `nothing-like-it` (fix: git branch and git tag list "
            "what there is)");
  EXPECT_EQ(Format(git_.Resolve("main:dir").error()[0]),
            "error LG9002: `main:dir` is a tree, not a commit (fix: name a commit, branch or tag; "
            "a folder is REV:PATH)");
  Shell("git init -q ../empty && git clone -q . ../clone");
  EXPECT_EQ(Format(Git(process_, folder_ + "/empty").Resolve("HEAD").error()[0]),
            "error LG9002: unknown revision `HEAD`; the repository has no commit yet (fix: git "
            "commit first)");
  EXPECT_EQ(Git(process_, folder_ + "/clone").Resolve("nothing-like-it").error()[0].fix,
            "git fetch --all --tags");
}

TEST_F(GitTest, MergesWithoutACheckout) {
  Shell("git switch -qc side && echo more > c.proto && git add -A && git commit -qm side");
  Shell("git switch -q main && echo other > a.proto && git commit -qam main");
  const auto tree = git_.MergeTree("main", "side");
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(git_.ListTree(*tree, "")->size(), 3u);
}

TEST_F(GitTest, AConflictNamesTheFiles) {
  Shell("git switch -qc side && echo x > a.proto && git commit -qam side");
  Shell("git switch -q main && echo y > a.proto && git commit -qam main");
  const auto tree = git_.MergeTree("main", "side");
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error()[0].message, "merging has conflicts in `a.proto`");
}

TEST_F(GitTest, AuthorsIncludeCommittersAndCoAuthors) {
  Write("a.proto", "2");
  Shell(
      "GIT_COMMITTER_EMAIL=c@x git commit -qam 'm\n\nCo-authored-by: D <d@x>' --author 'B <b@x>'");
  EXPECT_THAT(*git_.Authors("v1", "HEAD", {"a.proto"}),
              ElementsAre("A", "B", "D", "b@x", "c@x", "d@x"));
  EXPECT_TRUE(git_.Authors("v1", "HEAD", {"dir"})->empty());
}

TEST_F(GitTest, AuthorsAreFoundAlsoWhereAnotherMadeTheSameChange) {
  Shell(
      "git checkout -q -b theirs && echo 2 > a.proto && "
      "git commit -qam theirs --author 'B <b@x>'");
  Shell(
      "git checkout -q -b ours v1 && echo 2 > a.proto && "
      "git commit -qam ours --author 'E <e@x>' && git merge -q theirs -m both");
  EXPECT_THAT(*git_.Authors("v1", "HEAD", {"a.proto"}), IsSupersetOf({"b@x", "e@x"}));
}

TEST_F(GitTest, CoAuthorsAreFoundWhereverTheyStandAndWhateverAMailmapSays) {
  Write("a.proto", "2");
  Write(".mailmap", "Nobody <nobody@x> <b@x>\nNobody <nobody@x> <e@x>\nNobody <nobody@x> <a@x>\n");
  Shell(
      "git add -A && git config log.mailmap true && git commit -q --author 'B <b@x>' -m 'm\n\n"
      "CO-AUTHORED-BY : E  F\n <e@x>\n\nand more text\n\n  Co-Authored-By: g@x\n"
      "Co-authored-by: H <h@x\nCo-authored-by:\nReviewed-by: I <i@x>'");
  EXPECT_THAT(*git_.Authors("v1", "HEAD", {"a.proto"}),
              ElementsAre("A", "B", "E  F", "H", "a@x", "b@x", "e@x", "g@x", "h@x"));
}

TEST_F(GitTest, OnlyRefsHaveFullNames) {
  EXPECT_EQ(git_.FullRefName("main"), "refs/heads/main");
  EXPECT_EQ(git_.FullRefName("HEAD"), "refs/heads/main");
  EXPECT_EQ(git_.FullRefName("v1"), "refs/tags/v1");
  for (const std::string& name : {*git_.Resolve("main"), std::string("main~0"),
                                  std::string("main^{tree}"), std::string("nothing")}) {
    EXPECT_EQ(git_.FullRefName(name), "") << name;
  }
  Shell("git checkout -q --detach");
  EXPECT_EQ(git_.FullRefName("HEAD"), "");
}

TEST_F(GitTest, CommitsWithAFile) {
  Write("later", "1");
  Shell("git add -A && git commit -qm second && git commit -q --allow-empty -m third");
  Shell("git rm -q later && git commit -qm fourth");
  EXPECT_EQ(Join(*git_.CommitsWith("main", "later"), "\n") + "\n",
            Shell("git rev-parse main~1 main~2"));
  EXPECT_EQ(git_.CommitsWith("main", "dir/b c.proto")->size(), 4u);
  EXPECT_TRUE(git_.CommitsWith("main", "dir")->empty()) << "a folder is no file";
  EXPECT_FALSE(git_.CommitsWith("mian", "later").has_value());
  EXPECT_FALSE(*git_.IsShallow());
}

// Counts what is listed.
class Counting final : public Process {
 public:
  explicit Counting(Process& process) : process_(process) {}
  Result<Exit> Run(const Command& command) override {
    lists += std::count(command.argv.begin(), command.argv.end(), "ls-tree");
    return process_.Run(command);
  }
  Result<std::unique_ptr<Dialogue>> Start(const Command& command) override {
    return process_.Start(command);
  }
  std::atomic<int64_t> lists = 0;

 private:
  Process& process_;
};

// What was listed ahead is what stands there, or is not used: a branch may move meanwhile.
TEST_F(GitTest, ListsAheadWhatIsAskedForThen) {
  Write("dir/deep/c.proto", "three");
  Shell("git add -A && git commit -qm deep");
  const auto paths = [](Git& git, const std::string& revision, const std::string& folder) {
    std::vector<std::string> found;
    const auto list = git.ListAll(*git.FolderId(*git.Resolve(revision), folder));
    for (const TreeList::Item& item : (*list)->items) found.emplace_back(item.path);
    return found;
  };
  struct Case {
    std::string ahead;
    int64_t lists;
  };
  for (const auto& [ahead, lists] : {Case{"main", 1}, {"main:", 1}, {"v1", 2}, {"nothing", 2}}) {
    Counting counting(process_);
    Git git(counting, folder_ + "/repo");
    git.ListAhead(ahead);
    EXPECT_THAT(paths(git, "main", ""),
                ElementsAre("a.proto", "dir/b c.proto", "dir/deep/c.proto"));
    EXPECT_EQ(counting.lists, lists) << ahead;
  }
  Counting counting(process_);
  Git git(counting, folder_ + "/repo");
  git.ListAhead("main:dir");
  EXPECT_THAT(paths(git, "main", "dir"), ElementsAre("b c.proto", "deep/c.proto"));
  EXPECT_EQ(counting.lists, 1);
  git.ListAhead("v1:dir");  // its top has the same name, but not the same content
  Write("dir/b c.proto", "changed");
  Shell("git rm -qr dir/deep && git add -A && git commit -qm changed");
  EXPECT_THAT(paths(git, "HEAD", "dir"), ElementsAre("b c.proto"));
  EXPECT_EQ(counting.lists, 3);
}

TEST_F(GitTest, TheFolderItRunsInDoesNotMatter) {
  Git inside(process_, folder_ + "/repo/dir");
  ASSERT_EQ(inside.ListTree("main", "")->size(), 2u);
  EXPECT_EQ(inside.ListTree("main", "")->at(0).path, "a.proto");
  EXPECT_EQ(inside.ListTree("main", "dir")->at(0).path, "b c.proto");
  Write("a.proto", "2");
  Write("*.proto", "3");
  Shell("git add a.proto && git commit -qm a --author 'B <b@x>'");
  Shell("git add -A && git commit -qm star --author 'C <c@x>'");
  for (const std::string& path : {std::string("a.proto"), std::string(".")}) {
    EXPECT_EQ(*inside.Authors("v1", "main", {path}), *git_.Authors("v1", "main", {path})) << path;
  }
  EXPECT_THAT(*inside.Authors("v1", "main", {"a.proto"}), ElementsAre("A", "B", "a@x", "b@x"));
  EXPECT_THAT(*inside.Authors("v1", "main", {"."}),
              ElementsAre("A", "B", "C", "a@x", "b@x", "c@x"));
  EXPECT_THAT(*inside.Authors("v1", "main", {"*.proto"}), ElementsAre("A", "C", "a@x", "c@x"));
}

TEST_F(GitTest, FoldersAreAbsolute) {
  Git inside(process_, folder_ + "/repo/dir");
  const std::string top = std::filesystem::canonical(folder_ + "/repo").string();
  EXPECT_EQ(*inside.TopLevel(), top);
  EXPECT_EQ(*inside.CommonDir(), top + "/.git");
}

std::vector<std::string> Names(const Result<std::vector<GitTag>>& tags) {
  std::vector<std::string> names;
  EXPECT_TRUE(tags.has_value());
  if (!tags.has_value()) return names;
  for (const GitTag& tag : *tags) names.push_back(tag.name);
  return names;
}

TEST_F(GitTest, TagsStandForCommitsAndCanBeFiltered) {
  Shell(
      "git commit -q --allow-empty -m second && git tag -a v2 -m two && git tag -a again v2 -m x");
  Shell("git switch -qc side v1 && git commit -q --allow-empty -m side && git tag side/v1.1");
  Shell("git switch -q main && git tag blob HEAD:a.proto && git tag tree HEAD^{tree}");
  const std::string first = *git_.Resolve("v1");
  const std::string second = *git_.Resolve("v2");
  EXPECT_THAT(Names(git_.Tags()), ElementsAre("again", "side/v1.1", "v1", "v2"));
  EXPECT_EQ(git_.Tags()->back().commit, second);
  EXPECT_EQ(git_.Tags()->front().commit, second);
  EXPECT_THAT(Names(git_.Tags({.contains = second, .merged_into = ""})),
              ElementsAre("again", "v2"));
  EXPECT_THAT(Names(git_.Tags({.contains = "", .merged_into = first})), ElementsAre("v1"));
  EXPECT_THAT(Names(git_.Tags({.contains = first, .merged_into = second})),
              ElementsAre("again", "v1", "v2"));
  Shell("git tag -d v1 v2 again side/v1.1 blob tree");
  EXPECT_THAT(Names(git_.Tags()), ElementsAre());
}

TEST_F(GitTest, TheSkeletonKeepsParentsFirst) {
  Shell("git commit -q --allow-empty -m plain && git commit -q --allow-empty -m x && git tag v2");
  Shell("git switch -qc side v1 && git commit -q --allow-empty -m side && git tag v1.1");
  Shell("git switch -q main && git merge -q --no-edit side && git tag v3");
  const auto id = [&](const char* tag) { return *git_.Resolve(tag); };
  const auto commits = git_.Skeleton({id("v3")});
  ASSERT_TRUE(commits.has_value());
  ASSERT_EQ(commits->size(), 4u);
  EXPECT_EQ(commits->front().id, id("v1"));
  EXPECT_THAT(commits->front().parents, ElementsAre());
  EXPECT_EQ(commits->back().id, id("v3"));
  EXPECT_THAT(commits->back().parents, ElementsAre(id("v2"), id("v1.1")));
  EXPECT_TRUE(git_.Skeleton({})->empty());
  EXPECT_FALSE(git_.Skeleton({"no such thing"}).has_value());
}

TEST_F(GitTest, IdsOfWhatIsThereAndEmptyOnesForTheRest) {
  const std::string blob = Shell("git rev-parse HEAD:a.proto");
  const std::string tree = Shell("git rev-parse HEAD:dir");
  const auto ids = git_.Ids({"HEAD:a.proto", "HEAD:gone", "HEAD:dir", "HEAD:dir/b c.proto"});
  ASSERT_TRUE(ids.has_value());
  EXPECT_THAT(*ids, ElementsAre(blob.substr(0, 40), "", tree.substr(0, 40), testing::SizeIs(40)));
  EXPECT_TRUE(git_.Ids({})->empty());
  EXPECT_FALSE(git_.Ids({"HEAD\nHEAD"}).has_value()) << "one name, two answers";
}

TEST_F(GitTest, ASubFolderKnowsItsPlaceAndSeesWholeTrees) {
  Git inside(process_, folder_ + "/repo/dir");
  EXPECT_EQ(*inside.Prefix(), "dir");
  EXPECT_EQ(*git_.Prefix(), "");
  EXPECT_EQ(inside.ListTree("HEAD", "")->size(), 2u);
  EXPECT_EQ(inside.ListTree("HEAD", "dir")->at(0).path, "b c.proto");
  EXPECT_FALSE(*git_.IsShallow());
  Shell("git commit -q --allow-empty -m two && git clone -q --depth 1 file://\"$PWD\" ../flat");
  EXPECT_TRUE(*Git(process_, folder_ + "/flat").IsShallow());
  EXPECT_FALSE(Git(process_, folder_).IsShallow().has_value());
  EXPECT_FALSE(Git(process_, folder_).Prefix().has_value());
}

TEST_F(GitTest, FirstParentsAreThoseThatChangeThePaths) {
  Shell("git switch -qc side && echo 2 > a.proto && git commit -qam side && git switch -q main");
  Shell("git commit -q --allow-empty -m else && git merge -q --no-ff side -m merge");
  EXPECT_EQ(Join(*git_.FirstParents("main", {"a.proto"}, 9), "\n") + "\n",
            Shell("git rev-parse main v1"));
  EXPECT_EQ(git_.FirstParents("main", {}, 9)->size(), 3u);
  EXPECT_EQ(git_.FirstParents("main", {"."}, 1)->size(), 1u);
  EXPECT_TRUE(git_.FirstParents("main", {"nowhere"}, 9)->empty());
  EXPECT_FALSE(git_.FirstParents("mian", {"."}, 9).has_value());
}

TEST_F(GitTest, UncommittedIsWhatTheWorkTreeHasOtherwise) {
  EXPECT_TRUE(git_.Uncommitted({"."}).empty());
  Write("z.proto", "new");
  Write("a.proto", "changed");
  Shell("git rm -q --cached 'dir/b c.proto' && rm 'dir/b c.proto'");
  EXPECT_THAT(git_.Uncommitted({"."}), ElementsAre("a.proto", "dir/b c.proto", "z.proto"));
  EXPECT_THAT(Git(process_, folder_ + "/repo/dir").Uncommitted({"z.proto"}),
              ElementsAre("z.proto"));
  EXPECT_TRUE(Git(process_, folder_).Uncommitted({"."}).empty()) << "there is no work tree";
}

}  // namespace
}  // namespace leyline
