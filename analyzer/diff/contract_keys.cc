#include "analyzer/diff/contract_keys.h"

#include <algorithm>

#include "analyzer/diff/likeness.h"

namespace leyline {
namespace {

constexpr Key kNoPartner = 1;

// Types are told by their address in the newer snapshot, which is the same for both sides.
template <class Node>
Key Address(const Node* node) {
  return node == nullptr ? kNoPartner : std::hash<const void*>()(node);
}

std::vector<Key> HintsOf(std::string_view name) {
  std::vector<Key> hints;
  for (const std::string& stem : Stems(name)) hints.push_back(KeyOf("stem", stem));
  return hints;
}

std::vector<Key> NamesOf(const File& file, std::string_view package) {
  std::vector<Key> keys;
  const Key in = KeyOf("package", package);
  for (const Message& message : file.messages) {
    keys.push_back(Mix(in, KeyOf("message", message.name)));
  }
  for (const Enum& child : file.enums) keys.push_back(Mix(in, KeyOf("enum", child.name)));
  for (const Service& service : file.services) {
    keys.push_back(Mix(in, KeyOf("service", service.name)));
  }
  for (const Field& field : file.extensions) {
    keys.push_back(Mix(in, KeyOf("extension", field.name)));
  }
  return keys;
}

}  // namespace

Key ContractKeys::TypeOf(const Field& field) const {
  Key type = static_cast<Key>(field.type);
  if (const Message* message = field.message) {
    const bool is_known =
        side_ == Side::kBefore || matching_.messages.IsTaken(message) || !message->file->governed;
    const Message* partner = side_ == Side::kBefore ? matching_.AfterOf(message) : message;
    type = Mix(type, Address(is_known ? partner : nullptr));
  }
  if (const Enum* enumeration = field.enum_type) {
    const bool is_known = side_ == Side::kBefore || matching_.enums.IsTaken(enumeration) ||
                          !enumeration->file->governed;
    const Enum* partner = side_ == Side::kBefore ? matching_.AfterOf(enumeration) : enumeration;
    type = Mix(type, Address(is_known ? partner : nullptr));
  }
  return Mix(Mix(type, static_cast<Key>(field.map_key)), field.is_repeated() ? 1 : 0);
}

Traits ContractKeys::Of(const Message& message) const {
  Traits traits{.keys = {}, .hints = HintsOf(message.name)};
  traits.keys.reserve(message.fields.size() + message.messages.size() + message.enums.size());
  for (const Field& field : message.fields) {
    const Key place = Mix(KeyOf("field", field.name), static_cast<Key>(field.number));
    traits.keys.push_back(Mix(place, TypeOf(field)));
  }
  for (const Message& child : message.messages) {
    traits.keys.push_back(KeyOf("message", child.name));
  }
  for (const Enum& child : message.enums) traits.keys.push_back(KeyOf("enum", child.name));
  return Sorted(std::move(traits));
}

Traits ContractKeys::Of(const Enum& enumeration) const {
  Traits traits{.keys = {}, .hints = HintsOf(enumeration.name)};
  const std::size_t prefix = ValuePrefix(enumeration);
  for (const EnumValue& value : enumeration.values) {
    const Key name = KeyOf("value", value.name.substr(prefix));
    traits.keys.push_back(Mix(name, static_cast<Key>(value.number)));
  }
  return Sorted(std::move(traits));
}

Traits ContractKeys::Of(const Service& service) const {
  Traits traits{.keys = {}, .hints = HintsOf(service.name)};
  for (const Method& method : service.methods) traits.keys.push_back(KeyOf("method", method.name));
  return Sorted(std::move(traits));
}

std::size_t ValuePrefix(const Enum& enumeration) {
  if (enumeration.values.empty()) return 0;
  const std::string_view first = enumeration.values[0].name;
  std::size_t size = first.size();
  for (const EnumValue& value : enumeration.values) {
    size = std::min(size, CommonPrefix(first, value.name));
  }
  const std::size_t underscore = first.substr(0, size).rfind('_');
  return underscore == std::string_view::npos ? 0 : underscore + 1;
}

Traits TraitsOf(const File& file, std::string_view package) {
  return Sorted({.keys = NamesOf(file, package), .hints = {}});
}

void AppendContent(const Matching& matching, Side side, const File& file, std::vector<Key>& keys) {
  const auto is_free = [side](const auto& pairing, const auto& node) {
    return side == Side::kBefore ? !pairing.IsJoined(&node) : !pairing.IsTaken(&node);
  };
  for (const Message& message : file.messages) {
    if (!is_free(matching.messages, message)) continue;
    const Key in = KeyOf("message", message.name);
    keys.push_back(in);
    for (const Field& field : message.fields) {
      keys.push_back(Mix(in, Mix(KeyOf("field", field.name), static_cast<Key>(field.number))));
    }
  }
  for (const Enum& child : file.enums) {
    if (is_free(matching.enums, child)) keys.push_back(KeyOf("enum", child.name));
  }
  for (const Service& service : file.services) {
    if (is_free(matching.services, service)) keys.push_back(KeyOf("service", service.name));
  }
  for (const Field& field : file.extensions) keys.push_back(KeyOf("extension", field.name));
}

}  // namespace leyline
