#include <limits>

#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

constexpr std::string_view kNested =
    "syntax = \"proto2\";\n"
    "message Outer {\n"
    "  option deprecated = true;\n"
    "  message Inner {\n"
    "    option (o) = 1;\n"
    "    optional int32 a = 1 [deprecated = true];\n"
    "    enum Deep { D = 0; }\n"
    "    oneof in { int32 x = 2; }\n"
    "  }\n"
    "  optional Inner inner = 1;\n"
    "  enum Kind { K = 0; }\n"
    "  oneof first { option (p) = 2; string s = 2; group Grp = 3 { oneof g { int32 y = 1; } } }\n"
    "  oneof second { bool b = 4; }\n"
    "  extend Other { optional Kind ext = 100; }\n"
    "  extensions 50;\n"
    "  reserved 60; reserved \"r\";\n"
    "  option (q) = 3;\n"
    "}\n";

TEST(ParseMessage, KeepsEachChildWithItsOwnParent) {
  const auto file = ParseFine(kNested);
  ASSERT_EQ(file->messages.size(), 1u);
  const Message& outer = file->messages[0];
  ASSERT_EQ(outer.messages.size(), 2u);
  const Message& inner = outer.messages[0];
  const Message& group = outer.messages[1];

  EXPECT_EQ(outer.fields.size(), 4u);
  EXPECT_EQ(outer.fields[0].name, "inner");
  EXPECT_EQ(outer.fields[0].oneof_index, -1);
  EXPECT_EQ(outer.fields[1].name, "s");
  EXPECT_EQ(outer.fields[1].oneof_index, 0);
  EXPECT_EQ(outer.fields[2].name, "grp");
  EXPECT_EQ(outer.fields[2].oneof_index, 0);
  EXPECT_EQ(outer.fields[3].name, "b");
  EXPECT_EQ(outer.fields[3].oneof_index, 1);
  ASSERT_EQ(outer.oneofs.size(), 2u);
  EXPECT_EQ(outer.oneofs[0].name, "first");
  EXPECT_EQ(outer.oneofs[0].options.written.size(), 1u);
  EXPECT_EQ(outer.oneofs[1].name, "second");
  EXPECT_EQ(outer.oneofs[1].options.written.size(), 0u);
  ASSERT_EQ(outer.enums.size(), 1u);
  EXPECT_EQ(outer.enums[0].name, "Kind");
  ASSERT_EQ(outer.extensions.size(), 1u);
  EXPECT_EQ(outer.extensions[0].name, "ext");
  EXPECT_EQ(outer.extension_ranges.size(), 1u);
  EXPECT_EQ(outer.reserved_ranges.size(), 1u);
  EXPECT_EQ(outer.reserved_names.size(), 1u);
  EXPECT_EQ(outer.options.written.size(), 2u) << "only its own, before and after the rest";
  EXPECT_FALSE(outer.is_group);

  EXPECT_EQ(inner.name, "Inner");
  EXPECT_EQ(inner.fields.size(), 2u);
  EXPECT_EQ(inner.oneofs.size(), 1u);
  EXPECT_EQ(inner.fields[1].oneof_index, 0);
  EXPECT_EQ(inner.enums.size(), 1u);
  EXPECT_EQ(inner.options.written.size(), 1u);
  EXPECT_EQ(inner.fields[0].options.written.size(), 1u);

  EXPECT_TRUE(group.is_group);
  EXPECT_EQ(group.name, "Grp");
  ASSERT_EQ(group.fields.size(), 1u);
  EXPECT_EQ(group.fields[0].oneof_index, 0) << "counts in its own message";
}

TEST(ParseMessage, KnowsWhereEverythingStands) {
  const auto file = ParseFine(kNested);
  const Message& outer = file->messages[0];
  const Message& inner = outer.messages[0];
  EXPECT_EQ(TextAt(*file, outer.pos, 13), "message Outer");
  EXPECT_EQ(TextAt(*file, outer.name_pos, 5), "Outer");
  EXPECT_EQ(TextAt(*file, outer.end - 1, 2), "}\n");
  EXPECT_EQ(TextAt(*file, inner.pos, 13), "message Inner");
  EXPECT_EQ(TextAt(*file, inner.end - 1, 4), "}\n  ");
  EXPECT_EQ(TextAt(*file, outer.oneofs[1].pos, 12), "oneof second");
  EXPECT_EQ(TextAt(*file, outer.enums[0].pos, 9), "enum Kind");
  EXPECT_EQ(TextAt(*file, outer.enums[0].name_pos, 4), "Kind");
  EXPECT_EQ(TextAt(*file, outer.enums[0].end - 1, 2), "}\n");
  EXPECT_EQ(TextAt(*file, outer.extension_ranges[0].pos, 2), "50");
  EXPECT_EQ(TextAt(*file, outer.reserved_ranges[0].pos, 2), "60");
  EXPECT_EQ(TextAt(*file, outer.reserved_names[0].pos, 3), "\"r\"");
  EXPECT_EQ(TextAt(*file, outer.options.written[1].pos, 3), "(q)");
  EXPECT_EQ(TextAt(*file, outer.options.written[1].value_pos, 2), "3;");
  const Message& group = outer.messages[1];
  EXPECT_EQ(TextAt(*file, group.pos, 9), "group Grp");
  EXPECT_EQ(TextAt(*file, group.name_pos, 3), "Grp");
  EXPECT_EQ(TextAt(*file, group.end - 1, 3), "} }");
  EXPECT_EQ(group.end, outer.fields[2].end);
}

TEST(ParseMessage, ReadsRangesInclusively) {
  const auto file = ParseFine(
      "message M { extensions 4 to 9, 20, 0x20 to max; reserved 1, 2 to 2, 536870911 to max; "
      "reserved 'a', \"b\" 'c'; extensions 12 to 13 [verification = UNVERIFIED, declaration = "
      "{number: 12}]; }");
  const Message& m = file->messages[0];
  ASSERT_EQ(m.extension_ranges.size(), 4u);
  EXPECT_EQ(m.extension_ranges[0].first, 4);
  EXPECT_EQ(m.extension_ranges[0].last, 9);
  EXPECT_EQ(m.extension_ranges[1].first, 20);
  EXPECT_EQ(m.extension_ranges[1].last, 20);
  EXPECT_EQ(m.extension_ranges[2].first, 32);
  EXPECT_EQ(m.extension_ranges[2].last, 536'870'911);
  EXPECT_EQ(m.extension_ranges[2].options.written.size(), 0u);
  ASSERT_EQ(m.extension_ranges[3].options.written.size(), 2u);
  EXPECT_EQ(m.extension_ranges[3].options.written[1].text, "number: 12");
  ASSERT_EQ(m.reserved_ranges.size(), 3u);
  EXPECT_EQ(m.reserved_ranges[1].first, 2);
  EXPECT_EQ(m.reserved_ranges[1].last, 2);
  EXPECT_EQ(m.reserved_ranges[2].last, 536'870'911);
  ASSERT_EQ(m.reserved_names.size(), 2u);
  EXPECT_EQ(m.reserved_names[0].name, "a");
  EXPECT_EQ(m.reserved_names[1].name, "bc");
}

TEST(ParseMessage, OneStatementOfExtensionsSharesItsOptions) {
  const auto file = ParseFine("message M { extensions 4, 6 to 7 [(o) = 1]; extensions 9; }");
  const auto ranges = file->messages[0].extension_ranges;
  ASSERT_EQ(ranges.size(), 3u);
  EXPECT_EQ(ranges[0].options.written.size(), 1u);
  EXPECT_EQ(ranges[1].options.written.data(), ranges[0].options.written.data());
  EXPECT_EQ(ranges[2].options.written.size(), 0u);
}

// The option may stand behind the range.
TEST(ParseMessage, MaxOfAMessageSetIsLarger) {
  const auto file = ParseFine(
      "message S { extensions 4 to max; option message_set_wire_format = true; }"
      "message F { extensions 4 to max; option message_set_wire_format = false; }"
      "message X { extensions 4 to max; option (message_set_wire_format) = true; }");
  EXPECT_EQ(file->messages[0].extension_ranges[0].last, std::numeric_limits<int32_t>::max() - 1);
  EXPECT_EQ(file->messages[1].extension_ranges[0].last, 536'870'911);
  EXPECT_EQ(file->messages[2].extension_ranges[0].last, 536'870'911);
}

TEST(ParseMessage, WordsOfTheGrammarMayBeNames) {
  const auto file = ParseFine(
      "syntax = \"proto3\"; message message { string string = 1; int32 message = 2; bool option = "
      "3; "
      "repeated message repeated = 4; map map = 5; stream.rpc to = 6; oneof oneof { double max = "
      "7; "
      "} optional optional optional = 8; enum enum { max = 0; to = 1; enum = 2; } }");
  const Message& m = file->messages[0];
  EXPECT_EQ(m.name, "message");
  ASSERT_EQ(m.fields.size(), 8u);
  EXPECT_EQ(m.fields[3].type_name, "message");
  EXPECT_EQ(m.fields[3].name, "repeated");
  EXPECT_EQ(m.fields[4].type_name, "map");
  EXPECT_FALSE(m.fields[4].is_map());
  EXPECT_EQ(m.fields[5].type_name, "stream.rpc");
  EXPECT_EQ(m.fields[7].type_name, "optional");
  EXPECT_EQ(m.enums[0].values.size(), 3u);
}

}  // namespace
}  // namespace leyline::test
