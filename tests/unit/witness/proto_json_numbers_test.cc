#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "analyzer/witness/proto_json/base64.h"
#include "analyzer/witness/proto_json/numbers.h"

namespace leyline {
namespace {

std::string Whole(std::string_view text) {
  std::string problem;
  const auto number = ParseWholeNumber(text, problem);
  if (!number) return problem;
  return (number->negative ? "-" : "") + std::to_string(number->magnitude);
}

TEST(ProtoJsonNumbers, ReadsIntegersExactly) {
  const std::pair<std::string, std::string> cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0e99999999999999999999", "0"},
      {"-0.000e-5", "0"},
      {"5", "5"},
      {"1.0", "1"},
      {"1e2", "100"},
      {"1E+2", "100"},
      {"100e-2", "1"},
      {"1.5e1", "15"},
      {"0.05e2", "5"},
      {"9007199254740993", "9007199254740993"},
      {"18446744073709551615", "18446744073709551615"},
      {"-18446744073709551615", "-18446744073709551615"},
      {"1844674407370955161500e-2", "18446744073709551615"},
      {"18446744073709551616", "`18446744073709551616` is out of range"},
      {"1e20", "`1e20` is out of range"},
      {"1e999999999999999999999", "`1e999999999999999999999` is out of range"},
      {"1.5", "`1.5` is not an integer"},
      {"1e-1", "`1e-1` is not an integer"},
      {"1e-999999999999999999999", "`1e-999999999999999999999` is not an integer"},
      {"", "`` is not a number"},
      {"-", "`-` is not a number"},
      {" 1", "` 1` is not a number"},
      {"1 ", "`1 ` is not a number"},
      {"01", "`01` is not a number"},
      {"+1", "`+1` is not a number"},
      {"1.", "`1.` is not a number"},
      {".5", "`.5` is not a number"},
      {"1e", "`1e` is not a number"},
      {"0x10", "`0x10` is not a number"},
      {"NaN", "`NaN` is not a number"},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(Whole(text), want) << text;
}

TEST(ProtoJsonNumbers, FitsIntegersIntoTypes) {
  const WholeNumber minimum{.negative = true, .magnitude = uint64_t{1} << 63};
  EXPECT_EQ(Fit<int64_t>(minimum), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(Fit<int64_t>({.negative = true, .magnitude = minimum.magnitude + 1}), std::nullopt);
  EXPECT_EQ(Fit<int64_t>({.negative = false, .magnitude = minimum.magnitude}), std::nullopt);
  EXPECT_EQ(Fit<uint64_t>({.negative = false, .magnitude = UINT64_MAX}), UINT64_MAX);
  EXPECT_EQ(Fit<uint64_t>({.negative = true, .magnitude = 1}), std::nullopt);
  EXPECT_EQ(Fit<int32_t>({.negative = true, .magnitude = 2147483648}), INT32_MIN);
  EXPECT_EQ(Fit<int32_t>({.negative = true, .magnitude = 2147483649}), std::nullopt);
  EXPECT_EQ(Fit<int32_t>({.negative = false, .magnitude = 2147483648}), std::nullopt);
  EXPECT_EQ(Fit<uint32_t>({.negative = false, .magnitude = 4294967295}), UINT32_MAX);
  EXPECT_EQ(Fit<uint32_t>({.negative = false, .magnitude = 4294967296}), std::nullopt);
}

template <class Real>
std::string Again(std::string_view text, bool words,
                  std::optional<Real> (*parse)(std::string_view, bool, std::string&)) {
  std::string problem;
  const auto value = parse(text, words, problem);
  return value ? PrintReal(*value) : problem;
}

TEST(ProtoJsonNumbers, ReadsAndPrintsReals) {
  struct Case {
    std::string_view text, as_double, as_float;
  };
  const Case cases[] = {
      {"0.1", "0.1", "0.1"},
      {"-0", "-0", "-0"},
      {"-0.0e5", "-0", "-0"},
      {"16777217", "16777217", "16777216"},
      {"2147483648", "2147483648", "2147483600"},
      {"9223372036854775807", "9.223372036854776e+18", "9.223372e+18"},
      {"1e300", "1e+300", "`1e300` is out of range"},
      {"-3.5e38", "-3.5e+38", "`-3.5e38` is out of range"},
      {"3.4028235e38", "3.4028235e+38", "3.4028235e+38"},
      {"1e309", "`1e309` is out of range", "`1e309` is out of range"},
      {"-1e999999999999", "`-1e999999999999` is out of range", "`-1e999999999999` is out of range"},
      {"1e-400", "0", "0"},
      {"-1e-400", "-0", "-0"},
      {"0e999", "0", "0"},
      {"5e-324", "5e-324", "0"},
      {"1e-45", "1e-45", "1e-45"},
      {"NaN", "\"NaN\"", "\"NaN\""},
      {"Infinity", "\"Infinity\"", "\"Infinity\""},
      {"-Infinity", "\"-Infinity\"", "\"-Infinity\""},
      {"nan", "`nan` is not a number", "`nan` is not a number"},
      {"inf", "`inf` is not a number", "`inf` is not a number"},
      {"0x1p3", "`0x1p3` is not a number", "`0x1p3` is not a number"},
      {"1.", "`1.` is not a number", "`1.` is not a number"},
      {"", "`` is not a number", "`` is not a number"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Again<double>(c.text, true, ParseDouble), c.as_double) << c.text;
    EXPECT_EQ(Again<float>(c.text, true, ParseFloat), c.as_float) << c.text;
  }
  EXPECT_EQ(Again<double>("NaN", false, ParseDouble), "`NaN` is not a number");
  EXPECT_EQ(Again<float>("Infinity", false, ParseFloat), "`Infinity` is not a number");
}

TEST(ProtoJsonBase64, EncodesWithPadding) {
  const std::pair<std::string, std::string> cases[] = {
      {"", ""},         {"f", "Zg=="},        {"fo", "Zm8="},
      {"foo", "Zm9v"},  {"foob", "Zm9vYg=="}, {"\xff\xfe\xfd", "//79"},
      {"\xfb", "+w=="},
  };
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(EncodeBase64(bytes), text);
    EXPECT_EQ(DecodeBase64(text), bytes) << text;
  }
}

TEST(ProtoJsonBase64, DecodesEitherAlphabetPaddedOrNot) {
  EXPECT_EQ(DecodeBase64("Zg"), "f");
  EXPECT_EQ(DecodeBase64("Zm8"), "fo");
  EXPECT_EQ(DecodeBase64("__79"), "\xff\xfe\xfd");
  EXPECT_EQ(DecodeBase64("-w=="), "\xfb");
  EXPECT_EQ(DecodeBase64("-5"), "\xfb");  // bits left over, as Go, Java and JavaScript take them
  const std::string_view refused[] = {"Z",    "Zm9vY", "Zg=",    "Zm8==",      "Zm9v=", "Zm9v====",
                                      "Z===", "====",  "Z g=",   "Zg==\n",     "-+79",  "Zm=v",
                                      "=",    "==",    "Zg==Zg", "Zm\xc3\xa9v"};
  for (const std::string_view text : refused) EXPECT_EQ(DecodeBase64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace leyline
