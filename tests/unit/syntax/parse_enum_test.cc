#include <limits>

#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

TEST(ParseEnum, ReadsValuesAndReservations) {
  const auto file = ParseFine(
      "enum E {\n"
      "  option allow_alias = true;\n"
      "  A = 0; B = -1; C = 0x7FFFFFFF; D = -2147483648 [deprecated = true]; ; E = 0;\n"
      "  reserved -10 to -5, 7, 100 to max; reserved \"X\", 'Y';\n"
      "}");
  const Enum& e = file->enums[0];
  EXPECT_EQ(e.name, "E");
  ASSERT_EQ(e.values.size(), 5u);
  EXPECT_EQ(e.values[0].name, "A");
  EXPECT_EQ(e.values[1].number, -1);
  EXPECT_EQ(e.values[2].number, std::numeric_limits<int32_t>::max());
  EXPECT_EQ(e.values[3].number, std::numeric_limits<int32_t>::min());
  EXPECT_EQ(e.values[3].options.written.size(), 1u);
  EXPECT_EQ(TextAt(*file, e.values[3].pos, 3), "D =");
  EXPECT_EQ(TextAt(*file, e.values[3].number_pos, 3), "-21");
  EXPECT_EQ(e.options.written.size(), 1u);
  ASSERT_EQ(e.reserved_ranges.size(), 3u);
  EXPECT_EQ(e.reserved_ranges[0].first, -10);
  EXPECT_EQ(e.reserved_ranges[0].last, -5);
  EXPECT_EQ(e.reserved_ranges[1].first, 7);
  EXPECT_EQ(e.reserved_ranges[1].last, 7);
  EXPECT_EQ(e.reserved_ranges[2].last, std::numeric_limits<int32_t>::max());
  ASSERT_EQ(e.reserved_names.size(), 2u);
  EXPECT_EQ(e.reserved_names[1].name, "Y");
}

}  // namespace
}  // namespace leyline::test
