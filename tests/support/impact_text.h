// All that impact says of two versions, for tests that hold two ways to the same words.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "analyzer/diff/change.h"
#include "analyzer/impact/subsystems.h"
#include "analyzer/schema/snapshot.h"

namespace leyline::testing {

// A map in which all contracts of both versions are used, each in several roles. `pick` chooses
// which: 0 <= result < the argument.
Subsystems MapOfAll(const Snapshot& before, const Snapshot& after,
                    const std::function<int(int)>& pick);

// Hits, order and sizes as JSON, or why the map does not fit; and what is wrong with the map as
// that of the version to come.
std::string ImpactTextOf(std::span<const Change> changes, const Snapshot& before,
                         const Snapshot& after, const Subsystems& map);

}  // namespace leyline::testing
