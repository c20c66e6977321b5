// Fields and extensions of a descriptor set.
#include <fmt/format.h>

#include "analyzer/model/json_name.h"
#include "analyzer/schema/descriptor_set/decoder.h"

namespace leyline {
namespace {

// FieldDescriptorProto.Label.
enum : int32_t { kLabelNone = 0, kLabelOptional = 1, kLabelRequired = 2, kLabelRepeated = 3 };

bool NamesAType(FieldType type) {
  return type == FieldType::kNone || type == FieldType::kMessage || type == FieldType::kEnum ||
         type == FieldType::kGroup;
}

// Descriptors say "optional" also where the source says nothing.
Label WrittenLabel(const File& file, const Field& field, int32_t label) {
  if (label == kLabelRequired) return Label::kRequired;
  if (label == kLabelRepeated) return Label::kRepeated;
  if (field.proto3_optional) return Label::kOptional;
  const bool said = file.edition == Edition::kProto2 && field.oneof_index < 0;
  return said ? Label::kOptional : Label::kNone;
}

}  // namespace

Field FileDecoder::DecodeField(std::string_view bytes, Offset index, bool is_extension) {
  Field field;
  field.pos = index;
  field.is_extension = is_extension;
  int32_t label = kLabelNone;
  int32_t type = 0;
  DescriptorReader reader(input_, bytes, "field descriptor");
  while (reader.Next()) {
    switch (reader.number()) {
      case 1:
        field.name = Identifier(reader);
        break;
      case 2:
        field.extendee_name = DottedName(reader);
        break;
      case 3:
        field.number = reader.Int32();
        break;
      case 4:
        label = reader.Int32();
        break;
      case 5:
        type = reader.Int32();
        break;
      case 6:
        field.type_name = DottedName(reader);
        break;
      case 7:
        field.has_default = true;
        field.default_value = reader.Bytes();
        break;
      case 8:
        ReadOptions(reader, field.options);
        break;
      case 9:
        field.oneof_index = reader.Int32();
        if (field.oneof_index < 0) reader.Fail("the index of a oneof is negative");
        break;
      case 10:
        field.json_name = Utf8(reader);
        break;
      case 17:
        field.proto3_optional = reader.Bool();
        break;
      default:
        break;
    }
  }
  if (type < 0 || type > static_cast<int32_t>(FieldType::kSint64)) {
    reader.FailWhole(fmt::format("{} is not a field type", type));
    return field;
  }
  field.type = static_cast<FieldType>(type);
  field.label = WrittenLabel(file_, field, label);
  CheckField(field, reader, label);
  // Only oneofs need the mark; an extension with it has the label in the source.
  if (is_extension) field.proto3_optional = false;
  field.has_json_name = !field.json_name.empty() && !IsDerivedJsonName(field.json_name, field.name);
  return field;
}

void FileDecoder::CheckField(const Field& field, DescriptorReader& reader, int32_t label) {
  if (field.name.empty()) {
    reader.FailWhole("a field has no name");
  } else if (label < kLabelNone || label > kLabelRepeated) {
    reader.FailWhole(fmt::format("{} is not a label", label));
  } else if (NamesAType(field.type) == field.type_name.empty()) {
    reader.FailWhole(fmt::format("field `{}` has the type {} and {} type name", field.name,
                                 KeywordOf(field.type), field.type_name.empty() ? "no" : "a"));
  } else if (field.is_extension == field.extendee_name.empty()) {
    reader.FailWhole(
        fmt::format("field `{}` has {} extendee", field.name, field.is_extension ? "no" : "an"));
  } else if (field.is_extension && field.oneof_index >= 0) {
    reader.FailWhole(fmt::format("extension `{}` is in a oneof", field.name));
  } else if (field.proto3_optional && file_.edition != Edition::kProto3) {
    reader.FailWhole(fmt::format("field `{}` is proto3_optional outside proto3", field.name));
  } else if (field.proto3_optional && !field.is_extension && field.oneof_index < 0) {
    reader.FailWhole(fmt::format("field `{}` is proto3_optional without a oneof", field.name));
  }
}

std::span<Field> FileDecoder::DecodeExtensions(Parts& parts, uint32_t number) {
  return parts.Each<Field>(number, [&](std::string_view bytes, Offset index) {
    return DecodeField(bytes, index, true);
  });
}

// A group field and its message stand in the same scope.
void FileDecoder::MarkGroups(std::span<const Field> fields, std::span<Message> scope) {
  std::unordered_map<std::string_view, Message*> messages;
  for (const Field& field : fields) {
    if (field.type != FieldType::kGroup) continue;
    if (messages.empty()) {
      for (Message& message : scope) messages.emplace(message.name, &message);
    }
    const auto found = messages.find(field.type_name.substr(field.type_name.rfind('.') + 1));
    if (found != messages.end()) found->second->is_group = true;
  }
}

}  // namespace leyline
