#include "config/scalar.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace leyline {
namespace {

TEST(ScalarTest, Forms) {
  const struct {
    std::string_view text;
    ScalarForm want;
  } cases[] = {
      {"", ScalarForm::kText},
      {"plain", ScalarForm::kText},
      {"1.2.3", ScalarForm::kText},
      {"2026-01-31", ScalarForm::kText},
      {"2026-01-31T00:00:00Z", ScalarForm::kText},
      {"sha256:00", ScalarForm::kText},
      {"-", ScalarForm::kText},
      {"+", ScalarForm::kText},
      {".", ScalarForm::kText},
      {"e3", ScalarForm::kText},
      {"_1", ScalarForm::kText},
      {"1_", ScalarForm::kNumber},
      {"0x", ScalarForm::kText},
      {"0xfg", ScalarForm::kText},
      {"1e", ScalarForm::kText},
      {"1e+", ScalarForm::kText},
      {"1z", ScalarForm::kText},
      {"nope", ScalarForm::kText},
      {"0", ScalarForm::kInteger},
      {"7", ScalarForm::kInteger},
      {"-12", ScalarForm::kInteger},
      {"99999999999999999999", ScalarForm::kInteger},
      {"-0", ScalarForm::kOddInteger},
      {"+7", ScalarForm::kOddInteger},
      {"010", ScalarForm::kOddInteger},
      {"00", ScalarForm::kOddInteger},
      {"0x2", ScalarForm::kOddInteger},
      {"0XfF", ScalarForm::kOddInteger},
      {"0o17", ScalarForm::kOddInteger},
      {"0b101", ScalarForm::kOddInteger},
      {"1_000", ScalarForm::kOddInteger},
      {"12:30:45", ScalarForm::kOddInteger},
      {"2.0", ScalarForm::kNumber},
      {".5", ScalarForm::kNumber},
      {"1e3", ScalarForm::kNumber},
      {"-1.5E-3", ScalarForm::kNumber},
      {".inf", ScalarForm::kNumber},
      {"-.INF", ScalarForm::kNumber},
      {".NaN", ScalarForm::kNumber},
      {"true", ScalarForm::kBool},
      {"false", ScalarForm::kBool},
      {"True", ScalarForm::kOddBool},
      {"FALSE", ScalarForm::kOddBool},
      {"yes", ScalarForm::kOddBool},
      {"No", ScalarForm::kOddBool},
      {"on", ScalarForm::kOddBool},
      {"OFF", ScalarForm::kOddBool},
      {"y", ScalarForm::kOddBool},
      {"N", ScalarForm::kOddBool},
  };
  for (const auto& c : cases) EXPECT_EQ(FormOf(c.text), c.want) << c.text;
  EXPECT_EQ(FormOf(std::string(65, '7')), ScalarForm::kText);
}

TEST(ScalarTest, Advice) {
  const struct {
    std::string_view text;
    std::string_view want;
  } cases[] = {
      {"yes", "write true"},
      {"OFF", "write false"},
      {"010", "write 8 (octal) or 10 (decimal)"},
      {"-010", "write -8 (octal) or -10 (decimal)"},
      {"08", "write 8"},
      {"00", "write 0"},
      {"-0", "write 0"},
      {"07", "write 7"},
      {"0x2", "write 2"},
      {"-0xFF", "write -255"},
      {"0o17", "write 15"},
      {"0b101", "write 5"},
      {"+7", "write 7"},
      {"1_000", "write 1000"},
      {"12:30", "write it in decimal digits"},
      {"0xffffffffffffffffffff", "write it in decimal digits"},
      {"2.0", "write an integer in decimal digits"},
      {".nan", "write an integer in decimal digits"},
  };
  for (const auto& c : cases) EXPECT_EQ(AdviceFor(c.text), c.want) << c.text;
}

}  // namespace
}  // namespace leyline
