// What a hit means for the subsystem, in words: one wording for risks and for all renderers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/impact/impact.h"

namespace leyline {

// "breaks", "may break": only what is declared does. Empty for a hit that does nothing.
std::string_view Verb(Level level, HowKnown evidence);

// "hits", "may hit".
std::string_view HitVerb(HowKnown evidence);

// {"safe only before its writers", "its code must be edited"}. None: nothing to mind.
std::vector<std::string> ConsequencesOf(const Hit& hit);

}  // namespace leyline
