// The fields that two versions of a message share, for rules that look at a message as a whole.
#pragma once

#include <vector>

#include "analyzer/diff/match.h"

namespace leyline {

// Pairs with both sides, in the order of `before`: by name where the number moved with the name,
// else by number.
std::vector<Pair<Field>> SharedFields(const Message& before, const Message& after);

}  // namespace leyline
