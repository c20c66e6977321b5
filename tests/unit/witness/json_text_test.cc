#include "analyzer/witness/proto_json/json_text.h"

#include <string>

#include <gtest/gtest.h>

namespace leyline {
namespace {

using namespace std::string_literals;

// The value again, so that a test sees all of it.
std::string Shown(const JsonNode& node) {
  std::string out;
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      return "null";
    case JsonNode::Kind::kBool:
      return node.truth ? "true" : "false";
    case JsonNode::Kind::kNumber:
      return node.text;
    case JsonNode::Kind::kString:
      AppendJsonQuoted(out, node.text);
      return out;
    case JsonNode::Kind::kArray:
      for (const JsonNode& item : node.items) out += (out.empty() ? "" : ",") + Shown(item);
      return "[" + out + "]";
    case JsonNode::Kind::kObject:
      break;
  }
  for (const JsonMember& member : node.members) {
    out += out.empty() ? "" : ",";
    AppendJsonQuoted(out, member.name);
    out += ":" + Shown(member.value);
  }
  return "{" + out + "}";
}

std::string Read(std::string_view text) {
  std::string problem;
  const auto node = ReadJsonText(text, problem);
  EXPECT_EQ(node.has_value(), problem.empty()) << text;
  return node ? Shown(*node) : problem;
}

TEST(JsonText, ReadsEveryKindOfValue) {
  const std::pair<std::string, std::string> cases[] = {
      {"null", "null"},
      {" true\t", "true"},
      {"\r\nfalse\n", "false"},
      {"0", "0"},
      {"-0", "-0"},
      {"-0.50e+07", "-0.50e+07"},
      {"1E-2", "1E-2"},
      {"123456789012345678901234567890", "123456789012345678901234567890"},
      {"\"\"", "\"\""},
      {R"("\"\\\/\b\f\n\r\t")", R"("\"\\/\b\f\n\r\t")"},
      {R"("\u0041\u00e9\u20AC\uD83D\ude00")", "\"A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\""},
      {R"("\u0000\u001f\u007f")", R"("\u0000\u001f\u007f")"},
      {"[]", "[]"},
      {"[1 , [2],{}]", "[1,[2],{}]"},
      {"{}", "{}"},
      {R"({ "a" : 1 , "" : { "a" : [ null ] } })", R"({"a":1,"":{"a":[null]}})"},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(Read(text), want) << text;
}

TEST(JsonText, RefusesWhatIsNotJson) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "invalid JSON at 1:1: expected a value"},
      {"\n tru", "invalid JSON at 2:2: expected a value"},
      {"nul", "invalid JSON at 1:1: expected a value"},
      {"NaN", "invalid JSON at 1:1: expected a value"},
      {"'a'", "invalid JSON at 1:1: expected a value"},
      {"1 2", "invalid JSON at 1:3: more text after the value"},
      {"01", "invalid JSON at 1:2: a number with a leading zero"},
      {"+1", "invalid JSON at 1:1: expected a value"},
      {".5", "invalid JSON at 1:1: expected a value"},
      {"-", "invalid JSON at 1:2: expected a digit"},
      {"1.", "invalid JSON at 1:3: expected a digit"},
      {"1e", "invalid JSON at 1:3: expected a digit"},
      {"1e+", "invalid JSON at 1:4: expected a digit"},
      {"[1,]", "invalid JSON at 1:4: expected a value"},
      {"[1 2]", "invalid JSON at 1:4: expected `,` or `]`"},
      {"[", "invalid JSON at 1:2: expected a value"},
      {"{\"a\" 1}", "invalid JSON at 1:6: expected `:`"},
      {"{\"a\":1,}", "invalid JSON at 1:8: expected a name in double quotes"},
      {"{a:1}", "invalid JSON at 1:2: expected a name in double quotes"},
      {"{\"a\":1", "invalid JSON at 1:7: expected `,` or `}`"},
      {"{\"a\":1,\"b\":2,\"\\u0061\":3}",
       "invalid JSON at 1:25: the name `a` stands twice in one object"},
      {"\"a", "invalid JSON at 1:3: a string without an end"},
      {"\"a\\", "invalid JSON at 1:4: an unknown escape"},
      {"\"\\x41\"", "invalid JSON at 1:3: an unknown escape"},
      {"\"\\u00g0\"", "invalid JSON at 1:6: expected four hexadecimal digits"},
      {"\"\\u00", "invalid JSON at 1:6: expected four hexadecimal digits"},
      {"\"\\udc00\"", "invalid JSON at 1:8: a lone surrogate"},
      {"\"\\ud800\"", "invalid JSON at 1:8: a lone surrogate"},
      {"\"\\ud800\\n\"", "invalid JSON at 1:8: a lone surrogate"},
      {"\"\\ud800\\u0041\"", "invalid JSON at 1:14: a lone surrogate"},
      {"\"\\ud800\\u00x1\"", "invalid JSON at 1:12: expected four hexadecimal digits"},
      {"\"\n\"", "invalid JSON at 1:2: a control character in a string"},
      {"\"\x01\"", "invalid JSON at 1:2: a control character in a string"},
      {"\"\xff\"", "the JSON text is not valid UTF-8"},
      {"\xEF\xBB\xBF{}", "invalid JSON at 1:1: expected a value"},
      {"/**/1", "invalid JSON at 1:1: expected a value"},
      {"1\0"s, "invalid JSON at 1:2: more text after the value"},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(Read(text), want) << text;
}

TEST(JsonText, EndsWithoutAnEndingZero) {
  const std::string text = "[1234]";
  EXPECT_EQ(Read(std::string_view(text).substr(0, 5)), "invalid JSON at 1:6: expected `,` or `]`");
  EXPECT_EQ(Read(std::string_view(text).substr(1, 3)), "123");
}

TEST(JsonText, LimitsDepth) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_EQ(Read(nested(100)), nested(100));
  EXPECT_EQ(Read(nested(101)), "invalid JSON at 1:101: nested deeper than 100 levels");
  EXPECT_EQ(Read(std::string(1000000, '[')),
            "invalid JSON at 1:101: nested deeper than 100 levels");
  std::string objects;
  for (int i = 0; i < 101; ++i) objects += "{\"a\":";
  EXPECT_EQ(Read(objects), "invalid JSON at 1:501: nested deeper than 100 levels");
}

TEST(JsonText, DescribesKinds) {
  EXPECT_EQ(Describe(JsonNode::Kind::kNull), "null");
  EXPECT_EQ(Describe(JsonNode::Kind::kBool), "a bool");
  EXPECT_EQ(Describe(JsonNode::Kind::kNumber), "a number");
  EXPECT_EQ(Describe(JsonNode::Kind::kString), "a string");
  EXPECT_EQ(Describe(JsonNode::Kind::kArray), "a list");
  EXPECT_EQ(Describe(JsonNode::Kind::kObject), "an object");
}

}  // namespace
}  // namespace leyline
