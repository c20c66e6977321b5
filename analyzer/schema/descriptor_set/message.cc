// Messages of a descriptor set; map entries and synthetic oneofs fold away.
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/descriptor_set/decoder.h"

namespace leyline {
namespace {

// As in sources: protoc refuses the 33rd level.
constexpr int kNesting = 32;

// Of DescriptorProto.
enum : uint32_t {
  kField = 2,
  kNested = 3,
  kEnum = 4,
  kExtensionRange = 5,
  kExtension = 6,
  kOneof = 8,
  kReservedRange = 9,
  kReservedName = 10,
};

}  // namespace

// The nested type that stands for a map field.
struct FileDecoder::MapEntry {
  FieldType key = FieldType::kNone;
  Field value;
  const char* at = nullptr;
  bool used = false;
};

void FileDecoder::ReadMessage(DescriptorReader& reader, Message& message, Parts& parts) {
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        message.name = Identifier(reader);
        break;
      case kField:
      case kNested:
      case kEnum:
      case kExtensionRange:
      case kExtension:
      case kOneof:
      case kReservedRange:
        parts.Add(reader, reader.Bytes());
        break;
      case 7:
        ReadOptions(reader, message.options);
        break;
      case kReservedName:
        parts.Add(reader, Utf8(reader));
        break;
      case 11:
        message.visibility = DecodeVisibility(reader);
        break;
      default:
        break;
    }
  }
}

Message FileDecoder::DecodeMessage(std::string_view bytes, Offset index, int depth) {
  Message message;
  message.pos = index;
  Parts parts(*this);
  DescriptorReader reader(input_, bytes, "message descriptor");
  ReadMessage(reader, message, parts);
  if (message.name.empty()) reader.FailWhole("a message has no name");
  if (depth > kNesting) {
    reader.FailWhole(fmt::format("messages are nested more than {} deep", kNesting));
  }
  if (input_.failed()) return message;
  const std::size_t scope = scope_.size();
  scope_.append(".").append(message.name);
  MapEntries entries;
  DecodeNested(message, parts, depth, entries);
  DecodeMembers(message, parts, entries);
  DecodeOneofs(message, parts, bytes.data());
  CheckMapEntries(entries);
  scope_.resize(scope);
  return message;
}

// Messages keep their index among all that are nested.
void FileDecoder::DecodeNested(Message& message, Parts& parts, int depth, MapEntries& entries) {
  std::vector<Offset> indexes;
  Offset index = 0;
  parts.ForEach(kNested, [&](Part& part) {
    if (IsMapEntry(part.bytes)) {
      DecodeMapEntry(part.bytes, entries);
      part.number = 0;
    } else {
      indexes.push_back(index);
    }
    ++index;
  });
  message.messages = parts.Each<Message>(kNested, [&](std::string_view bytes, Offset at) {
    return DecodeMessage(bytes, indexes[at], depth + 1);
  });
  message.enums = DecodeEnums(parts, kEnum);
}

void FileDecoder::DecodeMembers(Message& message, Parts& parts, MapEntries& entries) {
  message.fields = parts.Each<Field>(kField, [&](std::string_view bytes, Offset index) {
    Field field = DecodeField(bytes, index, false);
    FoldMap(field, entries);
    return field;
  });
  message.extensions = DecodeExtensions(parts, kExtension);
  MarkGroups(message.fields, message.messages);
  MarkGroups(message.extensions, message.messages);
  message.extension_ranges = parts.Each<ExtensionRange>(
      kExtensionRange,
      [&](std::string_view bytes, Offset index) { return DecodeExtensionRange(bytes, index); });
  message.reserved_ranges = parts.Each<Range>(
      kReservedRange,
      [&](std::string_view bytes, Offset index) { return DecodeRange(bytes, index, true); });
  message.reserved_names = ReservedNames(parts, kReservedName);
}

bool FileDecoder::IsMapEntry(std::string_view bytes) {
  bool is_map_entry = false;
  DescriptorReader reader(input_, bytes, "message descriptor");
  while (reader.Next()) {
    if (reader.number() != 7) continue;
    DescriptorReader options(input_, reader.Bytes(), "options");
    while (options.Next()) {
      if (options.number() == 7) is_map_entry = options.Bool();
    }
  }
  return is_map_entry;
}

void FileDecoder::DecodeMapEntry(std::string_view bytes, MapEntries& entries) {
  std::string_view name;
  std::vector<Field> fields;
  DescriptorReader reader(input_, bytes, "map entry");
  while (reader.Next()) {
    if (reader.number() == 1) name = Identifier(reader);
    if (reader.number() == 2) fields.push_back(DecodeField(reader.Bytes(), 0, false));
  }
  if (fields.size() == 2 && fields[0].number == 2) std::swap(fields[0], fields[1]);
  const bool sound = !name.empty() && fields.size() == 2 && fields[0].number == 1 &&
                     fields[1].number == 2 && fields[0].type_name.empty() &&
                     fields[1].type != FieldType::kGroup && !fields[0].is_repeated() &&
                     !fields[1].is_repeated();
  if (!sound) {
    reader.FailWhole("a map entry has other parts than a scalar key = 1 and a value = 2");
    return;
  }
  const MapEntry entry = {
      .key = fields[0].type, .value = fields[1], .at = bytes.data(), .used = false};
  if (!entries.emplace(name, entry).second) {
    reader.FailWhole(fmt::format("two map entries have the name `{}`", name));
  }
}

void FileDecoder::FoldMap(Field& field, MapEntries& entries) {
  if (entries.empty() || field.label != Label::kRepeated || field.type != FieldType::kMessage)
    return;
  std::string_view name = field.type_name;
  if (!name.starts_with(scope_)) return;
  name.remove_prefix(scope_.size());
  if (!name.starts_with('.')) return;
  const auto found = entries.find(name.substr(1));
  if (found == entries.end()) return;
  MapEntry& entry = found->second;
  if (entry.used) {
    input_.Fail(entry.at, fmt::format("the map entry `{}` serves two fields", found->first));
  }
  entry.used = true;
  field.label = Label::kNone;
  field.map_key = entry.key;
  field.type = entry.value.type;
  field.type_name = entry.value.type_name;
}

void FileDecoder::CheckMapEntries(const MapEntries& entries) {
  const char* first = nullptr;
  for (const auto& [name, entry] : entries) {
    if (!entry.used && (first == nullptr || entry.at < first)) first = entry.at;
  }
  if (first != nullptr) input_.Fail(first, "a map entry has no map field");
}

// A synthetic oneof is one whose only member is a field with proto3_optional.
void FileDecoder::DecodeOneofs(Message& message, Parts& parts, const char* at) {
  const std::size_t count = parts.Count(kOneof);
  std::vector<int> members(count);
  std::vector<bool> synthetic(count);
  for (const Field& field : message.fields) {
    if (field.oneof_index < 0) continue;
    const auto index = static_cast<std::size_t>(field.oneof_index);
    if (index >= count) {
      input_.Fail(
          at, fmt::format("field `{}` is in oneof {}, but there are {}", field.name, index, count));
      return;
    }
    ++members[index];
    if (field.proto3_optional) synthetic[index] = true;
  }
  std::vector<Oneof> real;
  std::vector<int32_t> index_of(count, -1);
  std::size_t index = 0;
  parts.ForEach(kOneof, [&](const Part& part) {
    const std::size_t i = index++;
    if (synthetic[i] && members[i] != 1) {
      input_.Fail(at, fmt::format("oneof {} of `{}` is synthetic and has {} members, expected 1", i,
                                  message.name, members[i]));
    }
    if (synthetic[i]) return;
    index_of[i] = static_cast<int32_t>(real.size());
    real.push_back(DecodeOneof(part.bytes, static_cast<Offset>(i)));
  });
  for (Field& field : message.fields) {
    if (field.oneof_index < 0) continue;
    field.oneof_index = index_of[static_cast<std::size_t>(field.oneof_index)];
  }
  message.oneofs = file_.arena.Copy(real);
}

Oneof FileDecoder::DecodeOneof(std::string_view bytes, Offset index) {
  Oneof oneof;
  oneof.pos = index;
  DescriptorReader reader(input_, bytes, "oneof descriptor");
  while (reader.Next()) {
    if (reader.number() == 1) oneof.name = Identifier(reader);
    if (reader.number() == 2) ReadOptions(reader, oneof.options);
  }
  if (oneof.name.empty()) reader.FailWhole("a oneof has no name");
  return oneof;
}

ExtensionRange FileDecoder::DecodeExtensionRange(std::string_view bytes, Offset index) {
  const Range range = DecodeRange(bytes, index, true);
  ExtensionRange extensions;
  extensions.first = range.first;
  extensions.last = range.last;
  extensions.pos = index;
  DescriptorReader reader(input_, bytes, "extension range");
  while (reader.Next()) {
    if (reader.number() == 3) ReadOptions(reader, extensions.options);
  }
  return extensions;
}

}  // namespace leyline
