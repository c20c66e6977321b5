// SHA-256, the one digest of Leyline. OpenSSL lives behind this wall.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace leyline {

using Sha256 = std::array<uint8_t, 32>;

Sha256 Sha256Of(std::string_view bytes);

// "sha256:" and 64 lower-case hex digits.
std::string DigestText(const Sha256& digest);

// Lower-case hex of any bytes.
std::string Hex(std::string_view bytes);

// The part behind its length: no other list of parts makes the same text.
void AppendPart(std::string& text, std::string_view part);

// A digest of a list of texts that no other list shares.
Sha256 Sha256OfParts(std::initializer_list<std::string_view> parts);

// RFC 2104, over SHA-256.
Sha256 HmacSha256(std::string_view key, std::string_view text);

}  // namespace leyline
