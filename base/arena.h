// Arena: a bump allocator that owns everything of one file of contracts and frees it at once.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace leyline {

// Not thread-safe: one arena belongs to one thread at a time. Objects are never destroyed one by
// one, so only trivially destructible types may live here.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&&) = default;
  Arena& operator=(Arena&&) = default;

  template <class T, class... Args>
  T* New(Args&&... args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (Allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  // Copies the elements; the span lives as long as the arena.
  template <class T>
  std::span<T> Copy(const std::vector<T>& from) {
    static_assert(std::is_trivially_destructible_v<T> && std::is_copy_constructible_v<T>);
    if (from.empty()) return {};
    T* to = static_cast<T*>(Allocate(from.size() * sizeof(T), alignof(T)));
    std::uninitialized_copy(from.begin(), from.end(), to);
    return {to, from.size()};
  }

  std::string_view Copy(std::string_view text) {
    if (text.empty()) return {};
    char* to = static_cast<char*>(Allocate(text.size(), 1));
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  void* Allocate(std::size_t size, std::size_t align) {
    std::size_t at = (used_ + align - 1) & ~(align - 1);
    if (blocks_.empty() || at + size > capacity_) {
      Grow(size);
      at = 0;
    }
    used_ = at + size;
    return blocks_.back().get() + at;
  }

  std::size_t bytes() const { return total_; }

 private:
  void Grow(std::size_t at_least) {
    std::size_t next = capacity_ == 0 ? 2048 : capacity_ * 2;
    if (next > kMaxBlock) next = kMaxBlock;
    if (next < at_least) next = at_least;
    blocks_.emplace_back(new std::byte[next]);
    capacity_ = next;
    total_ += next;
    used_ = 0;
  }

  static constexpr std::size_t kMaxBlock = std::size_t{256} * 1024;
  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::size_t capacity_ = 0;  // of the last block
  std::size_t used_ = 0;      // of the last block
  std::size_t total_ = 0;
};

}  // namespace leyline
