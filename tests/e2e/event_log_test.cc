// The event log under real processes: parallel writers lose nothing; writers killed at any moment
// leave a log that verifies, or a torn tail that is reported with its cure.
#include "ci/event_log.h"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <map>
#include <signal.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ci/events.h"

extern char** environ;

namespace leyline {
namespace {

struct Writer {
  pid_t pid = -1;
  int out = -1;  // its acknowledgements
};

class EventLogE2e : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = ::testing::TempDir() + "leyline-e2e-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Writer Start(std::string name, int count, int bytes) {
    std::vector<std::string> words = {LEYLINE_LOG_WRITER, folder_, std::move(name),
                                      std::to_string(count), std::to_string(bytes)};
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    Writer writer;
    writer.out = ends[0];
    EXPECT_EQ(posix_spawn(&writer.pid, LEYLINE_LOG_WRITER, &actions, nullptr, argv.data(), environ),
              0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    return writer;
  }

  // Waits for its end; gives the number that it acknowledged last.
  static int Finish(Writer& writer, int* status) {
    std::string text;
    char buffer[512];
    ssize_t got = 0;
    while ((got = read(writer.out, buffer, sizeof buffer)) > 0) {
      text.append(buffer, static_cast<std::size_t>(got));
    }
    close(writer.out);
    EXPECT_EQ(waitpid(writer.pid, status, 0), writer.pid);
    const std::size_t end = text.rfind('\n');
    if (end == std::string::npos) return 0;
    const std::size_t start = end == 0 ? std::string::npos : text.rfind('\n', end - 1);
    return std::atoi(text.c_str() + (start == std::string::npos ? 0 : start + 1));
  }

  std::string folder_;
};

// Each writer's numbers in the order of the log.
std::map<std::string, std::vector<int64_t>> NumbersOf(const std::vector<Event>& log) {
  std::map<std::string, std::vector<int64_t>> numbers;
  for (const Event& event : log) {
    if (event.type == "test") numbers[event.actor].push_back(NumberOf(event, "number", -1));
  }
  return numbers;
}

std::vector<int64_t> OneTo(int64_t last) {
  std::vector<int64_t> numbers;
  for (int64_t i = 1; i <= last; ++i) numbers.push_back(i);
  return numbers;
}

TEST_F(EventLogE2e, ParallelWritersLoseNothing) {
  constexpr int kWriters = 200;
  constexpr int kEvents = 1;
  std::vector<Writer> writers;
  for (int i = 0; i < kWriters; ++i)
    writers.push_back(Start("w" + std::to_string(i), kEvents, 100));
  for (Writer& writer : writers) {
    int status = -1;
    EXPECT_EQ(Finish(writer, &status), kEvents);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  const Result<std::vector<Event>> log = OpenFolderLog(folder_)->Read();
  ASSERT_TRUE(log.has_value()) << Format(log.error().front());
  EXPECT_EQ(log->size(), std::size_t{kWriters * kEvents + 1});
  const auto numbers = NumbersOf(*log);
  EXPECT_EQ(numbers.size(), std::size_t{kWriters});
  for (const auto& [writer, list] : numbers) EXPECT_EQ(list, OneTo(kEvents)) << writer;
}

// Moves a reported torn tail aside, as `leyline audit repair` does.
void Cure(EventStore& store, const Error& error) {
  ASSERT_EQ(error.code, "LG8005") << Format(error);
  const Result<TornTail> torn = store.Repair();
  ASSERT_TRUE(torn.has_value()) << Format(torn.error().front());
  EXPECT_GT(torn->bytes, 0u);
  EXPECT_EQ(std::filesystem::file_size(torn->kept_in), torn->bytes);
}

TEST_F(EventLogE2e, KilledWritersLeaveAVerifiableLog) {
  constexpr int kRounds = 100;
  std::map<std::string, int> acknowledged;
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Writer> writers;
    std::vector<std::string> names;
    for (const char* name : {"a", "b"}) {
      names.push_back(name + std::to_string(round));
      writers.push_back(Start(names.back(), 0, 60'000));
    }
    usleep(static_cast<useconds_t>(8'000 + 7'919 * round % 30'000));
    for (const Writer& writer : writers) ASSERT_EQ(kill(writer.pid, SIGKILL), 0);
    for (std::size_t i = 0; i < writers.size(); ++i) {
      int status = -1;
      acknowledged[names[i]] = Finish(writers[i], &status);
      ASSERT_TRUE(WIFSIGNALED(status)) << "it should have run until it was killed";
    }
    const auto store = OpenFolderLog(folder_);
    Result<std::vector<Event>> log = store->Read();
    if (!log.has_value()) {
      Cure(*store, log.error().front());
      log = store->Read();
    }
    ASSERT_TRUE(log.has_value()) << Format(log.error().front());
    const auto numbers = NumbersOf(*log);
    for (const auto& [writer, last] : acknowledged) {
      const auto found = numbers.find(writer);
      const int64_t kept = found == numbers.end() ? 0 : static_cast<int64_t>(found->second.size());
      // At most one more was written than could be acknowledged.
      ASSERT_TRUE(kept == last || kept == last + 1) << writer << ": " << kept << " of " << last;
      if (kept == 0) continue;
      ASSERT_EQ(found->second, OneTo(kept)) << writer;
    }
  }
  EXPECT_GT(acknowledged.size(), 0u);
}

}  // namespace
}  // namespace leyline
