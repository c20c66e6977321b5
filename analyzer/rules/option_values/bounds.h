// What the bounds of one number let pass, as protovalidate reads them: together.
#pragma once

#include <optional>
#include <utility>
#include <vector>

namespace leyline::rules {

struct NumberBounds {
  std::optional<double> gt;
  std::optional<double> gte;
  std::optional<double> lt;
  std::optional<double> lte;
  bool is_whole = false;  // of integers: `gt: 5` is `gte: 6`
};

class NumberRange {
 public:
  // A lower bound above the upper one lets pass what is outside of them.
  explicit NumberRange(const NumberBounds& bounds);

  // Whether all that the other one lets pass does so here.
  bool Includes(const NumberRange& other) const;

 private:
  using Edge = std::pair<double, int>;  // the number, and 1 or -1 just beside it
  struct Interval {
    Edge first;
    Edge last;
  };
  std::vector<Interval> intervals_;  // in order, none empty
};

}  // namespace leyline::rules
