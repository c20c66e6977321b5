// Boxed<T>: an optional value that takes no more room than a pointer while there is none. For large
// parts that few of many objects have. Copies and compares as its value.
#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace leyline {

template <class T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(std::nullopt_t) {}                                          // NOLINT: as std::optional
  Boxed(T value) : held_(std::make_unique<T>(std::move(value))) {}  // NOLINT: as std::optional
  Boxed(std::optional<T> value) {                                   // NOLINT: as std::optional
    if (value.has_value()) held_ = std::make_unique<T>(std::move(*value));
  }
  Boxed(const Boxed& other) : held_(other.held_ ? std::make_unique<T>(*other.held_) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(const Boxed& other) { return *this = Boxed(other); }
  Boxed& operator=(Boxed&&) noexcept = default;
  ~Boxed() = default;

  T& emplace() { return *(held_ = std::make_unique<T>()); }

  bool has_value() const { return held_ != nullptr; }
  explicit operator bool() const { return has_value(); }
  T& operator*() { return *held_; }
  const T& operator*() const { return *held_; }
  T* operator->() { return held_.get(); }
  const T* operator->() const { return held_.get(); }

  bool operator==(const Boxed& other) const {
    if (!held_ || !other.held_) return has_value() == other.has_value();
    return *held_ == *other.held_;
  }

 private:
  std::unique_ptr<T> held_;
};

}  // namespace leyline
