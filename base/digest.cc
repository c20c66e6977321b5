// The functions that take the algorithm's name look it up each time, and first make a table of all
// that the library has: more than a small comparison takes.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/digest.h"

#include <openssl/sha.h>

#include "base/check.h"

namespace leyline {
namespace {

std::string HexOf(const uint8_t* bytes, std::size_t size) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex(size * 2, '0');
  for (std::size_t i = 0; i < size; ++i) {
    hex[2 * i] = kDigits[bytes[i] >> 4];
    hex[2 * i + 1] = kDigits[bytes[i] & 15];
  }
  return hex;
}

}  // namespace

Sha256 Sha256Of(std::string_view bytes) {
  Sha256 digest{};
  SHA256_CTX context;
  const bool done = SHA256_Init(&context) == 1 &&
                    SHA256_Update(&context, bytes.data(), bytes.size()) == 1 &&
                    SHA256_Final(digest.data(), &context) == 1;
  CHECK(done, "SHA-256 is always available");
  return digest;
}

std::string DigestText(const Sha256& digest) {
  return "sha256:" + HexOf(digest.data(), digest.size());
}

std::string Hex(std::string_view bytes) {
  return HexOf(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

void AppendPart(std::string& text, std::string_view part) {
  text.append(std::to_string(part.size())).append(":").append(part);
}

Sha256 Sha256OfParts(std::initializer_list<std::string_view> parts) {
  std::string framed;
  for (std::string_view part : parts) AppendPart(framed, part);
  return Sha256Of(framed);
}

}  // namespace leyline
