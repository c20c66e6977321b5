// The subsystem map, resolved: which contract of the type graph is claimed by whom.
#pragma once

#include <vector>

#include "analyzer/impact/subsystems.h"
#include "analyzer/impact/type_graph.h"
#include "base/result.h"

namespace leyline {

struct Claim {
  uint32_t subsystem = 0;  // into Subsystems::list
  uint32_t use = 0;        // into its uses
};

// One list a node of the graph, in the order of the map. LG2101 for an entry that names no contract
// of either side, or one that its role can't be about.
Result<std::vector<std::vector<Claim>>> ResolveClaims(const Subsystems& subsystems,
                                                      const TypeGraph& graph);

}  // namespace leyline
