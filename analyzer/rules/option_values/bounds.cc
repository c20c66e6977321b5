#include "analyzer/rules/option_values/bounds.h"

#include <algorithm>
#include <limits>

namespace leyline::rules {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
// From here on a double has no room for the next integer.
constexpr double kMaxWhole = 9007199254740992.0;

// The edge of a bound that leaves its number out.
std::pair<double, int> Beside(double number, int step, bool is_whole) {
  const bool has_next = is_whole && number > -kMaxWhole && number < kMaxWhole;
  return has_next ? std::pair(number + step, 0) : std::pair(number, step);
}

}  // namespace

NumberRange::NumberRange(const NumberBounds& bounds) {
  Edge lower{-kInfinity, 0};
  Edge upper{kInfinity, 0};
  double least = -kInfinity;
  double most = kInfinity;
  if (bounds.gte) lower = {least = *bounds.gte, 0};
  if (bounds.gt) lower = Beside(least = *bounds.gt, 1, bounds.is_whole);
  if (bounds.lte) upper = {most = *bounds.lte, 0};
  if (bounds.lt) upper = Beside(most = *bounds.lt, -1, bounds.is_whole);
  if (least <= most) {
    if (lower <= upper) intervals_.push_back({lower, upper});
    return;
  }
  // Integers right beside each other leave no gap.
  const bool has_gap = !bounds.is_whole || upper.first + 1 < lower.first;
  if (has_gap) {
    intervals_ = {{{-kInfinity, 0}, upper}, {lower, {kInfinity, 0}}};
  } else {
    intervals_.push_back({{-kInfinity, 0}, {kInfinity, 0}});
  }
}

bool NumberRange::Includes(const NumberRange& other) const {
  return std::all_of(other.intervals_.begin(), other.intervals_.end(), [&](const Interval& inner) {
    return std::any_of(intervals_.begin(), intervals_.end(), [&](const Interval& outer) {
      return outer.first <= inner.first && inner.last <= outer.last;
    });
  });
}

}  // namespace leyline::rules
