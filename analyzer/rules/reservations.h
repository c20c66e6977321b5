// What RESERVE and UNRESERVE have in common.
#pragma once

#include <string>

#include "analyzer/diff/ranges.h"
#include "analyzer/rules/sink.h"

namespace leyline::rules {

// Reserved in `more` and not in `less`, without the numbers and names that members of the latter
// have: what a removed member left behind, or an added one took, is part of that change.
Reservations Difference(const Message& more, const Message& less);
Reservations Difference(const Enum& more, const Enum& less);

// "{names, numbers}"
Facts FactsOf(const Reservations& reservations);

// "numbers 3, 5 to 9 and names `a`, `b`"
std::string TextOf(const Reservations& reservations);

}  // namespace leyline::rules
