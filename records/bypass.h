// A bypass: in an emergency two people let one change pass without what the policy asks for, for a
// few hours, and owe its approval afterwards. governance/bypasses/<id>.yaml
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "records/evidence.h"

namespace leyline {

class YamlShape;

struct Bypass {
  std::string id;
  std::string target_ref;
  std::vector<std::string> changes;  // digests of all that it lets pass, sorted
  std::vector<std::string> codes;    // of what it overrides
  std::string reason;
  std::string ticket;
  std::string requested_by;
  std::string granted_by;
  Time granted_at;
  Time expires_at;
  std::string content;  // the digest of the file's bytes
  Proof grant = {};     // of `.sig`, by `granted_by`
  Proof request = {};   // of `.request.sig`, by `requested_by`
  SourceSpan where = {};
  bool in_base = false;  // merged already, signatures and all
};

inline constexpr std::string_view kBypassType = "leyline.bypass.v1";

Result<Bypass> ParseBypass(const std::string& file, std::string_view text);
YamlShape BypassShape();
std::string TextOf(const Bypass& bypass);
// What both sign.
std::string SignedTextOf(const Bypass& bypass, std::string_view repository);

}  // namespace leyline
