// Which verdicts of a change concern a subsystem in which role.
#pragma once

#include "analyzer/diff/change.h"
#include "analyzer/impact/subsystems.h"

namespace leyline {

// The worst verdict on the subsystem's surfaces, in the directions that concern the role.
Level LevelFor(const Change& change, Role role, const Subsystem& subsystem);

// serves and calls are about services, owns about anything, the others about data.
enum class RoleAbout : uint8_t { kData, kServices, kAnything };
RoleAbout AboutOf(Role role);

}  // namespace leyline
