#include "records/ssh_key.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "analyzer/witness/proto_json/base64.h"
#include "base/digest.h"
#include "base/ed25519.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::string_view kBegin = "-----BEGIN SSH SIGNATURE-----";
constexpr std::string_view kEnd = "-----END SSH SIGNATURE-----";
constexpr std::string_view kMagic = "SSHSIG";
constexpr std::string_view kMagicAndVersion{"SSHSIG\0\0\0\1", 10};
constexpr std::string_view kEd25519 = "ssh-ed25519";
constexpr std::string_view kRsa = "ssh-rsa";
constexpr std::size_t kLongestKey = 4096;
constexpr std::size_t kShortestRsa = 3072;  // bits

constexpr std::string_view kAlgorithms[] = {kEd25519,
                                            "sk-ssh-ed25519@openssh.com",
                                            "ecdsa-sha2-nistp256",
                                            "ecdsa-sha2-nistp384",
                                            "ecdsa-sha2-nistp521",
                                            "sk-ecdsa-sha2-nistp256@openssh.com",
                                            kRsa};

tl::unexpected<Errors> Refuse(std::string message, std::string fix) {
  return Fail({.kind = ErrorKind::kConfig,
               .code = "LG2017",
               .message = std::move(message),
               .where = std::nullopt,
               .fix = std::move(fix)});
}

// Takes the next length-prefixed text off the front.
std::optional<std::string_view> TakeText(std::string_view& bytes) {
  if (bytes.size() < 4) return std::nullopt;
  uint32_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<uint8_t>(bytes[i]);
  bytes.remove_prefix(4);
  if (length > bytes.size()) return std::nullopt;
  const std::string_view text = bytes.substr(0, length);
  bytes.remove_prefix(length);
  return text;
}

// Bits of the modulus, which is the second number.
std::size_t RsaBits(std::string_view numbers) {
  TakeText(numbers);
  std::string_view modulus = TakeText(numbers).value_or("");
  while (!modulus.empty() && modulus.front() == '\0') modulus.remove_prefix(1);
  return modulus.size() * 8;
}

// What a key's bytes say, whatever the words around them.
Result<std::string> FromBlob(std::string_view blob) {
  std::string_view rest = blob;
  const std::string_view algorithm = TakeText(rest).value_or("");
  if (std::find(std::begin(kAlgorithms), std::end(kAlgorithms), algorithm) ==
      std::end(kAlgorithms)) {
    return Refuse(fmt::format("`{}` is not a kind of key that can sign", Printable(algorithm)),
                  "ssh-keygen -t ed25519 makes one that can");
  }
  if (algorithm == kRsa && RsaBits(rest) < kShortestRsa) {
    return Refuse(fmt::format("an RSA key of {} bits is weak; at least {} are needed",
                              RsaBits(rest), kShortestRsa),
                  "ssh-keygen -t ed25519 makes a better one");
  }
  return fmt::format("{} {}", algorithm, EncodeBase64(blob));
}

// The bytes behind the magic and the version: key, namespace, reserved, hash, signature.
std::optional<std::string> SignatureFields(std::string_view armoured) {
  std::string_view text = Trim(armoured);
  if (!text.starts_with(kBegin) || !text.ends_with(kEnd)) return std::nullopt;
  text.remove_prefix(kBegin.size());
  text.remove_suffix(std::min(kEnd.size(), text.size()));
  std::string base64(text);
  std::erase_if(base64, [](char c) { return c == '\n' || c == '\r'; });
  std::optional<std::string> bytes = DecodeBase64(base64);
  if (!bytes.has_value() || !bytes->starts_with(kMagicAndVersion)) return std::nullopt;
  return bytes->substr(kMagicAndVersion.size());
}

void PutText(std::string& out, std::string_view text) {
  for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<char>(text.size() >> shift));
  out.append(text);
}

}  // namespace

Result<std::string> ReadPublicKey(std::string_view text) {
  const std::vector<std::string_view> words = Split(Trim(text), ' ');
  if (words.size() < 2 || text.size() > kLongestKey) {
    return Refuse("this is not a public key of OpenSSH",
                  "paste the line of a .pub file: ssh-ed25519 AAAA...");
  }
  const std::optional<std::string> blob = DecodeBase64(words[1]);
  if (!blob.has_value()) return Refuse("the key is not base64", "paste the whole line again");
  Result<std::string> key = FromBlob(*blob);
  if (key.has_value() && !key->starts_with(fmt::format("{} ", words[0]))) {
    return Refuse(fmt::format("the key says it is `{}`, and is another kind", Printable(words[0])),
                  "paste the line of the .pub file again");
  }
  return key;
}

Result<SshSignature> ReadSignature(std::string_view armoured) {
  const std::optional<std::string> fields = SignatureFields(armoured);
  std::string_view rest = fields.has_value() ? std::string_view(*fields) : std::string_view();
  const std::optional<std::string_view> key = TakeText(rest);
  const std::optional<std::string_view> purpose = TakeText(rest);
  TakeText(rest);  // reserved
  const std::optional<std::string_view> hash = TakeText(rest);
  std::string_view made = TakeText(rest).value_or("");
  const std::optional<std::string_view> algorithm = TakeText(made);
  const std::optional<std::string_view> signature = TakeText(made);
  if (!signature.has_value() || !rest.empty() || (hash != "sha256" && hash != "sha512")) {
    return Refuse("this is not an SSH signature", "leyline approve writes one");
  }
  auto known = FromBlob(*key);
  if (!known) return Fail(known.error());
  return SshSignature{std::move(*known), std::string(*purpose), std::string(*hash),
                      std::string(*algorithm), std::string(*signature)};
}

std::optional<bool> Verifies(const SshSignature& signature, std::string_view text) {
  if (!signature.key.starts_with(fmt::format("{} ", kEd25519))) return std::nullopt;
  if (signature.algorithm != kEd25519) return false;
  const std::optional<std::string> blob =
      DecodeBase64(std::string_view(signature.key).substr(kEd25519.size() + 1));
  std::string_view rest = blob.has_value() ? std::string_view(*blob) : std::string_view();
  TakeText(rest);  // its algorithm
  const std::string_view key = TakeText(rest).value_or("");
  std::string signed_bytes(kMagic);
  PutText(signed_bytes, signature.purpose);
  PutText(signed_bytes, "");  // reserved
  PutText(signed_bytes, signature.hash);
  if (signature.hash == "sha512") {
    PutText(signed_bytes, Sha512Of(text));
  } else {
    const Sha256 digest = Sha256Of(text);
    PutText(signed_bytes, {reinterpret_cast<const char*>(digest.data()), digest.size()});
  }
  return rest.empty() && IsSignedWithEd25519(signed_bytes, signature.signature, key);
}

}  // namespace leyline
