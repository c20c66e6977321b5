#include "git/tree.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>

#include "tests/unit/git/repository.h"

namespace leyline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// "MODE NAME" as in a tree object; each has an id of its own.
std::string Bytes(const std::vector<std::string>& items) {
  std::string bytes;
  char id = 'a';
  for (const std::string& item : items) bytes += item + '\0' + std::string(20, id++);
  return bytes;
}

TEST(Tree, ReadsModesAsGitDoes) {
  const auto tree = Tree::Parse(
      Bytes({"100644 a", "100755 b", "100664 c", "40000 d", "120000 e", "160000 f", "100600 g"}),
      20);
  ASSERT_NE(tree, nullptr);
  std::vector<std::string_view> modes;
  for (const Tree::Item& item : tree->items()) modes.push_back(item.mode);
  EXPECT_THAT(modes,
              ElementsAre("100644", "100755", "100644", "040000", "120000", "160000", "100644"));
  EXPECT_EQ(tree->Find("c")->id, std::string(20, 'c'));
  EXPECT_EQ(tree->Find("h"), nullptr);
  EXPECT_TRUE(Tree::Parse("", 20)->items().empty());
}

// git sorts a folder as if its name ended in "/".
TEST(Tree, FindsByNameWhateverTheOrder) {
  const auto tree = Tree::Parse(Bytes({"100644 a.b", "40000 a", "100644 a0"}), 20);
  ASSERT_NE(tree, nullptr);
  EXPECT_TRUE(tree->Find("a")->is_folder());
  EXPECT_NE(tree->Find("a.b"), nullptr);
  EXPECT_NE(tree->Find("a0"), nullptr);
}

TEST(Tree, IsNotMadeOfOtherBytes) {
  const std::string good = Bytes({"100644 a"});
  for (std::size_t size = 1; size < good.size(); ++size) {
    EXPECT_EQ(Tree::Parse(good.substr(0, size), 20), nullptr) << size;
  }
  EXPECT_EQ(Tree::Parse(good, 32), nullptr) << "ids are of another size";
  for (const char* item : {"100644 ", " a", "100648 a", "-1 a", "123456789 a", "x", "100644"}) {
    EXPECT_EQ(Tree::Parse(Bytes({item}), 20), nullptr) << item;
  }
  EXPECT_EQ(Tree::Parse(Bytes({"100644 a", "40000 a"}), 20), nullptr) << "one name for two";
}

class TreesTest : public GitTest {
 protected:
  // What of `tree` differs from `other`, from their whole lists.
  std::vector<std::string> Differences(const std::string& tree, const std::string& other) {
    const auto text = [](const TreeEntry& entry) {
      return entry.path + " " + entry.mode + " " + entry.object;
    };
    std::set<std::string> there;
    const auto others = git_.ListTree(other, "");
    for (const TreeEntry& entry : *others) there.insert(text(entry));
    std::vector<std::string> differences;
    const auto entries = git_.ListTree(tree, "");
    for (const TreeEntry& entry : *entries) {
      if (!there.contains(text(entry))) differences.push_back(entry.path);
    }
    std::sort(differences.begin(), differences.end());
    return differences;
  }

  std::vector<std::string> Unlike(const std::string& tree, const std::string& other) {
    const auto entries = git_.trees().Unlike(tree, other);
    EXPECT_TRUE(entries.has_value());
    std::vector<std::string> paths;
    if (!entries.has_value()) return paths;
    for (const TreeEntry& entry : *entries) paths.push_back(entry.path);
    return paths;
  }
};

TEST_F(TreesTest, FindWhatStandsAtAPath) {
  const std::string commit = *git_.Resolve("v1");
  const auto at = [&](const char* path) { return *git_.trees().At(commit, path); };
  EXPECT_EQ(at("a.proto")->mode, "100644");
  EXPECT_EQ(at("dir")->mode, "040000");
  EXPECT_EQ(at("dir")->path, "dir");
  EXPECT_EQ(at("")->mode, "040000");
  for (const char* path : {"b", "a.proto/b", "dir/", "/dir", "dir//b c.proto", "./a.proto", ".."}) {
    EXPECT_FALSE(at(path).has_value()) << path;
  }
  EXPECT_THAT(git_.trees().At(std::string(40, '0'), "a").error().front().message,
              HasSubstr("git has no tree"));
}

TEST_F(TreesTest, DifferInWhatTheirListsDiffer) {
  Write("same/deep/x.proto", "x");
  Write("gone/y.proto", "y");
  Write("dir/e.proto", "same here");
  Write("kind", "a file");
  Write("other/kind/z.proto", "a folder");
  Write("run.sh", "x");
  Shell("git add -A && git commit -qm two && git tag two");
  Shell("git rm -qr gone kind other && git mv dir/e.proto dir/f.proto && chmod +x run.sh");
  Write("kind/now/a.proto", "folder");
  Write("other/kind", "file");
  Write("dir.x/n.proto", "new");
  Write("dir/b c.proto", "changed");
  Shell("ln -s dir link && git add -A && git commit -qm three && git tag three");
  std::vector<std::string> commits;
  for (const char* tag : {"v1", "two", "three"}) commits.push_back(*git_.Resolve(tag));
  for (const std::string& a : commits) {
    for (const std::string& b : commits) EXPECT_EQ(Unlike(a, b), Differences(a, b)) << a << b;
  }
  EXPECT_THAT(Unlike(commits[2], commits[1]),
              ElementsAre("dir.x/n.proto", "dir/b c.proto", "dir/f.proto", "kind/now/a.proto",
                          "link", "other/kind", "run.sh"));
  EXPECT_FALSE(git_.trees().Unlike(commits[0], std::string(40, '0')).has_value());
}

TEST_F(TreesTest, LookBelowUntilTheyFind) {
  const std::string commit = *git_.Resolve("v1");
  const auto has = [&](const char* name) {
    return git_.trees().AnyBelow(commit, [&](const Tree::Item& item) { return item.name == name; });
  };
  EXPECT_TRUE(has("b c.proto"));
  EXPECT_FALSE(has("x.proto"));
  EXPECT_FALSE(git_.trees().AnyBelow("nothing", [](const Tree::Item&) { return true; }));
}

TEST_F(TreesTest, ThatAreMalformedAreNotRead) {
  const std::string twins = Shell(
      "id=$(git rev-parse HEAD:a.proto | xxd -r -p | od -An -v -to1 | tr -d '\\n' | tr ' ' '\\\\');"
      "{ printf '100644 a\\0'; printf \"$id\"; printf '100644 a\\0'; printf \"$id\"; } |"
      "git hash-object -t tree --literally -w --stdin");
  EXPECT_THAT(git_.trees().At(twins.substr(0, 40), "a").error().front().message,
              HasSubstr("it is malformed"));
}

}  // namespace
}  // namespace leyline
