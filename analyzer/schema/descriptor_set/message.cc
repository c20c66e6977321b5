// Messages of a descriptor set; map entries and synthetic oneofs fold away.
#include <utility>

#include <fmt/format.h>

#include "analyzer/schema/descriptor_set/decoder.h"

namespace leyline {
namespace {

// As in sources: protoc refuses the 33rd level.
constexpr int kNesting = 32;

}  // namespace

// The nested type that stands for a map field.
struct FileDecoder::MapEntry {
  FieldType key = FieldType::kNone;
  Field value;
  const char* at = nullptr;
  bool used = false;
};

struct FileDecoder::MessageParts {
  Views fields, messages, enums, extensions, extension_ranges, reserved_ranges, reserved_names,
      oneofs;
};

Message FileDecoder::DecodeMessage(std::string_view bytes, Offset index, int depth) {
  Message message;
  message.pos = index;
  MessageParts parts;
  DescriptorReader reader(input_, bytes, "message descriptor");
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        message.name = Identifier(reader);
        break;
      case 2:
        parts.fields.push_back(reader.Bytes());
        break;
      case 3:
        parts.messages.push_back(reader.Bytes());
        break;
      case 4:
        parts.enums.push_back(reader.Bytes());
        break;
      case 5:
        parts.extension_ranges.push_back(reader.Bytes());
        break;
      case 6:
        parts.extensions.push_back(reader.Bytes());
        break;
      case 7:
        ReadOptions(reader, message.options);
        break;
      case 8:
        parts.oneofs.push_back(reader.Bytes());
        break;
      case 9:
        parts.reserved_ranges.push_back(reader.Bytes());
        break;
      case 10:
        parts.reserved_names.push_back(Utf8(reader));
        break;
      case 11:
        message.visibility = DecodeVisibility(reader);
        break;
      default:
        break;
    }
  }
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
  DecodeOneofs(message, parts.oneofs, bytes.data());
  CheckMapEntries(entries);
  scope_.resize(scope);
  return message;
}

void FileDecoder::DecodeNested(Message& message, const MessageParts& parts, int depth,
                               MapEntries& entries) {
  std::vector<Message> messages;
  messages.reserve(parts.messages.size());
  Offset index = 0;
  for (std::string_view bytes : parts.messages) {
    if (IsMapEntry(bytes)) {
      DecodeMapEntry(bytes, entries);
    } else {
      messages.push_back(DecodeMessage(bytes, index, depth + 1));
    }
    ++index;
    if (input_.failed()) return;
  }
  message.messages = file_.arena.Copy(messages);
  message.enums = DecodeEnums(parts.enums);
}

void FileDecoder::DecodeMembers(Message& message, const MessageParts& parts, MapEntries& entries) {
  std::vector<Field> fields;
  fields.reserve(parts.fields.size());
  for (std::string_view bytes : parts.fields) {
    fields.push_back(DecodeField(bytes, static_cast<Offset>(fields.size()), false));
    FoldMap(fields.back(), entries);
    if (input_.failed()) return;
  }
  message.fields = file_.arena.Copy(fields);
  message.extensions = DecodeExtensions(parts.extensions);
  MarkGroups(message.fields, message.messages);
  MarkGroups(message.extensions, message.messages);

  std::vector<ExtensionRange> extension_ranges;
  for (std::string_view bytes : parts.extension_ranges) {
    const auto index = static_cast<Offset>(extension_ranges.size());
    extension_ranges.push_back(DecodeExtensionRange(bytes, index));
  }
  message.extension_ranges = file_.arena.Copy(extension_ranges);
  std::vector<Range> reserved;
  for (std::string_view bytes : parts.reserved_ranges) {
    reserved.push_back(DecodeRange(bytes, static_cast<Offset>(reserved.size()), true));
  }
  message.reserved_ranges = file_.arena.Copy(reserved);
  message.reserved_names = ReservedNames(parts.reserved_names);
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
void FileDecoder::DecodeOneofs(Message& message, const Views& oneofs, const char* at) {
  std::vector<int> members(oneofs.size());
  std::vector<bool> synthetic(oneofs.size());
  for (const Field& field : message.fields) {
    if (field.oneof_index < 0) continue;
    const auto index = static_cast<std::size_t>(field.oneof_index);
    if (index >= oneofs.size()) {
      input_.Fail(at, fmt::format("field `{}` is in oneof {}, but there are {}", field.name, index,
                                  oneofs.size()));
      return;
    }
    ++members[index];
    if (field.proto3_optional) synthetic[index] = true;
  }
  std::vector<Oneof> real;
  std::vector<int32_t> index_of(oneofs.size(), -1);
  for (std::size_t i = 0; i < oneofs.size(); ++i) {
    if (synthetic[i] && members[i] != 1) {
      input_.Fail(at, fmt::format("oneof {} of `{}` is synthetic and has {} members, expected 1", i,
                                  message.name, members[i]));
    }
    if (synthetic[i]) continue;
    index_of[i] = static_cast<int32_t>(real.size());
    real.push_back(DecodeOneof(oneofs[i], static_cast<Offset>(i)));
  }
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
