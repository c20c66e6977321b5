#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/heap.h"

namespace leyline {

#ifdef __GLIBC__
namespace {

constexpr int kStep = 1 << 20;  // what two small sides and their report take
constexpr int kLargeStep = 128 << 20;
constexpr std::size_t kThreadStep = 31 << 20;
constexpr int kOwnMapping = 32 << 20;  // glibc's own limit, which it comes to by itself, later
constexpr int kMostUnused = 64 << 20;  // at the end of the heap
constexpr std::uintptr_t kPage = 4096;

std::atomic<bool> is_glibc = false;
std::atomic<bool> is_large = false;

// The next start of a page.
char* PageFrom(void* at) {
  return static_cast<char*>(at) + (-reinterpret_cast<std::uintptr_t>(at) & (kPage - 1));
}
char* EndOfHeap() { return static_cast<char*>(::sbrk(0)); }

// Asks for memory only to have the heap grow; the compiler must not see through it.
void* Ask(std::size_t size) {
  void* volatile memory = std::malloc(size);
  return memory;
}

// Nothing was in the pages yet. Kernels that don't know the advice go on as ever.
void Advise(char* from, char* to, int advice) {
  if (from < to) ::madvise(from, static_cast<std::size_t>(to - from), advice);
}

// Whether addresses are counted: large steps would use them up.
bool HasLimit() {
  struct rlimit limit{};
  return ::getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
}

}  // namespace

void PrepareHeap() {
  is_glibc = mallopt(M_TOP_PAD, kStep) == 1 && mallopt(M_MMAP_THRESHOLD, kOwnMapping) == 1 &&
             mallopt(M_TRIM_THRESHOLD, kMostUnused) == 1;
  if (!is_glibc) return;
  char* const end = PageFrom(EndOfHeap());
  std::free(Ask(kStep / 8));  // more than there is at first
  if (EndOfHeap() >= end + kStep) Advise(end, end + kStep, MADV_POPULATE_WRITE);
}

void PrepareLargeHeap() {
  if (!is_glibc || is_large || HasLimit()) return;
  is_large = true;
  mallopt(M_TOP_PAD, kLargeStep);
  char* const end = PageFrom(EndOfHeap());
  std::free(Ask(2 * kStep));  // more than PrepareHeap took
  Advise(end, EndOfHeap(), MADV_HUGEPAGE);
}

void PrepareHeapOfThread() {
  if (!is_large) return;
  char* const memory = static_cast<char*>(Ask(kThreadStep));
  if (memory != nullptr) Advise(PageFrom(memory), memory + kThreadStep, MADV_HUGEPAGE);
  std::free(memory);
}
#else
void PrepareHeap() {}
void PrepareLargeHeap() {}
void PrepareHeapOfThread() {}
#endif

}  // namespace leyline
