#include "ci/event_log.h"

#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "base/digest.h"
#include "ci/event_line.h"
#include "ci/events.h"

namespace leyline {
namespace {

constexpr std::string_view kGenesisScheme = "leyline.audit.genesis.v1\n";
constexpr std::string_view kTampered =
    "compare with a copy or an anchor; the log is never edited, corrections are appended";

// Walks a log and holds what the next line has to continue.
class ChainVerifier {
 public:
  explicit ChainVerifier(const std::string& file) : file_(file) {}

  Status Add(std::string_view line) {
    ++line_;
    Result<Event> event = ParseEventLine(line, Here());
    if (!event.has_value()) return Fail(std::move(event.error()));
    if (EventHash(*event) != event->hash) return Altered(*event);
    if (Status follows = events_.empty() ? CheckGenesis(*event) : CheckFollows(*event); !follows) {
      return follows;
    }
    line_of_.emplace(event->hash, line_);
    events_.push_back(std::move(*event));
    return {};
  }

  Error Torn(std::size_t offset) {
    ++line_;
    return TornLine(Here(), offset);
  }

  std::vector<Event> Take() { return std::move(events_); }

 private:
  SourceSpan Here() const { return {file_, line_, 1}; }

  Status Broken(std::string_view code, std::string message) const {
    return Fail({.kind = ErrorKind::kStore,
                 .code = std::string(code),
                 .message = std::move(message),
                 .where = Here(),
                 .fix = std::string(kTampered)});
  }

  Status Altered(const Event& event) const {
    return Broken("LG8001", fmt::format("event {} was altered: its content has hash {}, it says {}",
                                        event.seq, EventHash(event), event.hash));
  }

  Status CheckGenesis(const Event& event) const {
    if (event.type != event_type::kLogGenesis) {
      return Broken("LG8006", fmt::format("the first event is `{}`, expected `{}`", event.type,
                                          event_type::kLogGenesis));
    }
    if (event.prev != GenesisHash(DataOf(event, "log_id"))) {
      return Broken("LG8006", "`prev` of the first event is not the hash of its log id");
    }
    if (event.seq != 0) {
      return Broken("LG8002", fmt::format("the log starts with event {}, expected 0", event.seq));
    }
    return {};
  }

  Status CheckFollows(const Event& event) const {
    const Event& last = events_.back();
    if (event.prev != last.hash) return CheckStray(event, last);
    if (event.seq != last.seq + 1) {
      return Broken("LG8002", fmt::format("event {} follows event {}, expected {}", event.seq,
                                          last.seq, last.seq + 1));
    }
    if (event.type == event_type::kLogGenesis) return Broken("LG8006", "a second genesis");
    return {};
  }

  // It does not continue the line before: say what it is instead.
  Status CheckStray(const Event& event, const Event& last) const {
    if (const auto twin = line_of_.find(event.hash); twin != line_of_.end()) {
      return Broken("LG8002", fmt::format("event {} repeats line {}", event.seq, twin->second));
    }
    if (const auto parent = line_of_.find(event.prev); parent != line_of_.end()) {
      return Broken("LG8003",
                    fmt::format("the log forks: event {} continues line {}, as line {} does",
                                event.seq, parent->second, parent->second + 1));
    }
    if (event.seq != last.seq + 1) {
      return Broken("LG8002", fmt::format("event {} follows event {}: {}", event.seq, last.seq,
                                          "lines are missing or out of order"));
    }
    return Broken("LG8001",
                  fmt::format("the chain breaks: `prev` of event {} is {}, event {} has hash {}",
                              event.seq, event.prev, last.seq, last.hash));
  }

  const std::string& file_;
  int32_t line_ = 0;
  std::vector<Event> events_;
  std::unordered_map<std::string, int32_t> line_of_;  // by hash
};

}  // namespace

LogHead HeadOf(std::span<const Event> log) {
  if (log.empty()) return {};
  return {log.back().seq + 1, log.back().hash};
}

std::string GenesisHash(std::string_view log_id) {
  return DigestText(Sha256Of(std::string(kGenesisScheme) + std::string(log_id)));
}

Result<std::vector<Event>> ParseLog(const std::string& file, std::string_view text) {
  ChainVerifier chain(file);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return Fail(chain.Torn(at));
    if (Status added = chain.Add(text.substr(at, end - at)); !added) {
      return Fail(std::move(added.error()));
    }
    at = end + 1;
  }
  return chain.Take();
}

Result<std::string> ExtendLog(const LogHead& head, std::string_view label,
                              std::vector<Event> events) {
  if (events.empty()) return std::string();
  LogHead at = head;
  if (at.hash.empty()) {
    if (events.front().type != event_type::kLogGenesis) {
      const Event& first = events.front();
      const std::string id = DigestText(Sha256OfParts({"leyline.log.v1", label, EventLine(first)}));
      events.insert(events.begin(), LogGenesis({first.at, first.actor, ""}, id));
    }
    at.hash = GenesisHash(DataOf(events.front(), "log_id"));
  }
  std::string lines;
  for (Event& event : events) {
    event.seq = at.next_seq++;
    event.prev = at.hash;
    event.hash = EventHash(event);
    at.hash = event.hash;
    const std::string line = EventLine(event);
    // A line that no reader takes would end the log for good.
    if (Result<Event> read = ParseEventLine(line, {std::string(label), 0, 0}); !read.has_value()) {
      return Fail(std::move(read.error()));
    }
    lines += line + "\n";
  }
  return lines;
}

Status CheckAnchor(const std::string& file, std::span<const Event> log, const LogHead& anchor) {
  const auto fail = [&](std::string_view code, std::string message, std::string fix) -> Status {
    return Fail({.kind = ErrorKind::kStore,
                 .code = std::string(code),
                 .message = std::move(message),
                 .where = SourceSpan{file, 0, 0},
                 .fix = std::move(fix)});
  };
  const auto size = static_cast<int64_t>(log.size());
  if (size < anchor.next_seq) {
    return fail("LG8004",
                fmt::format("the log has {} events, the anchor says {}", size, anchor.next_seq),
                "its end was cut off; restore it from a copy");
  }
  if (anchor.next_seq <= 0) return {};
  const Event& last = log[static_cast<std::size_t>(anchor.next_seq - 1)];
  if (last.hash == anchor.hash) return {};
  return fail(
      "LG8003",
      fmt::format("the log forks before the anchor: event {} has hash {}, the anchor says {}",
                  last.seq, last.hash, anchor.hash),
      "from some event on it was written anew; compare with a copy and restore that");
}

Status EventStore::Record(const DecideEvents& decide) {
  std::optional<LogHead> before;
  int idle = 0;  // tries since the log last moved
  for (int tries = 1;; ++tries) {
    const Result<std::vector<Event>> log = Read();
    if (!log.has_value()) return Fail(log.error());
    std::vector<Event> events = decide(*log);
    if (events.empty()) return {};
    const LogHead head = HeadOf(*log);
    idle = before == head ? idle + 1 : 1;
    before = head;
    Status appended = Append(head.hash, std::move(events));
    if (appended.has_value()) return appended;
    const std::string& code = appended.error().front().code;
    if ((code != "LG7010" && code != "LG7009") || idle >= kIdleTries) return appended;
    BackOff(tries);
  }
}

Status RecordEvents(EventStore& store, const DecideEvents& decide) { return store.Record(decide); }

Result<Recorded> RecordIfWritable(EventStore& store, const DecideEvents& decide) {
  Status appended = RecordEvents(store, decide);
  if (appended.has_value()) return Recorded{true, {}};
  if (appended.error().front().code != "LG7011") return Fail(std::move(appended.error()));
  const Result<std::vector<Event>> log = store.Read();
  if (!log.has_value()) return Fail(log.error());
  decide(*log);
  return Recorded{false, std::move(appended.error())};
}

}  // namespace leyline
