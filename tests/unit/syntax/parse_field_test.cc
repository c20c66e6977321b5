#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

// The fields of one message, with the file that owns them.
struct Fields {
  std::unique_ptr<File> file;
  std::span<Field> fields;
};

Fields FieldsOf(std::string_view syntax, std::string_view body) {
  Fields result;
  result.file = ParseFine(fmt::format("syntax = \"{}\"; message M {{ {} }}", syntax, body));
  result.fields = result.file->messages[0].fields;
  return result;
}

TEST(ParseField, ReadsLabelTypeNameAndNumber) {
  const auto [file, f] =
      FieldsOf("proto2", "optional int32 a = 1; required .p.T b = 0x10; repeated p . T c = 017;");
  ASSERT_EQ(f.size(), 3u);
  EXPECT_EQ(f[0].label, Label::kOptional);
  EXPECT_EQ(f[0].type, FieldType::kInt32);
  EXPECT_EQ(f[0].type_name, "");
  EXPECT_EQ(f[0].name, "a");
  EXPECT_EQ(f[0].number, 1);
  EXPECT_FALSE(f[0].proto3_optional);
  EXPECT_EQ(f[1].label, Label::kRequired);
  EXPECT_EQ(f[1].type, FieldType::kNone);
  EXPECT_EQ(f[1].type_name, ".p.T");
  EXPECT_EQ(f[1].number, 16);
  EXPECT_EQ(f[2].label, Label::kRepeated);
  EXPECT_EQ(f[2].type_name, "p.T");
  EXPECT_EQ(f[2].number, 15);
}

TEST(ParseField, KnowsAllScalarTypes) {
  for (int number = 1; number <= 18; ++number) {
    const auto type = static_cast<FieldType>(number);
    if (type == FieldType::kGroup || type == FieldType::kMessage || type == FieldType::kEnum)
      continue;
    const auto [file, f] = FieldsOf("proto3", fmt::format("{} x = 1;", KeywordOf(type)));
    EXPECT_EQ(f[0].type, type);
    EXPECT_EQ(f[0].label, Label::kNone);
  }
}

TEST(ParseField, OptionalOfProto3IsItsOwnThing) {
  const auto [file, f] =
      FieldsOf("proto3", "optional int32 a = 1; int32 b = 2; repeated int32 c = 3;");
  EXPECT_TRUE(f[0].proto3_optional);
  EXPECT_EQ(f[0].label, Label::kOptional);
  EXPECT_FALSE(f[1].proto3_optional);
  EXPECT_FALSE(f[2].proto3_optional);
  const auto extended =
      ParseFine("syntax = \"proto3\"; extend M { optional int32 x = 1; int32 y = 2; }");
  EXPECT_FALSE(extended->extensions[0].proto3_optional);
  EXPECT_EQ(extended->extensions[0].label, Label::kOptional);
  EXPECT_EQ(extended->extensions[1].label, Label::kNone);
}

TEST(ParseField, ReadsMaps) {
  const auto [file, f] =
      FieldsOf("proto2", "map<string, .p.T> a = 1; map < int64,bytes > b = 2 [deprecated = true];");
  EXPECT_TRUE(f[0].is_map());
  EXPECT_EQ(f[0].map_key, FieldType::kString);
  EXPECT_EQ(f[0].type, FieldType::kNone);
  EXPECT_EQ(f[0].type_name, ".p.T");
  EXPECT_EQ(f[0].label, Label::kNone);
  EXPECT_EQ(f[1].map_key, FieldType::kInt64);
  EXPECT_EQ(f[1].type, FieldType::kBytes);
  EXPECT_EQ(f[1].type_name, "");
  EXPECT_EQ(f[1].options.written.size(), 1u);
  EXPECT_EQ(TextAt(*file, f[1].type_pos, 5), "map <");
}

TEST(ParseField, AGroupIsAFieldAndAMessage) {
  const auto [file, f] = FieldsOf(
      "proto2", "repeated group MyGroup = 7 [deprecated = true] { optional int32 x = 1; } ;");
  const Message& group = file->messages[0].messages[0];
  EXPECT_EQ(f[0].name, "mygroup");
  EXPECT_EQ(f[0].type, FieldType::kGroup);
  EXPECT_EQ(f[0].type_name, "MyGroup");
  EXPECT_EQ(f[0].number, 7);
  EXPECT_EQ(f[0].options.written.size(), 1u);
  EXPECT_EQ(TextAt(*file, f[0].name_pos, 7), "MyGroup");
  EXPECT_EQ(TextAt(*file, f[0].end - 1, 3), "} ;");
  EXPECT_TRUE(group.is_group);
  EXPECT_EQ(group.name, "MyGroup");
  EXPECT_EQ(group.fields.size(), 1u);
  EXPECT_EQ(group.options.written.size(), 0u) << "the options in [] are the field's";
}

TEST(ParseField, KnowsWhereItStands) {
  const auto [file, f] =
      FieldsOf("proto2", "optional p.T  name = 12 [deprecated = true] ; required int32 x = 1;");
  EXPECT_EQ(TextAt(*file, f[0].pos, 10), "optional p");
  EXPECT_EQ(TextAt(*file, f[0].type_pos, 3), "p.T");
  EXPECT_EQ(TextAt(*file, f[0].name_pos, 4), "name");
  EXPECT_EQ(TextAt(*file, f[0].number_pos, 2), "12");
  EXPECT_EQ(TextAt(*file, f[0].end - 2, 3), " ; ");
  const auto [other, g] = FieldsOf("proto3", "int32 x = 1;");
  EXPECT_EQ(g[0].pos, g[0].type_pos);
}

TEST(ParseField, TellsOfDefaultAndJsonName) {
  const auto [file, f] = FieldsOf("proto2",
                                  "optional string a = 1 [default = \"x\\n\", json_name = 'A']; "
                                  "optional int32 b = 2 [(default) = "
                                  "1, default.x = 2];");
  EXPECT_TRUE(f[0].has_default);
  EXPECT_TRUE(f[0].has_json_name);
  ASSERT_EQ(f[0].options.written.size(), 2u) << "they stay among the written options";
  EXPECT_EQ(f[0].options.written[0].text, "x\n");
  EXPECT_EQ(f[0].options.written[1].text, "A");
  EXPECT_FALSE(f[1].has_default);
  EXPECT_FALSE(f[1].has_json_name);
}

}  // namespace
}  // namespace leyline::test
