#include "report/line_diff.h"

#include <string>

#include <gtest/gtest.h>

namespace leyline {
namespace {

std::string Show(std::string_view before, std::string_view after) {
  std::string out;
  for (const DiffLine& line : LineDiff(before, after)) {
    out += line.mark;
    out += line.text;
    out += '\n';
  }
  return out;
}

TEST(LineDiffTest, PairsWhatIsTheSame) {
  EXPECT_EQ(Show("a\nb\nc\n", "a\nb\nc\n"), " a\n b\n c\n");
  EXPECT_EQ(Show("a\nb\nc\n", "a\nc\n"), " a\n-b\n c\n");
  EXPECT_EQ(Show("a\nc\n", "a\nb\nc\n"), " a\n+b\n c\n");
  EXPECT_EQ(Show("a\nb\nc\n", "a\nx\nc\n"), " a\n-b\n+x\n c\n");
  EXPECT_EQ(Show("a\nb\n", "b\na\n"), "-a\n b\n+a\n");
}

TEST(LineDiffTest, TakesASideThatIsNotThere) {
  EXPECT_EQ(Show("", "a\nb\n"), "+a\n+b\n");
  EXPECT_EQ(Show("a\nb", ""), "-a\n-b\n");
  EXPECT_EQ(Show("", ""), "");
}

}  // namespace
}  // namespace leyline
