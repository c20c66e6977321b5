// A map of subsystems and the contracts that it is about, from one merge to the next.
#pragma once

#include "analyzer/impact/subsystems.h"
#include "analyzer/schema/snapshot.h"
#include "base/result.h"

namespace leyline {

// LG2101 and LG2103 for each entry of the map that stands after a merge and names nothing then: the
// next change would meet a base whose map fits nothing.
Status CheckNextMap(const Subsystems& next, const Snapshot& before, const Snapshot& after);

// Takes out the entries that name nothing of either side: they hit nobody. Says which.
Errors DropDeadEntries(Subsystems& subsystems, const Snapshot& before, const Snapshot& after);

}  // namespace leyline
