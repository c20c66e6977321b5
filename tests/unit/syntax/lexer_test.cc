#include "analyzer/syntax/lexer.h"

#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace leyline::syntax {
namespace {

struct Lexed {
  std::vector<std::string> tokens;  // "kind:text"; symbols are just themselves
  std::vector<std::string> errors;  // "offset: message"
};

std::string NameOf(const Token& token, std::string_view text) {
  switch (token.kind) {
    case TokenKind::kIdentifier:
      return fmt::format("word:{}", text);
    case TokenKind::kInteger:
      return fmt::format("int:{}", text);
    case TokenKind::kFloat:
      return fmt::format("float:{}", text);
    case TokenKind::kString:
      return fmt::format("{}:{}", token.escaped ? "escaped" : "string", text);
    default:
      return std::string(text);
  }
}

Lexed Lex(const std::string& text) {
  Lexed lexed;
  Complaints complaints;
  Lexer lexer(text, complaints);
  for (; lexer.current().kind != TokenKind::kEnd; lexer.Next()) {
    lexed.tokens.push_back(NameOf(lexer.current(), lexer.Text(lexer.current())));
  }
  EXPECT_EQ(lexer.current().begin, text.size());
  for (const Error& error : complaints.ToErrors("", text)) {
    EXPECT_EQ(error.where->line, 1) << "the cases here stand on one line";
    lexed.errors.push_back(fmt::format("{}: {}", error.where->column - 1, error.message));
  }
  return lexed;
}

using Strings = std::vector<std::string>;

TEST(Lexer, TellsTokensApart) {
  const Lexed lexed = Lex("message M_1{int32 x=0x1F;}[a.b]<-,>");
  EXPECT_EQ(lexed.errors, Strings{});
  EXPECT_EQ(lexed.tokens,
            (Strings{"word:message", "word:M_1", "{", "word:int32", "word:x", "=", "int:0x1F", ";",
                     "}", "[", "word:a", ".", "word:b", "]", "<", "-", ",", ">"}));
}

TEST(Lexer, ReadsNumbers) {
  const Lexed lexed = Lex("0 7 017 0Xaf 1.5 .5 5. 1e5 1E-5 0.0 0e0 12.e+3");
  EXPECT_EQ(lexed.errors, Strings{});
  EXPECT_EQ(lexed.tokens,
            (Strings{"int:0", "int:7", "int:017", "int:0Xaf", "float:1.5", "float:.5", "float:5.",
                     "float:1e5", "float:1E-5", "float:0.0", "float:0e0", "float:12.e+3"}));
}

TEST(Lexer, ReadsStrings) {
  const Lexed lexed = Lex(R"("a" 'b' "it's" '"' "\"" '\x41' "")");
  EXPECT_EQ(lexed.errors, Strings{});
  EXPECT_EQ(lexed.tokens, (Strings{"string:\"a\"", "string:'b'", "string:\"it's\"", "string:'\"'",
                                   "escaped:\"\\\"\"", "escaped:'\\x41'", "string:\"\""}));
}

TEST(Lexer, SkipsSpaceAndComments) {
  const Lexed lexed = Lex("\xEF\xBB\xBF a\t\v\f\rb // c\n /* d\n * / **/ e /**/ f // g");
  EXPECT_EQ(lexed.tokens, (Strings{"word:a", "word:b", "word:e", "word:f"}));
  EXPECT_EQ(Lex("a / b").tokens, (Strings{"word:a", "/", "word:b"})) << "a slash alone is a symbol";
}

struct Wrong {
  std::string text;
  Strings errors;
  Strings tokens;
};

class LexerErrors : public testing::TestWithParam<Wrong> {};

TEST_P(LexerErrors, AreReportedAndReadOver) {
  const Lexed lexed = Lex(GetParam().text);
  EXPECT_EQ(lexed.errors, GetParam().errors);
  EXPECT_EQ(lexed.tokens, GetParam().tokens);
}

const char* const kSpace = "expected a space between a number and an identifier";
const char* const kPoint = "a number has only one decimal point and none in its exponent";
const char* const kUnterminated =
    "unterminated string: expected the closing quote on the same line";
const char* const kComment = "unterminated block comment: expected `*/` before the end of the file";
const char* const kEscape = "unknown escape sequence in a string; write `\\\\` for a backslash";
const char* const kFour = "expected four hex digits after `\\u` in a string";
const char* const kEight = "expected eight hex digits up to 0010ffff after `\\U` in a string";

std::string At(int offset, std::string_view message) {
  return fmt::format("{}: {}", offset, message);
}

std::string BadByte(int offset, int byte) {
  return fmt::format(
      "{}: unexpected byte 0x{:02x}; outside of strings and comments only printable ASCII is "
      "allowed",
      offset, byte);
}

INSTANTIATE_TEST_SUITE_P(
    All, LexerErrors,
    testing::Values(
        Wrong{"5x y", {At(1, kSpace)}, {"int:5x", "word:y"}},
        Wrong{"0x1g", {At(3, kSpace)}, {"int:0x1g"}}, Wrong{"017f", {At(3, kSpace)}, {"int:017f"}},
        Wrong{"1.5f", {At(3, kSpace)}, {"float:1.5f"}},
        Wrong{"0x;", {At(0, "expected hex digits after `0x`")}, {"int:0x", ";"}},
        Wrong{"089",
              {At(0, "a number with a leading zero is octal: expected digits from 0 to 7")},
              {"int:089"}},
        Wrong{"1e;", {At(2, "expected the digits of an exponent after `e`")}, {"float:1e", ";"}},
        Wrong{"1e-", {At(3, "expected the digits of an exponent after `e`")}, {"float:1e-"}},
        Wrong{"1.2.3", {At(3, kPoint)}, {"float:1.2.3"}},
        Wrong{"1e5.5", {At(3, kPoint)}, {"float:1e5.5"}},
        Wrong{"0x1.5", {At(3, "a hex or octal number has no decimal point")}, {"int:0x1.5"}},
        Wrong{"01.5", {At(2, "a hex or octal number has no decimal point")}, {"int:01.5"}},
        Wrong{"a.5",
              {At(1, "expected a space between the identifier and the decimal point")},
              {"word:a", "float:.5"}},
        Wrong{"\"ab", {At(0, kUnterminated)}, {"string:\"ab"}},
        Wrong{"x 'ab\"", {At(2, kUnterminated)}, {"word:x", "string:'ab\""}},
        Wrong{"'a\\", {At(0, kUnterminated), At(2, kEscape)}, {"escaped:'a\\"}},
        Wrong{R"("\q")", {At(1, kEscape)}, {R"(escaped:"\q")"}},
        Wrong{
            R"("\x")", {At(1, "expected hex digits after `\\x` in a string")}, {R"(escaped:"\x")"}},
        Wrong{R"("\u12")", {At(1, kFour)}, {R"(escaped:"\u12")"}},
        Wrong{R"("\U00110000")", {At(1, kEight)}, {R"(escaped:"\U00110000")"}},
        Wrong{R"("\U0001")", {At(1, kEight)}, {R"(escaped:"\U0001")"}},
        Wrong{std::string("'a\0b'", 5),
              {At(2, "a NUL byte inside a string; write `\\0`")},
              {std::string("string:'a\0b'", 12)}},
        Wrong{"/* a", {At(0, kComment)}, {}}, Wrong{"/*/", {At(0, kComment)}, {}},
        Wrong{"/*", {At(0, kComment)}, {}},
        Wrong{"/* /* */ a",
              {At(3, "`/*` inside a block comment; block comments don't nest")},
              {"word:a"}},
        Wrong{"a \x01\x02\xFF b \x7F", {BadByte(2, 1), BadByte(8, 0x7F)}, {"word:a", "word:b"}},
        Wrong{std::string("a\0b", 3), {BadByte(1, 0)}, {"word:a", "word:b"}},
        Wrong{"\xEF\xBB", {BadByte(0, 0xEF)}, {}}));

TEST(Lexer, AnUnterminatedStringEndsWithItsLine) {
  const std::string text = "'a\nb";
  Complaints complaints;
  Lexer lexer(text, complaints);
  EXPECT_EQ(lexer.Text(lexer.current()), "'a");
  lexer.Next();
  EXPECT_EQ(lexer.Text(lexer.current()), "b");
  EXPECT_TRUE(lexer.StartsLine());
  EXPECT_TRUE(lexer.ErrorSince(0));
  EXPECT_FALSE(lexer.ErrorSince(1));
}

TEST(Lexer, PeeksWithoutReporting) {
  const std::string text = "a 5x b";
  Complaints complaints;
  Lexer lexer(text, complaints);
  EXPECT_EQ(lexer.PeekText(), "5x");
  EXPECT_EQ(lexer.Text(lexer.current()), "a");
  EXPECT_FALSE(lexer.ErrorSince(0));
  lexer.Next();
  EXPECT_TRUE(lexer.ErrorSince(0));
  EXPECT_EQ(lexer.PeekText(), "b");
}

TEST(Lexer, StopsAtWill) {
  const std::string text = "a b c";
  Complaints complaints;
  Lexer lexer(text, complaints);
  lexer.Stop();
  EXPECT_EQ(lexer.current().kind, TokenKind::kEnd);
  EXPECT_EQ(lexer.current().begin, 5u);
  lexer.Next();
  EXPECT_EQ(lexer.current().kind, TokenKind::kEnd);
}

// After the limit of errors the rest is not read at all: a file of garbage costs little.
TEST(Lexer, StopsWhenTooMuchIsWrong) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "\x01 a\n";
  Complaints complaints;
  Lexer lexer(text, complaints);
  std::size_t tokens = 0;
  for (; lexer.current().kind != TokenKind::kEnd; lexer.Next()) ++tokens;
  EXPECT_EQ(tokens, Complaints::kMost);
  EXPECT_TRUE(complaints.full());
  const Errors errors = complaints.ToErrors("a.proto", text);
  ASSERT_EQ(errors.size(), Complaints::kMost + 1);
  EXPECT_EQ(errors.back().message,
            "too many errors; the file was not checked beyond the first 100");
  EXPECT_EQ(errors.back().where, (SourceSpan{.file = "a.proto", .line = 101, .column = 1}));
}

}  // namespace
}  // namespace leyline::syntax
