// Same accept or reject, and the same model, as libprotobuf's parser: on written cases, on the
// seeds of the fuzzer, and on random edits of them.
#include "tests/unit/syntax/oracle.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <gtest/gtest.h>

#include "tests/unit/syntax/parsing.h"

namespace leyline::test {
namespace {

// libprotobuf 3.21 refuses these in its parser; we do so later or not at all:
constexpr std::string_view kWaived[] = {
    "field default value",                   // the linker reads defaults with the type at hand
    "Expected number.",                      // a default
    "Expected string for",                   // a default or json_name
    "Expected \"true\" or \"false\".",       // a default
    "Unsigned field can't have negative",    // a default
    "can't have default values",             // a default
    "Expected \"]\".",                       // behind two strings as a default of a named type
    "Invalid '-' symbol before identifier",  // `-inf` outside of defaults: newer versions take it
    "declares 'option allow_alias",          // the linker's, with the value as a bool
    "declares support for enum aliases",     // likewise
};
// And we refuse these in the parser, it does so later:
constexpr std::string_view kEarly[] = {
    "as map key",                       // the pool's rule
    "the value type of a map",          // a group
    "expected the value of an option",  // it takes any token as default of a named type
    "a string as `json_name`",
    "a number after `-`, found `{`",  // see IsOlderThanTheLanguage
};

template <std::size_t size>
bool Mentions(std::string_view message, const std::string_view (&texts)[size]) {
  return std::any_of(std::begin(texts), std::end(texts), [&](std::string_view text) {
    return message.find(text) != std::string_view::npos;
  });
}

// How both sides differ about a text, or nothing.
std::string Difference(const std::string& text) {
  const Oracle oracle = AskOracle(text);
  const Parsed ours = Parse("a.proto", text);
  if (oracle.accepted && ours.errors.empty()) {
    const std::string want = Describe(oracle.file);
    const std::string got = Describe(*ours.file);
    return got == want ? "" : fmt::format("oracle:\n{}\nours:\n{}", want, got);
  }
  if (oracle.accepted && !Mentions(ours.errors[0].message, kEarly)) {
    return "only we refuse: " + Format(ours.errors[0]);
  }
  if (!oracle.accepted && ours.errors.empty() && !Mentions(oracle.errors[0], kWaived)) {
    return "only the oracle refuses: " + oracle.errors[0];
  }
  return "";
}

std::vector<std::string> Seeds() {
  std::vector<std::string> seeds;
  for (const auto& entry : std::filesystem::directory_iterator(LEYLINE_SYNTAX_SEEDS)) {
    std::ifstream file(entry.path(), std::ios::binary);
    seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  std::sort(seeds.begin(), seeds.end());
  return seeds;
}

bool IsForOracle(const std::string& seed) {
  // It knows no editions and is recursive without bound.
  return seed.find("edition =") == std::string::npos &&
         seed.find("M{message M{") == std::string::npos;
}

TEST(Oracle, AgreesOnTheSeeds) {
  const std::vector<std::string> seeds = Seeds();
  EXPECT_GE(seeds.size(), 10u);
  for (const std::string& seed : seeds) {
    if (!IsForOracle(seed)) continue;
    EXPECT_EQ(Difference(seed), "") << seed;
  }
}

struct Case {
  bool accepted;
  std::string_view text;
};

constexpr Case kCases[] = {
    {true, ""},
    {true, ";"},
    {true, "syntax = 'proto2';"},
    {false, "syntax = 'proto4';"},
    {false, "syntax = 'proto2'"},
    {false, "; syntax = 'proto2';"},
    {true, "message M { optional int32 message = 1; }"},
    {false, "message M { message x = 1; }"},
    {true, "message M { optional message x = 1; }"},
    {false, "syntax = 'proto3'; message M { enum x = 1; }"},
    {true, "syntax = 'proto3'; message M { service x = 1; import y = 2; package z = 3; }"},
    {true, "syntax = 'proto3'; message M { rpc x = 1; syntax y = 2; returns z = 3; }"},
    {true, "syntax = 'proto3'; message M { group Group = 3 {} }"},
    {true, "syntax = 'proto3'; message M { optional.p.T x = 1; }"},
    {true, "syntax = 'proto3'; message M { map x = 1; }"},
    {false, "syntax = 'proto3'; message M { map.T x = 1; }"},
    {true, "syntax = 'proto3'; message M { .map.T x = 1; }"},
    {false, "syntax = 'proto3'; message M { int32.T x = 1; }"},
    {true, "syntax = 'proto3'; message M { .int32 x = 1; }"},
    {true, "message M { extensions 1, 2 to 3, 5 to max [(a) = 1]; }"},
    {false, "message M { extensions 1 to 2 to 3; }"},
    {false, "message M { extensions max; }"},
    {false, "message M { extensions max to 5; }"},
    {true, "message M { reserved 'a' 'b'; }"},
    {false, "message M { reserved 'a',; }"},
    {true, "enum E { A = 0; reserved -1 to max; }"},
    {true, "enum E { A = - 1; }"},
    {false, "enum E { A = +1; }"},
    {false, "enum E { option = 1; }"},
    {true, "enum E { message = 1; enum = 2; rpc = 3; }"},
    {false, "enum E { reserved = 1; }"},
    {true, "service S { ; rpc R(A) returns (B) { ; } ; }"},
    {false, "service S { rpc R(A) returns (B) { rpc } }"},
    {false, "service S { stream R(A, B); }"},
    {true, "service S { rpc R(stream.A) returns (B); }"},
    {false, "service S { rpc R(stream) returns (B); }"},
    {true, "option a = {};"},
    {false, "option a = <b: 1>;"},
    {true, "option a = { <<>>[[]] ))(( ;;; };"},
    {false, "option a = { } };"},
    {true, "option a = 0.5; option b = .5; option c = 5.; option d = 1e9; option e = inf;"},
    {false, "option a = 1.5f;"},
    {true, "option (a).b.(c) = 1; option (.a.b).c = 1;"},
    {false, "option .a = 1;"},
    {false, "option (a.) = 1;"},
    {false, "option a.1 = 1;"},
    {true, "option a='\\u0041\\U0001F600\\x1\\377\\?';"},
    {false, "option a='\\u004';"},
    {false, "option a='\\U01000000';"},
    {false, "option a='\\8';"},
    {false, "option a='\\\n';"},
    {true, "/**/ // \n /***/ /* // */ option a = 1; //"},
    {false, "/* /* */"},
    {false, "/*"},
    {true, "import public 'a'; import weak 'b'; import 'c' \"d\";"},
    {false, "import weak public 'a';"},
    {false, "import 'a', 'b';"},
    {false, "package a; package b;"},
    {false, "extend M {}"},
    {false, "extend M { ; }"},
    {true, "extend M { repeated group G = 1 { optional int32 a = 1; } }"},
    {false, "extend .M.int32. { repeated int32 a = 1; }"},
    {false, "message M { oneof o {} }"},
    {true, "message M { oneof o { option a = 1; int32 x = 1; option b = 2; group G = 2 {} } }"},
    {false, "message M { oneof o { repeated int32 x = 1; } }"},
    {false, "message M { optional int32 x = 4294967296; }"},
    {true, "message M { optional int32 x = 2147483647; }"},
    {true, "message M { optional int32 x = 0; optional int32 x = 0; }"},
    {false, "message M { optional int32 x = 1"},
    {false, "}"},
    {false, "message M { optional int32 x = 09; }"},
    {true, "message M { optional int32 x = 07; }"},
    {false, "message M\x01 {}"},
    {false, "message \xC3\xA9 {}"},
    {true, "// \xC3\xA9\n"},
};

TEST(Oracle, AgreesOnEachCase) {
  for (const Case& c : kCases) {
    EXPECT_EQ(ErrorsOf(c.text).empty(), c.accepted) << c.text;
    EXPECT_EQ(AskOracle(c.text).accepted, c.accepted) << c.text;
    EXPECT_EQ(Difference(std::string(c.text)), "") << c.text;
  }
}

// Where Leyline takes more than libprotobuf 3.21, because the language or later versions do.
TEST(Oracle, IsOlderThanTheLanguage) {
  // And one slip: a sign before an aggregate, dropped silently.
  EXPECT_FALSE(ErrorsOf("option a = -{};").empty());
  EXPECT_TRUE(AskOracle("option a = -{};").accepted);
  for (std::string_view text : {"option a = -inf;", "option a = -nan;", "option a = '\\X41';"}) {
    EXPECT_EQ(ErrorsOf(text), std::vector<std::string>{}) << text;
    EXPECT_FALSE(AskOracle(text).accepted) << text;
  }
}

constexpr std::array<std::string_view, 60> kSnippets = {
    "message", "enum",     "}",        "{",          ";",      "=",       "[",        "]",
    "<",       ">",        ",",        "(",          ")",      "-",       ".",        "1",
    "0x1F",    "017",      "1.5",      "1e9",        "\"s\"",  "'t'",     "foo",      "group",
    "oneof",   "repeated", "required", "map",        "to",     "max",     "reserved", "rpc",
    "stream",  "string",   "option",   "optional",   "int32",  "import",  "default",  "json_name",
    "public",  "weak",     "package",  "syntax",     "extend", "service", "inf",      "/*",
    "//x\n",   "\n",       "09",       "0x",         "1.2.3",  "'\\q'",   "'\\x'",    "5foo",
    "a.b",     "true",     "\x80",     "99999999999"};

using Random = std::mt19937;

std::size_t Below(Random& random, std::size_t limit) {
  return limit == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

void Edit(std::string& text, Random& random) {
  const std::size_t at = Below(random, text.size() + 1);
  const std::string snippet(kSnippets[Below(random, kSnippets.size())]);
  switch (Below(random, 4)) {
    case 0:
      text.erase(at, 1 + Below(random, 4));
      break;
    case 1:
      text.insert(at, " " + snippet + " ");
      break;
    case 2:
      text.insert(at, text.substr(Below(random, text.size() + 1), Below(random, 30)));
      break;
    default: {
      const std::size_t end = text.find_first_of(" ;=.,()[]{}", at);
      text.replace(at, std::min(end, text.size()) - at, snippet);
    }
  }
}

TEST(Oracle, AgreesOnEditedSeeds) {
  constexpr int kRounds = 4000;
  Random random(20'260'522);
  std::vector<std::string> seeds = Seeds();
  std::erase_if(seeds, [](const std::string& seed) { return !IsForOracle(seed); });
  int accepted = 0;
  for (int round = 0; round < kRounds; ++round) {
    std::string text = seeds[Below(random, seeds.size())];
    for (std::size_t edits = 1 + Below(random, 3); edits > 0; --edits) Edit(text, random);
    ASSERT_EQ(Difference(text), "") << "round " << round << ":\n" << text;
    if (ErrorsOf(text).empty()) ++accepted;
  }
  EXPECT_GT(accepted, kRounds / 20) << "the edits must leave enough texts valid";
}

}  // namespace
}  // namespace leyline::test
