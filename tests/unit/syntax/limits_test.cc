// Hostile files: one clear error, in linear time.
#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

using Strings = std::vector<std::string>;

std::string Times(int count, std::string_view text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST(Limits, MessagesNestOnlySoDeep) {
  EXPECT_EQ(ErrorsOf(Times(31, "message M{") + Times(31, "}")), Strings{});
  EXPECT_EQ(ErrorsOf(Times(32, "message M{") + Times(32, "}")),
            Strings{"1:320: messages are nested deeper than 31"});
}

TEST(Limits, GroupsCountAsMessages) {
  const std::string_view group = "optional group G=1{";
  EXPECT_EQ(ErrorsOf("message M{" + Times(30, group) + Times(31, "}")), Strings{});
  EXPECT_EQ(ErrorsOf("message M{" + Times(31, group) + Times(32, "}")),
            Strings{"1:599: messages are nested deeper than 31"});
}

TEST(Limits, WhatFollowsATooDeepBlockIsRead) {
  const Parsed parsed = Parse(
      "a.proto", "message M{message N{message O{} optional int32 a = 1;} optional int32 b = ; }",
      {.file_bytes = 1000, .nesting = 2, .aggregate_nesting = 1});
  EXPECT_EQ(ErrorsOf(parsed), (Strings{"1:30: messages are nested deeper than 2",
                                       "1:75: expected a field number, found `;`"}));
  EXPECT_EQ(parsed.file->messages[0].messages[0].fields.size(), 1u);
}

TEST(Limits, ManyOpenMessagesAreOneError) {
  EXPECT_EQ(ErrorsOf(Times(20'000, "message M{")),
            Strings{"1:320: messages are nested deeper than 31"});
  EXPECT_EQ(ErrorsOf(Times(20'000, "message M{\n")),
            Strings{"32:10: messages are nested deeper than 31"});
}

TEST(Limits, ManyOpenBracesInAnOptionAreOneError) {
  const Strings error{"1:77: the value of an option is nested deeper than 64"};
  EXPECT_EQ(ErrorsOf("option (a) = " + Times(64, "{") + Times(64, "}") + ";"), Strings{});
  EXPECT_EQ(ErrorsOf("option (a) = " + Times(65, "{") + Times(65, "}") + ";"),
            Strings{"1:78: the value of an option is nested deeper than 64"});
  EXPECT_EQ(ErrorsOf("option (a) =" + Times(10'000, "{")), error);
  EXPECT_EQ(ErrorsOf("option (a) =" + Times(10'000, "{") + Times(10'000, "}") + ";"), error);
  EXPECT_EQ(ErrorsOf("option (a) ={" + Times(10'000, "<")), error);
  EXPECT_EQ(ErrorsOf("option (a) ={" + Times(10'000, "[") + Times(10'000, "]") + "};"), error);
  EXPECT_EQ(ErrorsOf("option (a) = {" + Times(10'000, "b<>c[]") + "};"), Strings{});
}

TEST(Limits, LargeFilesAreRefused) {
  std::string text(17u << 20, ' ');
  EXPECT_EQ(ErrorsOf(text), Strings{"1:1: the file has 17825792 bytes; the limit is 16777216"});
  EXPECT_EQ(ErrorsOf(Parse("a.proto", "message M {}",
                           {.file_bytes = 11, .nesting = 1, .aggregate_nesting = 1})),
            Strings{"1:1: the file has 12 bytes; the limit is 11"});
  EXPECT_EQ(ErrorsOf(Parse("a.proto", "message M{}",
                           {.file_bytes = 11, .nesting = 1, .aggregate_nesting = 1})),
            Strings{});
}

TEST(Limits, ErrorsAreCapped) {
  const Strings errors = ErrorsOf(Times(500, "foo;\n"));
  ASSERT_EQ(errors.size(), 101u);
  EXPECT_EQ(errors[99],
            "100:1: expected a declaration such as `message`, `enum` or `service`, found `foo`");
  EXPECT_EQ(errors[100], "101:1: too many errors; the file was not checked beyond the first 100");
}

// Each of these was once quadratic or recursive in some parser.
TEST(Limits, LargeHostileFilesTakeLinearTime) {
  constexpr int kMany = 300'000;
  for (const std::string& text :
       {Times(kMany, "{"), Times(kMany, "}"), Times(kMany, "["), Times(kMany, "/*"),
        Times(kMany, "message M "), "message M {" + Times(kMany, ";"),
        "import " + Times(kMany, "'' "), "package a" + Times(kMany, " . a") + ";",
        "option a" + Times(kMany, ".(b)") + " = 1;",
        "enum E { option allow_alias = true; " + Times(kMany, "A=1;") + "}",
        "enum E { " + Times(kMany / 2, "option allow_alias = false; ") + "}",
        "option a = \"" + Times(kMany, "\\n") + "\";", "option a = " + Times(kMany, "9") + ";",
        "option a = " + Times(kMany, "9") + ".0;", "message M { reserved " + Times(kMany, "1,"),
        "edition = '2024'; message M { " + Times(kMany / 2, "local // x\n"),
        "option a = {" + Times(kMany, "{}"),
        "message M { optional group G = 1 " + Times(kMany, "[")}) {
    const Parsed parsed = Parse("a.proto", text);
    EXPECT_LE(parsed.errors.size(), 101u) << text.substr(0, 40);
  }
}

}  // namespace
}  // namespace leyline::test
