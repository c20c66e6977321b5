#include <limits>

#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

struct Read {
  std::unique_ptr<File> file;
  OptionDecl option;
};

Read ReadOption(std::string_view statement) {
  Read read;
  read.file = ParseFine(fmt::format("option {};", statement));
  EXPECT_EQ(read.file->options.written.size(), 1u);
  if (!read.file->options.written.empty()) read.option = read.file->options.written[0];
  return read;
}

// The text of a value; a copy, for the file dies here.
std::string ReadWord(std::string_view value) {
  return std::string(ReadOption(fmt::format("(a) = {}", value)).option.text);
}

TEST(ParseOption, ReadsNamesInParts) {
  const auto [file, option] = ReadOption("a.(b.c).d . ( .e . f ) = 1");
  ASSERT_EQ(option.name.size(), 4u);
  EXPECT_EQ(option.name[0].name, "a");
  EXPECT_FALSE(option.name[0].is_extension);
  EXPECT_EQ(option.name[1].name, "b.c");
  EXPECT_TRUE(option.name[1].is_extension);
  EXPECT_EQ(TextAt(*file, option.name[1].pos, 5), "(b.c)");
  EXPECT_EQ(option.name[2].name, "d");
  EXPECT_EQ(TextAt(*file, option.name[2].pos, 1), "d");
  EXPECT_EQ(option.name[3].name, ".e.f");
  EXPECT_EQ(TextAt(*file, option.pos, 3), "a.(");
  EXPECT_EQ(TextAt(*file, option.value_pos, 2), "1;");
}

TEST(ParseOption, ReadsIntegers) {
  EXPECT_EQ(ReadOption("a = 42").option.kind, OptionValueKind::kInteger);
  EXPECT_EQ(ReadOption("a = 42").option.integer, 42u);
  EXPECT_FALSE(ReadOption("a = 42").option.negative);
  EXPECT_EQ(ReadOption("a = 0x1f").option.integer, 31u);
  EXPECT_EQ(ReadOption("a = 010").option.integer, 8u);
  EXPECT_EQ(ReadOption("a = 18446744073709551615").option.integer,
            std::numeric_limits<uint64_t>::max());
  const OptionDecl least = ReadOption("a = - 9223372036854775808").option;
  EXPECT_TRUE(least.negative);
  EXPECT_EQ(least.integer, uint64_t{1} << 63);
}

TEST(ParseOption, ReadsFloatsWithTheSignApart) {
  const OptionDecl option = ReadOption("a = -1.5e2").option;
  EXPECT_EQ(option.kind, OptionValueKind::kFloat);
  EXPECT_TRUE(option.negative);
  EXPECT_EQ(option.number, 150);
  EXPECT_EQ(ReadOption("a = 1e999").option.number, std::numeric_limits<double>::infinity());
}

TEST(ParseOption, ReadsWords) {
  EXPECT_EQ(ReadOption("a = true").option.kind, OptionValueKind::kIdentifier);
  EXPECT_EQ(ReadWord("SPEED"), "SPEED");
  const auto [file, inf] = ReadOption("a = -inf");
  EXPECT_EQ(inf.text, "inf");
  EXPECT_TRUE(inf.negative);
  EXPECT_TRUE(ReadOption("a = -nan").option.negative);
}

TEST(ParseOption, ReadsStrings) {
  const auto [file, plain] = ReadOption("a = \"it's\"");
  EXPECT_EQ(plain.kind, OptionValueKind::kString);
  EXPECT_EQ(plain.text, "it's");
  EXPECT_EQ(plain.text.data(), file->text.data() + plain.value_pos + 1) << "a view, not a copy";
  EXPECT_EQ(ReadWord("\"x\\x41\"\n  'y' /* z */ \"\\n\""), "xAy\n");
  EXPECT_EQ(ReadWord("''"), "");
}

TEST(ParseOption, KeepsTheSourceOfAggregates) {
  const auto [file, option] = ReadOption("(a) = { b: 1 /*}*/ c { d: \"}\" } e <f: [1, -2]> }");
  EXPECT_EQ(option.kind, OptionValueKind::kAggregate);
  EXPECT_EQ(option.text, " b: 1 /*}*/ c { d: \"}\" } e <f: [1, -2]> ");
  EXPECT_EQ(TextAt(*file, option.value_pos, 4), "{ b:");
  EXPECT_EQ(ReadWord("{}"), "");
}

TEST(ParseOption, ReadsListsEverywhere) {
  const auto file = ParseFine(
      "syntax = \"proto3\"; message M { int32 a = 1 [x = 1, (y).z = \"s\", w = {v: 1}]; } enum E { "
      "A = 0 [x = A]; } service S { option x = 1; rpc R(M) returns (M) { option (h) = {g: 1}; "
      "option "
      "i = 2; } }");
  const auto field = file->messages[0].fields[0].options.written;
  ASSERT_EQ(field.size(), 3u);
  EXPECT_EQ(field[0].name[0].name, "x");
  EXPECT_EQ(field[1].name[1].name, "z");
  EXPECT_EQ(field[2].text, "v: 1");
  EXPECT_EQ(file->enums[0].values[0].options.written.size(), 1u);
  EXPECT_EQ(file->services[0].options.written.size(), 1u);
  EXPECT_EQ(file->services[0].methods[0].options.written.size(), 2u);
}

}  // namespace
}  // namespace leyline::test
