// Contracts, maps and changes for the tests of this room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/impact/impact.h"

namespace leyline {

Snapshot SnapshotOf(const std::string& text);

// `list`: the subsystems, as YAML.
Subsystems MapOf(std::string_view list);

// On binary: old data read by the new version, new data read by the old one.
Change ChangeOn(std::string contract, Level backward, Level forward);

ImpactReport ImpactOf(const std::vector<Change>& changes, const std::string& contracts,
                      std::string_view map);

// "MIGRATE: a, b / c" with the steps' subsystems; a step of the contracts is "-".
std::vector<std::string> PhaseLines(const Rollout& rollout);

// "a -> b DATA acme.M READER_FIRST" and " may" for what is known by the types.
std::vector<std::string> EdgeLines(const ImpactReport& report);

}  // namespace leyline
