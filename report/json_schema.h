// The JSON Schema (2020-12) of a kind of file, for editors.
#pragma once

#include <string>
#include <string_view>

#include "config/yaml_shape.h"

namespace leyline {

// `kind`: "proposal". Takes all files that the reader takes; what needs more than one place to
// judge it leaves to the reader.
std::string JsonSchema(std::string_view kind, const YamlShape& shape);

}  // namespace leyline
