// The two pseudo-options of fields: `default` and `json_name`.
#pragma once

#include <optional>
#include <string>

#include "analyzer/schema/link/problems.h"

namespace leyline {

// Fills Field::default_value and a written json_name of every field of the file; types are
// resolved.
void ResolvePseudoOptions(File& file, Problems& problems);

// As protoc prints a float and a double in FieldDescriptorProto.default_value.
std::string FloatText(float value);
std::string DoubleText(double value);

// As protoc escapes bytes there: printable ASCII as it is, the rest as \n, \r, \t or octal.
std::string EscapeBytes(std::string_view bytes);
// The bytes of an escaped text; nothing when an escape is wrong.
std::optional<std::string> UnescapeBytes(std::string_view text);

}  // namespace leyline
