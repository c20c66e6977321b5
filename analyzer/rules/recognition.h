// How a sentence tells that two things with unlike names were taken for the same one, and why; and
// who exchanged names or numbers with whom.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/diff/match.h"

namespace leyline::rules {

// "; likely, not certain: 3 of 5 members are the same". Empty where it is sure. `members` are
// "members", "values" or "methods".
std::string DoubtOf(const Evidence& evidence, std::string_view members);

// ", or its number was given to something else: ..." for what only its number tells.
std::string NumberDoubtOf(const Evidence& evidence);

// ", exchanged with `b`"; ", exchanged in a ring with `b` and `c`". Empty without an exchange.
std::string ExchangeOf(const Exchange* exchange, std::string_view self);

}  // namespace leyline::rules
