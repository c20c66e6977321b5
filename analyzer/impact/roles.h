// Which verdicts of a change concern a subsystem in which role.
#pragma once

#include "analyzer/diff/change.h"
#include "analyzer/impact/impact.h"
#include "analyzer/impact/subsystems.h"

namespace leyline {

// serves and calls are about services, owns about anything, the others about data.
enum class RoleAbout : uint8_t { kData, kServices, kAnything };
RoleAbout AboutOf(Role role);

// What a subsystem does with data that a change touches.
struct Handling {
  Role role = Role::kReads;
  // Of services: whether the data is in what methods take, or return. Neither: the service itself.
  bool in_requests = false;
  bool in_replies = false;
  bool forwards = false;
  bool refusals_only = false;  // it uses other fields: only what refuses the whole message counts
};

// On the subsystem's surfaces.
Meeting MeetingFor(const Change& change, const Subsystem& subsystem, const Handling& handling);

// Seen from the reader at the end of one flow: of data or stored data as `reads` and `stores`, of
// requests as the server, of replies as the caller.
Meeting MeetingOn(EdgeKind kind, const Change& change, const Subsystem& reader,
                  const Handling& handling);

}  // namespace leyline
