// Numbers of ProtoJSON: exact integers and correctly rounded reals out of decimal text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace leyline {

// An integer of up to 64 bits and its sign. Zero has no sign.
struct WholeNumber {
  bool negative = false;
  uint64_t magnitude = 0;
};

// 1.0 and 1e2 are integers, 1.5 is not. Nothing when the text is not a JSON number, has a fraction
// or needs more than 64 bits; `problem` says which.
std::optional<WholeNumber> ParseWholeNumber(std::string_view text, std::string& problem);

// Nothing when the type can't hold the number.
template <class Int>
std::optional<Int> Fit(const WholeNumber& number) {
  if (!number.negative) {
    if (!std::in_range<Int>(number.magnitude)) return std::nullopt;
    return static_cast<Int>(number.magnitude);
  }
  constexpr uint64_t kMinimum = uint64_t{1} << 63;
  if (number.magnitude > kMinimum) return std::nullopt;
  const auto value = static_cast<int64_t>(~number.magnitude + 1);
  if (!std::in_range<Int>(value)) return std::nullopt;
  return static_cast<Int>(value);
}

// A JSON number, or one of the texts "NaN", "Infinity", "-Infinity" where `words` is set. What is
// too large for the type is refused, what is too small for it is zero.
std::optional<double> ParseDouble(std::string_view text, bool words, std::string& problem);
std::optional<float> ParseFloat(std::string_view text, bool words, std::string& problem);

// The shortest text that reads back as the same number; in quotes where JSON has no number for it.
std::string PrintReal(double value);
std::string PrintReal(float value);

}  // namespace leyline
