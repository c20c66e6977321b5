// Base64 of ProtoJSON's bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace leyline {

// The standard alphabet, padded.
std::string EncodeBase64(std::string_view bytes);

// Either alphabet, though not both at once; with all of its padding or none. Bits beyond the last
// byte are ignored, as Go, Java and JavaScript do.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace leyline
