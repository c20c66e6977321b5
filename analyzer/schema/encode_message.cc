#include "analyzer/schema/encode_message.h"

#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

// FieldDescriptorProto.Label.
constexpr int64_t kOptional = 1;
constexpr int64_t kRequired = 2;
constexpr int64_t kRepeated = 3;

// Field numbers of `features` in FieldOptions and `map_entry` in MessageOptions.
constexpr uint32_t kFeatures = 21;
constexpr uint32_t kMapEntry = 7;

int64_t LabelNumber(const Field& field) {
  if (field.is_repeated()) return kRepeated;
  return field.label == Label::kRequired ? kRequired : kOptional;
}

// Written `optional` in proto3. The model marks fields in messages only, protoc extensions, too.
bool IsProto3Optional(const Field& field) {
  return field.proto3_optional || (field.is_extension && field.label == Label::kOptional &&
                                   field.file->edition == Edition::kProto3);
}

// "string_to_x" -> "StringToXEntry".
std::string EntryName(const Field& field) {
  std::string name;
  bool upper = true;
  for (char c : field.name) {
    if (c == '_') {
      upper = true;
      continue;
    }
    name.push_back(upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
    upper = false;
  }
  return name.append("Entry");
}

std::string TypeName(const Field& field) {
  if (field.message != nullptr) return AbsoluteName(field.message->full_name);
  if (field.enum_type != nullptr) return AbsoluteName(field.enum_type->full_name);
  return {};
}

// The features that a map field sets are its key's and its value's, too.
std::string FeaturesOf(const Field& field) {
  std::string options;
  WireReader reader(field.options.bytes);
  for (WireField part; reader.Next(part);) {
    if (part.number == kFeatures) options.append(part.raw);
  }
  return options;
}

void WriteMapEntry(const Field& field, DescriptorWriter& out) {
  const std::string features = FeaturesOf(field);
  out.Bytes(1, EntryName(field));
  out.Message(2, [&] {
    out.Bytes(1, "key");
    out.Int(3, 1);
    out.Int(4, kOptional);
    out.Int(5, static_cast<int64_t>(field.map_key));
    out.BytesIfAny(8, features);
    out.Bytes(10, "key");
  });
  out.Message(2, [&] {
    out.Bytes(1, "value");
    out.Int(3, 2);
    out.Int(4, kOptional);
    out.Int(5, static_cast<int64_t>(field.type));
    out.BytesIfAny(6, TypeName(field));
    out.BytesIfAny(8, features);
    out.Bytes(10, "value");
  });
  out.Message(7, [&] { out.Int(kMapEntry, 1); });
}

// Nested types stand in the order of the source: of a message its declaration, of a map entry its
// field. In files from descriptors the messages know their index, and map entries fill the gaps.
void WriteNestedTypes(const Message& message, DescriptorWriter& out) {
  std::vector<const Field*> maps;
  for (const Field& field : message.fields) {
    if (field.is_map()) maps.push_back(&field);
  }
  std::size_t next_map = 0;
  std::size_t written = 0;
  const bool by_index = message.file->from_descriptor;
  const auto write_map = [&] {
    out.Message(3, [&] { WriteMapEntry(*maps[next_map], out); });
    ++next_map;
    ++written;
  };
  for (const Message& nested : message.messages) {
    while (next_map < maps.size() &&
           (by_index ? written < nested.pos : maps[next_map]->pos < nested.pos)) {
      write_map();
    }
    out.Message(3, [&] { WriteMessage(nested, out); });
    ++written;
  }
  while (next_map < maps.size()) write_map();
}

// The names of the synthetic oneofs, in the order of their fields. Their fields' names, made unique
// among all fields and oneofs of the message by protoc's algorithm.
std::vector<std::string> SyntheticOneofs(const Message& message) {
  std::vector<std::string> oneofs;
  std::unordered_set<std::string> taken;
  for (const Field& field : message.fields) taken.emplace(field.name);
  for (const Oneof& oneof : message.oneofs) taken.emplace(oneof.name);
  for (const Field& field : message.fields) {
    if (!field.proto3_optional) continue;
    std::string name(field.name);
    if (!name.starts_with('_')) name.insert(name.begin(), '_');
    while (!taken.insert(name).second) name.insert(name.begin(), 'X');
    oneofs.push_back(std::move(name));
  }
  return oneofs;
}

void WriteFields(const Message& message, DescriptorWriter& out) {
  auto next_synthetic = static_cast<int32_t>(message.oneofs.size());
  for (const Field& field : message.fields) {
    const int32_t oneof = field.proto3_optional ? next_synthetic++ : field.oneof_index;
    out.Message(2, [&] { WriteField(field, oneof, out); });
  }
}

void WriteOneofs(const Message& message, DescriptorWriter& out) {
  for (const Oneof& oneof : message.oneofs) {
    out.Message(8, [&] {
      out.Bytes(1, oneof.name);
      out.BytesIfAny(2, oneof.options.bytes);
    });
  }
  for (const std::string& name : SyntheticOneofs(message)) {
    out.Message(8, [&] { out.Bytes(1, name); });
  }
}

void WriteExtensionRanges(const Message& message, DescriptorWriter& out) {
  for (const ExtensionRange& range : message.extension_ranges) {
    out.Message(5, [&] {
      out.Int(1, range.first);
      out.Int(2, int64_t{range.last} + 1);
      out.BytesIfAny(3, range.options.bytes);
    });
  }
}

}  // namespace

std::string AbsoluteName(std::string_view full_name) {
  std::string name = ".";
  return name.append(full_name);
}

void WriteField(const Field& field, int32_t oneof_index, DescriptorWriter& out) {
  out.Bytes(1, field.name);
  if (field.is_extension) out.Bytes(2, AbsoluteName(field.extendee->full_name));
  out.Int(3, field.number);
  out.Int(4, LabelNumber(field));
  if (field.is_map()) {
    out.Int(5, static_cast<int64_t>(FieldType::kMessage));
    out.Bytes(6, AbsoluteName(field.parent->full_name) + "." + EntryName(field));
  } else {
    out.Int(5, static_cast<int64_t>(field.type));
    out.BytesIfAny(6, TypeName(field));
  }
  if (field.has_default) out.Bytes(7, field.default_value);
  out.BytesIfAny(8, field.options.bytes);
  if (oneof_index >= 0) out.Int(9, oneof_index);
  out.Bytes(10, field.json_name);
  if (IsProto3Optional(field)) out.Int(17, 1);
}

void WriteEnum(const Enum& enumeration, DescriptorWriter& out) {
  out.Bytes(1, enumeration.name);
  for (const EnumValue& value : enumeration.values) {
    out.Message(2, [&] {
      out.Bytes(1, value.name);
      out.Int(2, value.number);
      out.BytesIfAny(3, value.options.bytes);
    });
  }
  out.BytesIfAny(3, enumeration.options.bytes);
  for (const Range& range : enumeration.reserved_ranges) {
    out.Message(4, [&] {
      out.Int(1, range.first);
      out.Int(2, range.last);
    });
  }
  for (const ReservedName& reserved : enumeration.reserved_names) out.Bytes(5, reserved.name);
  if (enumeration.visibility != Visibility::kUnset) {
    out.Int(6, static_cast<int64_t>(enumeration.visibility));
  }
}

void WriteMessage(const Message& message, DescriptorWriter& out) {
  out.Bytes(1, message.name);
  WriteFields(message, out);
  WriteNestedTypes(message, out);
  for (const Enum& enumeration : message.enums) {
    out.Message(4, [&] { WriteEnum(enumeration, out); });
  }
  WriteExtensionRanges(message, out);
  for (const Field& extension : message.extensions) {
    out.Message(6, [&] { WriteField(extension, -1, out); });
  }
  out.BytesIfAny(7, message.options.bytes);
  WriteOneofs(message, out);
  for (const Range& range : message.reserved_ranges) {
    out.Message(9, [&] {
      out.Int(1, range.first);
      out.Int(2, int64_t{range.last} + 1);
    });
  }
  for (const ReservedName& reserved : message.reserved_names) out.Bytes(10, reserved.name);
  if (message.visibility != Visibility::kUnset) {
    out.Int(11, static_cast<int64_t>(message.visibility));
  }
}

}  // namespace leyline
