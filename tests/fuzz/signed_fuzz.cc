// What reads statements, keys and signatures, on any bytes: no crash, no hang, one spelling each.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "records/ssh_key.h"
#include "records/statement.h"

namespace leyline {
namespace {

void Fuzz(std::string_view text) {
  const Result<std::string> key = ReadPublicKey(text);
  if (key.has_value()) {
    const Result<std::string> again = ReadPublicKey(*key);
    CHECK(again.has_value() && *again == *key, "a key has one text");
  }
  if (const auto signature = ReadSignature(text); signature.has_value()) {
    CHECK(signature->purpose.size() < text.size(), "a namespace is part of its signature");
    CHECK(!Verifies(*signature, "another text").value_or(false), "it was not made over that");
  }
  // The file's name holds the digest, so only the reader's own word tells where it belongs.
  const Result<Statement> read = ParseStatement("x.json", text);
  CHECK(!read.has_value(), "no statement belongs there");
  const std::string_view belongs = "belongs at ";
  const std::string& message = read.error().front().message;
  const std::size_t at = message.find(belongs);
  if (read.error().front().code != "LG1016" || at == std::string::npos) return;
  const Result<Statement> placed = ParseStatement(message.substr(at + belongs.size()), text);
  CHECK(placed.has_value() && TextOf(*placed) == text, "a statement has one text");
}

}  // namespace
}  // namespace leyline

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size) {
  leyline::Fuzz(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
