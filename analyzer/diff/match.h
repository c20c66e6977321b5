// Two snapshots -> matched pairs: what is the same thing on both sides, and what became of it.
//
// Fields and enum values are paired by number, the rest by full name over the whole snapshot; moves
// between files, renames and renumberings are recognised, so that a rule sees one pair for what the
// human did once. Rules never walk; this room does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "analyzer/schema/snapshot.h"
#include "base/pointer_map.h"

namespace leyline {

// How two nodes were recognised as the same thing.
enum class How : uint8_t {
  kSame,        // same identity (full name, or number within a paired parent)
  kRenamed,     // same parent, place and shape; another name
  kRenumbered,  // a field or value: same name, another number
  kMoved,       // another parent, with or without another name (and so another full name)
  kFollows,     // another full name, only because its parent or its package has another one
};

// Why two nodes were taken for the same thing, where neither names nor numbers say it.
struct Evidence {
  bool is_sure = true;         // else somebody should look
  bool names_alike = true;     // the old and the new name are much the same, or the same
  bool uses_followed = false;  // what used the old one uses the new one
  bool is_same_type = true;    // a field: nothing but its name or its number changed
  std::size_t shared = 0;      // members that both have
  std::size_t of = 0;          // members that the larger one has; 0: members had no say
};

// Things of one kind that exchanged their names or numbers: two, or more in a ring.
struct Exchange {
  std::vector<std::string_view> names;  // the old names, sorted
};

template <class Node>
struct Pair {
  const Node* before = nullptr;  // null: added
  const Node* after = nullptr;   // null: removed
  How how = How::kSame;
  Evidence evidence = {};
  const Exchange* exchange = nullptr;  // null: no exchange. Lives as long as the Matches.
  // Of a field that was removed or added: what has its name and type in a message that the parent
  // holds now, or held. It may have been moved there.
  const Node* kin = nullptr;
  bool both() const { return before != nullptr && after != nullptr; }
};

// Enum values are sets of names per number: aliases in declaration order.
struct ValueSet {
  int32_t number = 0;
  std::vector<const EnumValue*> names;  // first: the one that printers emit
};
struct ValuePair {
  const Enum* before_enum = nullptr;
  const Enum* after_enum = nullptr;
  ValueSet before;  // no names: added
  ValueSet after;   // no names: removed
  How how = How::kSame;
  Evidence evidence = {};
  const Exchange* exchange = nullptr;
  bool both() const { return !before.names.empty() && !after.names.empty(); }
};

// A package that became another one, with all that stands in its files.
struct PackagePair {
  std::string_view before;
  std::string_view after;
  std::vector<const File*> before_files;  // never empty
  std::vector<const File*> after_files;   // never empty
  bool is_split = false;                  // other files of the same package went to another one
  Evidence evidence = {};
};

// Everything that rules look at, in a deterministic order. Children of an added or removed node do
// not appear: a subtree added or removed is one pair. Only governed files take part.
struct Matches {
  const Snapshot* before = nullptr;
  const Snapshot* after = nullptr;
  std::vector<PackagePair> packages;  // renamed ones only
  std::vector<Pair<File>> files;
  std::vector<Pair<Message>> messages;
  std::vector<Pair<Field>> fields;  // and extensions
  std::vector<Pair<Oneof>> oneofs;
  std::vector<Pair<Enum>> enums;
  std::vector<ValuePair> values;
  std::vector<Pair<Service>> services;
  std::vector<Pair<Method>> methods;
  std::deque<Exchange> exchanges;

  // The partner of a node of `before`, or null. Rules use these to follow renames of named types.
  // What is not governed is found by its name.
  const Message* AfterOf(const Message* before_message) const;
  const Enum* AfterOf(const Enum* before_enum) const;
  const File* AfterOf(const File* before_file) const;

  // The partner of a node of `after`, or null. Governed nodes only.
  const Message* BeforeOf(const Message* after_message) const;

  // Filled by Match, for AfterOf and BeforeOf: governed nodes only.
  PointerMap<const void*> partners;
  PointerMap<const void*> origins;
};

Matches Match(const Snapshot& before, const Snapshot& after);

}  // namespace leyline
