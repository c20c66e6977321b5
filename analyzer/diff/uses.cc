#include "analyzer/diff/uses.h"

#include <memory>
#include <string_view>

#include "analyzer/diff/field_index.h"

namespace leyline {
namespace {

// Whether uses say something about an old type: it has no partner that its name tells.
template <class Node>
bool IsSought(const Pairing<Node>& pairing, const Node* before) {
  if (before == nullptr || !before->file->governed) return false;
  return !pairing.IsJoined(before) || pairing.HowOf(before) == How::kRenamed ||
         pairing.HowOf(before) == How::kMoved;
}

template <class Node>
bool CanBe(const Pairing<Node>& pairing, const Node* before, const Node* after) {
  if (!IsSought(pairing, before) || after == nullptr || !after->file->governed) return false;
  return pairing.AfterOf(before) == after || (!pairing.IsJoined(before) && !pairing.IsTaken(after));
}

}  // namespace

Uses::Uses(const Matching& matching) : matching_(matching) {
  AddUses(matching.before);
  AddUses(matching.after);
}

// What refers to itself, or is referred to by what stands in it, is not used by anybody else.
void Uses::AddUsed(const Message* type, const Message* user) {
  if (type == nullptr) return;
  for (; user != nullptr; user = user->parent) {
    if (user == type) return;
  }
  messages_.AddUsed(type);
}

void Uses::AddUses(const Declarations& declarations) {
  for (const Message* message : declarations.messages) {
    for (const Field& field : message->fields) {
      AddUsed(field.message, message);
      if (field.enum_type != nullptr) enums_.AddUsed(field.enum_type);
    }
  }
  for (const Field* extension : declarations.extensions) {
    AddUsed(extension->message, nullptr);
    if (extension->enum_type != nullptr) enums_.AddUsed(extension->enum_type);
  }
  for (const Service* service : declarations.services) {
    for (const Method& method : service->methods) {
      AddUsed(method.input, nullptr);
      AddUsed(method.output, nullptr);
    }
  }
}

void Uses::Follow(const Message& before, const Message& after) {
  std::unique_ptr<FieldIndex> index;  // made for messages that use something sought
  for (const Field& field : before.fields) {
    if (!IsSought(matching_.messages, static_cast<const Message*>(field.message)) &&
        !IsSought(matching_.enums, static_cast<const Enum*>(field.enum_type))) {
      continue;
    }
    if (index == nullptr) index = std::make_unique<FieldIndex>(after);
    const Field* numbered = index->Numbered(field.number);
    const Field* named = index->Named(field.name);
    Follow(field, numbered);
    if (named != numbered) Follow(field, named);
  }
}

void Uses::Follow(const Service& before, const Service& after) {
  std::unordered_map<std::string_view, const Method*> by_name;
  for (const Method& method : after.methods) by_name.emplace(method.name, &method);
  for (const Method& method : before.methods) {
    const auto at = by_name.find(method.name);
    if (at == by_name.end()) continue;
    Follow(method.input, at->second->input);
    Follow(method.output, at->second->output);
  }
}

void Uses::Follow(const Field& before, const Field* after) {
  if (after == nullptr) return;
  Follow(before.message, after->message);
  const Enum* from = before.enum_type;
  const Enum* to = after->enum_type;
  if (CanBe(matching_.enums, from, to) && enums_.AddReplaced(from, to)) {
    news_of_enums_.emplace_back(from, to);
  }
}

void Uses::Follow(const Message* before, const Message* after) {
  if (CanBe(matching_.messages, before, after) && messages_.AddReplaced(before, after)) {
    news_of_messages_.emplace_back(before, after);
  }
}

}  // namespace leyline
