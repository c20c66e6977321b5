// Scalar values of options and defaults: range checks and their wire form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/model/model.h"
#include "analyzer/schema/options/schema.h"
#include "analyzer/schema/wire.h"

namespace leyline {

// A value ready for the wire. `bits`: integers in two's complement, enum numbers, bools, the bits
// of float (32) and double (64). `bytes`: strings.
struct Scalar {
  uint64_t bits = 0;
  std::string_view bytes = {};
};

bool IsIntegerType(FieldType type);
// Strings and bytes.
bool IsTextType(FieldType type);

WireType WireTypeOf(FieldType type);

// The value without its tag; strings with their length.
void AppendScalar(std::string& to, FieldType type, const Scalar& value);

// False for 0, false, "", +0.0: what a field without presence doesn't write.
bool IsZero(FieldType type, const Scalar& value);

// The bits of an integer literal, or nothing when the type can't hold it.
std::optional<uint64_t> IntegerBits(FieldType type, bool negative, uint64_t magnitude);

// "-2147483648 to 2147483647", for messages.
std::string_view RangeText(FieldType type);

// Rounds as protoc does: beyond the largest float to infinity.
float ToFloat(double value);

// The value of an option that is a scalar. When it has the wrong type or range false, and `problem`
// is what was seen and what was expected. Strings are borrowed from the option.
bool ScalarOf(const Field& field, const OptionDecl& option, OptionTypes& types, Scalar& value,
              std::string& problem);

// The bits of a double for a float or double field.
uint64_t FloatingBits(FieldType type, double value);

}  // namespace leyline
