// Public keys of OpenSSH, and the signatures that they make (PROTOCOL.sshsig of OpenSSH).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace leyline {

// "ssh-ed25519 AAAA... comment" as "ssh-ed25519 AAAA...": one text for one key. An error (without a
// place) says why it is none, or too weak: DSA, RSA below 3072 bits.
Result<std::string> ReadPublicKey(std::string_view text);

// What an armoured SSH signature says of itself.
struct SshSignature {
  std::string key;        // in that form
  std::string purpose;    // its namespace: what it was made for
  std::string hash;       // "sha256" or "sha512"
  std::string algorithm;  // "ssh-ed25519"
  std::string signature;  // the bytes of that algorithm
};
// LG2017 for what is none, and for one over another hash.
Result<SshSignature> ReadSignature(std::string_view armoured);

// Whether the signature is one over the text; nothing for algorithms that only ssh-keygen knows.
std::optional<bool> Verifies(const SshSignature& signature, std::string_view text);

}  // namespace leyline
