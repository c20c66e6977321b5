// The heap of a process that lives for milliseconds. Nothing depends on it but time and memory.
#pragma once

#include <cstddef>

namespace leyline {

// To be called once, first thing in main. Takes what a small comparison needs from the system at
// once rather than page by page, and lets the heap grow, and not shrink, in large steps: a twelfth
// of the time of a small comparison.
void PrepareHeap();

// Files, or as much, from which on PrepareLargeHeap pays.
inline constexpr std::size_t kManyFiles = 300;

// To be called in main's thread, before many files are read. What this thread and those that
// are started later allocate from now on comes in huge pages, where the system has them: a tenth of
// the time of a large comparison, for a tenth more memory.
void PrepareLargeHeap();

// To be called first thing in a thread. Does nothing before PrepareLargeHeap.
void PrepareHeapOfThread();

}  // namespace leyline
