#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/yaml.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kWords[] = {"red", "green", "blue"};

// Reads a text as a map and lets a test ask it.
struct Asked {
  explicit Asked(std::string_view text)
      : root(*ParseYaml("f.yaml", text)), map("f.yaml", root, "thing", errors) {}

  std::vector<std::string> Lines() {
    std::vector<std::string> lines;
    for (const Error& error : FinishErrors(errors)) lines.push_back(Format(error));
    return lines;
  }

  Errors errors;
  YamlNode root;
  YamlMap map;
};

TEST(YamlMapTest, ReadsTypes) {
  Asked a(R"(text: plain
quoted: "yes"
number: -12
flag: true
time: 2026-01-31T23:59:59Z
quoted_time: "2026-01-31T23:59:59Z"
list: [a, b]
word: green
words: [blue, red]
id: test-001
person: a+b@example.org
inner: {x: 1}
)");
  EXPECT_EQ(a.map.String("text"), "plain");
  EXPECT_EQ(a.map.String("quoted"), "yes");
  EXPECT_EQ(a.map.Integer("number", -12, -12), -12);
  EXPECT_EQ(a.map.Bool("flag"), true);
  EXPECT_EQ(FormatTime(a.map.Instant("time").value_or(Time())), "2026-01-31T23:59:59Z");
  EXPECT_EQ(a.map.Instant("quoted_time").has_value(), true);
  EXPECT_THAT(a.map.Strings("list").value_or(std::vector<std::string>()), ElementsAre("a", "b"));
  EXPECT_EQ(a.map.OneOf("word", kWords), "green");
  EXPECT_THAT(a.map.SomeOf("words", kWords).value_or(std::vector<std::string>()),
              ElementsAre("blue", "red"));
  EXPECT_EQ(a.map.Identifier("id"), "test-001");
  EXPECT_EQ(a.map.Identifier("person", IdKind::kPerson), "a+b@example.org");
  ASSERT_NE(a.map.Map("inner"), nullptr);
  EXPECT_EQ(a.map.Map("inner")->entries.size(), 1u);
  EXPECT_TRUE(a.map.Has("text"));
  EXPECT_FALSE(a.map.Has("no"));
  a.map.Finish();
  EXPECT_THAT(a.Lines(), IsEmpty());
}

TEST(YamlMapTest, WhatIsMissingReadsAsAbsent) {
  Asked a("{}");
  EXPECT_FALSE(a.map.String("x").has_value());
  EXPECT_FALSE(a.map.Text("x", {1, 2}).has_value());
  EXPECT_FALSE(a.map.Integer("x", 0, 1).has_value());
  EXPECT_FALSE(a.map.Bool("x").has_value());
  EXPECT_FALSE(a.map.Instant("x").has_value());
  EXPECT_FALSE(a.map.Strings("x").has_value());
  EXPECT_FALSE(a.map.Identifier("x").has_value());
  EXPECT_FALSE(a.map.Identifiers("x").has_value());
  EXPECT_FALSE(a.map.OneOf("x", kWords).has_value());
  EXPECT_FALSE(a.map.SomeOf("x", kWords).has_value());
  EXPECT_EQ(a.map.Map("x"), nullptr);
  EXPECT_EQ(a.map.Sequence("x"), nullptr);
  EXPECT_THAT(a.Lines(), IsEmpty());
}

TEST(YamlMapTest, WrongScalars) {
  const struct {
    std::string_view value;
    char ask;  // s: string, i: integer 1..7, b: bool, t: time, d: id, o: one of, l: list
    std::string_view want;
  } cases[] = {
      {"5", 's',
       "LG1012: `k`: expected text, found the integer `5` (fix: put it in quotes: \"5\")"},
      {"yes", 's',
       "LG1014: `k`: expected text, found the word `yes` (fix: put it in quotes: \"yes\")"},
      {"010", 's',
       "LG1014: `k`: expected text, found the number `010` (fix: put it in quotes: \"010\")"},
      {"true", 's',
       "LG1012: `k`: expected text, found the boolean `true` (fix: put it in quotes: \"true\")"},
      {"1.5", 's',
       "LG1012: `k`: expected text, found the number `1.5` (fix: put it in quotes: \"1.5\")"},
      {"[a]", 's', "LG1012: `k`: expected text, found a list"},
      {"{a: b}", 's', "LG1012: `k`: expected text, found a map"},
      {"", 's', "LG1011: `k` has no value (fix: write a value or leave the key out)"},
      {"~", 'i', "LG1011: `k` has no value (fix: write a value or leave the key out)"},
      {"\"2\"", 'i', "LG1012: `k`: expected an integer, found text `2`"},
      {"two", 'i', "LG1012: `k`: expected an integer, found text `two`"},
      {"true", 'i', "LG1012: `k`: expected an integer, found the boolean `true`"},
      {"010", 'i',
       "LG1014: `k`: `010` is not an integer to every reader (fix: write 8 (octal) or 10 "
       "(decimal))"},
      {"0x2", 'i', "LG1014: `k`: `0x2` is not an integer to every reader (fix: write 2)"},
      {"1_0", 'i', "LG1014: `k`: `1_0` is not an integer to every reader (fix: write 10)"},
      {"2.0", 'i',
       "LG1014: `k`: `2.0` is not an integer to every reader (fix: write an integer in decimal "
       "digits)"},
      {".nan", 'i',
       "LG1014: `k`: `.nan` is not an integer to every reader (fix: write an integer in decimal "
       "digits)"},
      {"8", 'i', "LG1013: `k`: 8 is outside 1..7"},
      {"-1", 'i', "LG1013: `k`: -1 is outside 1..7"},
      {"99999999999999999999", 'i', "LG1013: `k`: 99999999999999999999 is outside 1..7"},
      {"no", 'b', "LG1014: `k`: `no` is not a boolean to every reader (fix: write false)"},
      {"On", 'b', "LG1014: `k`: `On` is not a boolean to every reader (fix: write true)"},
      {"\"true\"", 'b', "LG1012: `k`: expected true or false, found text `true`"},
      {"1", 'b', "LG1012: `k`: expected true or false, found the integer `1`"},
      {"2025-01-15", 't',
       "LG1015: `k`: `2025-01-15` is not an RFC 3339 UTC time (fix: write it like "
       "2026-01-31T23:59:59Z)"},
      {"2025-01-15T10:00:00+01:00", 't',
       "LG1015: `k`: `2025-01-15T10:00:00+01:00` is not an RFC 3339 UTC time (fix: write it like "
       "2026-01-31T23:59:59Z)"},
      {"2025-01-15T24:00:00Z", 't',
       "LG1015: `k`: `2025-01-15T24:00:00Z` is not an RFC 3339 UTC time (fix: write it like "
       "2026-01-31T23:59:59Z)"},
      {"[x]", 't', "LG1012: `k`: expected a time, found a list"},
      {"Test", 'd',
       "LG1016: `k`: `Test` is not an id (fix: use 1 to 64 of a-z, 0-9, `.`, `_`, `-`, beginning "
       "with a letter or digit)"},
      {"-x", 'd',
       "LG1016: `k`: `-x` is not an id (fix: use 1 to 64 of a-z, 0-9, `.`, `_`, `-`, beginning "
       "with a letter or digit)"},
      {"a@b", 'd',
       "LG1016: `k`: `a@b` is not an id (fix: use 1 to 64 of a-z, 0-9, `.`, `_`, `-`, beginning "
       "with a letter or digit)"},
      {"\"\"", 'd',
       "LG1011: `k` is empty (fix: use 1 to 64 of a-z, 0-9, `.`, `_`, `-`, beginning with a letter "
       "or digit)"},
      {"\xD0\xB0lice", 'd',
       "LG1021: `k`: `\xD0\xB0lice` contains U+0430; ids are ASCII (fix: type it again in plain "
       "letters)"},
      {"reed", 'o',
       "LG1012: `k`: unknown `reed`; expected red, green, blue (fix: did you mean `red`?)"},
      {"BLUE", 'o',
       "LG1012: `k`: unknown `BLUE`; expected red, green, blue (fix: did you mean `blue`?)"},
      {"purple", 'o', "LG1012: `k`: unknown `purple`; expected red, green, blue"},
      {"a", 'l', "LG1012: `k`: expected a list, found text `a`"},
      {"[a, b, a]", 'l', "LG1019: `k` lists `a` twice (fix: remove one of them)"},
      {"[a, 1]", 'l',
       "LG1012: `k`: expected text, found the integer `1` (fix: put it in quotes: \"1\")"},
      {"[a, ~]", 'l', "LG1011: `k` has no value (fix: write a value or leave the key out)"},
  };
  for (const auto& c : cases) {
    Asked a("k: " + std::string(c.value) + "\n");
    if (c.ask == 's') a.map.String("k");
    if (c.ask == 'i') a.map.Integer("k", 1, 7);
    if (c.ask == 'b') a.map.Bool("k");
    if (c.ask == 't') a.map.Instant("k");
    if (c.ask == 'd') a.map.Identifier("k");
    if (c.ask == 'o') a.map.OneOf("k", kWords);
    if (c.ask == 'l') a.map.Strings("k");
    const auto lines = a.Lines();
    ASSERT_EQ(lines.size(), 1u) << c.value;
    EXPECT_EQ(lines[0].substr(lines[0].find("LG")), c.want);
    EXPECT_TRUE(lines[0].starts_with("f.yaml:1:")) << lines[0];
  }
}

TEST(YamlMapTest, LongTextsAreCutInMessages) {
  Asked a("k: [" + std::string(200, 'x') + "]\nl: " + std::string(63, 'x') + "\xC3\xA4\xC3\xA4\n");
  a.map.Map("k");
  a.map.Integer("l", 0, 1);
  EXPECT_THAT(a.Lines(),
              ElementsAre("f.yaml:1:4: error LG1012: `k`: expected a map, found a list",
                          "f.yaml:2:4: error LG1012: `l`: expected an integer, found text `" +
                              std::string(63, 'x') + "...`"));
}

TEST(YamlMapTest, TextLengthsCountCharacters) {
  Asked a("a: \xC3\xA4\xC3\xA4\nb: xxx\nc: \"\"\n");
  EXPECT_EQ(a.map.Text("a", {2, 2}), "\xC3\xA4\xC3\xA4");
  EXPECT_FALSE(a.map.Text("b", {1, 2}).has_value());
  EXPECT_FALSE(a.map.Text("c", {1, 2}, "LG3004").has_value());
  EXPECT_THAT(a.Lines(),
              ElementsAre("f.yaml:2:4: error LG1018: `b` has 3 characters; 1 to 2 required",
                          "f.yaml:3:4: error LG3004: `c` has 0 characters; 1 to 2 required"));
}

TEST(YamlMapTest, Require) {
  Asked a("a: 1\nb:\nc: []\nd: {}\ne: \"\"\n");
  EXPECT_TRUE(a.map.Require("a"));
  EXPECT_FALSE(a.map.Require("b"));
  EXPECT_FALSE(a.map.Require("c"));
  EXPECT_FALSE(a.map.Require("d"));
  EXPECT_FALSE(a.map.Require("e"));
  EXPECT_FALSE(a.map.Require("f"));
  a.map.String("b");  // says the same as Require did
  EXPECT_THAT(a.Lines(),
              ElementsAre("f.yaml:1:1: error LG1011: the thing has no `f` (fix: add `f:`)",
                          "f.yaml:2:1: error LG1011: `b` has no value (fix: write a value or leave "
                          "the key out)",
                          "f.yaml:3:4: error LG1011: `c` is empty (fix: write a value)",
                          "f.yaml:4:4: error LG1011: `d` is empty (fix: write a value)",
                          "f.yaml:5:4: error LG1011: `e` is empty (fix: write a value)"));
}

TEST(YamlMapTest, FinishNamesTheUnknown) {
  Asked a("owner: x\nownr: y\nzzz: z\nsoon: 1\n");
  a.map.String("owner");
  const YamlLater later[] = {{"soon", "it comes"}, {"later", "it comes too"}};
  a.map.NotYet(later);
  a.map.Finish();
  EXPECT_THAT(a.Lines(),
              ElementsAre("f.yaml:2:1: error LG1010: unknown key `ownr` in the thing (fix: did you "
                          "mean `owner`?)",
                          "f.yaml:3:1: error LG1010: unknown key `zzz` in the thing (fix: known "
                          "are: owner)",
                          "f.yaml:4:7: error LG1010: `soon` is not supported yet: it comes (fix: "
                          "remove the key)"));
}

TEST(YamlMapTest, SchemaVersions) {
  const struct {
    std::string_view text;
    std::string_view want;
  } cases[] = {
      {"v: 1", ""},
      {"{}", ""},
      {"v: 2", "f.yaml:1:4: error LG1020: `v` 2 is newer than this tool (1) (fix: update leyline)"},
      {"v: 0", "f.yaml:1:4: error LG1020: `v`: 0 is outside 1..2147483647"},
      {"v: one", "f.yaml:1:4: error LG1012: `v`: expected an integer, found text `one`"},
  };
  for (const auto& c : cases) {
    Asked a(c.text);
    a.map.SchemaVersion("v");
    const auto lines = a.Lines();
    EXPECT_EQ(lines.empty() ? "" : lines[0], c.want);
  }
}

TEST(YamlMapTest, WhatIsNotAMap) {
  const struct {
    std::string_view text;
    std::string_view want;
  } cases[] = {
      {"[a]", "f.yaml:1:1: error LG1012: `thing`: expected a map, found a list"},
      {"text", "f.yaml:1:1: error LG1012: `thing`: expected a map, found text `text`"},
      {"",
       "f.yaml:1:1: error LG1011: the thing is empty (fix: write its keys; "
       "leyline schema shows them)"},
  };
  for (const auto& c : cases) {
    Asked a(c.text);
    EXPECT_FALSE(a.map.Has("x"));
    EXPECT_FALSE(a.map.Require("x"));
    EXPECT_FALSE(a.map.String("x").has_value());
    EXPECT_EQ(a.map.Places().Of("x"), (SourceSpan{"f.yaml", 1, 1}));
    a.map.Finish();
    EXPECT_THAT(a.Lines(), ElementsAre(std::string(c.want)));
  }
}

TEST(YamlMapTest, PassesOverWhatWasRefused) {
  Errors errors;
  const auto root = ReadYaml("f.yaml", "a: &x 1\nb: [!t 2, c]\n", errors);
  ASSERT_TRUE(root.has_value());
  ASSERT_EQ(errors.size(), 2u);
  YamlMap map("f.yaml", *root, "thing", errors);
  EXPECT_TRUE(map.Require("a"));
  EXPECT_FALSE(map.Integer("a", 0, 9).has_value());
  EXPECT_THAT(map.Strings("b").value_or(std::vector<std::string>()), ElementsAre("c"));
  map.Finish();
  EXPECT_EQ(errors.size(), 2u);
}

TEST(YamlMapTest, PlacesOfKeys) {
  Asked a("a: 1\nb: [2]\n");
  const FieldPlaces places = a.map.Places();
  EXPECT_EQ(places.Of("b"), (SourceSpan{"f.yaml", 2, 4}));
  EXPECT_EQ(places.Of("c"), (SourceSpan{"f.yaml", 1, 1}));
  EXPECT_EQ(a.map.PlaceOf("a"), (SourceSpan{"f.yaml", 1, 4}));
}

}  // namespace
}  // namespace leyline
