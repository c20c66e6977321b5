// A folder on disk and the same folder as git has it: both must read the same.
#include "analyzer/schema/load/source_tree.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

using testing::HasSubstr;

class SourceTreeTest : public testing::Test {
 protected:
  SourceTreeTest() {
    Shell("git init -q -b main && git config user.email a@x && git config user.name A");
    Write("b.proto", "b");
    Write("a/x.proto", "x");
    Write("a/readme.md", "no contract");
    Write(".hidden/h.proto", "h");
  }
  ~SourceTreeTest() override { std::filesystem::remove_all(folder_); }

  static std::string NewFolder() {
    std::string name = testing::TempDir() + "leyline-tree-XXXXXX";
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    return name;
  }
  void Write(const std::string& path, const std::string& text) {
    const std::filesystem::path full = folder_ + "/" + path;
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full) << text;
  }
  void Shell(const std::string& script) {
    const auto exit = process_.Run({.argv = {"sh", "-ec", script}, .folder = folder_});
    EXPECT_EQ(exit->code, 0) << script << exit->err;
  }
  std::unique_ptr<SourceTree> Disk(const std::string& folder = "") {
    return OpenFolder(disk_, folder_ + "/" + folder, "disk");
  }
  std::unique_ptr<SourceTree> Committed(const std::string& folder = "") {
    Shell("git add -A && git commit -q --allow-empty -m all");
    auto tree = OpenGitTree(git_, "HEAD", folder, "HEAD");
    EXPECT_TRUE(tree.has_value());
    return std::move(*tree);
  }
  // "path: problem" a line.
  static std::string Listed(const SourceTree& tree, std::string_view folder = "") {
    const auto entries = tree.List(folder);
    if (!entries) return Format(entries.error()[0]);
    std::string text;
    for (const SourceTree::Entry& entry : *entries) {
      text += fmt::format("{}: {}\n", entry.path, entry.problem);
    }
    return text;
  }
  static std::string Content(const SourceTree& tree) {
    std::string text;
    const auto texts = tree.Read(*tree.List(""));
    if (!texts) return Format(texts.error()[0]);
    for (const std::string& one : *texts) text += one;
    return text;
  }

  RealFileSystem disk_;
  RealProcess process_;
  const std::string folder_ = NewFolder();
  Git git_{process_, folder_};
};

TEST_F(SourceTreeTest, BothListAndReadTheSame) {
  for (const auto& tree : {Disk(), Committed()}) {
    EXPECT_EQ(Listed(*tree), ".hidden/h.proto: \na/x.proto: \nb.proto: \n") << tree->label();
    EXPECT_EQ(Listed(*tree, "a"), "a/x.proto: \n");
    EXPECT_EQ(Content(*tree), "hxb");
    EXPECT_EQ(tree->Find("a/x.proto")->path, "a/x.proto");
    for (const char* path : {"a", "a/y.proto", "", "zzz"}) EXPECT_FALSE(tree->Find(path)) << path;
    EXPECT_TRUE(tree->HasFolder("") && tree->HasFolder("a"));
    EXPECT_FALSE(tree->HasFolder("b.proto") || tree->HasFolder("nowhere"));
  }
  EXPECT_EQ(Listed(*Disk("a//")), "x.proto: \n");
  EXPECT_EQ(Listed(*Committed("a")), "x.proto: \n");
  EXPECT_EQ(Listed(*Committed(), "nowhere"),
            "error: `HEAD` has no folder `nowhere` (fix: name a folder of that revision)");
  EXPECT_THAT(Listed(*Disk(), "nowhere"), HasSubstr("cannot list"));
  EXPECT_FALSE(OpenGitTree(git_, "HEAD", "nowhere", "HEAD").has_value());
}

TEST_F(SourceTreeTest, LinksAreProblemsWhereTheyLeadToContracts) {
  Shell(
      "ln -s b.proto link.proto; ln -s a to_contracts; ln -s ../a .hidden/up; mkdir -p docs/deep; "
      "touch docs/deep/text; ln -s docs to_docs; ln -s nowhere dangling; ln -s loop loop; "
      "ln -s to_contracts twice; ln -s /usr/nowhere absolute; "
      "ln -s ./a/../a/. winding");
  const std::string wanted =
      ".hidden/h.proto: \n"
      ".hidden/up: is a symbolic link to a folder with contracts\n"
      "a/x.proto: \n"
      "b.proto: \n"
      "link.proto: is a symbolic link{}\n"
      "to_contracts: is a symbolic link to a folder with contracts\n"
      "twice: is a symbolic link to a folder with contracts\n"
      "winding: is a symbolic link to a folder with contracts\n";
  EXPECT_EQ(Listed(*Disk()), fmt::format(fmt::runtime(wanted), ""));
  EXPECT_EQ(Listed(*Committed()), fmt::format(fmt::runtime(wanted), " (mode 120000)"));
}

TEST_F(SourceTreeTest, LinksOfASubfolderMayLeaveIt) {
  Shell("mkdir sub && ln -s ../a sub/out && ln -s ../../.. sub/beyond");
  EXPECT_EQ(Listed(*Committed("sub")), "out: is a symbolic link to a folder with contracts\n");
}

TEST_F(SourceTreeTest, WhatIsNoFileIsNoContract) {
  ASSERT_EQ(::mkfifo((folder_ + "/fifo.proto").c_str(), 0600), 0);
  EXPECT_THAT(Listed(*Disk()), HasSubstr("fifo.proto: is a FIFO, a device or a socket\n"));
  std::filesystem::remove(folder_ + "/fifo.proto");
  Shell(
      "git commit -q --allow-empty -m x && git update-index --add --cacheinfo "
      "160000,$(git rev-parse HEAD),module");
  Shell("git commit -qm module");
  const auto tree = OpenGitTree(git_, "HEAD", "", "HEAD");
  EXPECT_EQ(Listed(**tree), "module: is a submodule, whose files this repository does not have\n");
}

TEST_F(SourceTreeTest, AFileThatIsTooLargeIsNamedWithTheLimit) {
  Shell("truncate -s 16777217 b.proto");
  for (const auto& tree : {Disk(), Committed()}) {
    EXPECT_THAT(Content(*tree), HasSubstr("error LG1001: ")) << tree->label();
    EXPECT_THAT(Content(*tree), HasSubstr(fmt::format("limit of {} bytes", kContractLimit)));
    EXPECT_THAT(Content(*tree), HasSubstr(kTooLargeFix));
  }
}

}  // namespace
}  // namespace leyline
