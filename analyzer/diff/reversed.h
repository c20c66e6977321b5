// The way back.
#pragma once

#include "analyzer/diff/match.h"

namespace leyline {

// The pairs from after to before, by what was recognised on the way there. Borrows the exchanges.
Matches Reversed(const Matches& matches);

}  // namespace leyline
