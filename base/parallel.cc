#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <optional>
#include <sched.h>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/heap.h"

namespace leyline {
namespace {

// A thread costs about as much as this many jobs.
constexpr std::size_t WorthAThread(Job size) { return size == Job::kShort ? 64 : 2; }
// Jobs are taken a few at a time, so that threads don't wait for each other.
constexpr std::size_t kChunk = 4;

// Nothing where the system gives no more threads: their number and memory may be limited.
std::optional<std::thread> Start(std::function<void()> job) {
  try {
    return std::thread([job = std::move(job)] {
      PrepareHeapOfThread();
      job();
    });
  } catch (const std::system_error&) {
    return std::nullopt;
  }
}

// Hands out the indexes in ranges of `size`, to `useful` threads at most.
void Share(std::size_t count, std::size_t size, std::size_t useful, int threads,
           const std::function<void(std::size_t, std::size_t)>& job) {
  if (useful > 1)
    useful = std::min(useful, threads > 0 ? static_cast<std::size_t>(threads) : Cores());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t first = next.fetch_add(size); first < count; first = next.fetch_add(size)) {
      job(first, std::min(first + size, count));
    }
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < useful; ++i) {
    if (auto other = Start(work)) others.push_back(std::move(*other));
  }
  work();
  for (std::thread& other : others) other.join();
}

std::size_t Ceiling(std::size_t count, std::size_t size) { return (count + size - 1) / size; }

}  // namespace

std::size_t Cores() {
  static const std::size_t cores = [] {
    cpu_set_t allowed;
    const bool is_known = ::sched_getaffinity(0, sizeof(allowed), &allowed) == 0;
    return is_known ? static_cast<std::size_t>(std::max(CPU_COUNT(&allowed), 1))
                    : std::max<std::size_t>(std::thread::hardware_concurrency(), 1);
  }();
  return cores;
}

void ParallelFor(std::size_t count, int threads, const std::function<void(std::size_t)>& job,
                 Job size) {
  Share(count, size == Job::kShort ? kChunk : 1, Ceiling(count, WorthAThread(size)), threads,
        [&](std::size_t first, std::size_t last) {
          for (std::size_t i = first; i < last; ++i) job(i);
        });
}

void ParallelForRanges(std::size_t count, std::size_t size, int threads,
                       const std::function<void(std::size_t, std::size_t)>& job) {
  Share(count, size, Ceiling(count, size), threads, job);
}

Status TryForRanges(std::size_t count, std::size_t size, int threads,
                    const std::function<Status(std::size_t, std::size_t)>& job) {
  std::vector<Status> results(Ceiling(count, size));
  ParallelForRanges(count, size, threads, [&](std::size_t first, std::size_t last) {
    results[first / size] = job(first, last);
  });
  Errors errors;
  for (Status& result : results) {
    if (!result)
      std::move(result.error().begin(), result.error().end(), std::back_inserter(errors));
  }
  if (errors.empty()) return {};
  return Fail(std::move(errors));
}

void RunBoth(int threads, const std::function<void()>& a, const std::function<void()>& b) {
  if (threads == 1 || Cores() == 1) {
    a();
    b();
    return;
  }
  Beside other(a);
  b();
}

Beside::Beside(std::function<void()> job) {
  if (auto thread = Start(job)) {
    thread_ = std::move(*thread);
  } else {
    job();
  }
}

void Beside::Wait() {
  if (thread_.joinable()) thread_.join();
}

}  // namespace leyline
