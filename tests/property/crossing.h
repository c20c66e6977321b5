// Random messages that cross from one whole version to the other, in binary, JSON and text, there
// and back: the harm that no verdict tells of. What is the same thing on both sides is what the
// matches say; rules and the search for witnesses have no part in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/diff/match.h"
#include "tests/property/witness_replay.h"

namespace leyline::testing {

struct Crossing {
  const Matches& matches;
  const std::vector<Change>& changes;
  const WholeVersion& before;
  const WholeVersion& after;
};

// Of so many messages of each type and direction; "" when there is none.
std::string UntoldHarm(const Crossing& crossing, uint64_t seed, int messages);

}  // namespace leyline::testing
