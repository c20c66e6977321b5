// MemberLookup: who has a number or a name in a message. Each index is made once and only when
// asked for, so that a message of which every field changed costs no more than its size.
#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/diff/field_index.h"
#include "analyzer/diff/ranges.h"
#include "analyzer/model/model.h"
#include "analyzer/rules/compare/value_index.h"
#include "analyzer/schema/snapshot.h"

namespace leyline {

// Names in JSON. A parser takes the json_name and the name; a printer writes the json_name.
class JsonNames {
 public:
  explicit JsonNames(const Message& message);
  // The field that a parser gives a value of that name to, or null.
  const Field* ReaderOf(std::string_view name) const;
  // The field that is printed under that name, or null.
  const Field* WriterOf(std::string_view name) const;

 private:
  std::unordered_map<std::string_view, const Field*> readers_;
  std::unordered_map<std::string_view, const Field*> writers_;
};

class MemberLookup {
 public:
  // Borrows.
  explicit MemberLookup(ValueIndexes& values) : values_(values) {}

  const FieldIndex& FieldsOf(const Message& message);
  const JsonNames& JsonOf(const Message& message);
  const ValueIndex& ValuesOf(const Enum& enumeration) { return values_.Of(enumeration); }
  const Reservations& ReservedOf(const Message& message);
  const Reservations& ReservedOf(const Enum& enumeration);
  const NumberSet& ExtensionsOf(const Message& message);
  // Whether a proto2 field has this open enum, which some runtimes then take for closed. Walks the
  // proto2 files of the snapshot once.
  bool IsOpenInProto2(const Snapshot& snapshot, const Enum& enumeration);

 private:
  template <class Node>
  const Reservations& ReservedOfNode(const Node& node);

  ValueIndexes& values_;
  std::unordered_map<const Message*, FieldIndex> fields_;
  std::unordered_map<const Message*, JsonNames> json_;
  std::unordered_map<const void*, Reservations> reserved_;
  std::unordered_map<const Message*, NumberSet> extensions_;
  std::unordered_map<const Snapshot*, std::unordered_set<const Enum*>> open_in_proto2_;
};

}  // namespace leyline
