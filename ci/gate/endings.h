// How proposals end before they are implemented: withdrawn by those who asked, or superseded.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "ci/gate/evaluate.h"

namespace leyline {

struct Docket;

struct Ending {
  enum class Kind : uint8_t { kWithdrawn, kSuperseded };
  Kind kind = Kind::kWithdrawn;
  std::string how;  // "was withdrawn by `alice`: reason"
  SourceSpan where;
};

// Of each proposal that ended, by id; for good. Whoever submitted one may withdraw it, and so may
// the owner; who writes another in its place supersedes it, when they could have withdrawn it, once
// that other one is approved, or was when a gate let it pass: a file alone ends nothing.
std::map<std::string_view, Ending> EndingsOf(const GateRequest& request, const Docket& docket);

}  // namespace leyline
