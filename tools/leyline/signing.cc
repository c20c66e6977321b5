#include "tools/leyline/signing.h"

#include <fmt/format.h>

#include "ci/gate/ballots.h"
#include "records/ssh_key.h"

namespace leyline {
namespace {

Error Misuse(std::string code, std::string message, std::string fix) {
  return {.kind = ErrorKind::kUsage,
          .code = std::move(code),
          .message = std::move(message),
          .fix = std::move(fix)};
}

}  // namespace

Flag KeyFlagOf(std::string& key) {
  return {.name = "--key",
          .value = "FILE",
          .help = "the SSH key to sign with, or its public half where an agent has it",
          .text = &key};
}

Result<std::string> KeyFile(World& world, Git& git, const ReviewCase& review,
                            const std::string& told) {
  std::string key = told.empty() ? world.environment("LEYLINE_SIGNING_KEY") : told;
  if (key.empty()) key = git.SigningKey();
  if (!key.empty() && review.run.rules.config.repository.empty()) {
    return Fail(Misuse("LG4016", "leyline.yaml at base gives this repository no name to sign for",
                       "write `repository: NAME` in leyline.yaml, and merge that first"));
  }
  if (!key.empty() || NeededEvidence(review.request) == EvidenceLevel::kDeclared) return key;
  return Fail(Misuse("LG4018", "the policy needs a signature, and there is no key to sign with",
                     "name one: --key FILE, LEYLINE_SIGNING_KEY, or git config user.signingKey "
                     "with gpg.format ssh"));
}

Result<std::string> SignAs(World& world, const ReviewCase& review, const SignedText& text,
                           const std::string& key_file) {
  auto signature = SignText(world, text, key_file);
  if (!signature) return Fail(signature.error());
  auto read = ReadSignature(*signature);
  if (!read) return Fail(read.error());
  const Principal* owner = review.run.rules.people.OwnerOfKey(read->key);
  if (owner != nullptr && fmt::format("`{}`", owner->id) == text.signer) return signature;
  return Fail(Misuse(
      "LG4010",
      owner == nullptr ? fmt::format("roles.yaml at base does not have this key: {}", read->key)
                       : fmt::format("this key belongs to `{}`, not to {}", owner->id, text.signer),
      fmt::format("merge the key into roles.yaml first, under {}, or sign with another",
                  text.signer)));
}

}  // namespace leyline
