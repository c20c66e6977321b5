// After an error the parser goes on: all errors of a file come at once, and what is fine is kept.
#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

using Strings = std::vector<std::string>;

Strings FieldNames(const Message& message) {
  Strings names;
  for (const Field& field : message.fields) names.emplace_back(field.name);
  return names;
}

TEST(Recovery, OneErrorAStatementAndEveryStatement) {
  const Parsed parsed = Parse("a.proto",
                              "syntax = \"proto3\";\n"
                              "import a;\n"
                              "message M {\n"
                              "  int32 a = ;\n"
                              "  int32 = 2;\n"
                              "  int32 ok = 3;\n"
                              "  reserved x;\n"
                              "  enum E { A = 0; B; C = 2; }\n"
                              "}\n"
                              "service S { rpc R(M); rpc T(M) returns (M); }\n"
                              "option = 1;\n");
  EXPECT_EQ(
      ErrorsOf(parsed),
      (Strings{"2:8: expected the path of a file as a string after `import`, found `a`",
               "4:13: expected a field number, found `;`", "5:9: expected a field name, found `=`",
               "7:12: reserved names are strings before editions, found `x` (write \"x\")",
               "8:20: expected `=` and a number after enum value `B`, found `;`",
               "10:21: expected `returns` after the input of method `R`, found `;`",
               "11:8: expected the name of an option, found `=`"}));
  const File& file = *parsed.file;
  EXPECT_EQ(FieldNames(file.messages[0]), Strings{"ok"});
  EXPECT_EQ(file.messages[0].enums[0].values.size(), 2u);
  EXPECT_EQ(file.services[0].methods.size(), 1u);
}

TEST(Recovery, AForgottenSemicolonCostsOnlyItself) {
  const Parsed parsed = Parse("a.proto",
                              "syntax = \"proto3\"\n"
                              "package p // here too\n"
                              "import \"a.proto\"\n"
                              "option x = 1\n"
                              "message M {\n"
                              "  int32 a = 1\n"
                              "  int32 b = 2 [c = 1]\n"
                              "  reserved 7\n"
                              "  int32 d = 3 }\n"
                              "enum E { A = 0 }\n");
  EXPECT_EQ(ErrorsOf(parsed),
            (Strings{"1:18: expected `;` after `syntax`, found `package`",
                     "2:10: expected `;` after package `p`, found `import`",
                     "3:17: expected `;` after import `a.proto`, found `option`",
                     "4:13: expected `;` after the value of an option, found `message`",
                     "6:14: expected `;` after field `a`, found `int32`",
                     "7:22: expected `;` after field `b`, found `reserved`",
                     "8:13: expected `;` after `reserved`, found `int32`",
                     "9:14: expected `;` after field `d`, found `}`",
                     "10:15: expected `;` after enum value `A`, found `}`"}));
  EXPECT_EQ(FieldNames(parsed.file->messages[0]), (Strings{"a", "b", "d"}));
  EXPECT_EQ(parsed.file->enums[0].values.size(), 1u);
}

TEST(Recovery, ABrokenHeadDoesNotSwallowTheNextDeclaration) {
  const Parsed parsed = Parse("a.proto",
                              "syntax = \"proto3\";\n"
                              "message A\n"
                              "message B { int32 x = 1; }\n"
                              "service\n"
                              "enum E { Z = 0; }\n"
                              "import\n"
                              "message C {}\n");
  EXPECT_EQ(
      ErrorsOf(parsed),
      (Strings{"3:1: expected `{` after message `A`, found `message`",
               "5:6: expected `{` after service `enum`, found `E`",
               "7:1: expected the path of a file as a string after `import`, found `message`"}));
  ASSERT_EQ(parsed.file->messages.size(), 2u);
  EXPECT_EQ(parsed.file->messages[0].name, "B");
  EXPECT_EQ(parsed.file->messages[1].name, "C");
}

TEST(Recovery, ABrokenBlockIsSkippedWhole) {
  const Parsed parsed = Parse("a.proto",
                              "syntax = \"proto3\";\n"
                              "mesage A { int32 x = 1; message B { } int32 y = 2; }\n"
                              "message C { strukt D { int32 z = 1; } int32 ok = 1; }\n");
  EXPECT_EQ(ErrorsOf(parsed),
            (Strings{"2:1: expected a declaration such as `message`, `enum` or `service`, found "
                     "`mesage` (did you mean `message`?)",
                     "3:22: expected `=` and a number after field `D`, found `{`"}));
  ASSERT_EQ(parsed.file->messages.size(), 1u);
  EXPECT_EQ(FieldNames(parsed.file->messages[0]), Strings{"ok"});
}

TEST(Recovery, ASuperfluousBraceIsOneError) {
  const Parsed parsed = Parse("a.proto", "message A {} }\n} message B {}\n");
  EXPECT_EQ(ErrorsOf(parsed), (Strings{"1:14: `}` closes no block", "2:1: `}` closes no block"}));
  EXPECT_EQ(parsed.file->messages.size(), 2u);
}

TEST(Recovery, OptionsOfABrokenStatementGoNowhere) {
  const Parsed parsed = Parse("a.proto",
                              "message M { option a = 1; optional int32 x = 1 [b = 1, c = ]; } "
                              "enum E { A = 0 [d = 1; B = 1; }");
  EXPECT_EQ(parsed.errors.size(), 2u);
  EXPECT_EQ(parsed.file->messages[0].options.written.size(), 1u);
  EXPECT_EQ(parsed.file->enums[0].options.written.size(), 0u);
}

TEST(Recovery, AnUnclosedMessageKeepsWhatItHas) {
  const Parsed parsed =
      Parse("a.proto", "message A { optional int32 x = 1; message B { reserved 1;");
  EXPECT_EQ(parsed.errors.size(), 1u);
  ASSERT_EQ(parsed.file->messages.size(), 1u);
  EXPECT_EQ(parsed.file->messages[0].fields.size(), 1u);
  ASSERT_EQ(parsed.file->messages[0].messages.size(), 1u);
  EXPECT_EQ(parsed.file->messages[0].messages[0].reserved_ranges.size(), 1u);
}

TEST(Recovery, AnUnknownSyntaxIsTheOnlyError) {
  EXPECT_EQ(
      ErrorsOf("syntax = \"proto5\"; message M { int32 a = 1; optional int32 b = 2; }").size(), 1u);
  EXPECT_EQ(ErrorsOf("edition = \"2077\"; export message M { int32 a = 1; reserved b; }").size(),
            1u);
}

}  // namespace
}  // namespace leyline::test
