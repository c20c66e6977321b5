#include "ci/event_line.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/unit/ci/testing.h"

namespace leyline {
namespace {

using testing::At;
using testing::ProblemOf;

constexpr char kLine[] =
    R"({"actor":"alice","data":{"a":"1","b":"\"\\\n\u0001é"},"hash":"h","prev":"p",)"
    R"("scope":"s","seq":7,"subject":"x","ts":"2026-01-01T00:01:40Z","type":"t","v":1})";

Event Sample() {
  return {.seq = 7,
          .at = At(100),
          .type = "t",
          .actor = "alice",
          .scope = "s",
          .subject = "x",
          .data = {{"a", "1"}, {"b", "\"\\\n\x01\xc3\xa9"}},
          .prev = "p",
          .hash = "h"};
}

TEST(EventLine, IsCanonicalJson) { EXPECT_EQ(EventLine(Sample()), kLine); }

TEST(EventLine, ReadsBack) {
  const Result<Event> event = ParseEventLine(kLine, {"log", 3, 0});
  ASSERT_TRUE(event.has_value()) << Format(event.error().front());
  EXPECT_EQ(*event, Sample());
}

TEST(EventLine, HashLeavesOnlyTheHashOut) {
  Event event = Sample();
  const std::string hash = EventHash(event);
  event.hash = "another";
  EXPECT_EQ(EventHash(event), hash);
  event.seq = 8;
  EXPECT_NE(EventHash(event), hash);
}

TEST(EventLine, AnyTextReadsBack) {
  EXPECT_TRUE(rc::check([](std::string actor, std::string value) {
    Event event = Sample();
    event.actor = std::move(actor);
    event.data[1].second = std::move(value);
    const Result<Event> read = ParseEventLine(EventLine(event), {"log", 1, 0});
    if (!read.has_value()) {
      RC_ASSERT(read.error().front().message == "not an event: the line is not valid UTF-8");
      return;
    }
    RC_ASSERT(*read == event);
  }));
}

TEST(EventLine, EveryCutIsRefused) {
  const std::string line = kLine;
  for (std::size_t size = 0; size < line.size(); ++size) {
    EXPECT_FALSE(ParseEventLine(line.substr(0, size), {"log", 1, 0}).has_value()) << size;
  }
}

struct Refused {
  const char* name;
  std::string from;
  std::string to;
  std::string problem;
  std::string at;  // what stands at the reported column
};

void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.name; }

class EventLineRefuses : public ::testing::TestWithParam<Refused> {};

TEST_P(EventLineRefuses, Line) {
  std::string line = kLine;
  const std::size_t at = line.find(GetParam().from);
  ASSERT_NE(at, std::string::npos);
  line.replace(at, GetParam().from.size(), GetParam().to);
  const Result<Event> event = ParseEventLine(line, {"log", 3, 0});
  EXPECT_EQ(ProblemOf(event), "LG8008: not an event: " + GetParam().problem);
  const SourceSpan where = *event.error().front().where;
  EXPECT_EQ(where.line, 3);
  ASSERT_GE(where.column, 1);
  EXPECT_THAT(line.substr(static_cast<std::size_t>(where.column) - 1),
              ::testing::StartsWith(GetParam().at));
}

INSTANTIATE_TEST_SUITE_P(
    All, EventLineRefuses,
    ::testing::Values(
        Refused{"not_json", "{\"actor\"", "actor", "expected `{`", "actor"},
        Refused{"duplicate_key", "\"prev\":\"p\"", "\"hash\":\"h\"",
                "expected key `prev`, found `hash`", "\"hash\":\"h\",\"scope"},
        Refused{"unknown_key", "\"scope\"", "\"scopes\"", "expected key `scope`, found `scopes`",
                "\"scopes"},
        Refused{"blank", "{\"actor\":", "{\"actor\": ", "expected `\"`", " \"alice"},
        Refused{"data_out_of_order", "\"a\":\"1\"", "\"c\":\"1\"",
                "key `b` of `data` is repeated or out of order", "\"b\":\"\\\""},
        Refused{"data_repeated", "\"a\":\"1\"", "\"b\":\"1\"",
                "key `b` of `data` is repeated or out of order", "\"b\":\"\\\""},
        Refused{"data_nested", "\"a\":\"1\"", "\"a\":{}", "expected `\"`", "{}"},
        Refused{"data_number", "\"a\":\"1\"", "\"a\":1", "expected `\"`", "1,"},
        Refused{"comma_missing", "\"1\",", "\"1\"", "expected `,`", "\"b\":"},
        Refused{"negative_seq", "\"seq\":7", "\"seq\":-7", "expected a number that fits 63 bits",
                "-7"},
        Refused{"huge_seq", "\"seq\":7", "\"seq\":9223372036854775808",
                "expected a number that fits 63 bits", "9223"},
        Refused{"leading_zero", "\"seq\":7", "\"seq\":07", "the line is not in canonical form",
                "{"},
        Refused{"fraction", "\"seq\":7", "\"seq\":7.0", "expected `,`", ".0"},
        Refused{"version", "\"v\":1", "\"v\":2", "version 2 instead of 1", ""},
        Refused{"more_text", "\"v\":1}", "\"v\":1} ", "more text after the end", " "},
        Refused{"time", "00:01:40Z", "00:01:60Z",
                "`2026-01-01T00:01:60Z` is not an RFC 3339 UTC time", ",\"type"},
        Refused{"bad_utf8", "\xc3\xa9", "\xc3", "the line is not valid UTF-8", "{"},
        Refused{"raw_control", "\\u0001", "\x01", "a raw control character in a text", "\x01"},
        Refused{"upper_case_escape", "\\u0001", "\\u001F", "the line is not in canonical form",
                "{"},
        Refused{"long_escape", "\\n", "\\u000a", "the line is not in canonical form", "{"},
        Refused{"needless_escape", "\\u0001", "\\u0041", "an escape that is not canonical",
                "\\u0041"},
        Refused{"slash_escape", "\\n", "\\/", "an escape that is not canonical", "\\/"},
        Refused{"surrogate", "\\u0001", "\\ud800", "an escape that is not canonical", "\\ud800"},
        Refused{"bad_hex", "\\u0001", "\\u00g1", "an escape that is not canonical", "\\u00g1"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(EventLine, TooLongIsRefused) {
  Event event = Sample();
  event.subject = std::string(kMaxEventLine, 'x');
  EXPECT_THAT(ProblemOf(ParseEventLine(EventLine(event), {"log", 1, 0})),
              ::testing::HasSubstr("bytes, more than 65536"));
}

}  // namespace
}  // namespace leyline
