#include "report/markdown_parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(Markdown, CodeCannotBeLeft) {
  EXPECT_EQ(MarkdownCode("acme.v1.Order"), "`acme.v1.Order`");
  EXPECT_EQ(MarkdownCode("a`b``c"), "``` a`b``c ```");
  EXPECT_EQ(MarkdownCode("a|b"), "`a\\|b`");
  EXPECT_EQ(MarkdownCode("a\nb\x1b[31m"), "`a\\x0ab\\x1b[31m`");
  EXPECT_EQ(MarkdownCode(""), "");
}

TEST(Markdown, TextIsPlainButForCode) {
  EXPECT_EQ(MarkdownText("field `a.B` was added; it's new"), "field `a.B` was added; it's new");
  EXPECT_EQ(MarkdownText("<img src=x> & [a](http://b) ![c](d)"),
            "&lt;img src=x&gt; &amp; \\[a\\](http:\u200b//b) !\\[c\\](d)");
  EXPECT_EQ(MarkdownText("thanks @team, see #12 and www.evil"),
            "thanks @\u200bteam, see #\u200b12 and www.\u200bevil");
  EXPECT_EQ(MarkdownText("one ` alone | *b*"), "one \\` alone \\| \\*b\\*");
  EXPECT_EQ(MarkdownText("- no list"), "\\- no list");
  EXPECT_EQ(MarkdownText("größe\n# head"), "größe\\\\x0a#\u200b head");
}

TEST(Markdown, TablesSayWhatTheyLeaveOut) {
  EXPECT_EQ(MarkdownTable({"a", "b"}, {{"1", "2"}, {"3", "4"}}, 1),
            "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n1 more are left out here.\n");
}

TEST(Markdown, DetailsKeepTheirSummary) {
  EXPECT_EQ(MarkdownDetails("<b>", "body\n"),
            "<details><summary>&lt;b&gt;</summary>\n\nbody\n\n</details>\n\n");
}

}  // namespace
}  // namespace leyline
