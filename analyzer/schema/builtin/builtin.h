// The files that every contract may import without having them: descriptor.proto (up to edition
// 2024, and what is known of 2026), the well-known types, and the language-specific features.
#pragma once

#include <string_view>

namespace leyline {

// The text of a built-in file by its import path, "google/protobuf/any.proto"; empty when unknown.
// It lives for the whole run.
std::string_view BuiltinFile(std::string_view path);

}  // namespace leyline
