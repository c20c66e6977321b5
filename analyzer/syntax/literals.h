// The values of literals. The lexer has already checked their form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leyline::syntax {

// Decimal, octal (0...) or hex (0x...). Nothing when it needs more than 64 bits.
std::optional<uint64_t> IntegerValue(std::string_view digits);

// A decimal number, with or without point and exponent. Beyond the range of double: infinity or 0.
double FloatValue(std::string_view digits);

// Appends the value of a literal (quotes included in `literal`) with its escape sequences resolved.
void AppendUnescaped(std::string_view literal, std::string& value);

}  // namespace leyline::syntax
