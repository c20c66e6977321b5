// The two sides of a comparison, of which one may have no contracts.
#pragma once

#include <string>
#include <vector>

#include "analyzer/schema/load/source_tree.h"
#include "analyzer/schema/snapshot.h"
#include "base/result.h"

namespace leyline {

// Whether a side may lack a root that the other has: that is, all that was there was removed, or is
// new. Only where both sides name the same place, else a slip in a name would look like it.
enum class Lacking : uint8_t { kRefused, kAllowed };

// An error for each root that both sides lack, or that one lacks and may not. A null tree is a
// descriptor set, which has no folders.
Status CheckRoots(const SourceTree* before, const SourceTree* after,
                  const std::vector<std::string>& roots, Lacking lacking);

bool HasContracts(const Snapshot& snapshot);

}  // namespace leyline
