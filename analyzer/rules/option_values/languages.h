// Which generated code follows a built-in option.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "analyzer/schema/options.h"

namespace leyline::rules {

// The languages whose generated code has other names or signatures with another value of the
// option.
struct OptionLanguages {
  OptionsKind kind;
  uint32_t number;
  std::string_view name;
  std::span<const std::string_view> languages;  // empty: only how the code works inside
};

// Null for an option that is not known.
const OptionLanguages* LanguagesOf(OptionsKind kind, uint32_t number);

}  // namespace leyline::rules
