#include "config/yaml.h"

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The tree as one line: {a: 1, b: [x, "y"]}, with ~ for null and ! for what was refused.
std::string Show(const YamlNode& node) {
  std::string text;
  switch (node.kind) {
    case YamlKind::kNull:
      return "~";
    case YamlKind::kRefused:
      return "!";
    case YamlKind::kScalar:
      return node.quoted ? "\"" + node.text + "\"" : node.text;
    case YamlKind::kSequence:
      for (const YamlNode& item : node.items) text += (text.empty() ? "" : ", ") + Show(item);
      return "[" + text + "]";
    case YamlKind::kMap:
      for (const auto& [key, value] : node.entries) {
        text += (text.empty() ? "" : ", ") + Show(key) + ": " + Show(value);
      }
      return "{" + text + "}";
  }
  return "?";
}

std::vector<std::string> Lines(const Errors& errors) {
  std::vector<std::string> lines;
  for (const Error& error : errors) lines.push_back(Format(error));
  return lines;
}

std::vector<std::string> ErrorsOf(std::string_view text, const YamlLimits& limits = {}) {
  const Result<YamlNode> root = ParseYaml("f.yaml", text, limits);
  return root.has_value() ? std::vector<std::string>() : Lines(root.error());
}

TEST(YamlTest, ReadsTheCoreOfTheLanguage) {
  const struct {
    std::string_view text;
    std::string_view want;
  } cases[] = {
      {"", "~"},
      {"# only a comment\n", "~"},
      {"a: 1\nb: [x, 'y', \"z\"]\n", "{a: 1, b: [x, \"y\", \"z\"]}"},
      {"---\na: 1\n...\n", "{a: 1}"},
      {"a: |\n  x\n  y\nb: >-\n  x\n  y\n", "{a: \"x\ny\n\", b: \"x y\"}"},
      {"a: 1\r\nb: |\r\n  x\r\n", "{a: 1, b: \"x\n\"}"},
      {"{\"a\": [true, null, {\"b\": \"\\u00e4\"}]}", "{\"a\": [true, ~, {\"b\": \"\xC3\xA4\"}]}"},
      {"a:\nb: ~\nc: null\nd: \"\"\n", "{a: ~, b: ~, c: ~, d: \"\"}"},
      {"- 1\n- - 2\n  - 3\n", "[1, [2, 3]]"},
      {"x", "x"},
      {"a: {}\nb: []\n", "{a: {}, b: []}"},
      {"a: plain text: no\n", ""},
      {"a: '#not a comment' # a comment\n", "{a: \"#not a comment\"}"},
      {"\"<<\": 1\n", "{\"<<\": 1}"},
  };
  for (const auto& c : cases) {
    const Result<YamlNode> root = ParseYaml("f.yaml", c.text);
    EXPECT_EQ(root.has_value(), !c.want.empty()) << c.text;
    if (root.has_value()) {
      EXPECT_EQ(Show(*root), c.want) << c.text;
    }
  }
}

TEST(YamlTest, NodesKnowTheirPlaces) {
  const Result<YamlNode> root =
      ParseYaml("f.yaml", "\n\xC3\xA4: \"\xC3\xA9\" \nlist:\n  - x\n  - {k: v}\nnone:\n");
  ASSERT_TRUE(root.has_value());
  const auto place = [](const YamlNode& node) { return std::pair(node.line, node.column); };
  EXPECT_EQ(place(*root), std::pair(2, 1));
  EXPECT_EQ(place(root->entries[0].key), std::pair(2, 1));
  EXPECT_EQ(place(root->entries[0].value), std::pair(2, 5));  // columns count bytes
  EXPECT_EQ(place(root->entries[1].value), std::pair(4, 3));
  EXPECT_EQ(place(root->entries[1].value.items[1].entries[0].value), std::pair(5, 9));
  EXPECT_EQ(place(root->entries[2].value), std::pair(6, 1));  // a missing value: at its key
  EXPECT_EQ(place(*ParseYaml("f.yaml", "")), std::pair(1, 1));
}

TEST(YamlTest, RefusesWithPlaceCodeAndFix) {
  const std::string indirect =
      " (fix: write the value out in each place; anchors, aliases, tags and merge keys are not "
      "allowed)";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"a: 1\nb: 2\na: 3\n",
       "f.yaml:3:1: error LG1006: duplicate key `a` (first at line 1) (fix: keep one of them; case "
       "does not tell keys apart)"},
      {"a: {b: 1, B: 2}\n",
       "f.yaml:1:11: error LG1006: duplicate key `B` (first at line 1) (fix: keep one of them; "
       "case does not tell keys apart)"},
      {"a: &x 1\n", "f.yaml:1:4: error LG1007: found an anchor or tag" + indirect},
      {"a: &x [1]\n", "f.yaml:1:4: error LG1007: found an anchor or tag" + indirect},
      {"a: &x\n", "f.yaml:1:4: error LG1007: found an anchor or tag" + indirect},
      {"a: ! x\n", "f.yaml:1:4: error LG1007: found an anchor or tag" + indirect},
      {"a: !!str 1\n", "f.yaml:1:4: error LG1007: found an anchor or tag" + indirect},
      {"a: !t {b: 1}\n", "f.yaml:1:4: error LG1007: found an anchor or tag" + indirect},
      {"a: !t [1]\n", "f.yaml:1:4: error LG1007: found an anchor or tag" + indirect},
      {"a: !!null\n", "f.yaml:1:4: error LG1007: found an anchor or tag" + indirect},
      {"<<: {a: 1}\n", "f.yaml:1:1: error LG1007: found a merge key" + indirect},
      {"? [a]\n: b\n",
       "f.yaml:1:3: error LG1007: found a key that is not a word (fix: write `name: value`)"},
      {": x\n",
       "f.yaml:1:1: error LG1007: found a key that is not a word (fix: write `name: value`)"},
      {"a: 1\n---\nb: 2\n",
       "f.yaml:2:1: error LG1008: more than one YAML document, or text after the end of the first "
       "(fix: keep one document a file)"},
      {"{a: 1} rest\n",
       "f.yaml:1:8: error LG1008: more than one YAML document, or text after the end of the first "
       "(fix: keep one document a file)"},
      {"a: 1\n---\n[\n",
       "f.yaml:2:1: error LG1008: more than one YAML document, or text after the end of the first "
       "(fix: keep one document a file)"},
      {"a: [1\n",
       "f.yaml:2:1: error LG1005: not valid YAML: end of sequence flow not found (fix: correct it "
       "there; a text with `: `, "
       "` #` or a sign in front goes in quotes)"},
      {"a: 1\n]\n",
       "f.yaml:2:1: error LG1005: not valid YAML: illegal flow end (fix: correct it there; a text "
       "with `: `, "
       "` #` or a sign in front goes in quotes)"},
      {"a: @x\n",
       "f.yaml:1:4: error LG1005: not valid YAML: unknown token (fix: correct it there; a text "
       "with `: `, "
       "` #` or a sign in front goes in quotes)"},
      {"a: b: c\n",
       "f.yaml:1:5: error LG1005: not valid YAML: illegal map value (fix: correct it there; a text "
       "with `: `, "
       "` #` or a sign in front goes in quotes)"},
      {"a: \"\\0\"\n",
       "f.yaml:1:4: error LG1004: found an escape for U+0000, which is a control character (fix: "
       "remove the character)"},
      {"a: \"x\\u202ey\"\n",
       "f.yaml:1:4: error LG1004: found an escape for U+202E, which turns the direction of text "
       "(fix: remove the character)"},
      {"a: x\nb: \xE2\x80\xAE\n",
       "f.yaml:2:4: error LG1004: byte 8: U+202E turns the direction of text (fix: save the file "
       "as UTF-8 text without it)"},
      {"\xEF\xBB\xBF"
       "a: 1\n",
       "f.yaml:1:1: error LG1004: byte 0: U+FEFF is a byte order mark (fix: save the file as UTF-8 "
       "text without it)"},
      {"a: \xFF\n",
       "f.yaml:1:4: error LG1004: byte 3: byte 0xFF is not valid UTF-8 (fix: save the file as "
       "UTF-8 text without it)"},
  };
  for (const auto& [text, want] : cases) EXPECT_THAT(ErrorsOf(text), ElementsAre(want)) << text;
}

TEST(YamlTest, AliasesAreRefusedOnceEach) {
  const auto errors = ErrorsOf("a: &x 1\nb: [*x, *x]\n");
  ASSERT_EQ(errors.size(), 3u);
  EXPECT_THAT(errors[0], ::testing::StartsWith("f.yaml:1:4: error LG1007: found an anchor or tag"));
  EXPECT_THAT(errors[1], ::testing::StartsWith("f.yaml:2:5: error LG1007: found an alias"));
  EXPECT_THAT(errors[2], ::testing::StartsWith("f.yaml:2:9: error LG1007: found an alias"));
}

TEST(YamlTest, GivesTheTreeBesideTheErrors) {
  Errors errors;
  const auto root =
      ReadYaml("f.yaml", "a: 1\na: 2\nb: &x [1, 2]\nc: *x\nd: !t 3\ne: {<<: 1, f: 4}\n", errors);
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(Show(*root), "{a: 1, b: !, c: !, d: !, e: {f: 4}}");
  EXPECT_EQ(errors.size(), 5u);
  EXPECT_FALSE(ReadYaml("f.yaml", "a: [", errors).has_value());
}

TEST(YamlTest, Limits) {
  const YamlLimits limits = {.bytes = 40, .depth = 2, .nodes = 6, .scalar_bytes = 5};
  EXPECT_THAT(ErrorsOf(std::string(40, ' '), limits), IsEmpty());
  EXPECT_THAT(ErrorsOf(std::string(41, ' '), limits),
              ElementsAre("f.yaml:1:1: error LG1001: 41 bytes exceeds the limit of 40 (fix: split "
                          "the file)"));
  EXPECT_THAT(ErrorsOf("a: [1]\n", limits), IsEmpty());
  EXPECT_THAT(ErrorsOf("a: [[1]]\nb: [[]]\n", limits),
              ElementsAre("f.yaml:1:5: error LG1009: nesting deeper than 2 (fix: flatten the "
                          "structure)"));
  EXPECT_THAT(ErrorsOf("[1, 2, 3, 4, 5]\n", limits), IsEmpty());
  EXPECT_THAT(ErrorsOf("[1, 2, 3, 4, 5, 6, 7]\n", limits),
              ElementsAre("f.yaml:1:17: error LG1009: more than 6 values in one file (fix: split "
                          "the file)"));
  EXPECT_THAT(ErrorsOf("[1, 2, 3, 4, 5, [6, 7]]\n", limits),
              ElementsAre("f.yaml:1:17: error LG1009: more than 6 values in one file (fix: split "
                          "the file)"));
  EXPECT_THAT(ErrorsOf("a: 12345\n", limits), IsEmpty());
  EXPECT_THAT(ErrorsOf("a: 123456\n", limits),
              ElementsAre("f.yaml:1:4: error LG1009: found a text of 6 bytes, more than the limit "
                          "of 5 (fix: shorten it)"));
}

TEST(YamlTest, WhatIsBesideTheRefusedIsStillRead) {
  Errors errors;
  const auto root = ReadYaml("f.yaml", "a: [[[1, {b: 2}]], 3]\nc: 4\n", errors,
                             {.bytes = 100, .depth = 3, .nodes = 100, .scalar_bytes = 10});
  ASSERT_TRUE(root.has_value());
  EXPECT_EQ(Show(*root), "{a: [[!], 3], c: 4}");
  EXPECT_EQ(errors.size(), 1u);
}

TEST(FinishErrorsTest, SortsDropsRepeatsAndCuts) {
  Errors errors;
  errors.push_back(ConfigError({"f", 2, 1}, "LG1", "b"));
  errors.push_back(ConfigError({"f", 1, 1}, "LG1", "a"));
  errors.push_back(ConfigError({"f", 1, 1}, "LG1", "a"));
  EXPECT_THAT(Lines(FinishErrors(errors)),
              ElementsAre("f:1:1: error LG1: a", "f:2:1: error LG1: b"));
  for (int i = 0; i < 250; ++i) errors.push_back(ConfigError({"f", 10 + i, 1}, "LG2", "c"));
  const auto lines = Lines(FinishErrors(errors));
  ASSERT_EQ(lines.size(), kMostErrorsOfFile + 1);
  EXPECT_EQ(lines.back(), "f:207:1: error: 52 more errors in this file are not shown");
}

TEST(FieldPlacesTest, FallBackToTheRecord) {
  FieldPlaces places;
  EXPECT_EQ(places.Of("x"), SourceSpan());
  places.SetWhole({"f", 1, 1});
  places.Set("x", {"f", 2, 4});
  EXPECT_EQ(places.Of("x"), (SourceSpan{"f", 2, 4}));
  EXPECT_EQ(places.Of("y"), (SourceSpan{"f", 1, 1}));
  EXPECT_EQ(ConfigError({}, "LG1", "m").where, std::nullopt);
}

}  // namespace
}  // namespace leyline
