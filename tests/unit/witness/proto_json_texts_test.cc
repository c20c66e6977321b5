#include <string>

#include <gtest/gtest.h>

#include "analyzer/witness/proto_json/texts.h"

namespace leyline {
namespace {

TEST(ProtoJsonTexts, TimestampsThereAndBack) {
  struct Case {
    SecondsAndNanos time;
    std::string_view text;
  };
  const Case cases[] = {
      {{0, 0}, "1970-01-01T00:00:00Z"},
      {{5, 100000000}, "1970-01-01T00:00:05.100Z"},
      {{5, 120000}, "1970-01-01T00:00:05.000120Z"},
      {{5, 1}, "1970-01-01T00:00:05.000000001Z"},
      {{-1, 999999999}, "1969-12-31T23:59:59.999999999Z"},
      {{951782400, 0}, "2000-02-29T00:00:00Z"},
      {{-62135596800, 0}, "0001-01-01T00:00:00Z"},
      {{253402300799, 999999999}, "9999-12-31T23:59:59.999999999Z"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(PrintTimestamp(c.time), c.text);
    EXPECT_EQ(ParseTimestamp(c.text), c.time) << c.text;
  }
}

TEST(ProtoJsonTexts, TimestampsOutOfRangeHaveNoText) {
  const SecondsAndNanos refused[] = {{-62135596801, 0}, {253402300800, 0}, {0, -1},
                                     {0, 1000000000},   {INT64_MIN, 0},    {INT64_MAX, 0},
                                     {0, INT32_MIN},    {0, INT32_MAX}};
  for (const auto& time : refused) EXPECT_EQ(PrintTimestamp(time), std::nullopt) << time.seconds;
}

TEST(ProtoJsonTexts, TimestampsOfOtherZonesAndPrecisions) {
  const std::pair<std::string_view, SecondsAndNanos> cases[] = {
      {"1970-01-01T08:00:00+08:00", {0, 0}},
      {"1969-12-31T20:30:00.5-03:30", {0, 500000000}},
      {"1970-01-01T00:00:00.12345Z", {0, 123450000}},
      {"1970-01-01T00:00:00-00:00", {0, 0}},
      {"0000-12-31T23:00:00-01:00", {-62135596800, 0}},
  };
  for (const auto& [text, time] : cases) EXPECT_EQ(ParseTimestamp(text), time) << text;
}

TEST(ProtoJsonTexts, RefusesOtherTimestamps) {
  const std::string_view refused[] = {
      "",
      "1970",
      "1970-01",
      "1970-01-01",
      "1970-01-01T00:00:00",
      "1970-01-01 00:00:00Z",
      "1970-01-01t00:00:00Z",
      "1970-01-01T00:00:00z",
      "1970-01-01T00:00Z",
      "1970-01-01T24:00:00Z",
      "1970-01-01T00:60:00Z",
      "1970-01-01T00:00:60Z",
      "1970-13-01T00:00:00Z",
      "1970-00-01T00:00:00Z",
      "1970-01-00T00:00:00Z",
      "1970-02-29T00:00:00Z",
      "1970-04-31T00:00:00Z",
      "70-01-01T00:00:00Z",
      "10000-01-01T00:00:00Z",
      "-001-01-01T00:00:00Z",
      "1970-1-01T00:00:00Z",
      "1970-01-01T0:00:00Z",
      "1970-01-01T00:00:00.Z",
      "1970-01-01T00:00:00,5Z",
      "1970-01-01T00:00:00.1234567890Z",
      "1970-01-01T00:00:00+0800",
      "1970-01-01T00:00:00+24:00",
      "1970-01-01T00:00:00+08:60",
      "1970-01-01T00:00:00*08:00",
      "1970-01-01T00:00:00+xx:00",
      "1970-01-01T00:00:00ZZ",
      " 1970-01-01T00:00:00Z",
      "0000-12-31T23:59:59Z",
      "0001-01-01T00:00:00+00:01",
      "9999-12-31T23:59:59-00:01",
  };
  for (const std::string_view text : refused) EXPECT_EQ(ParseTimestamp(text), std::nullopt) << text;
}

TEST(ProtoJsonTexts, DurationsThereAndBack) {
  const std::pair<SecondsAndNanos, std::string_view> cases[] = {
      {{0, 0}, "0s"},
      {{1, 500000000}, "1.500s"},
      {{-1, -500000}, "-1.000500s"},
      {{0, -1}, "-0.000000001s"},
      {{315576000000, 0}, "315576000000s"},
      {{-315576000000, -999999999}, "-315576000000.999999999s"},
  };
  for (const auto& [span, text] : cases) {
    EXPECT_EQ(PrintDuration(span), text);
    EXPECT_EQ(ParseDuration(text), span) << text;
  }
  EXPECT_EQ(ParseDuration("1.5s"), (SecondsAndNanos{1, 500000000}));
  EXPECT_EQ(ParseDuration("-0s"), (SecondsAndNanos{0, 0}));
}

TEST(ProtoJsonTexts, DurationsOutOfRangeHaveNoText) {
  const SecondsAndNanos refused[] = {
      {315576000001, 0}, {-315576000001, 0}, {0, 1000000000}, {0, -1000000000}, {1, -1},
      {-1, 1},           {INT64_MIN, 0},     {0, INT32_MIN}};
  for (const auto& span : refused) EXPECT_EQ(PrintDuration(span), std::nullopt) << span.seconds;
}

TEST(ProtoJsonTexts, RefusesOtherDurations) {
  const std::string_view refused[] = {
      "",     "s",    "1",    "1.s",           ".5s", "+1s",           "01s", "1 s",
      "1S",   "1ss",  "--1s", "1e2s",          "0.5", "1.0000000001s", " 1s", "-s",
      "-.5s", "1,5s", "NaNs", "315576000001s", "1.5", "9999999999999s"};
  for (const std::string_view text : refused) EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
}

TEST(ProtoJsonTexts, MaskPathsThereAndBack) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"foo", "foo"},
      {"foo_bar.baz_q", "fooBar.bazQ"},
      {"a1_b", "a1B"},
      {"_foo", "Foo"},
  };
  for (const auto& [path, text] : cases) {
    EXPECT_EQ(PrintMaskPath(path), text);
    EXPECT_EQ(ParseMaskPath(text), path);
  }
}

TEST(ProtoJsonTexts, MaskPathsThatWouldNotComeBack) {
  const std::string_view unprintable[] = {"fooBar", "foo__bar", "foo_", "foo_1", "_",
                                          "a._.b",  "",         "a..b", ".a",    "a.",
                                          "1",      "a-b",      "a b",  "a_B",   "\xc3\xa9"};
  for (const auto path : unprintable) EXPECT_EQ(PrintMaskPath(path), std::nullopt) << path;
  const std::string_view refused[] = {"foo_bar", "", "a..b", "a.", "1", "a-b", "a b", " a", "*"};
  for (const auto text : refused) EXPECT_EQ(ParseMaskPath(text), std::nullopt) << text;
}

}  // namespace
}  // namespace leyline
