#include "analyzer/schema/options/schema.h"

#include <algorithm>
#include <vector>

namespace leyline {
namespace {

// Below this a walk is faster than an index.
constexpr std::size_t kSmall = 16;

std::string_view WrittenFeature(const Options& options, std::string_view feature) {
  if (const OptionDecl* option = FindWritten(options, "features", feature)) return option->text;
  if (const OptionDecl* option = FindWritten(options, "features", {})) {
    return WordAfter(option->text, feature);
  }
  return {};
}

// What an editions file writes for a field or an enum, or else for the file: nothing in between can
// set the features asked here.
template <class Node>
std::string_view EarlyFeature(const Node& node, std::string_view feature) {
  const std::string_view own = WrittenFeature(node.options, feature);
  if (!own.empty() || node.file == nullptr) return own;
  return WrittenFeature(node.file->options, feature);
}

template <class Node>
Edition EditionOf(const Node& node) {
  return node.file == nullptr ? Edition::kProto2 : node.file->edition;
}

bool CanPack(const Field& field) {
  return field.label == Label::kRepeated && !field.is_message() &&
         field.type != FieldType::kString && field.type != FieldType::kBytes;
}

bool EarlyPacked(const Field& field, Edition edition) {
  if (!CanPack(field)) return false;
  if (const OptionDecl* packed = FindWritten(field.options, "packed", {})) {
    return packed->text == "true";
  }
  if (edition < Edition::k2023) return edition == Edition::kProto3;
  return EarlyFeature(field, "repeated_field_encoding") != "EXPANDED";
}

bool EarlyImplicit(const Field& field, Edition edition) {
  if (field.is_repeated() || field.is_message() || field.oneof_index >= 0 || field.is_extension ||
      field.proto3_optional) {
    return false;
  }
  if (edition < Edition::k2023) return edition == Edition::kProto3;
  return EarlyFeature(field, "field_presence") == "IMPLICIT";
}

}  // namespace

Encoding EncodingOf(const Field& field) {
  if (field.features.presence != Presence::kUnknown) {
    return {.implicit = !field.is_repeated() && !field.has_presence(),
            .packed = field.is_packed(),
            .delimited = field.is_delimited()};
  }
  const Edition edition = EditionOf(field);
  Encoding encoding = {.implicit = EarlyImplicit(field, edition),
                       .packed = EarlyPacked(field, edition),
                       .delimited = field.type == FieldType::kGroup};
  if (edition >= Edition::k2023 && field.type == FieldType::kMessage && !field.is_map()) {
    encoding.delimited = EarlyFeature(field, "message_encoding") == "DELIMITED";
  }
  return encoding;
}

bool IsRequired(const Field& field) {
  if (field.is_required()) return true;
  return EditionOf(field) >= Edition::k2023 && !field.is_repeated() && !field.is_extension &&
         field.oneof_index < 0 && EarlyFeature(field, "field_presence") == "LEGACY_REQUIRED";
}

bool IsClosedEnum(const Enum& enumeration) {
  if (enumeration.features.enum_type != EnumType::kUnknown) return enumeration.is_closed();
  const Edition edition = EditionOf(enumeration);
  if (edition < Edition::k2023) return edition != Edition::kProto3;
  return EarlyFeature(enumeration, "enum_type") == "CLOSED";
}

bool IsMessageSet(const Message& message) {
  if (message.message_set) return true;
  const OptionDecl* written = FindWritten(message.options, "message_set_wire_format", {});
  return written != nullptr && written->text == "true";
}

const OptionTypes::FieldIndex& OptionTypes::IndexOf(const Message& message) {
  const auto [at, fresh] = fields_.try_emplace(&message);
  if (!fresh) return at->second;
  for (const Field& field : message.fields) {
    at->second.by_name.emplace(field.name, &field);
    at->second.by_number.emplace(static_cast<uint32_t>(field.number), &field);
  }
  for (const Field& field : message.fields) {
    if (field.type == FieldType::kGroup && field.message != nullptr) {
      at->second.by_name.emplace(field.message->name, &field);
    }
  }
  return at->second;
}

const OptionTypes::ValueIndex& OptionTypes::IndexOf(const Enum& enumeration) {
  const auto [at, fresh] = values_.try_emplace(&enumeration);
  if (!fresh) return at->second;
  for (const EnumValue& value : enumeration.values) {
    at->second.by_name.emplace(value.name, &value);
    at->second.by_number.emplace(value.number, &value);
  }
  return at->second;
}

const Field* OptionTypes::FieldByName(const Message& message, std::string_view name) {
  if (message.fields.size() > kSmall) {
    const FieldIndex& index = IndexOf(message);
    const auto found = index.by_name.find(name);
    return found == index.by_name.end() ? nullptr : found->second;
  }
  for (const Field& field : message.fields) {
    if (field.name == name) return &field;
  }
  for (const Field& field : message.fields) {
    if (field.type == FieldType::kGroup && field.message != nullptr &&
        field.message->name == name) {
      return &field;
    }
  }
  return nullptr;
}

const Field* OptionTypes::FieldByNumber(const Message& message, uint32_t number) {
  if (message.fields.size() > kSmall) {
    const FieldIndex& index = IndexOf(message);
    const auto found = index.by_number.find(number);
    return found == index.by_number.end() ? nullptr : found->second;
  }
  for (const Field& field : message.fields) {
    if (static_cast<uint32_t>(field.number) == number) return &field;
  }
  return nullptr;
}

const EnumValue* OptionTypes::ValueByName(const Enum& enumeration, std::string_view name) {
  if (enumeration.values.size() > kSmall) {
    const ValueIndex& index = IndexOf(enumeration);
    const auto found = index.by_name.find(name);
    return found == index.by_name.end() ? nullptr : found->second;
  }
  for (const EnumValue& value : enumeration.values) {
    if (value.name == name) return &value;
  }
  return nullptr;
}

const EnumValue* OptionTypes::ValueByNumber(const Enum& enumeration, int32_t number) {
  if (enumeration.values.size() > kSmall) {
    const ValueIndex& index = IndexOf(enumeration);
    const auto found = index.by_number.find(number);
    return found == index.by_number.end() ? nullptr : found->second;
  }
  for (const EnumValue& value : enumeration.values) {
    if (value.number == number) return &value;
  }
  return nullptr;
}

const std::vector<const Field*>& OptionTypes::RequiredFields(const Message& message) {
  const auto [at, fresh] = required_.try_emplace(&message);
  if (!fresh) return at->second;
  for (const Field& field : message.fields) {
    if (IsRequired(field)) at->second.push_back(&field);
  }
  return at->second;
}

const Message& OptionTypes::MapEntry(const Field& map) {
  const auto [at, fresh] = entries_.try_emplace(&map, nullptr);
  if (!fresh) return *at->second;
  std::vector<Field> fields(2);
  fields[0].name = "key";
  fields[0].number = 1;
  fields[0].type = map.map_key;
  fields[1].name = "value";
  fields[1].number = 2;
  fields[1].type = map.type;
  fields[1].message = map.message;
  fields[1].enum_type = map.enum_type;
  auto* entry = arena_.New<Message>();
  entry->name = map.name;
  entry->full_name = map.name;
  entry->fields = arena_.Copy(fields);
  at->second = entry;
  return *entry;
}

}  // namespace leyline
