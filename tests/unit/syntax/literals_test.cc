#include "analyzer/syntax/literals.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace leyline::syntax {
namespace {

TEST(IntegerValue, ReadsThreeBases) {
  EXPECT_EQ(IntegerValue("0"), 0u);
  EXPECT_EQ(IntegerValue("42"), 42u);
  EXPECT_EQ(IntegerValue("0x2a"), 42u);
  EXPECT_EQ(IntegerValue("0X2A"), 42u);
  EXPECT_EQ(IntegerValue("052"), 42u);
  EXPECT_EQ(IntegerValue("18446744073709551615"), std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(IntegerValue("0xffffffffffffffff"), std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(IntegerValue("01777777777777777777777"), std::numeric_limits<uint64_t>::max());
}

TEST(IntegerValue, RefusesMoreThan64Bits) {
  EXPECT_EQ(IntegerValue("18446744073709551616"), std::nullopt);
  EXPECT_EQ(IntegerValue("0x10000000000000000"), std::nullopt);
  EXPECT_EQ(IntegerValue("02000000000000000000000"), std::nullopt);
}

TEST(FloatValue, ReadsDecimals) {
  EXPECT_EQ(FloatValue("1.5"), 1.5);
  EXPECT_EQ(FloatValue(".5"), 0.5);
  EXPECT_EQ(FloatValue("5."), 5);
  EXPECT_EQ(FloatValue("1e3"), 1000);
  EXPECT_EQ(FloatValue("1E+3"), 1000);
  EXPECT_EQ(FloatValue("25e-1"), 2.5);
  EXPECT_EQ(FloatValue("17976931348623157e292"), std::numeric_limits<double>::max());
  EXPECT_EQ(FloatValue("4.9406564584124654e-324"), std::numeric_limits<double>::denorm_min());
}

// from_chars says only "out of range"; which end it was decides between infinity and zero.
TEST(FloatValue, SaturatesAtBothEnds) {
  const double inf = std::numeric_limits<double>::infinity();
  const std::string zeros(400, '0');
  EXPECT_EQ(FloatValue("1e400"), inf);
  EXPECT_EQ(FloatValue("1e+400"), inf);
  EXPECT_EQ(FloatValue("1e99999999999999999999"), inf);
  EXPECT_EQ(FloatValue("1" + zeros + ".0"), inf);
  EXPECT_EQ(FloatValue("1" + zeros + "e-1"), inf);
  EXPECT_EQ(FloatValue("1e-400"), 0);
  EXPECT_EQ(FloatValue("1e-99999999999999999999"), 0);
  EXPECT_EQ(FloatValue("." + zeros + "1"), 0);
  EXPECT_EQ(FloatValue("0." + zeros + "1e9"), 0);
}

std::string Unescaped(std::string_view literal) {
  std::string value;
  AppendUnescaped(literal, value);
  return value;
}

TEST(AppendUnescaped, ResolvesEveryEscape) {
  EXPECT_EQ(Unescaped(R"("plain")"), "plain");
  EXPECT_EQ(Unescaped(R"('')"), "");
  EXPECT_EQ(Unescaped(R"("\a\b\f\n\r\t\v\\\?\'\"")"), "\a\b\f\n\r\t\v\\?'\"");
  EXPECT_EQ(Unescaped(R"("\0\12\1234")"), std::string("\0\n\1234", 4));
  EXPECT_EQ(Unescaped(R"("\400")"), std::string(1, '\0'));
  EXPECT_EQ(Unescaped(R"("\x4\x41f\X7a")"),
            "\x04"
            "Afz");
}

TEST(AppendUnescaped, WritesCodePointsAsUtf8) {
  EXPECT_EQ(Unescaped(R"("\u0041\u00e9\u20ac")"), "A\xC3\xA9\xE2\x82\xAC");
  EXPECT_EQ(Unescaped(R"("\U0001F600")"), "\xF0\x9F\x98\x80");
  EXPECT_EQ(Unescaped(R"("\ud83d\ude00")"), "\xF0\x9F\x98\x80") << "a surrogate pair is one";
  EXPECT_EQ(Unescaped(R"("\ud83dx")"), "\xED\xA0\xBDx") << "a lone one stays";
  EXPECT_EQ(Unescaped(R"("\ud83d\u0041")"),
            "\xED\xA0\xBD"
            "A");
}

// The lexer has reported such literals; they must only not be read beyond their end.
TEST(AppendUnescaped, StandsCutLiterals) {
  EXPECT_EQ(Unescaped(""), "");
  EXPECT_EQ(Unescaped("\""), "");
  EXPECT_EQ(Unescaped("\"a\\"), "a");
  EXPECT_EQ(Unescaped("\"\\x\""), std::string(1, '\0'));
}

TEST(AppendUnescaped, Appends) {
  std::string value = "a";
  AppendUnescaped("'b'", value);
  EXPECT_EQ(value, "ab");
}

}  // namespace
}  // namespace leyline::syntax
