#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ci/event_log.h"
#include "tests/unit/ci/testing.h"

namespace leyline {
namespace {

using ::testing::HasSubstr;
using testing::Note;
using testing::ProblemOf;
using ::testing::StartsWith;

class FolderLogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "leyline-log-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    top_ = name;
    folder_ = top_ + "/deep/log";
    path_ = folder_ + "/log.jsonl";
  }
  void TearDown() override { std::filesystem::remove_all(top_); }

  std::string Text() const {
    std::ifstream in(path_, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  void SetText(const std::string& text) {
    std::filesystem::create_directories(folder_);
    std::ofstream(path_, std::ios::binary) << text;
  }

  std::string top_;
  std::string folder_;
  std::string path_;
};

TEST_F(FolderLogTest, MissingFolderIsAnEmptyLog) {
  const auto store = OpenFolderLog(folder_);
  EXPECT_EQ(store->label(), "dir:" + folder_);
  const Result<std::vector<Event>> log = store->Read();
  ASSERT_TRUE(log.has_value());
  EXPECT_TRUE(log->empty());
  EXPECT_FALSE(std::filesystem::exists(folder_)) << "reading makes nothing";
}

TEST_F(FolderLogTest, MissingLogCanBeAnError) {
  const auto store = OpenFolderLog(folder_, MissingLog::kIsError);
  const Result<std::vector<Event>> log = store->Read();
  EXPECT_EQ(ProblemOf(log), "LG7008: there is no event log here");
  EXPECT_EQ(log.error().front().kind, ErrorKind::kStore);
  EXPECT_EQ(ProblemOf(store->Append("", {Note(1, "a")})), "LG7008: there is no event log here");
  EXPECT_FALSE(std::filesystem::exists(folder_)) << "writing makes nothing either";
  // A cut-off log is no new one.
  SetText("");
  EXPECT_EQ(ProblemOf(store->Read()), "LG7008: there is no event log here");
  EXPECT_EQ(ProblemOf(store->Append("", {Note(1, "a")})), "LG7008: there is no event log here");
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/lock"));
  ASSERT_TRUE(OpenFolderLog(folder_)->Append("", {Note(1, "a")}).has_value());
  EXPECT_EQ(store->Read()->size(), 2u);
}

TEST_F(FolderLogTest, AppendsAndReadsBack) {
  const auto store = OpenFolderLog(folder_);
  ASSERT_TRUE(store->Append("", {Note(1, "a"), Note(2, "b")}).has_value());
  const std::vector<Event> first = *store->Read();
  ASSERT_EQ(first.size(), 3u);
  ASSERT_TRUE(store->Append(first.back().hash, {Note(3, "c")}).has_value());
  const std::vector<Event> second = *OpenFolderLog(folder_)->Read();
  ASSERT_EQ(second.size(), 4u);
  EXPECT_EQ(second[3].type, "c");
  EXPECT_EQ(second[3].seq, 3);
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/lock"));
}

TEST_F(FolderLogTest, ComparesBeforeItSets) {
  const auto store = OpenFolderLog(folder_);
  ASSERT_TRUE(store->Append("", {Note(1, "a")}).has_value());
  const std::string before = Text();
  for (const std::string head : {"", "sha256:0"}) {
    const Status status = store->Append(head, {Note(2, "b")});
    EXPECT_EQ(ProblemOf(status), "LG7010: the event log has grown since it was read");
  }
  EXPECT_EQ(Text(), before);
}

TEST_F(FolderLogTest, RefusedEventsLeaveTheLogAlone) {
  const auto store = OpenFolderLog(folder_);
  ASSERT_TRUE(store->Append("", {Note(1, "a")}).has_value());
  const std::string before = Text();
  Event huge = Note(2, "b");
  huge.subject = std::string(kMaxEventLine, 'x');
  EXPECT_THAT(ProblemOf(store->Append(HeadOf(*store->Read()).hash, {Note(2, "ok"), huge})),
              HasSubstr("more than 65536"));
  EXPECT_EQ(Text(), before);
}

TEST_F(FolderLogTest, TornTailStopsWritersAndARepairCuresIt) {
  const auto store = OpenFolderLog(folder_);
  ASSERT_TRUE(store->Append("", {Note(1, "a")}).has_value());
  const std::string head = HeadOf(*store->Read()).hash;
  const std::string whole = Text();
  SetText(whole + "{\"actor\":\"al");
  const Status append = store->Append(head, {Note(2, "b")});
  const Result<std::vector<Event>> read = store->Read();
  EXPECT_THAT(ProblemOf(append), StartsWith("LG8005: "));
  EXPECT_THAT(ProblemOf(read), StartsWith("LG8005: "));
  EXPECT_EQ(append.error().front().fix, read.error().front().fix);
  const Result<TornTail> torn = store->Repair();
  ASSERT_TRUE(torn.has_value());
  EXPECT_EQ(torn->bytes, 12u);
  std::stringstream aside;
  aside << std::ifstream(torn->kept_in).rdbuf();
  EXPECT_EQ(aside.str(), "{\"actor\":\"al");
  EXPECT_EQ(store->Repair()->bytes, 0u) << "once";
  EXPECT_EQ(Text(), whole);
  EXPECT_TRUE(store->Append(head, {Note(2, "b")}).has_value());
}

TEST_F(FolderLogTest, TornFirstLine) {
  SetText("{\"act");
  const auto store = OpenFolderLog(folder_);
  const Status append = store->Append("", {Note(1, "a")});
  EXPECT_THAT(ProblemOf(append), StartsWith("LG8005: "));
  EXPECT_THAT(append.error().front().fix, HasSubstr("what follows byte 0 aside"));
}

TEST_F(FolderLogTest, LongLinesAreReadFromTheTail) {
  const auto store = OpenFolderLog(folder_);
  Event big = Note(1, "a");
  big.subject = std::string(kMaxEventLine - 500, 'x');
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(store->Append(HeadOf(*store->Read()).hash, {big}).has_value());
  }
  EXPECT_EQ(store->Read()->size(), 4u);
}

TEST_F(FolderLogTest, AlteredLastLineStopsWriters) {
  SetText("hello\n");
  EXPECT_THAT(ProblemOf(OpenFolderLog(folder_)->Append("", {Note(1, "a")})),
              StartsWith("LG8008: "));
}

TEST_F(FolderLogTest, FollowsNoSymlink) {
  std::filesystem::create_directories(folder_);
  std::ofstream(top_ + "/victim") << "";
  std::filesystem::create_symlink(top_ + "/victim", path_);
  const auto store = OpenFolderLog(folder_);
  EXPECT_THAT(ProblemOf(store->Append("", {Note(1, "a")})), StartsWith("LG7004: can't open"));
  EXPECT_THAT(ProblemOf(store->Read()), StartsWith("LG7004: can't open"));
  EXPECT_EQ(std::filesystem::file_size(top_ + "/victim"), 0u);
}

TEST_F(FolderLogTest, FolderThatIsAFile) {
  std::filesystem::create_directories(top_ + "/deep");
  std::ofstream(folder_) << "";
  EXPECT_THAT(ProblemOf(OpenFolderLog(folder_)->Append("", {Note(1, "a")})),
              StartsWith("LG7004: can't make the folder of"));
  EXPECT_THAT(ProblemOf(OpenFolderLog(folder_)->Read()), StartsWith("LG7004: can't open"));
}

TEST_F(FolderLogTest, LogThatIsAFolder) {
  std::filesystem::create_directories(path_);
  EXPECT_THAT(ProblemOf(OpenFolderLog(folder_)->Read()), StartsWith("LG7004: can't use"));
}

TEST_F(FolderLogTest, FullDiskTakesTheWriteBack) {
  const auto store = OpenFolderLog(folder_);
  ASSERT_TRUE(store->Append("", {Note(1, "a")}).has_value());
  const std::string before = Text();
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  rlimit small = old;
  small.rlim_cur = before.size() + 10;
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const Status status = store->Append(HeadOf(*store->Read()).hash, {Note(2, "b")});
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &old), 0);
  std::signal(SIGXFSZ, old_handler);
  EXPECT_EQ(ProblemOf(status), "LG7004: can't write to the event log: File too large");
  EXPECT_EQ(Text(), before);
}

TEST_F(FolderLogTest, RecordsInOneStep) {
  const auto store = OpenFolderLog(folder_);
  EXPECT_TRUE(store->Record([](auto) { return std::vector<Event>(); }).has_value());
  EXPECT_FALSE(std::filesystem::exists(folder_)) << "nothing to write makes nothing";
  for (const std::size_t seen : {0, 2}) {
    const Status status = store->Record([&](std::span<const Event> log) {
      EXPECT_EQ(log.size(), seen);
      return std::vector<Event>{Note(1, "a")};
    });
    EXPECT_TRUE(status.has_value());
  }
  const std::string before = Text();
  EXPECT_TRUE(store->Record([](auto) { return std::vector<Event>(); }).has_value());
  EXPECT_EQ(Text(), before);
  EXPECT_EQ(store->Read()->size(), 3u);
  SetText(before + "{\"act");
  EXPECT_THAT(ProblemOf(store->Record([](auto) { return std::vector<Event>{Note(1, "a")}; })),
              StartsWith("LG8005: "));
}

TEST_F(FolderLogTest, AFifoInItsPlaceIsAnErrorAndNotWaitedFor) {
  std::filesystem::create_directories(folder_);
  ASSERT_EQ(mkfifo((folder_ + "/log.jsonl").c_str(), 0666), 0);
  const auto store = OpenFolderLog(folder_);
  EXPECT_THAT(ProblemOf(store->Append("", {Note(1, "a")})), StartsWith("LG7004: can't "));
  const auto log = store->Read();
  ASSERT_FALSE(log.has_value());
  EXPECT_THAT(Format(log.error().front()), ::testing::HasSubstr("LG7004: can't use"));
}

TEST_F(FolderLogTest, WhereNobodyMayWriteIsACodeOfItsOwn) {
  chmod(top_.c_str(), 0555);
  // Root may write everywhere: as somebody else it may not.
  const bool root = geteuid() == 0;
  ASSERT_TRUE(!root || seteuid(65534) == 0);
  const std::string problem = ProblemOf(OpenFolderLog(folder_)->Append("", {Note(1, "a")}));
  ASSERT_TRUE(!root || seteuid(0) == 0);
  chmod(top_.c_str(), 0755);
  EXPECT_THAT(problem, StartsWith("LG7011: can't make"));
}

TEST_F(FolderLogTest, HeldLockEndsInLg7009) {
  std::filesystem::create_directories(folder_);
  const int held = open((folder_ + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  ASSERT_GE(held, 0);
  ASSERT_EQ(flock(held, LOCK_EX), 0);
  const auto hurried = OpenFolderLog(folder_, MissingLog::kIsEmpty, 1'000);
  const Status status = hurried->Append("", {Note(1, "a")});
  close(held);
  EXPECT_EQ(ProblemOf(status),
            "LG7009: another process has held the event log for more than 1 s and written nothing");
  EXPECT_EQ(status.error().front().kind, ErrorKind::kStore);
  EXPECT_TRUE(OpenFolderLog(folder_)->Append("", {Note(1, "a")}).has_value());
}

}  // namespace
}  // namespace leyline
