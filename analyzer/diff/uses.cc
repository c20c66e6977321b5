#include "analyzer/diff/uses.h"

#include <memory>
#include <string_view>

#include "analyzer/diff/field_index.h"
#include "analyzer/model/by_name.h"

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
  AddUses(matching.before, [](const auto& pairing, auto* type) { return pairing.IsJoined(type); });
  AddUses(matching.after, [](const auto& pairing, auto* type) { return pairing.IsTaken(type); });
}

// What refers to itself, or is referred to by what stands in it, is not used by anybody else.
void Uses::AddUsed(const Message* type, const Message* user) {
  for (; user != nullptr; user = user->parent) {
    if (user == type) return;
  }
  messages_.AddUsed(type);
}

// Only of what has no partner yet is the question ever asked.
template <class HasPartner>
void Uses::AddUses(const Declarations& declarations, HasPartner has_partner) {
  const auto add_message = [&](const Message* type, const Message* user) {
    if (type != nullptr && !has_partner(matching_.messages, type)) AddUsed(type, user);
  };
  const auto add_enum = [&](const Enum* type) {
    if (type != nullptr && !has_partner(matching_.enums, type)) enums_.AddUsed(type);
  };
  for (const Message* message : declarations.messages) {
    for (const Field& field : message->fields) {
      add_message(field.message, message);
      add_enum(field.enum_type);
    }
  }
  for (const Field* extension : declarations.extensions) {
    add_message(extension->message, nullptr);
    add_enum(extension->enum_type);
  }
  for (const Service* service : declarations.services) {
    for (const Method& method : service->methods) {
      add_message(method.input, nullptr);
      add_message(method.output, nullptr);
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
  ByName others(after.methods);
  for (std::size_t i = 0; i < before.methods.size(); ++i) {
    const Method& method = before.methods[i];
    const Method* other = others.Find(method.name, i);
    if (other == nullptr) continue;
    Follow(method.input, other->input);
    Follow(method.output, other->output);
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
