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

Sha256 HmacSha256(std::string_view key, std::string_view text) {
  constexpr std::size_t kBlock = 64;
  const auto bytes = [](const Sha256& digest) { return std::string(digest.begin(), digest.end()); };
  std::string block = key.size() > kBlock ? bytes(Sha256Of(key)) : std::string(key);
  block.resize(kBlock, '\0');
  std::string inner;
  std::string outer;
  for (const char c : block) {
    inner.push_back(static_cast<char>(c ^ 0x36));
    outer.push_back(static_cast<char>(c ^ 0x5C));
  }
  return Sha256Of(outer + bytes(Sha256Of(inner.append(text))));
}

}  // namespace leyline
