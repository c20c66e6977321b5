// The risk of a set of changes, with its reasons in words.
#pragma once

#include <span>

#include "analyzer/impact/impact.h"

namespace leyline {

// Sets the report's risk from its hits and from what no subsystem claims, and the reasons of the
// highest: one for each subsystem and role, sorted, at most 20 and then a count of the rest.
void AssessRisk(std::span<const Change> changes, ImpactReport& report);

}  // namespace leyline
