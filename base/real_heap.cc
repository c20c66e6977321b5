#include <cstdint>
#include <cstdlib>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/heap.h"

namespace leyline {

#ifdef __GLIBC__
namespace {

constexpr int kStep = 1 << 20;         // what two small sides and their report take
constexpr int kOwnMapping = 32 << 20;  // glibc's own limit, which it comes to by itself, later
constexpr int kMostUnused = 64 << 20;  // at the end of the heap
constexpr std::uintptr_t kPage = 4096;

}  // namespace

void PrepareHeap() {
  const bool is_set = mallopt(M_TOP_PAD, kStep) == 1 &&
                      mallopt(M_MMAP_THRESHOLD, kOwnMapping) == 1 &&
                      mallopt(M_TRIM_THRESHOLD, kMostUnused) == 1;
  if (!is_set) return;  // another allocator
  const auto end = (reinterpret_cast<std::uintptr_t>(::sbrk(0)) + kPage - 1) & ~(kPage - 1);
  void* volatile first = std::malloc(kStep / 8);  // more than there is at first, so it grows
  std::free(first);
  if (reinterpret_cast<std::uintptr_t>(::sbrk(0)) < end + kStep) return;
  // Older kernels don't know it, and hand out the pages one by one as ever.
  ::madvise(reinterpret_cast<void*>(end), kStep, MADV_POPULATE_WRITE);
}
#else
void PrepareHeap() {}
#endif

}  // namespace leyline
