#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

TEST(ParseService, ReadsMethods) {
  const auto file = ParseFine(
      "service S {\n"
      "  rpc One(A) returns (.p.B);\n"
      "  rpc Two(stream p.A) returns (stream B) { option deprecated = true; ; }\n"
      "  rpc rpc(streams) returns (stream.p.B) {} ;\n"
      "  option (o) = 1;\n"
      "}");
  const Service& s = file->services[0];
  EXPECT_EQ(s.name, "S");
  EXPECT_EQ(s.options.written.size(), 1u);
  ASSERT_EQ(s.methods.size(), 3u);
  EXPECT_EQ(s.methods[0].name, "One");
  EXPECT_EQ(s.methods[0].input_name, "A");
  EXPECT_EQ(s.methods[0].output_name, ".p.B");
  EXPECT_FALSE(s.methods[0].client_streaming);
  EXPECT_FALSE(s.methods[0].server_streaming);
  EXPECT_EQ(s.methods[1].input_name, "p.A");
  EXPECT_TRUE(s.methods[1].client_streaming);
  EXPECT_TRUE(s.methods[1].server_streaming);
  EXPECT_EQ(s.methods[1].options.written.size(), 1u);
  EXPECT_EQ(s.methods[2].name, "rpc");
  EXPECT_EQ(s.methods[2].input_name, "streams");
  EXPECT_FALSE(s.methods[2].client_streaming);
  EXPECT_EQ(s.methods[2].output_name, ".p.B") << "`stream` is always the keyword, as in protoc";
  EXPECT_TRUE(s.methods[2].server_streaming);
}

TEST(ParseService, KnowsWhereEverythingStands) {
  const auto file = ParseFine("service S { rpc Two(stream p.A) returns (B) { } }\n");
  const Service& s = file->services[0];
  const Method& m = s.methods[0];
  EXPECT_EQ(TextAt(*file, s.pos, 9), "service S");
  EXPECT_EQ(TextAt(*file, s.name_pos, 3), "S {");
  EXPECT_EQ(TextAt(*file, s.end - 1, 2), "}\n");
  EXPECT_EQ(TextAt(*file, m.pos, 7), "rpc Two");
  EXPECT_EQ(TextAt(*file, m.name_pos, 3), "Two");
  EXPECT_EQ(TextAt(*file, m.input_pos, 3), "p.A");
  EXPECT_EQ(TextAt(*file, m.output_pos, 2), "B)");
  EXPECT_EQ(TextAt(*file, m.end - 1, 3), "} }");
}

}  // namespace
}  // namespace leyline::test
