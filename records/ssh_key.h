// Public keys of OpenSSH, and which of them made a signature. Nothing is verified here: that is
// ssh-keygen's.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace leyline {

// "ssh-ed25519 AAAA... comment" as "ssh-ed25519 AAAA...": one text for one key. An error (without a
// place) says why it is none, or too weak: DSA, RSA below 3072 bits.
Result<std::string> ReadPublicKey(std::string_view text);

// The key, in that form, that an armoured SSH signature says it was made with. Signatures over
// another hash than SHA-256 or SHA-512 are an error.
Result<std::string> KeyOfSignature(std::string_view armoured);

// The namespace that the signature says it is of; empty for what is no signature.
std::string NamespaceOfSignature(std::string_view armoured);

}  // namespace leyline
