// Verifying Ed25519 (RFC 8032) signatures. OpenSSL lives behind this wall.
#pragma once

#include <string>
#include <string_view>

namespace leyline {

// Whether `signature` (64 bytes) over `text` was made with the other half of `key` (32 bytes).
bool IsSignedWithEd25519(std::string_view text, std::string_view signature, std::string_view key);

// The 64 bytes of SHA-512.
std::string Sha512Of(std::string_view bytes);

}  // namespace leyline
