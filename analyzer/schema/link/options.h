// The built-in options that the rules of the language ask for, read in one pass over an element's
// options.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "analyzer/schema/options.h"

namespace leyline {

// The varints with numbers below 64 of one options message; the last one of a number counts.
class SmallOptions {
 public:
  explicit SmallOptions(std::string_view bytes);

  bool Has(int number) const { return (present_ >> number & 1) != 0; }
  bool IsTrue(int number) const { return Has(number) && values_[Index(number)] != 0; }
  std::optional<uint64_t> Get(int number) const {
    if (!Has(number)) return std::nullopt;
    return values_[Index(number)];
  }

 private:
  static constexpr std::size_t Index(int number) { return static_cast<std::size_t>(number); }

  uint64_t present_ = 0;
  std::array<uint64_t, 64> values_;  // set where present_ says so
};

// The number of `features` in an options message.
int FeaturesNumber(OptionsKind kind);

// The features that an options message sets, as numbers; explicit zeros included.
SmallOptions RawFeatures(OptionsKind kind, std::string_view bytes);

// Whether it sets any.
bool HasFeatures(OptionsKind kind, std::string_view bytes);

// Where an option is written; `otherwise` when the file has no text. `name` is that of a built-in
// option, perhaps with dots: "features.field_presence"; a dot at the end takes anything inside.
Offset OptionAt(const Options& options, std::string_view name, Offset otherwise);

}  // namespace leyline
