#include "analyzer/diff/pairing.h"

#include <algorithm>

#include "base/parallel.h"

namespace leyline {
namespace {

// Recursion is bounded by the nesting limit of the parser and the decoder.
void Collect(const Message& message, Declarations& out) {
  out.messages.push_back(&message);
  for (const Enum& child : message.enums) out.enums.push_back(&child);
  for (const Field& extension : message.extensions) out.extensions.push_back(&extension);
  for (const Message& child : message.messages) Collect(child, out);
}

template <class Node, class Find>
std::vector<const Node*> Found(const std::vector<const Node*>& nodes, Find find) {
  std::vector<const Node*> found(nodes.size());
  ParallelFor(nodes.size(), 0, [&](std::size_t i) { found[i] = find(nodes[i]->full_name); });
  return found;
}

}  // namespace

Declarations Declared(const Snapshot& snapshot) {
  Declarations out;
  for (const auto& file : snapshot.files) {
    if (!file->governed) continue;
    out.files.push_back(file.get());
    for (const Message& message : file->messages) Collect(message, out);
    for (const Enum& enumeration : file->enums) out.enums.push_back(&enumeration);
    for (const Service& service : file->services) out.services.push_back(&service);
    for (const Field& extension : file->extensions) out.extensions.push_back(&extension);
  }
  return out;
}

Namesakes NamesakesOf(const Declarations& declarations, const Snapshot& other) {
  return {.messages = Found(declarations.messages,
                            [&](std::string_view name) { return other.FindMessage(name); }),
          .enums = Found(declarations.enums,
                         [&](std::string_view name) { return other.FindEnum(name); }),
          .services = Found(declarations.services,
                            [&](std::string_view name) { return other.FindService(name); })};
}

bool Matching::IsRenamedPackage(std::string_view from, std::string_view to) const {
  const auto [first, last] = packages.equal_range(from);
  return std::any_of(first, last, [&](const auto& entry) { return entry.second.name == to; });
}

const Message* Matching::AfterOf(const Message* message) const {
  if (const Message* partner = messages.AfterOf(message)) return partner;
  return PartnerByName(message, after_snapshot.FindMessage(message->full_name));
}

const Enum* Matching::AfterOf(const Enum* enumeration) const {
  if (const Enum* partner = enums.AfterOf(enumeration)) return partner;
  return PartnerByName(enumeration, after_snapshot.FindEnum(enumeration->full_name));
}

const Message* Matching::BeforeOf(const Message* message) const {
  if (const Message* partner = messages.BeforeOf(message)) return partner;
  return PartnerByName(message, before_snapshot.FindMessage(message->full_name));
}

bool HasSameShape(const Matching& matching, const Field& before, const Field& after) {
  if (before.type != after.type || before.map_key != after.map_key) return false;
  if (before.is_repeated() != after.is_repeated()) return false;
  if (before.message != nullptr) return matching.AfterOf(before.message) == after.message;
  if (before.enum_type != nullptr) return matching.AfterOf(before.enum_type) == after.enum_type;
  return true;
}

}  // namespace leyline
