// Reserved numbers and extension ranges as sets: merged, compared and written.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/model/model.h"

namespace leyline {

// A set of numbers: sorted, inclusive ranges that neither overlap nor touch.
class NumberSet {
 public:
  NumberSet() = default;
  explicit NumberSet(std::span<const Range> ranges);
  explicit NumberSet(std::span<const ExtensionRange> ranges);
  explicit NumberSet(std::span<const int32_t> numbers);

  bool empty() const { return ranges_.empty(); }
  bool Contains(int32_t number) const;
  // The numbers that are in this set and not in `other`.
  NumberSet Minus(const NumberSet& other) const;
  // "3, 5 to 9, 1000 to max"
  std::string Text() const;

  bool operator==(const NumberSet&) const = default;

 private:
  struct Span {
    int64_t first = 0;
    int64_t last = 0;
    bool operator==(const Span&) const = default;
  };
  void Merge();

  std::vector<Span> ranges_;
};

// The reserved numbers and names of a message or an enum.
struct Reservations {
  NumberSet numbers;
  std::vector<std::string_view> names;  // sorted, without repeats

  bool empty() const { return numbers.empty() && names.empty(); }
  bool HasName(std::string_view name) const;
};
Reservations ReservationsOf(const Message& message);
Reservations ReservationsOf(const Enum& enumeration);
// What is reserved in `a` and not in `b`.
Reservations Minus(const Reservations& a, const Reservations& b);

}  // namespace leyline
