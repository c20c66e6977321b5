#include "config/characters.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(CharactersTest, AllowsTextInAnyLanguage) {
  const std::string_view good[] = {"", "plain\ttext\nlines\r\nmore",
                                   "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", "\xD0\xB0",
                                   "\xE2\x80\x8D"};
  for (std::string_view text : good) EXPECT_FALSE(FindForbidden(text).has_value()) << text;
}

TEST(CharactersTest, FindsTheFirstForbidden) {
  const struct {
    std::string_view text;
    std::size_t offset;
    std::size_t length;
    std::string_view name;
    std::string_view why;
  } cases[] = {
      {std::string_view("a\0b", 3), 1, 1, "U+0000", "is a control character"},
      {"ab\x1B[31m", 2, 1, "U+001B", "is a control character"},
      {"\r", 0, 1, "U+000D", "is a control character"},
      {"a\rb", 1, 1, "U+000D", "is a control character"},
      {"\x7F", 0, 1, "U+007F", "is a control character"},
      {"\xC2\x85", 0, 2, "U+0085", "is a control character"},
      {"\xEF\xBB\xBF"
       "a",
       0, 3, "U+FEFF", "is a byte order mark"},
      {"\xC3\xA4\xE2\x80\xAE", 2, 3, "U+202E", "turns the direction of text"},
      {"\xE2\x81\xA6", 0, 3, "U+2066", "turns the direction of text"},
      {"\xD8\x9C", 0, 2, "U+061C", "turns the direction of text"},
      {"\xE2\x80\xA8", 0, 3, "U+2028", "ends a line for some readers only"},
      {"\xE2\x80\x8B", 0, 3, "U+200B", "is invisible"},
      {"\xF3\xA0\x81\x81", 0, 4, "U+E0041", "is invisible"},
      {"a\xFF", 1, 1, "byte 0xFF", "is not valid UTF-8"},
      {"\xC3", 0, 1, "byte 0xC3", "is not valid UTF-8"},
      {"\xC0\xAF", 0, 1, "byte 0xC0", "is not valid UTF-8"},
      {"\xED\xA0\x80", 0, 1, "byte 0xED", "is not valid UTF-8"},
      {"\x80", 0, 1, "byte 0x80", "is not valid UTF-8"},
      {"\xF4\x90\x80\x80", 0, 1, "byte 0xF4", "is not valid UTF-8"},
  };
  for (const auto& c : cases) {
    const auto found = FindForbidden(c.text);
    ASSERT_TRUE(found.has_value()) << c.name;
    EXPECT_EQ(found->offset, c.offset) << c.name;
    EXPECT_EQ(found->length, c.length) << c.name;
    EXPECT_EQ(found->name, c.name);
    EXPECT_EQ(found->why, c.why) << c.name;
  }
}

TEST(CharactersTest, GoesOnAfterAnOffset) {
  EXPECT_FALSE(FindForbidden("\x01"
                             "abc",
                             1)
                   .has_value());
  EXPECT_EQ(FindForbidden("\x01"
                          "abc\x02",
                          1)
                ->offset,
            4u);
}

TEST(CharactersTest, CountsCodePoints) {
  EXPECT_EQ(CountCharacters(""), 0u);
  EXPECT_EQ(CountCharacters("abc"), 3u);
  EXPECT_EQ(CountCharacters("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), 3u);
}

TEST(CharactersTest, NamesTheFirstBeyondAscii) {
  EXPECT_EQ(FirstNonAscii("abc"), "");
  EXPECT_EQ(FirstNonAscii("data-\xD0\xB0rchitect"), "U+0430");
  EXPECT_EQ(FirstNonAscii("x\xF0\x9F\x98\x80"), "U+1F600");
  EXPECT_EQ(FirstNonAscii("x\xFF"), "byte 0xFF");
}

}  // namespace
}  // namespace leyline
