#include "base/parallel.h"

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

}  // namespace
}  // namespace leyline
