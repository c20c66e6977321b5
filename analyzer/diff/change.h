// Change: one semantic edit with what it breaks. The product of diff and rules, read by all others.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/boxed.h"
#include "base/error.h"

namespace leyline {

struct Enum;
struct EnumValue;
struct Field;
struct File;
struct Message;
struct Method;
struct Oneof;
struct Service;

// Where a contract is visible. source: generated code. rpc: paths and type URLs.
enum class Surface : uint8_t { kBinary, kJson, kText, kSource, kRpc };

// backward: new reader, old data. forward: old reader, new data. round_trip: either side writes,
// the other reads and re-encodes, the first reads again; the worse of the two counts.
enum class Direction : uint8_t { kBackward, kForward, kRoundTrip };

// Ordered: the worse is the greater, so std::max is the lattice's join.
enum class Level : uint8_t { kCompatible, kConditional, kUnknown, kBreaking };

// What a reader meets. Names follow reference "truth" kinds.
enum class Effect : uint8_t {
  kNone,
  kRetainedUnknown,    // the value goes to unknown fields and survives a pure re-encode
  kLostToUnknown,      // a field both sides have reads as unset; its value is among unknown fields
  kPresenceLost,       // "set to the default" reads as "unset"
  kDefaultChanged,     // an absent field reads as another value
  kTruncated,          // the low 32 bits are kept
  kSignFlipped,        // same bits, other sign
  kCollapsedToBool,    // every value but 0 reads as true
  kZigZagMisread,      // plain varints read as zigzag or the reverse
  kBitsReinterpreted,  // integer bits read as floating point or the reverse
  kRounded,
  kLastElementWins,
  kElementsMerged,
  kEntriesCollide,      // map keys become equal; entries are lost
  kOtherMemberCleared,  // one member of a oneof clears another
  kMisread,             // parses silently into another value
  kUnrecognisedEnum,    // the number or name of an enum value is not known to the reader
  kParseFailure,        // the whole message is refused
  kRequiredMissing,     // the whole message is refused: a required field is missing
  kUtf8Rejected,
  kNameUnknown,       // JSON or text: the name is refused by a strict parser
  kNotAnswered,       // rpc: UNIMPLEMENTED
  kMessagesDropped,   // rpc: streamed messages are lost or never answered
  kNothingReads,      // the contract is gone: nothing reads this data any more
  kReusePossible,     // safe until the number or name is used again
  kSignatureChanged,  // source: generated code has another signature
  kSymbolGone,        // source: generated code no longer has it
};

// What proves a verdict: data that one side writes and the other reads; or why there is none. Made
// by analyzer/witness. "No witness" never means compatible.
struct Witness {
  bool from_after = false;     // the new side writes; else the old one does
  std::string hex = {};        // binary: the bytes
  std::string text = {};       // binary, text: the message in text form
  std::string json = {};       // json: what is sent
  std::string passed_on = {};  // round trip: what the other side wrote again; hex in binary
  std::string written = {};    // what the writer's getters return: "a = 4294967301"
  std::string read = {};       // what the reader's getters return, or why it refuses
  std::string reason = {};     // why there is no witness; all else is empty then

  bool operator==(const Witness&) const = default;
};

struct Verdict {
  Surface surface = Surface::kBinary;
  Direction direction = Direction::kBackward;
  Level level = Level::kCompatible;
  Effect effect = Effect::kNone;
  std::string condition;        // for kConditional: when it is safe, in words. Else empty.
  bool silent = false;          // nothing fails: the data is just wrong or gone
  Boxed<Witness> witness = {};  // of verdicts that are not kCompatible

  bool operator==(const Verdict&) const = default;
};

// What an element was or is: sorted by key, both text. Independent of file, line and order.
using Facts = std::vector<std::pair<std::string, std::string>>;

// A declaration; monostate: there is none.
using Declaration =
    std::variant<std::monostate, const File*, const Message*, const Field*, const Oneof*,
                 const Enum*, const EnumValue*, const Service*, const Method*>;

// The declarations that a change is about, borrowed from the snapshots. What was added has a home
// before, and what was removed has one after: the message (of an extension the extendee), enum or
// service where it would stand.
struct Subject {
  Declaration before;
  Declaration after;
  Declaration before_home;
  Declaration after_home;
};

enum class Compatibility : uint8_t { kBackwardCompatible, kConditional, kBreakingChange };

struct Change {
  std::string_view change_type;  // the rule's id: "REMOVE_FIELD"; static storage
  std::string
      contract;         // full name of the innermost message, enum, service, extension; else a path
  std::string element;  // full name of the changed thing; for renames the old one
  std::string message;  // one sentence for people
  Facts before_facts;   // empty when it did not exist
  Facts after_facts;
  std::optional<SourceSpan> before;
  std::optional<SourceSpan> after;
  // Of what is gone: the nearest declaration of the new side that held it; none: its file is gone.
  std::optional<SourceSpan> anchor = std::nullopt;
  std::string digest;             // "sha256:..."; see DigestOf
  std::vector<Verdict> verdicts;  // all that apply, ordered by surface, then direction
  // The newest released version that the change shows against; empty: between before and after.
  std::string release = {};
  Subject subject = {};  // valid as long as the snapshots are; empty for other changes
  // The smallest contracts that the witnesses are made of, as source; empty where nothing was run.
  std::string before_source = {};
  std::string after_source = {};
};

// Sorts by file (after, else before), element, change type: the order of all output.
void Sort(std::vector<Change>& changes);
// The same for changes that were found apart.
std::vector<Change> Sorted(std::vector<std::vector<Change>> parts);

// The worst BACKWARD level over binary, json and rpc, whatever the mode. UNKNOWN counts as
// breaking.
Compatibility CompatibilityOf(const Change& change);

// SHA-256 over (scheme, contract, element, change type's family, before facts, after facts). The
// family keeps a digest valid when a rule is split: it is the change type up to its object, such as
// "FIELD" for REMOVE_FIELD and CHANGE_FIELD_TYPE alike.
std::string DigestOf(const Change& change);

// "BINARY", "BACKWARD", "BREAKING", "TRUNCATED": the names of contracts/leyline/v1.
std::string_view NameOf(Surface surface);
std::string_view NameOf(Direction direction);
std::string_view NameOf(Level level);
std::string_view NameOf(Effect effect);
std::string_view NameOf(Compatibility compatibility);

// One clause for people: "the value is cut to its low 32 bits".
std::string_view Describe(Effect effect);

}  // namespace leyline
