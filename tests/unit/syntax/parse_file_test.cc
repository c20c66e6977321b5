#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

TEST(ParseFile, ReadsTheHead) {
  const auto file = ParseFine(
      "// head\n"
      "syntax = \"proto3\";\n"
      "package acme . shop.v1;\n"
      "import \"a.proto\";\n"
      "import public 'b.proto';\n"
      "import weak \"dir/\" \"c.proto\";\n"
      "option java_package = \"x\";;\n");
  EXPECT_EQ(file->path, "a.proto");
  EXPECT_EQ(file->edition, Edition::kProto3);
  EXPECT_TRUE(file->has_syntax);
  EXPECT_EQ(TextAt(*file, file->syntax_pos, 8), "syntax =");
  EXPECT_EQ(file->package, "acme.shop.v1");
  EXPECT_EQ(TextAt(*file, file->package_pos, 7), "package");
  ASSERT_EQ(file->imports.size(), 3u);
  EXPECT_EQ(file->imports[0].path, "a.proto");
  EXPECT_EQ(file->imports[0].kind, ImportKind::kPlain);
  EXPECT_EQ(file->imports[1].path, "b.proto");
  EXPECT_EQ(file->imports[1].kind, ImportKind::kPublic);
  EXPECT_EQ(TextAt(*file, file->imports[1].pos, 13), "import public");
  EXPECT_EQ(file->imports[2].path, "dir/c.proto");
  EXPECT_EQ(file->imports[2].kind, ImportKind::kWeak);
  ASSERT_EQ(file->options.written.size(), 1u);
  EXPECT_EQ(file->options.written[0].text, "x");
}

TEST(ParseFile, WithoutSyntaxIsProto2) {
  const auto file = ParseFine("message M { optional int32 a = 1; }");
  EXPECT_EQ(file->edition, Edition::kProto2);
  EXPECT_FALSE(file->has_syntax);
  EXPECT_EQ(file->syntax_pos, kNoOffset);
  EXPECT_EQ(file->package_pos, kNoOffset);
}

TEST(ParseFile, KnowsFourEditions) {
  EXPECT_EQ(ParseFine("syntax = 'proto2';")->edition, Edition::kProto2);
  EXPECT_EQ(ParseFine("syntax = \"pro\" \"to3\";")->edition, Edition::kProto3);
  EXPECT_EQ(ParseFine("edition = \"2023\";")->edition, Edition::k2023);
  EXPECT_EQ(ParseFine("edition = \"2024\";")->edition, Edition::k2024);
}

TEST(ParseFile, StandsEmptyTextsMarksAndLineEnds) {
  EXPECT_EQ(ParseFine("")->messages.size(), 0u);
  EXPECT_EQ(ParseFine("\xEF\xBB\xBF")->messages.size(), 0u);
  EXPECT_EQ(ParseFine(" // nothing")->messages.size(), 0u);
  EXPECT_EQ(ParseFine("\xEF\xBB\xBFsyntax = \"proto3\";\r\nmessage M {\r\n}\r\n")->messages.size(),
            1u);
}

TEST(ParseFile, NamesAreViewsIntoTheTextOfTheFile) {
  const auto file =
      ParseFine("syntax = \"proto3\"; package a.b; message Message { string s = 1; }");
  const auto inside = [&](std::string_view view) {
    return view.data() >= file->text.data() && view.data() < file->text.data() + file->text.size();
  };
  EXPECT_TRUE(inside(file->package));
  EXPECT_TRUE(inside(file->messages[0].name));
  EXPECT_TRUE(inside(file->messages[0].fields[0].name));
}

TEST(ParseFile, GathersAllDeclarationsInOrder) {
  const auto file = ParseFine(
      "syntax = \"proto2\"; message A {} enum B { X = 0; } service C {} extend A { optional int32 "
      "d = "
      "1; } message E {} enum F { Y = 0; } service G {} extend .p.A { repeated group H = 2 {} }");
  ASSERT_EQ(file->messages.size(), 3u);
  EXPECT_EQ(file->messages[0].name, "A");
  EXPECT_EQ(file->messages[1].name, "E");
  EXPECT_EQ(file->messages[2].name, "H");
  EXPECT_TRUE(file->messages[2].is_group);
  ASSERT_EQ(file->enums.size(), 2u);
  EXPECT_EQ(file->enums[1].name, "F");
  ASSERT_EQ(file->services.size(), 2u);
  EXPECT_EQ(file->services[1].name, "G");
  ASSERT_EQ(file->extensions.size(), 2u);
  EXPECT_EQ(file->extensions[0].extendee_name, "A");
  EXPECT_TRUE(file->extensions[0].is_extension);
  EXPECT_EQ(file->extensions[1].extendee_name, ".p.A");
  EXPECT_EQ(file->extensions[1].type, FieldType::kGroup);
}

// What the linker fills stays untouched.
TEST(ParseFile, LeavesTheLinkedHalfEmpty) {
  const auto file = ParseFine("syntax = \"proto3\"; message A { message B { A a = 1; } B b = 1; }");
  const Message& a = file->messages[0];
  EXPECT_EQ(a.parent, nullptr);
  EXPECT_EQ(a.messages[0].parent, nullptr);
  EXPECT_EQ(a.file, nullptr);
  EXPECT_EQ(a.full_name, "");
  EXPECT_EQ(a.fields[0].message, nullptr);
  EXPECT_EQ(a.fields[0].parent, nullptr);
}

}  // namespace
}  // namespace leyline::test
