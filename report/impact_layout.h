// Where the boxes of a graph stand: in layers from left to right, so that few edges cross and none
// runs through a box.
#pragma once

#include "report/impact_graph.h"

namespace leyline {

// Fills in `column` and `row` of the nodes, and `bends` of the edges; sorts the nodes by place.
// Subsystems stand in the last column; of a collapsed graph the columns are given. Linear but for
// the sorting, some dozen times over.
void LayOut(ImpactGraph& graph);

}  // namespace leyline
