// What time it is by the event log: machines that share it disagree, and nobody may win by that.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "base/clock.h"
#include "ci/event_log.h"

namespace leyline {

// How far a clock may be behind the last event before that is said.
inline constexpr int64_t kClockTolerance = 5 * 60;

// This machine's clock is far behind the log (LG7006): it is slow, or whoever wrote was fast.
struct ClockTrouble {
  Time own;  // as this machine has it
  std::string words;
};

struct ClockReading {
  Time now;  // never before the last event, so that no deadline is met by a slow clock
  std::optional<ClockTrouble> trouble = {};

  // For circuits and new events: a circuit recovers later rather than earlier, and one event with a
  // time of the future does not put it into all that follow.
  Time cautious() const { return trouble.has_value() ? trouble->own : now; }
};

// Events whose time is none, by seq: two persons said so, both by clocks that were more than the
// tolerance behind it. So what was written in between can't be undone, and never anybody's later
// time: the log's clock stands where they said so, at the earliest. With when the second said so:
// by then it had happened.
std::map<int64_t, Time> DisownedTimes(std::span<const Event> log);

ClockReading ReadClock(std::span<const Event> log, Time own);

}  // namespace leyline
