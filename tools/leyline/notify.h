// Tells people what happened: sends what the event log says is not delivered yet.
#pragma once

#include <cstdint>

#include "ci/event_log.h"
#include "tools/leyline/command.h"
#include "tools/leyline/rules_in_force.h"

namespace leyline {

struct NotifyResult {
  std::size_t delivered = 0;
  std::size_t failed = 0;
  std::size_t waiting = 0;   // for another run, or for later
  std::size_t given_up = 0;  // after too many failures
};

// How long a command goes on telling people: what it has not begun by then waits for the next. No
// claim is that short, so nobody else sends meanwhile.
enum class Patience : int64_t { kInPassing = 20'000, kAsItsJob = 240'000 };  // milliseconds

// Each notice is claimed in the log before it is sent, so that runs at once don't send it twice,
// and what became of it is recorded. What fails is said on standard error, and changes nothing
// else.
NotifyResult DeliverNotices(World& world, Git& git, const Rules& rules, EventStore& store,
                            Patience patience = Patience::kInPassing);

}  // namespace leyline
