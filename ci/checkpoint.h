// A checkpoint: where the log ended at some time, kept where who writes the log can't reach. A log
// that a later verification sees must extend it, so a cut end, a fork and a rewrite all show.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "ci/event_log.h"

namespace leyline {

// The type of a checkpoint, and the namespace of its signature.
inline constexpr std::string_view kCheckpointType = "leyline.checkpoint.v1";

struct Checkpoint {
  std::string log_id;
  LogHead head;
  Time at;

  bool operator==(const Checkpoint&) const = default;
};

// Of a log with events.
Checkpoint CheckpointOf(std::span<const Event> log, Time now);

// The canonical bytes, without line end; what is signed.
std::string TextOf(const Checkpoint& checkpoint);
Result<Checkpoint> ParseCheckpoint(const std::string& file, std::string_view text);

// LG8006 another log, LG8004 an end that was cut off, LG8003 a fork or a rewrite. `where` names the
// log.
Status CheckCheckpoint(const std::string& where, std::span<const Event> log,
                       const Checkpoint& checkpoint);

inline constexpr std::string_view kBackwardStep = "LG8009";

// Events whose time is far before that of one before them (kBackwardStep): a clock was wrong, or a
// line was made up later. "event 7 is dated ..."
std::vector<std::string> BackwardSteps(std::span<const Event> log);

}  // namespace leyline
