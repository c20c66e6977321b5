#include "base/parallel.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(ParallelFor, RunsEachIndexOnce) {
  for (const int threads : {0, 1, 2, 8}) {
    std::vector<int> runs(1000, 0);
    ParallelFor(runs.size(), threads, [&](std::size_t i) { ++runs[i]; });
    EXPECT_EQ(runs, std::vector<int>(1000, 1)) << threads;
  }
  ParallelFor(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ParallelForRanges, CoversEachIndexOnceInRanges) {
  for (const std::size_t count : {0, 1, 7, 8, 9, 100}) {
    std::vector<int> runs(count);
    ParallelForRanges(count, 8, 3, [&](std::size_t first, std::size_t last) {
      EXPECT_EQ(first % 8, 0U);
      EXPECT_LE(last - first, 8U);
      for (std::size_t i = first; i < last; ++i) ++runs[i];
    });
    EXPECT_EQ(runs, std::vector<int>(count, 1)) << count;
  }
}

TEST(TryForRanges, TellsAllErrorsInTheOrderOfTheIndexes) {
  const auto fail_odd = [](std::size_t first, std::size_t) -> Status {
    if (first % 2 == 0) return {};
    return Fail({.kind = ErrorKind::kInput, .message = std::to_string(first)});
  };
  for (const int threads : {1, 4}) {
    const Status status = TryForRanges(9, 1, threads, fail_odd);
    ASSERT_FALSE(status.has_value());
    std::string said;
    for (const Error& error : status.error()) said += error.message;
    EXPECT_EQ(said, "1357");
    EXPECT_TRUE(TryForRanges(1, 1, threads, fail_odd).has_value());
    EXPECT_TRUE(TryForRanges(0, 1, threads, fail_odd).has_value());
  }
}

TEST(RunBoth, RunsBothWhateverTheThreads) {
  for (const int threads : {0, 1, 2}) {
    bool a = false;
    bool b = false;
    RunBoth(threads, [&] { a = true; }, [&] { b = true; });
    EXPECT_TRUE(a && b) << threads;
  }
}

}  // namespace
}  // namespace leyline
