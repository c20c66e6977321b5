// The order of released versions, by the numbers in their names and by their ancestry.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "git/git.h"

namespace leyline {

// Version-aware: "v1.9" < "v1.10", "v1.0-rc1" < "v1.0" < "v1.0.1", "2025-08-22" < "2025-11-22"; a
// "v" in front doesn't count. Names that are the same version in another spelling are told apart by
// their bytes, so that the order is total.
bool IsOlderVersion(std::string_view a, std::string_view b);

// A tag and its commit come from git; `graph`: commits with their parents, parents first. An
// ancestor comes before what follows it; releases that don't stand in one line, by version.
std::vector<GitTag> InOrder(std::vector<GitTag> releases, std::span<const GitCommit> graph);

}  // namespace leyline
