// protoc-gen-leyline: refuses what breaks contracts while they are built, and generates version
// guards.
#pragma once

#include <string>
#include <string_view>

#include "tools/leyline/command.h"

namespace leyline {

// Bytes of a CodeGeneratorRequest -> bytes of a CodeGeneratorResponse. Findings, mistakes in
// contracts and wrong parameters are the response's `error`; it fails only when the request itself
// is broken. The same bytes for the same request and the same versions in the world.
Result<std::string> RunPlugin(World& world, std::string_view request);

}  // namespace leyline
