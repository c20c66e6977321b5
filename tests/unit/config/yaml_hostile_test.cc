// Input that is made to hurt: every case must end quickly, with an error, without recursion.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "config/yaml.h"

namespace leyline {
namespace {

std::string Repeat(std::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::string CodeOf(const std::string& text) {
  const Result<YamlNode> root = ParseYaml("f.yaml", text);
  if (root.has_value()) return "";
  EXPECT_LE(root.error().size(), kMostErrorsOfFile + 1);
  return root.error().front().code;
}

TEST(YamlHostileTest, AliasBomb) {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb +=
        "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last + ", " + last + "]\n";
  }
  EXPECT_EQ(CodeOf(bomb), "LG1007");
}

TEST(YamlHostileTest, Cycle) { EXPECT_EQ(CodeOf("&x [*x]"), "LG1007"); }

TEST(YamlHostileTest, Nesting) {
  const std::string_view openers[] = {"[", "{a: ", "- ", "? ", "[[", "{", "!t [", "&a ["};
  for (std::string_view opener : openers) {
    EXPECT_NE(CodeOf(Repeat(opener, 1000)), "") << opener;
    EXPECT_NE(CodeOf(Repeat(opener, static_cast<int>(200'000 / opener.size()))), "") << opener;
    EXPECT_EQ(CodeOf(Repeat(opener, 1'000'000)), "LG1001") << opener;
  }
  EXPECT_EQ(CodeOf(Repeat("[", 17) + Repeat("]", 17)), "LG1009");
  EXPECT_EQ(CodeOf(Repeat("[", 16) + Repeat("]", 16)), "");
  EXPECT_EQ(CodeOf(Repeat("[", 400) + Repeat("]", 400)), "LG1009");
}

TEST(YamlHostileTest, DeepBlocks) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  EXPECT_EQ(CodeOf(text), "LG1009");
}

TEST(YamlHostileTest, HugeScalars) {
  EXPECT_EQ(CodeOf("a: " + std::string(100'000'000, 'x')), "LG1001");
  EXPECT_EQ(CodeOf("a: " + std::string(200'000, 'x')), "LG1009");
  EXPECT_EQ(CodeOf("a: \"" + std::string(200'000, 'x') + "\""), "LG1009");
  EXPECT_EQ(CodeOf("a: |\n" + Repeat("  xxxxxxx\n", 20'000)), "LG1009");
  EXPECT_EQ(CodeOf(std::string(200'000, 'k') + ": 1"), "LG1005");
}

TEST(YamlHostileTest, ManyOfEverything) {
  EXPECT_EQ(CodeOf(Repeat("- x\n", 50'000)), "LG1009");
  EXPECT_EQ(CodeOf("[" + Repeat("[],", 50'000) + "]"), "LG1009");
  EXPECT_EQ(CodeOf(Repeat("a: 1\n", 4'000)), "LG1006");
  EXPECT_EQ(CodeOf(Repeat("---\n", 50'000)), "LG1008");
  EXPECT_EQ(CodeOf(Repeat("\x01", 200'000)), "LG1004");
  EXPECT_EQ(CodeOf("#" + std::string(200'000, '#')), "");
  EXPECT_EQ(CodeOf(Repeat("\n", 200'000)), "");
  EXPECT_NE(CodeOf("a: [" + Repeat("&a ", 60'000)), "");
  EXPECT_NE(CodeOf(Repeat("\"", 200'001)), "");
  EXPECT_NE(CodeOf(Repeat("a ? ", 50'000)), "");
  EXPECT_NE(CodeOf("%" + Repeat("TAG ", 50'000)), "");
}

}  // namespace
}  // namespace leyline
