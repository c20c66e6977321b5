#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

using Strings = std::vector<std::string>;

TEST(Editions, ReservedNamesAreIdentifiers) {
  const auto file = ParseFine(
      "edition = \"2023\"; message M { reserved a, max, to; reserved 1 to 3; } enum E { reserved "
      "B; A = "
      "1; }");
  const Message& m = file->messages[0];
  ASSERT_EQ(m.reserved_names.size(), 3u);
  EXPECT_EQ(m.reserved_names[0].name, "a");
  EXPECT_EQ(m.reserved_names[1].name, "max");
  EXPECT_EQ(m.reserved_ranges.size(), 1u);
  EXPECT_EQ(file->enums[0].reserved_names[0].name, "B");
}

TEST(Editions, FieldsNeedNoLabel) {
  const auto file = ParseFine(
      "edition = \"2023\"; message M { int32 a = 1; repeated M b = 2; } extend M { int32 c = 3; }");
  EXPECT_EQ(file->messages[0].fields[0].label, Label::kNone);
  EXPECT_EQ(file->messages[0].fields[1].label, Label::kRepeated);
}

// Whether a label is allowed is a rule of the language, not of its grammar: the linker says so.
TEST(Editions, LabelsAreReadAndLeftToTheLinker) {
  const auto file =
      ParseFine("edition = \"2023\"; message M { optional int32 a = 1; required int32 b = 2; }");
  EXPECT_EQ(file->messages[0].fields[0].label, Label::kOptional);
  EXPECT_FALSE(file->messages[0].fields[0].proto3_optional);
  EXPECT_EQ(file->messages[0].fields[1].label, Label::kRequired);
}

TEST(Editions, VisibilityOf2024) {
  const auto file = ParseFine(
      "edition = \"2024\"; import option \"o.proto\"; export message A { local enum B { C = 0; } "
      "export "
      "message D {} message E {} local x = 1; export.T y = 2; } local enum F { G = 0; } enum H { I "
      "= 0; "
      "}");
  EXPECT_EQ(file->imports[0].kind, ImportKind::kOption);
  const Message& a = file->messages[0];
  EXPECT_EQ(a.visibility, Visibility::kExport);
  EXPECT_EQ(TextAt(*file, a.pos, 14), "export message");
  EXPECT_EQ(a.enums[0].visibility, Visibility::kLocal);
  EXPECT_EQ(TextAt(*file, a.enums[0].pos, 10), "local enum");
  EXPECT_EQ(a.messages[0].visibility, Visibility::kExport);
  EXPECT_EQ(a.messages[1].visibility, Visibility::kUnset);
  ASSERT_EQ(a.fields.size(), 2u);
  EXPECT_EQ(a.fields[0].type_name, "local");
  EXPECT_EQ(a.fields[1].type_name, "export.T");
  EXPECT_EQ(file->enums[0].visibility, Visibility::kLocal);
  EXPECT_EQ(file->enums[1].visibility, Visibility::kUnset);
}

struct Case {
  std::string_view text;
  Strings errors;
};

TEST(Editions, RefuseWhatTheyDoNotHave) {
  for (const Case& c : {
           Case{"edition = \"2022\";",
                {"1:11: unknown edition \"2022\": expected \"2023\" or \"2024\""}},
           Case{"edition = 2023;", {"1:11: expected a string such as \"2023\", found `2023`"}},
           Case{"syntax = \"proto3\"; edition = \"2023\";",
                {"1:20: `edition` must be the first statement of the file"}},
           Case{
               "edition = \"2023\"; message M { reserved \"a\"; }",
               {"1:40: in editions reserved names are identifiers, found `\"a\"` (leave the quotes "
                "out)"}},
           Case{"syntax = \"proto3\"; message M { reserved a; }",
                {"1:41: reserved names are strings before editions, found `a` (write \"a\")"}},
           Case{"edition = \"2023\"; message M { group G = 1 {} }",
                {"1:31: editions have no `group` (declare a message and set "
                 "`features.message_encoding = DELIMITED` on the field)"}},
           Case{"edition = \"2023\"; export message M {}",
                {"1:19: `export` needs edition 2024 or later"}},
           Case{"edition = \"2023\"; import option \"a\"; message M { local enum E { A = 0; } }",
                {"1:26: `import option` needs edition 2024 or later",
                 "1:50: `local` needs edition 2024 or later"}},
           Case{"edition = \"2024\"; import weak \"a\";",
                {"1:26: edition 2024 has no `import weak` (use `import option` where it fits)"}},
           Case{"edition = \"2024\"; import option 'a'; import 'b'; import option 'c'; import 'd';",
                {"1:38: an `import` behind an `import option` (move it up)",
                 "1:69: an `import` behind an `import option` (move it up)"}},
           Case{"edition = \"2024\"; local service S {} export extend M { int32 a = 1; }",
                {"1:25: expected `message` or `enum` after `local`, found `service`",
                 "1:45: expected `message` or `enum` after `export`, found `extend`"}},
       }) {
    EXPECT_EQ(ErrorsOf(c.text), c.errors) << c.text;
  }
}

}  // namespace
}  // namespace leyline::test
