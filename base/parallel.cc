#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace leyline {
namespace {

// A thread costs about as much as this many jobs.
constexpr std::size_t kWorthAThread = 16;
// Jobs are taken a few at a time, so that threads don't wait for each other.
constexpr std::size_t kChunk = 4;

}  // namespace

void ParallelFor(std::size_t count, int threads, const std::function<void(std::size_t)>& job) {
  const std::size_t wanted =
      threads > 0 ? static_cast<std::size_t>(threads) : std::thread::hardware_concurrency();
  const std::size_t useful = (count + kWorthAThread - 1) / kWorthAThread;
  const std::size_t workers = std::min(std::max<std::size_t>(wanted, 1), useful);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t first = next.fetch_add(kChunk); first < count;
         first = next.fetch_add(kChunk)) {
      for (std::size_t i = first; i < std::min(first + kChunk, count); ++i) job(i);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < workers; ++i) others.emplace_back(work);
  work();
}

}  // namespace leyline
