// Many short lists of numbers, in two blocks of memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace leyline {

class IndexLists {
 public:
  std::size_t size() const { return ends_.size(); }
  std::span<const uint32_t> operator[](std::size_t list) const {
    const uint32_t begin = list == 0 ? 0 : ends_[list - 1];
    return std::span(items_).subspan(begin, ends_[list] - begin);
  }

  void Append(std::span<const uint32_t> list) {
    items_.insert(items_.end(), list.begin(), list.end());
    ends_.push_back(static_cast<uint32_t>(items_.size()));
  }

  // List `i` of it: the lists that hold `i`, in order.
  IndexLists Reversed(std::size_t lists) const {
    IndexLists reversed;
    reversed.ends_.assign(lists, 0);
    reversed.items_.resize(items_.size());
    for (uint32_t item : items_) ++reversed.ends_[item];
    uint32_t end = 0;
    for (uint32_t& each : reversed.ends_) each = end += each;
    for (std::size_t list = size(); list-- > 0;) {
      const std::span<const uint32_t> items = (*this)[list];
      for (auto item = items.rbegin(); item != items.rend(); ++item) {
        reversed.items_[--reversed.ends_[*item]] = static_cast<uint32_t>(list);
      }
    }
    // Each end stands at its list's beginning now.
    for (std::size_t list = 0; list + 1 < lists; ++list) {
      reversed.ends_[list] = reversed.ends_[list + 1];
    }
    if (lists > 0) reversed.ends_[lists - 1] = static_cast<uint32_t>(items_.size());
    return reversed;
  }

 private:
  std::vector<uint32_t> items_;
  std::vector<uint32_t> ends_;
};

}  // namespace leyline
