// Witnesses: for every verdict that is not COMPATIBLE the data that proves it, found by execution.
//
// Binary and text are executed on libprotobuf with the semantics of generated code, JSON on a model
// of the ProtoJSON specification. Calls, generated code and what is gone are shown, not executed.
#pragma once

#include <span>
#include <vector>

#include "analyzer/diff/change.h"
#include "base/result.h"

namespace leyline {

// Gives each verdict its witness, or the reason why it has none, but for those that have it
// already. The snapshots that the changes are made of must be alive. Fails with a kInternal error
// for each verdict that execution contradicts. `threads` 0: one a core; the result doesn't depend
// on it.
Status AddWitnesses(std::span<Change> changes, int threads = 0);

}  // namespace leyline
