// Sorting of what mostly is sorted: lists of files come from tools and folders that keep an order.
#pragma once

#include <algorithm>
#include <functional>

namespace leyline {

// As std::sort.
template <class Range, class Less = std::less<>>
void EnsureSorted(Range& range, const Less& less = {}) {
  if (!std::is_sorted(range.begin(), range.end(), less)) {
    std::sort(range.begin(), range.end(), less);
  }
}

}  // namespace leyline
