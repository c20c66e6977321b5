#include "report/html_parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(Html, NothingInATextIsMarkup) {
  EXPECT_EQ(HtmlEscaped("<a href=\"x\" b='y'>&amp;"),
            "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;");
  EXPECT_EQ(HtmlEscaped("größe \x1b \xff"), "größe \\x1b \\xff");
  EXPECT_EQ(HtmlText("a `b<` c"), "a <code>b&lt;</code> c");
  EXPECT_EQ(HtmlText("a ` <"), "a ` &lt;");
}

TEST(Html, APageLoadsAndRunsNothing) {
  const std::string page = HtmlPage("</title><script>alert(1)</script>", "<p>x</p>\n");
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, HasSubstr("<title>&lt;/title&gt;&lt;script&gt;"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("<html lang=\"en\">"));
}

TEST(Html, ATableIsARegionForTheKeyboard) {
  const std::string table = HtmlTable("all \"rows\"", {"a", "b"}, {{"s-x", {"1", "2"}}});
  EXPECT_THAT(table,
              HasSubstr("role=\"region\" tabindex=\"0\" aria-label=\"all &quot;rows&quot;\""));
  EXPECT_THAT(table,
              HasSubstr("<tr role=\"row\" id=\"s-x\"><th scope=\"row\" role=\"rowheader\">1</th>"
                        "<td role=\"cell\" data-head=\"b\">2</td></tr>"));
}

}  // namespace
}  // namespace leyline
