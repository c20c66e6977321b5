#include "base/file_system.h"

#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/mapped_bytes.h"

namespace leyline {
namespace {

class RealFileSystemTest : public testing::Test {
 protected:
  RealFileSystemTest() : folder_(testing::TempDir() + "leyline_fs_" + std::to_string(::getpid())) {
    std::filesystem::remove_all(folder_);
  }
  ~RealFileSystemTest() override { std::filesystem::remove_all(folder_); }

  RealFileSystem disk_;
  std::string folder_;
};

TEST_F(RealFileSystemTest, WritesMakesFoldersAndReadsBack) {
  const std::string path = folder_ + "/a/b/c.txt";
  ASSERT_TRUE(disk_.Write(path, "first").has_value());
  ASSERT_TRUE(disk_.Write(path, "second").has_value());
  EXPECT_EQ(*disk_.Read(path, 100), "second");
  // Nothing temporary stays behind.
  EXPECT_EQ(disk_.List(folder_ + "/a/b")->size(), 1u);
}

TEST_F(RealFileSystemTest, CanonicalFollowsLinksAsFarAsTheyGo) {
  ASSERT_TRUE(disk_.Write(folder_ + "/a/b.txt", "").has_value());
  std::filesystem::create_symlink("a", folder_ + "/link");
  const std::string real = std::filesystem::canonical(folder_).string();
  EXPECT_EQ(disk_.Canonical(folder_ + "/link/b.txt"), real + "/a/b.txt");
  EXPECT_EQ(disk_.Canonical(folder_ + "/link/../a/none/x"), real + "/a/none/x");
  EXPECT_TRUE(disk_.Canonical("none").starts_with('/')) << "absolute";
}

using RealFileSystemDeathTest = RealFileSystemTest;

TEST_F(RealFileSystemDeathTest, AMappedFileThatIsCutShortEndsTheRunWithASentence) {
  const std::string path = folder_ + "/large";
  ASSERT_TRUE(disk_.Write(path, std::string(100000, 'x')).has_value());
  const auto read_what_went = [&] {
    ExitOnCutFile(3);
    const auto mapped = disk_.Map(path, 100000);
    std::filesystem::resize_file(path, 0);
    std::fprintf(stderr, "%c", mapped->bytes[50000]);
  };
  EXPECT_EXIT(read_what_went(), testing::ExitedWithCode(3), "was cut short while it was read");
}

TEST_F(RealFileSystemTest, ReleasedPagesComeBack) {
  const std::string path = folder_ + "/large";
  const std::string content(100000, 'x');
  ASSERT_TRUE(disk_.Write(path, content).has_value());
  const auto mapped = disk_.Map(path, content.size());
  ASSERT_TRUE(mapped.has_value());
  ReleasePages(*mapped);
  EXPECT_EQ(mapped->bytes, content);
  const SharedBytes held(content);
  ReleasePages(held);
  EXPECT_EQ(held.bytes, content);
}

TEST_F(RealFileSystemTest, ListsSortedWithTypes) {
  ASSERT_TRUE(disk_.Write(folder_ + "/z.txt", "").has_value());
  ASSERT_TRUE(disk_.Write(folder_ + "/a/x", "").has_value());
  ASSERT_EQ(::symlink("z.txt", (folder_ + "/link").c_str()), 0);
  const auto entries = disk_.List(folder_);
  ASSERT_EQ(entries->size(), 3u);
  EXPECT_EQ((*entries)[0].name, "a");
  EXPECT_EQ((*entries)[0].type, FileType::kDirectory);
  EXPECT_EQ((*entries)[1].name, "link");
  EXPECT_EQ((*entries)[1].type, FileType::kSymlink);
  EXPECT_EQ((*entries)[2].type, FileType::kRegular);
}

TEST_F(RealFileSystemTest, SaysWhatIsWrong) {
  EXPECT_EQ(disk_.TypeOf(folder_ + "/none"), FileType::kMissing);
  EXPECT_THAT(disk_.Read(folder_ + "/none", 10).error()[0].message,
              testing::HasSubstr("No such file or directory"));
  EXPECT_THAT(disk_.List(folder_ + "/none").error()[0].message, testing::HasSubstr("cannot list"));
  ASSERT_TRUE(disk_.Write(folder_ + "/big", std::string(101, 'x')).has_value());
  EXPECT_EQ(disk_.Read(folder_ + "/big", 100).error()[0].code, "LG1001");
  EXPECT_THAT(disk_.Write("/proc/none/x", "y").error()[0].message, testing::HasSubstr("cannot"));
}

TEST_F(RealFileSystemTest, TellsWhatAThingIs) {
  ASSERT_TRUE(disk_.Write(folder_ + "/file", "").has_value());
  ASSERT_EQ(::symlink("file", (folder_ + "/link").c_str()), 0);
  ASSERT_EQ(::mkfifo((folder_ + "/fifo").c_str(), 0600), 0);
  EXPECT_EQ(disk_.TypeOf(folder_ + "/file"), FileType::kRegular);
  EXPECT_EQ(disk_.TypeOf(folder_), FileType::kDirectory);
  EXPECT_EQ(disk_.TypeOf(folder_ + "/link"), FileType::kSymlink);
  EXPECT_EQ(disk_.TypeOf(folder_ + "/fifo"), FileType::kOther);
  EXPECT_EQ((*disk_.List(folder_))[0].type, FileType::kOther);
}

TEST_F(RealFileSystemTest, MapsWhatItWouldRead) {
  ASSERT_TRUE(disk_.Write(folder_ + "/file", "some text").has_value());
  ASSERT_TRUE(disk_.Write(folder_ + "/empty", "").has_value());
  const Result<SharedBytes> mapped = disk_.Map(folder_ + "/file", 9);
  ASSERT_TRUE(mapped.has_value());
  std::filesystem::remove(folder_ + "/file");
  EXPECT_EQ(mapped->bytes, "some text") << "it is held";
  EXPECT_EQ(disk_.Map(folder_ + "/empty", 9)->bytes, "");
  ASSERT_TRUE(disk_.Write(folder_ + "/file", "longer than that").has_value());
  EXPECT_EQ(disk_.Map(folder_ + "/file", 9).error()[0].code, "LG1001");
  EXPECT_THAT(disk_.Map(folder_ + "/none", 9).error()[0].message, testing::HasSubstr("open"));
  EXPECT_THAT(disk_.Map(folder_, 9).error()[0].message, testing::HasSubstr("cannot read"));
}

TEST_F(RealFileSystemTest, WritesTheTargetOfALinkAndKeepsItsMode) {
  ASSERT_TRUE(disk_.Write(folder_ + "/file", "old").has_value());
  ASSERT_EQ(::chmod((folder_ + "/file").c_str(), 0640), 0);
  ASSERT_EQ(::symlink((folder_ + "/file").c_str(), (folder_ + "/absolute").c_str()), 0);
  ASSERT_EQ(::symlink("later", (folder_ + "/relative").c_str()), 0);
  ASSERT_TRUE(disk_.Write(folder_ + "/absolute", "new").has_value());
  ASSERT_TRUE(disk_.Write(folder_ + "/relative", "fresh").has_value());
  EXPECT_EQ(*disk_.Read(folder_ + "/file", 9), "new");
  EXPECT_EQ(*disk_.Read(folder_ + "/later", 9), "fresh");
  EXPECT_EQ(disk_.TypeOf(folder_ + "/absolute"), FileType::kSymlink);
  struct stat info{};
  ASSERT_EQ(::stat((folder_ + "/file").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 07777, 0640U);
  ASSERT_EQ(::symlink("loop", (folder_ + "/loop").c_str()), 0);
  const Status loop = disk_.Write(folder_ + "/loop", "x");
  EXPECT_EQ(loop.error()[0].kind, ErrorKind::kOutput);
  EXPECT_THAT(loop.error()[0].message, testing::HasSubstr("Too many levels of symbolic links"));
}

TEST_F(RealFileSystemTest, WritesThroughWhatIsNoFile) {
  ASSERT_TRUE(disk_.Write(folder_ + "/file", "").has_value());
  const std::string fifo = folder_ + "/fifo";
  ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
  const int reader = ::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  ASSERT_GE(reader, 0);
  EXPECT_TRUE(disk_.Write(fifo, "through").has_value());
  char got[16] = {};
  EXPECT_EQ(::read(reader, got, sizeof got), 7);
  EXPECT_STREQ(got, "through");
  EXPECT_EQ(disk_.TypeOf(fifo), FileType::kOther);
  ::close(reader);

  const int file = ::open((folder_ + "/file").c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_GE(file, 0);
  EXPECT_TRUE(disk_.Write("/dev/fd/" + std::to_string(file), "one").has_value());
  EXPECT_TRUE(disk_.Write("/proc/self/fd/" + std::to_string(file), "two").has_value());
  ::close(file);
  EXPECT_FALSE(disk_.Write(folder_, "x").has_value());
}

TEST_F(RealFileSystemTest, WhatCannotBeReplacedStaysAndLeavesNothingBeside) {
  ASSERT_TRUE(disk_.Write(folder_ + "/file", "x").has_value());
  EXPECT_THAT(disk_.Write(folder_ + "/file/below", "y").error()[0].message,
              testing::HasSubstr("cannot create a file beside"));
  EXPECT_EQ(disk_.List(folder_)->size(), 1u);
}

}  // namespace
}  // namespace leyline
