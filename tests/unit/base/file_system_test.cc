#include "base/file_system.h"

#include <filesystem>
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

}  // namespace
}  // namespace leyline
