// Runs a job for 0..count-1 on several threads. Which thread runs which index is not defined, so
// jobs write only to their own index's place; results are then independent of the thread count.
#pragma once

#include <cstddef>
#include <functional>
#include <thread>

#include "base/result.h"

namespace leyline {

// Those that this process may run on; at least one.
std::size_t Cores();

// What one job takes, against starting a thread.
enum class Job { kShort, kLong };

// `threads` 0: one a core. Returns when all jobs are done. Few jobs run on the caller's thread.
void ParallelFor(std::size_t count, int threads, const std::function<void(std::size_t)>& job,
                 Job size = Job::kShort);

// The same for jobs that take `size` indexes at a time, [first, last), because starting one costs
// something; each is worth a thread of its own.
void ParallelForRanges(std::size_t count, std::size_t size, int threads,
                       const std::function<void(std::size_t first, std::size_t last)>& job);

// The same for jobs that may fail: the errors of all that did, in the order of their indexes.
Status TryForRanges(std::size_t count, std::size_t size, int threads,
                    const std::function<Status(std::size_t first, std::size_t last)>& job);

// Runs both, side by side unless `threads` or the cores are 1.
void RunBoth(int threads, const std::function<void()>& a, const std::function<void()>& b);

// A job that goes on beside the caller; where the system gives no thread, it is done at once.
class Beside {
 public:
  Beside() = default;
  explicit Beside(std::function<void()> job);
  Beside(Beside&&) noexcept = default;
  Beside& operator=(Beside&&) noexcept = default;
  ~Beside() { Wait(); }

  void Wait();

 private:
  std::thread thread_;
};

}  // namespace leyline
