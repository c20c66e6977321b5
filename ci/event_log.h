// The event log: append-only, hash-chained JSONL. State is computed from it, never stored.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace leyline {

// One line. `data` is flat text, sorted by key.
struct Event {
  int64_t seq = 0;
  Time at;
  std::string type;      // "gate_evaluated", "violation", "breaker_reset", ...
  std::string actor;     // principal or run
  std::string scope;
  std::string subject;   // proposal id or change digest; may be empty
  std::vector<std::pair<std::string, std::string>> data;
  std::string prev;      // hash of the event before, or of the genesis
  std::string hash;
};

// Where a log lives.
class EventStore {
 public:
  virtual ~EventStore() = default;
  virtual std::string label() const = 0;
  // All events; the chain is verified: a broken one is an error (LG8001..LG8010).
  virtual Result<std::vector<Event>> Read() = 0;
  // Appends under the store's lock if the log still ends with `expected_head` (the hash of the last
  // event that the caller saw, or empty); else an error with code LG7010 and the caller reads again.
  virtual Status Append(std::string_view expected_head, std::vector<Event> events) = 0;
};

// `folder`/log.jsonl and a permanent lock file; flock, append, fsync. Makes the folder.
std::unique_ptr<EventStore> OpenFolderLog(std::string folder);

// The line of an event, without line end, hash included.
std::string EventLine(const Event& event);
Result<std::vector<Event>> ParseLog(const std::string& file, std::string_view text);

}  // namespace leyline
