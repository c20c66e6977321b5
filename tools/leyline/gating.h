// --mode and --surfaces: which verdicts count, as a policy would say it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/gating.h"
#include "base/result.h"
#include "tools/leyline/command.h"

namespace leyline {

struct GatingFlags {
  std::string mode;
  std::string surfaces;  // "binary,json"
};
std::vector<Flag> GatingFlagsOf(GatingFlags& flags);

// Nothing when neither flag was given; what only one of them says is completed by the defaults.
Result<std::optional<Gating>> ReadGating(const GatingFlags& flags);

// Whether `fail_on` ("breaking" or "conditional"; "": nothing does) fails the change. Under strict
// every change that is visible fails, however compatible.
bool Fails(const Change& change, std::string_view fail_on, const Gating& gating);

}  // namespace leyline
