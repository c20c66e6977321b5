#include "analyzer/diff/ranges.h"

#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace leyline {
namespace {

constexpr int32_t kMaxInt = std::numeric_limits<int32_t>::max();
constexpr int32_t kMinInt = std::numeric_limits<int32_t>::min();

NumberSet Set(std::vector<std::pair<int32_t, int32_t>> ranges) {
  std::vector<Range> list;
  for (const auto& [first, last] : ranges) list.push_back({.first = first, .last = last});
  return NumberSet(std::span<const Range>(list));
}

TEST(NumberSet, MergesWhatOverlapsOrTouches) {
  EXPECT_EQ(Set({{5, 9}, {1, 1}, {2, 3}, {8, 12}}).Text(), "1 to 3, 5 to 12");
  EXPECT_EQ(Set({}).Text(), "");
  EXPECT_TRUE(Set({}).empty());
  EXPECT_EQ(Set({{7, 7}}).Text(), "7");
}

TEST(NumberSet, CallsTheEndMax) {
  EXPECT_EQ(Set({{1000, 536870911}}).Text(), "1000 to max");
  EXPECT_EQ(Set({{-5, kMaxInt}}).Text(), "-5 to max");
}

TEST(NumberSet, HoldsTheWholeRangeOfIntegers) {
  const NumberSet all = Set({{kMinInt, -1}, {0, kMaxInt}});
  EXPECT_TRUE(all.Contains(kMinInt));
  EXPECT_TRUE(all.Contains(0));
  EXPECT_TRUE(all.Contains(kMaxInt));
  EXPECT_TRUE(all.Minus(all).empty());
}

TEST(NumberSet, KnowsItsMembers) {
  const NumberSet set = Set({{2, 4}, {8, 8}});
  for (int32_t number : {2, 3, 4, 8}) EXPECT_TRUE(set.Contains(number)) << number;
  for (int32_t number : {1, 5, 7, 9, -2}) EXPECT_FALSE(set.Contains(number)) << number;
}

struct MinusCase {
  NumberSet a;
  NumberSet b;
  const char* want;
};

TEST(NumberSet, TakesAway) {
  const MinusCase cases[] = {
      {Set({{1, 10}}), Set({}), "1 to 10"},
      {Set({{1, 10}}), Set({{3, 4}, {6, 6}}), "1 to 2, 5, 7 to 10"},
      {Set({{1, 10}}), Set({{0, 20}}), ""},
      {Set({{1, 3}, {6, 9}}), Set({{2, 7}}), "1, 8 to 9"},
      {Set({{1, 3}, {6, 9}}), Set({{4, 5}}), "1 to 3, 6 to 9"},
      {Set({{1, 3}, {6, 9}}), Set({{3, 3}, {9, 12}}), "1 to 2, 6 to 8"},
  };
  for (const MinusCase& c : cases) EXPECT_EQ(c.a.Minus(c.b).Text(), c.want);
}

TEST(NumberSet, IsMadeOfNumbersAndOfExtensionRanges) {
  const std::vector<int32_t> numbers = {3, 1, 2, 9, 3};
  EXPECT_EQ(NumberSet(std::span<const int32_t>(numbers)).Text(), "1 to 3, 9");
  std::vector<ExtensionRange> ranges(1);
  ranges[0].first = 100;
  ranges[0].last = 199;
  EXPECT_EQ(NumberSet(std::span<const ExtensionRange>(ranges)).Text(), "100 to 199");
}

TEST(Reservations, AreSetsOfNumbersAndNames) {
  Message more;
  std::vector<Range> ranges = {{.first = 4, .last = 6}};
  std::vector<ReservedName> names = {{.name = "b"}, {.name = "a"}, {.name = "b"}};
  more.reserved_ranges = ranges;
  more.reserved_names = names;
  const Reservations all = ReservationsOf(more);
  EXPECT_EQ(all.numbers.Text(), "4 to 6");
  EXPECT_EQ(all.names, (std::vector<std::string_view>{"a", "b"}));
  EXPECT_TRUE(all.HasName("a"));
  EXPECT_FALSE(all.HasName("c"));
  EXPECT_TRUE(Minus(all, all).empty());
  EXPECT_TRUE(ReservationsOf(Enum()).empty());
  const Reservations left = Minus(all, {.numbers = Set({{5, 5}}), .names = {"b"}});
  EXPECT_EQ(left.numbers.Text(), "4, 6");
  EXPECT_EQ(left.names, (std::vector<std::string_view>{"a"}));
}

}  // namespace
}  // namespace leyline
