// One field read as another, with all that its type reaches: what rules about fields judge by.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/rules/compare/message.h"

namespace leyline {

// The member that a field is on the wire: of a map's entry its key or value has no Field of its
// own.
struct Member {
  int32_t number = 0;
  std::string_view name;  // text: a group's message name
  std::string_view proto_name;
  std::string_view json_name;
  FieldSpec spec;
  const Field* field = nullptr;  // null in a map's entry
};

Member MemberOf(const Field& field);

// Whether absent fields read as the same value.
bool HaveSameDefault(ValueIndexes& values, const Field& one, const Field& other);

// The field alone: type, cardinality, enum names, default; messages count as equal.
Reading ReadMember(CompareMemory& memory, Surface surface, Leg leg, const Member& writer,
                   const Member& reader);

// The shapes that must be compared beyond that, if any.
std::optional<ShapePair> InsideOf(Surface surface, const Member& writer, const Member& reader);

// One leg of it, with all that the types reach.
Reading ReadDeep(CompareMemory& memory, Surface surface, Leg leg, const Member& writer,
                 const Member& reader);

Readings CompareFields(CompareMemory& memory, Surface surface, const Field& before,
                       const Field& after);
Readings CompareMembers(CompareMemory& memory, Surface surface, const Member& before,
                        const Member& after);

}  // namespace leyline
