// OpenSSL's one-step digest of old looks no algorithm up by its name: see digest.cc.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "base/ed25519.h"

#include <cstdint>
#include <memory>

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace leyline {
namespace {

const uint8_t* BytesOf(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

}  // namespace

bool IsSignedWithEd25519(std::string_view text, std::string_view signature, std::string_view key) {
  using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
  using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;
  const Key made(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, BytesOf(key), key.size()),
                 &EVP_PKEY_free);
  const Context context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  return made != nullptr && context != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, made.get()) == 1 &&
         EVP_DigestVerify(context.get(), BytesOf(signature), signature.size(), BytesOf(text),
                          text.size()) == 1;
}

std::string Sha512Of(std::string_view bytes) {
  std::string digest(SHA512_DIGEST_LENGTH, '\0');
  SHA512(BytesOf(bytes), bytes.size(), reinterpret_cast<uint8_t*>(digest.data()));
  return digest;
}

}  // namespace leyline
