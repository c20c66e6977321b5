// PointerMap: values by pointer, for the maps that every declaration has a place in. Faster and
// smaller than the one of the standard library; nothing is ever erased.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace leyline {

template <class Value>
class PointerMap {
 public:
  // False, and nothing happens, when the key has a value. Moves the values: no pointer to one stays
  // valid.
  bool Emplace(const void* key, Value value) {
    if (entries_.size() * 2 >= slots_.size()) Grow();
    uint32_t& slot = slots_[SlotOf(key)];
    if (slot != 0) return false;
    entries_.push_back({key, std::move(value)});
    slot = static_cast<uint32_t>(entries_.size());
    return true;
  }

  bool Contains(const void* key) const { return Find(key) != nullptr; }

  // Null when the key has no value.
  const Value* Find(const void* key) const {
    if (slots_.empty()) return nullptr;
    const uint32_t found = slots_[SlotOf(key)];
    return found == 0 ? nullptr : &entries_[found - 1].value;
  }
  Value* Find(const void* key) { return const_cast<Value*>(std::as_const(*this).Find(key)); }

 private:
  struct Entry {
    const void* key = nullptr;
    Value value;
  };
  static constexpr std::size_t kFewest = 16;

  // Where the key is, or would be.
  std::size_t SlotOf(const void* key) const {
    constexpr uint64_t kSpread = 0x9E3779B97F4A7C15;  // 2^64 over the golden ratio
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (reinterpret_cast<uintptr_t>(key) * kSpread >> 32) & mask;
    while (slots_[at] != 0 && entries_[slots_[at] - 1].key != key) at = (at + 1) & mask;
    return at;
  }

  void Grow() {
    slots_.assign(std::max(kFewest, slots_.size() * 2), 0);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      slots_[SlotOf(entries_[i].key)] = static_cast<uint32_t>(i + 1);
    }
  }

  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;  // index of the entry + 1; 0: free. A power of two, half empty
};

}  // namespace leyline
