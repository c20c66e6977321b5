// The event log: append-only, hash-chained JSONL. State is computed from it, never stored.
//
// One event is one line in one canonical form (sorted keys, no blanks, no other spelling of a
// text), at most 64 KiB. `hash` is the SHA-256 of the scheme and of that line without its `hash`;
// `prev` is the hash of the event before. So an edit, a lost line and a fork show; a cut tail shows
// only against an anchor kept elsewhere (`leyline audit verify --anchor`).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace leyline {

inline constexpr std::size_t kMaxEventLine = std::size_t{64} * 1024;

// One line. `data` is flat text, sorted by key.
struct Event {
  int64_t seq = 0;
  Time at;
  std::string type;     // "gate_evaluated", "violation", "breaker_reset", ... (ci/events.h)
  std::string actor;    // principal or run
  std::string scope;    // "refs/heads/main/training-team"; empty: the whole log
  std::string subject;  // proposal id or change digest; may be empty
  std::vector<std::pair<std::string, std::string>> data;
  std::string prev;  // hash of the event before, or of the genesis
  std::string hash;

  bool operator==(const Event&) const = default;
};

// Where a log ends. An empty hash: it has no events yet.
struct LogHead {
  int64_t next_seq = 0;
  std::string hash;

  bool operator==(const LogHead&) const = default;
};

LogHead HeadOf(std::span<const Event> log);

// A last line without its end: what a writer had written when it was stopped, and could not
// acknowledge.
struct TornTail {
  std::size_t bytes = 0;  // 0: there is none
  std::string kept_in;    // the file that has them now
};

// Makes events from the log as it stands. May be called several times; the last one counts.
using DecideEvents = std::function<std::vector<Event>(std::span<const Event> log)>;

// Where a log lives.
class EventStore {
 public:
  virtual ~EventStore() = default;
  virtual std::string label() const = 0;
  // All events; the chain is verified: a broken one is an error (LG8001..LG8010).
  virtual Result<std::vector<Event>> Read() = 0;
  // Appends under the store's lock if the log still ends with `expected_head` (the hash of the last
  // event that the caller saw, or empty); else an error with code LG7010 and the caller reads
  // again. Fills in seq, prev and hash; puts a log_genesis before the first event of all.
  virtual Status Append(std::string_view expected_head, std::vector<Event> events) = 0;
  // Reads, lets `decide` make events and appends them: nobody else's come in between. Goes on as
  // long as anybody's events are appended, so nothing is lost to a crowd; only a store in which
  // nothing moves any more is an error. No events: nothing is written.
  virtual Status Record(const DecideEvents& decide);
  // Moves a torn last line aside. Nothing else is ever mended; most stores can't tear.
  virtual Result<TornTail> Repair() { return TornTail{}; }

 protected:
  // Lets others go first, after `tries` that were in vain.
  virtual void BackOff(int tries) { static_cast<void>(tries); }
};

// What a folder without a log means: a log nobody has written to yet, or a log that was lost
// (LG7008). A file without a line is no log: one that was begun has its genesis.
enum class MissingLog : uint8_t { kIsEmpty, kIsError };

// `folder`/log.jsonl and a permanent lock file; flock, append, fsync. Append makes the folder and
// the log, unless a missing one is an error. Whoever holds the lock for `patience_ms` without
// writing anything is an error (LG7009).
std::unique_ptr<EventStore> OpenFolderLog(std::string folder,
                                          MissingLog missing = MissingLog::kIsEmpty,
                                          int64_t patience_ms = 10'000);

// How often a store is tried in which nothing moves, before that is an error.
inline constexpr int kIdleTries = 32;

Status RecordEvents(EventStore& store, const DecideEvents& decide);

// Whether what was decided is in the log.
struct Recorded {
  bool recorded = false;
  Errors why_not;
};

// As RecordEvents, but a log that this run may read and not write (LG7011: a fork's) leaves
// standing what `decide` says on the log as it is then. All else that keeps events out is an error.
Result<Recorded> RecordIfWritable(EventStore& store, const DecideEvents& decide);

// The line of an event, without line end, hash included.
std::string EventLine(const Event& event);

// What `hash` must be.
std::string EventHash(const Event& event);

// What `prev` of the first event must be.
std::string GenesisHash(std::string_view log_id);

// Reads and verifies a whole log. The first problem is the error: LG8001 altered or broken, LG8002
// gap or repeat, LG8003 fork, LG8005 torn last line, LG8006 wrong genesis, LG8008 not readable.
Result<std::vector<Event>> ParseLog(const std::string& file, std::string_view text);

// The lines, line ends included, that continue a log that ends at `head`: fills in seq, prev and
// hash and refuses what a reader would refuse. For stores; `label` goes into a new log's id.
Result<std::string> ExtendLog(const LogHead& head, std::string_view label,
                              std::vector<Event> events);

// A (size, hash of the last event) noted elsewhere: the log must still contain it, else
// LG8004 (cut off) or LG8003 (forked or rewritten).
Status CheckAnchor(const std::string& file, std::span<const Event> log, const LogHead& anchor);

}  // namespace leyline
