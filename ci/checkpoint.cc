#include "ci/checkpoint.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/canonical_json.h"
#include "ci/events.h"
#include "ci/log_clock.h"

namespace leyline {
namespace {

std::string_view LogIdOf(std::span<const Event> log) {
  return log.empty() ? std::string_view() : DataOf(log.front(), "log_id");
}

}  // namespace

Checkpoint CheckpointOf(std::span<const Event> log, Time now) {
  return {.log_id = std::string(LogIdOf(log)), .head = HeadOf(log), .at = now};
}

std::string TextOf(const Checkpoint& checkpoint) {
  std::string out = "{";
  AppendJsonMember(out, "at", FormatTime(checkpoint.at));
  out.push_back(',');
  AppendJsonMember(out, "head", checkpoint.head.hash);
  out.push_back(',');
  AppendJsonMember(out, "log_id", checkpoint.log_id);
  out += fmt::format(",\"size\":{},", checkpoint.head.next_seq);
  AppendJsonMember(out, "type", kCheckpointType);
  return out + "}";
}

Result<Checkpoint> ParseCheckpoint(const std::string& file, std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  Checkpoint checkpoint;
  std::string type;
  CanonicalReader reader(text);
  const bool read = reader.Symbol('{') && reader.Key("at") && reader.Instant(checkpoint.at) &&
                    reader.Symbol(',') && reader.Key("head") && reader.Text(checkpoint.head.hash) &&
                    reader.Symbol(',') && reader.Key("log_id") && reader.Text(checkpoint.log_id) &&
                    reader.Symbol(',') && reader.Key("size") &&
                    reader.Number(checkpoint.head.next_seq) && reader.Symbol(',') &&
                    reader.Key("type") && reader.Text(type) && reader.Symbol('}') && reader.End();
  std::string problem = reader.problem();
  if (read && (type != kCheckpointType || checkpoint.head.next_seq < 1)) {
    problem = fmt::format("type `{}` of {} events", type, checkpoint.head.next_seq);
  } else if (read && TextOf(checkpoint) != text) {
    problem = "another spelling than the one it is written in";
  }
  if (problem.empty()) return checkpoint;
  return Fail({.kind = ErrorKind::kInput,
               .code = "LG1005",
               .message = "not a checkpoint: " + problem,
               .where = SourceSpan{file, 1, reader.column()},
               .fix = "give the file that `leyline audit checkpoint` wrote, as it is"});
}

Status CheckCheckpoint(const std::string& where, std::span<const Event> log,
                       const Checkpoint& checkpoint) {
  if (!log.empty() && LogIdOf(log) != checkpoint.log_id) {
    return Fail({.kind = ErrorKind::kStore,
                 .code = "LG8006",
                 .message = fmt::format("this is log `{}`, the checkpoint is of log `{}`",
                                        LogIdOf(log), checkpoint.log_id),
                 .where = SourceSpan{where, 0, 0},
                 .fix = "the log was replaced by another, or the checkpoint is of another "
                        "repository; bring back the one that the checkpoint is of"});
  }
  return CheckAnchor(where, log, checkpoint.head);
}

std::vector<std::string> BackwardSteps(std::span<const Event> log) {
  std::vector<std::string> steps;
  const Event* latest = nullptr;
  for (const Event& event : log) {
    if (latest != nullptr && latest->at.seconds - event.at.seconds > kClockTolerance) {
      steps.push_back(fmt::format("event {} is dated {}, {} min before event {}", event.seq,
                                  FormatTime(event.at),
                                  (latest->at.seconds - event.at.seconds) / 60, latest->seq));
    }
    if (latest == nullptr || event.at > latest->at) latest = &event;
  }
  return steps;
}

}  // namespace leyline
