#include "base/strings.h"

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(Strings, NearestFindsTyposAndNothingElse) {
  constexpr std::string_view kWords[] = {"min_approvals", "reviewers", "owner"};
  EXPECT_EQ(Nearest("min_approval", kWords), "min_approvals");
  EXPECT_EQ(Nearest("onwer", kWords), "owner");  // swapped neighbours are one edit
  EXPECT_EQ(Nearest("onwxr", kWords), "");
  EXPECT_EQ(Nearest("ownr", kWords), "owner");
  EXPECT_EQ(Nearest("completely_else", kWords), "");
  EXPECT_EQ(Nearest("", kWords), "");
}

TEST(Strings, TrimTakesBlanksOffBothEnds) {
  EXPECT_EQ(Trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(Trim("a"), "a");
  EXPECT_EQ(Trim(" \n"), "");
  EXPECT_EQ(Trim(""), "");
}

TEST(Strings, Utf8) {
  struct Case {
    std::string_view text;
    bool valid;
  };
  for (const Case& c :
       {Case{"", true}, Case{"abc", true}, Case{"\xc3\xa9", true}, Case{"\xf0\x9f\x98\x80", true},
        Case{"\xc3", false}, Case{"\xff", false}, Case{"\xc0\x80", false},
        Case{"\xe0\x80\x80", false}, Case{"\xed\xa0\x80", false}, Case{"\xf4\x90\x80\x80", false},
        Case{"\x80", false}, Case{"\xe2\x28\xa1", false}}) {
    EXPECT_EQ(IsValidUtf8(c.text), c.valid) << Printable(c.text);
  }
}

TEST(Strings, PrintableShowsWhatHides) {
  EXPECT_EQ(Printable("plain é"), "plain é");
  EXPECT_EQ(Printable("a\x1b[0m\n"), "a\\x1b[0m\\x0a");
  EXPECT_EQ(Printable("\xe2\x80\xaetxt"), "\\u202etxt");
  EXPECT_EQ(Printable("\xff"), "\\xff");
}

TEST(Strings, ABeginningEndsWithAWholeCharacter) {
  EXPECT_EQ(Beginning("abc", 3), "abc");
  EXPECT_EQ(Beginning("abc", 2), "ab");
  EXPECT_EQ(Beginning("a\u00e9", 3), "a\u00e9");
  EXPECT_EQ(Beginning("a\u00e9", 2), "a");
  EXPECT_EQ(Beginning("\u20ac", 2), "");
}

TEST(Strings, SplitAndJoin) {
  EXPECT_EQ(Split("a,b,,c", ','), (std::vector<std::string_view>{"a", "b", "", "c"}));
  EXPECT_EQ(Split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_EQ(Join(std::vector<std::string>{"a", "b"}, " -> "), "a -> b");
}

TEST(Strings, GlobsStayWithinPartsUnlessDoubled) {
  struct Case {
    std::string_view pattern;
    std::string_view text;
    bool matches;
  };
  for (const Case& c :
       {Case{"acme.v1.*", "acme.v1.Order", true}, Case{"acme.v1.*", "acme.v1.Order.Line", false},
        Case{"acme.**", "acme.v1.Order.Line", true}, Case{"acme.*.Order", "acme.v1.Order", true},
        Case{"acme.v1.Order", "acme.v1.Order", true}, Case{"acme.v?.Order", "acme.v1.Order", true},
        Case{"acme.v1.Ord", "acme.v1.Order", false}, Case{"**", "a.b", true},
        Case{"*", "a.b", false}, Case{"*der", "Order", true}, Case{"", "", true},
        Case{"?", ".", false}, Case{"", "a", false}}) {
    EXPECT_EQ(GlobMatches(c.pattern, c.text, '.'), c.matches) << c.pattern << " " << c.text;
  }
}

TEST(Strings, ToLowerLeavesAllButAsciiLettersAlone) {
  EXPECT_EQ(ToLower("Ab-Z0@É"), "ab-z0@É");
}

}  // namespace
}  // namespace leyline
