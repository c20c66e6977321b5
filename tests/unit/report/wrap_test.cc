#include "report/wrap.h"

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(WrapTest, BreaksAtSpacesAndIndents) {
  EXPECT_EQ(Wrap("one two three", 80, "- ", "  "), "- one two three\n");
  EXPECT_EQ(Wrap("one two three", 9, "- ", "  "), "- one two\n  three\n");
  EXPECT_EQ(Wrap("one two three", 8, "- ", "  "), "- one\n  two\n  three\n");
  EXPECT_EQ(Wrap("", 8, "- ", "  "), "- \n");
}

TEST(WrapTest, KeepsWordsThatAreTooWide) {
  EXPECT_EQ(Wrap("a sesquipedalian b", 6, "", ""), "a\nsesquipedalian\nb\n");
}

TEST(WrapTest, KeepsCodeTogether) {
  EXPECT_EQ(Wrap("say `a b c` now", 9, "", ""), "say\n`a b c`\nnow\n");
  EXPECT_EQ(Wrap("a ` b c", 3, "", ""), "a\n` b c\n");
}

TEST(WrapTest, CountsCharactersNotBytes) {
  EXPECT_EQ(Wrap("äöü äöü", 7, "", ""), "äöü äöü\n");
  EXPECT_EQ(Wrap("äöü äöü", 6, "", ""), "äöü\näöü\n");
}

}  // namespace
}  // namespace leyline
