// What readers of YAML make of a plain scalar. Versions of YAML disagree on many forms; those are
// named here so that they can be refused with advice.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leyline {

enum class ScalarForm : uint8_t {
  kText,
  kInteger,     // canonical: 0, 7, -12
  kOddInteger,  // an integer to some readers: 010, 0x2, 1_0, +7, 12:30
  kNumber,      // 2.5, 1e3, .inf
  kBool,        // true, false
  kOddBool,     // a boolean to some readers: yes, Off, TRUE
};

ScalarForm FormOf(std::string_view plain);

// What to write instead of an odd scalar: "write 8 (octal) or 10 (decimal)", "write true".
std::string AdviceFor(std::string_view plain);

}  // namespace leyline
