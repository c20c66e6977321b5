#include "analyzer/diff/ranges.h"

#include <algorithm>
#include <iterator>
#include <limits>

#include <fmt/format.h>

namespace leyline {
namespace {

// The greatest field number of the language; the greatest enum number is int32's.
constexpr int64_t kMaxField = 536870911;
constexpr int64_t kMaxEnum = std::numeric_limits<int32_t>::max();

std::string Number(int64_t number) {
  return number == kMaxField || number == kMaxEnum ? "max" : std::to_string(number);
}

std::vector<std::string_view> Sorted(std::span<const ReservedName> reserved) {
  std::vector<std::string_view> names;
  names.reserve(reserved.size());
  for (const ReservedName& name : reserved) names.push_back(name.name);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

NumberSet::NumberSet(std::span<const Range> ranges) {
  for (const Range& range : ranges) ranges_.push_back({range.first, range.last});
  Merge();
}

NumberSet::NumberSet(std::span<const ExtensionRange> ranges) {
  for (const ExtensionRange& range : ranges) ranges_.push_back({range.first, range.last});
  Merge();
}

NumberSet::NumberSet(std::span<const int32_t> numbers) {
  for (int32_t number : numbers) ranges_.push_back({number, number});
  Merge();
}

void NumberSet::Merge() {
  std::sort(ranges_.begin(), ranges_.end(),
            [](const Span& a, const Span& b) { return a.first < b.first; });
  std::vector<Span> merged;
  for (const Span& range : ranges_) {
    if (!merged.empty() && range.first <= merged.back().last + 1) {
      merged.back().last = std::max(merged.back().last, range.last);
    } else {
      merged.push_back(range);
    }
  }
  ranges_ = std::move(merged);
}

bool NumberSet::Contains(int32_t number) const {
  const auto after =
      std::upper_bound(ranges_.begin(), ranges_.end(), int64_t{number},
                       [](int64_t wanted, const Span& range) { return wanted < range.first; });
  return after != ranges_.begin() && std::prev(after)->last >= number;
}

NumberSet NumberSet::Minus(const NumberSet& other) const {
  NumberSet left;
  auto hole = other.ranges_.begin();
  for (Span range : ranges_) {
    while (hole != other.ranges_.end() && hole->last < range.first) ++hole;
    for (auto at = hole; at != other.ranges_.end() && at->first <= range.last; ++at) {
      if (range.first < at->first) left.ranges_.push_back({range.first, at->first - 1});
      range.first = at->last + 1;
    }
    if (range.first <= range.last) left.ranges_.push_back(range);
  }
  return left;
}

std::string NumberSet::Text() const {
  std::string text;
  for (const Span& range : ranges_) {
    if (!text.empty()) text += ", ";
    text += range.first == range.last
                ? Number(range.first)
                : fmt::format("{} to {}", Number(range.first), Number(range.last));
  }
  return text;
}

bool Reservations::HasName(std::string_view name) const {
  return std::binary_search(names.begin(), names.end(), name);
}

Reservations ReservationsOf(const Message& message) {
  return {.numbers = NumberSet(std::span<const Range>(message.reserved_ranges)),
          .names = Sorted(message.reserved_names)};
}

Reservations ReservationsOf(const Enum& enumeration) {
  return {.numbers = NumberSet(std::span<const Range>(enumeration.reserved_ranges)),
          .names = Sorted(enumeration.reserved_names)};
}

Reservations Minus(const Reservations& a, const Reservations& b) {
  Reservations left{.numbers = a.numbers.Minus(b.numbers), .names = {}};
  std::set_difference(a.names.begin(), a.names.end(), b.names.begin(), b.names.end(),
                      std::back_inserter(left.names));
  return left;
}

}  // namespace leyline
