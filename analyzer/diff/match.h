// Two snapshots -> matched pairs: what is the same thing on both sides, and what became of it.
//
// Fields and enum values are paired by number, the rest by full name over the whole snapshot; moves
// between files, renames and renumberings are recognised, so that a rule sees one pair for what the
// human did once. Rules never walk; this room does.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/schema/snapshot.h"

namespace leyline {

// How two nodes were recognised as the same thing.
enum class How : uint8_t {
  kSame,        // same identity (full name, or number within a paired parent)
  kRenamed,     // same parent, place and shape; another name
  kRenumbered,  // a field or value: same name, another number
  kMoved,       // another parent, with or without another name (and so another full name)
  kFollows,     // another full name, only because its parent or its package has another one
};

template <class Node>
struct Pair {
  const Node* before = nullptr;  // null: added
  const Node* after = nullptr;   // null: removed
  How how = How::kSame;
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
  bool both() const { return !before.names.empty() && !after.names.empty(); }
};

// Files whose package became another one, with all that stands in them.
struct PackagePair {
  std::string_view before;
  std::string_view after;
  std::vector<Pair<File>> files;
  bool is_split = false;  // other files of the same package went to another one
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

  // The partner of a node of `before`, or null. Rules use these to follow renames of named types.
  // What is not governed is found by its name.
  const Message* AfterOf(const Message* before_message) const;
  const Enum* AfterOf(const Enum* before_enum) const;
  const File* AfterOf(const File* before_file) const;

  // The partner of a node of `after`, or null. Governed nodes only.
  const Message* BeforeOf(const Message* after_message) const;

  // Filled by Match, for AfterOf and BeforeOf: governed nodes only.
  std::unordered_map<const void*, const void*> partners;
  std::unordered_map<const void*, const void*> origins;
};

Matches Match(const Snapshot& before, const Snapshot& after);

}  // namespace leyline
