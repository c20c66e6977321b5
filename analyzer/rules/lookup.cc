#include "analyzer/rules/lookup.h"

#include <span>

namespace leyline {
namespace {

using Enums = std::unordered_set<const Enum*>;

template <class Fields>
void AddOpenEnums(const Fields& fields, Enums& enums) {
  for (const Field& field : fields) {
    if (field.enum_type != nullptr && !field.enum_type->is_closed()) enums.insert(field.enum_type);
  }
}

// Recursion is bounded by the nesting limit of the parser and the decoder.
void AddOpenEnums(const Message& message, Enums& enums) {
  AddOpenEnums(message.fields, enums);
  AddOpenEnums(message.extensions, enums);
  for (const Message& child : message.messages) AddOpenEnums(child, enums);
}

Enums OpenEnumsInProto2(const Snapshot& snapshot) {
  Enums enums;
  for (const auto& file : snapshot.files) {
    if (file->edition != Edition::kProto2) continue;
    AddOpenEnums(file->extensions, enums);
    for (const Message& message : file->messages) AddOpenEnums(message, enums);
  }
  return enums;
}

}  // namespace

JsonNames::JsonNames(const Message& message) {
  for (const Field& field : message.fields) {
    readers_.emplace(field.json_name, &field);
    writers_.emplace(field.json_name, &field);
  }
  for (const Field& field : message.fields) readers_.emplace(field.name, &field);
}

const Field* JsonNames::ReaderOf(std::string_view name) const {
  const auto at = readers_.find(name);
  return at == readers_.end() ? nullptr : at->second;
}

const Field* JsonNames::WriterOf(std::string_view name) const {
  const auto at = writers_.find(name);
  return at == writers_.end() ? nullptr : at->second;
}

const FieldIndex& MemberLookup::FieldsOf(const Message& message) {
  return fields_.try_emplace(&message, message).first->second;
}

const JsonNames& MemberLookup::JsonOf(const Message& message) {
  return json_.try_emplace(&message, message).first->second;
}

template <class Node>
const Reservations& MemberLookup::ReservedOfNode(const Node& node) {
  const auto at = reserved_.find(&node);
  if (at != reserved_.end()) return at->second;
  return reserved_.emplace(&node, ReservationsOf(node)).first->second;
}

const Reservations& MemberLookup::ReservedOf(const Message& message) {
  return ReservedOfNode(message);
}

const Reservations& MemberLookup::ReservedOf(const Enum& enumeration) {
  return ReservedOfNode(enumeration);
}

const NumberSet& MemberLookup::ExtensionsOf(const Message& message) {
  const std::span<const ExtensionRange> ranges = message.extension_ranges;
  return extensions_.try_emplace(&message, ranges).first->second;
}

bool MemberLookup::IsOpenInProto2(const Snapshot& snapshot, const Enum& enumeration) {
  if (enumeration.is_closed()) return false;
  const auto at = open_in_proto2_.find(&snapshot);
  if (at != open_in_proto2_.end()) return at->second.contains(&enumeration);
  return open_in_proto2_.emplace(&snapshot, OpenEnumsInProto2(snapshot))
      .first->second.contains(&enumeration);
}

}  // namespace leyline
