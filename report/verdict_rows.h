// The verdicts of a change as rows for people: what says the same is said once.
#pragma once

#include <string>
#include <vector>

#include "report/views.h"

namespace leyline {

// A line or so a surface; surfaces that say the same share theirs. Worse than COMPATIBLE only, all
// with style.all.
void AppendVerdicts(std::string& out, const std::vector<Verdict>& verdicts, const TextStyle& style);

// "ROUND_TRIP" -> "round trip"
std::string InWords(std::string_view name);

}  // namespace leyline
