#include "base/folders.h"

#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"

namespace leyline {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string DigestOf(std::string_view content) { return DigestText(Sha256Of(content)); }

class RealFoldersTest : public testing::Test {
 protected:
  RealFoldersTest() : top_(testing::TempDir() + "leyline_folders_" + std::to_string(::getpid())) {
    fs::remove_all(top_);
    fs::create_directories(top_);
  }
  ~RealFoldersTest() override { fs::remove_all(top_); }

  std::unique_ptr<NewFolder> Renew(const std::string& name = "out") {
    auto folder = folders_.Renew((top_ / name).string());
    EXPECT_TRUE(folder.has_value());
    return std::move(*folder);
  }
  void Make(const std::vector<std::pair<std::string, std::string>>& files) {
    auto folder = Renew();
    for (const auto& [path, content] : files) {
      EXPECT_TRUE(folder->Write(path, content).has_value());
    }
    EXPECT_TRUE(folder->Put().has_value());
  }
  std::string Read(const std::string& path) const {
    std::ostringstream text;
    text << std::ifstream(top_ / path, std::ios::binary).rdbuf();
    return text.str();
  }
  ino_t Inode(const std::string& path) const {
    struct stat info{};
    EXPECT_EQ(::lstat((top_ / path).c_str(), &info), 0) << path;
    return info.st_ino;
  }
  std::vector<std::string> Names(const std::string& folder = "") const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(top_ / folder)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  RealFolders folders_;
  fs::path top_;
};

TEST_F(RealFoldersTest, APutReplacesTheWholeFolder) {
  Make({{"a", "1"}, {"deep/b", "2"}, {"deep/er/c", "3"}});
  EXPECT_EQ(Read("out/deep/er/c"), "3");
  auto folder = Renew();
  EXPECT_TRUE(folder->Write("d", "4").has_value());
  EXPECT_EQ(Read("out/a"), "1");
  EXPECT_TRUE(folder->Put().has_value());
  folder.reset();
  EXPECT_THAT(Names("out"), ElementsAre("d"));
  EXPECT_THAT(Names(), ElementsAre("out"));
}

TEST_F(RealFoldersTest, WhatIsNotPutIsTakenBack) {
  Make({{"a", "1"}});
  auto folder = Renew();
  EXPECT_TRUE(folder->Keep("a", DigestOf("1")));
  EXPECT_TRUE(folder->Write("b", "2").has_value());
  folder.reset();
  EXPECT_THAT(Names(), ElementsAre("out"));
  EXPECT_THAT(Names("out"), ElementsAre("a"));
  EXPECT_EQ(Read("out/a"), "1");
}

// Builds go by the time of files: one whose content did not change is the file that it was.
TEST_F(RealFoldersTest, KeepsTheFileItself) {
  Make({{"a", "1"}, {"deep/b", "2"}});
  const ino_t inode = Inode("out/deep/b");
  for (int run = 0; run < 3; ++run) {
    auto folder = Renew();
    EXPECT_FALSE(folder->Keep("a", DigestOf("other")));
    EXPECT_TRUE(folder->Keep("deep/b", DigestOf("2")));
    EXPECT_TRUE(folder->Put().has_value());
  }
  EXPECT_THAT(Names("out"), ElementsAre("deep"));
  EXPECT_EQ(Inode("out/deep/b"), inode);
  EXPECT_EQ(Read("out/deep/b"), "2");
}

TEST_F(RealFoldersTest, KeepsOnlyRegularFilesThatAreNowhereElse) {
  Make({{"a", "1"}, {"b", "1"}, {"deep/c", "1"}});
  fs::rename(top_ / "out/b", top_ / "b");
  fs::create_symlink("../b", top_ / "out/b");
  fs::create_hard_link(top_ / "out/a", top_ / "a");
  fs::rename(top_ / "out/deep", top_ / "deep");
  fs::create_symlink("../deep", top_ / "out/deep");
  ASSERT_EQ(::mkfifo((top_ / "out/fifo").c_str(), 0600), 0);
  fs::create_directory(top_ / "out/folder");
  auto folder = Renew();
  for (const char* path : {"a", "b", "deep/c", "fifo", "folder", "none", "../b", "../deep/c"}) {
    EXPECT_FALSE(folder->Keep(path, DigestOf("1"))) << path;
  }
}

TEST_F(RealFoldersTest, ReplacesALinkAndNotWhatItLeadsTo) {
  fs::create_directories(top_ / "theirs/deep");
  std::ofstream(top_ / "theirs/deep/a") << "1";
  fs::create_directory_symlink("theirs", top_ / "out");
  auto folder = Renew();
  EXPECT_FALSE(folder->Keep("deep/a", DigestOf("1")));
  EXPECT_TRUE(folder->Write("b", "2").has_value());
  EXPECT_TRUE(folder->Put().has_value());
  folder.reset();
  EXPECT_THAT(Names(), ElementsAre("out", "theirs"));
  EXPECT_EQ(Read("theirs/deep/a"), "1");
  EXPECT_EQ(Read("out/b"), "2");
}

TEST_F(RealFoldersTest, AWriteTakesThePlaceOfWhatWasKeptAndLeavesTheOldFolderAlone) {
  Make({{"a", "1"}});
  auto folder = Renew();
  EXPECT_TRUE(folder->Keep("a", DigestOf("1")));
  EXPECT_FALSE(folder->Keep("a", DigestOf("1"))) << "it has two names now";
  EXPECT_TRUE(folder->Write("a", "2").has_value());
  EXPECT_EQ(Read("out/a"), "1");
  EXPECT_TRUE(folder->Put().has_value());
  EXPECT_EQ(Read("out/a"), "2");
}

TEST_F(RealFoldersTest, RemovesWhatAKilledRunLeft) {
  Make({{"a", "1"}});
  fs::create_directories(top_ / ".out.leyline-new/deep");
  fs::create_hard_link(top_ / "out/a", top_ / ".out.leyline-new/deep/a");
  auto folder = Renew("out/");
  EXPECT_TRUE(folder->Keep("a", DigestOf("1")));
  EXPECT_TRUE(folder->Put().has_value());
  folder.reset();
  EXPECT_THAT(Names(), ElementsAre("out"));
  EXPECT_THAT(Names("out"), ElementsAre("a"));
}

TEST_F(RealFoldersTest, RunsForOneFolderWaitForEachOther) {
  Make({{"count", ""}});
  std::vector<std::jthread> runs;
  for (int i = 0; i < 4; ++i) {
    runs.emplace_back([&] {
      RealFolders folders;
      for (int j = 0; j < 5; ++j) {
        auto folder = folders.Renew((top_ / "out").string());
        EXPECT_TRUE((*folder)->Write("count", Read("out/count") + "x").has_value());
        EXPECT_TRUE((*folder)->Put().has_value());
      }
    });
  }
  runs.clear();
  EXPECT_EQ(Read("out/count"), std::string(20, 'x'));
}

TEST_F(RealFoldersTest, SaysWhatCanNotBe) {
  std::ofstream(top_ / "file") << "x";
  auto below_a_file = folders_.Renew((top_ / "file/out").string());
  ASSERT_FALSE(below_a_file.has_value());
  EXPECT_EQ(below_a_file.error().front().kind, ErrorKind::kOutput);
  auto folder = Renew();
  EXPECT_TRUE(folder->Write("a", "1").has_value());
  const Status twice = folder->Write("a/b", "2");
  ASSERT_FALSE(twice.has_value());
  EXPECT_THAT(twice.error().front().message, HasSubstr("out/a"));
  EXPECT_TRUE(folder->Write("c/d", "1").has_value());
  EXPECT_FALSE(folder->Write("c", "1").has_value()) << "a folder is in its place";
  EXPECT_FALSE(folders_.MakeScratch((top_ / "file").string()).has_value());
  fs::remove_all(top_ / ".out.leyline-new");
  EXPECT_FALSE(folder->Put().has_value());
}

TEST_F(RealFoldersTest, KeepsFilesForLaterAndForgetsScratchFolders) {
  folders_.Keep((top_ / "cache/ab/key").string(), "1");
  folders_.Keep((top_ / "cache/ab/key").string(), "2");
  EXPECT_EQ(Read("cache/ab/key"), "2");
  EXPECT_THAT(Names("cache/ab"), ElementsAre("key"));
  folders_.Keep((top_ / "cache/ab/key/below").string(), "3");  // best effort
  fs::create_directories(top_ / "cache/leyline-scratch-killed/deep");
  auto scratch = folders_.MakeScratch((top_ / "cache").string());
  ASSERT_TRUE(scratch.has_value());
  EXPECT_THAT(Names("cache"), ::testing::SizeIs(2)) << "what a killed run left is gone";
  const auto folder = (*scratch)->Add();
  ASSERT_TRUE(folder.has_value());
  std::ofstream(*folder + "/a") << "x";
  EXPECT_TRUE(folders_.MakeScratch((top_ / "cache").string()).has_value());
  EXPECT_TRUE(fs::exists(*folder + "/a")) << "another run takes it for one of a killed run";
  scratch->reset();
  EXPECT_THAT(Names("cache"), ElementsAre("ab"));
}

// The folder may be one that all share.
TEST_F(RealFoldersTest, RemovesOfScratchFoldersOnlyItsOwn) {
  fs::create_directories(top_ / "tmp/scratch-of-another-program");
  fs::create_directories(top_ / "theirs/deep");
  fs::create_directory_symlink("../theirs", top_ / "tmp/leyline-scratch-link");
  std::ofstream(top_ / "tmp/leyline-scratch-file") << "x";
  const int held = ::open((top_ / "tmp").c_str(), O_RDONLY | O_DIRECTORY);
  ASSERT_EQ(::flock(held, LOCK_EX), 0) << "nobody's lock stops a run";
  EXPECT_TRUE(folders_.MakeScratch((top_ / "tmp").string()).has_value());
  ::close(held);
  EXPECT_THAT(Names("tmp"), ElementsAre("leyline-scratch-file", "leyline-scratch-link",
                                        "scratch-of-another-program"));
  EXPECT_THAT(Names("theirs"), ElementsAre("deep"));
}

// Killed at each step: there is the old folder, and the next run begins anew.
TEST_F(RealFoldersTest, OfAKilledRunThereIsTheOldFolderOrTheNewOne) {
  Make({{"a", "old"}, {"kept", "both"}});
  for (int steps = 0; steps <= 5; ++steps) {
    const pid_t child = ::fork();
    if (child == 0) {
      auto left = steps;
      const auto step = [&] {
        if (left-- == 0) ::raise(SIGKILL);
      };
      step();
      auto folder = folders_.Renew((top_ / "out").string());
      step();
      (void)(*folder)->Write("a", "new");
      step();
      (void)(*folder)->Keep("kept", DigestOf("both"));
      step();
      (void)(*folder)->Write("b/c", "new");
      step();
      (void)(*folder)->Put();
      ::raise(SIGKILL);
    }
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    EXPECT_EQ(Read("out/a"), steps < 5 ? "old" : "new") << steps;
    EXPECT_EQ(fs::exists(top_ / "out/b"), steps == 5) << steps;
    EXPECT_EQ(Read("out/kept"), "both") << steps;
  }
  Make({{"a", "last"}});
  EXPECT_THAT(Names(), ElementsAre("out"));
  EXPECT_THAT(Names("out"), ElementsAre("a"));
}

}  // namespace
}  // namespace leyline
