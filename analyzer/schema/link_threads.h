// Work on a list of files by several threads. The work on one file must touch that file only.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace leyline {

// Calls work(i) once for each i below `count`, in no order.
template <class Work>
void ForEachIndex(std::size_t count, int threads, const Work& work) {
  constexpr std::size_t kChunk = 16;
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    while (true) {
      const std::size_t first = next.fetch_add(kChunk, std::memory_order_relaxed);
      if (first >= count) return;
      for (std::size_t i = first; i < std::min(first + kChunk, count); ++i) work(i);
    }
  };
  std::vector<std::jthread> helpers;
  const std::size_t useful =
      std::min(static_cast<std::size_t>(std::max(threads, 1)), (count + kChunk - 1) / kChunk);
  for (std::size_t i = 1; i < useful; ++i) helpers.emplace_back(run);
  run();
}

}  // namespace leyline
