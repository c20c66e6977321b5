// How sure it is who said something.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace leyline {

// Worst first.
enum class EvidenceLevel : uint8_t { kDeclared, kSigned };
inline constexpr std::string_view kEvidenceWords[] = {"declared", "sshsig"};
inline std::string_view NameOf(EvidenceLevel evidence) {
  return kEvidenceWords[static_cast<std::size_t>(evidence)];
}

// What was found out about a signature, by a program that can (tools/).
struct Proof {
  EvidenceLevel evidence = EvidenceLevel::kDeclared;  // kDeclared: there is no signature
  std::string key;  // "ssh-ed25519 AAAA...", that made a signature
  // Why the signature is none, with its code; empty when it verifies or isn't there.
  std::string code = {};
  std::string problem = {};
};

}  // namespace leyline
