// Rules of single fields. Extensions have some more (check_extensions.cc), editions too
// (check_editions.cc).
#include <array>

#include "analyzer/schema/check/rules.h"
#include "base/strings.h"

namespace leyline {
namespace {

using Options = SmallOptions;

bool IsProto3(const Field& field) { return field.file->edition == Edition::kProto3; }
bool IsEditions(const Field& field) { return field.file->edition >= Edition::k2023; }

bool IsPackable(const Field& field) {
  return field.label == Label::kRepeated && !field.is_map() && !field.is_message() &&
         field.type != FieldType::kString && field.type != FieldType::kBytes;
}

// JavaScript numbers lose the low bits of these.
bool IsInt64(const Field& field) {
  if (field.is_map()) return false;
  return field.type == FieldType::kInt64 || field.type == FieldType::kUint64 ||
         field.type == FieldType::kSint64 || field.type == FieldType::kFixed64 ||
         field.type == FieldType::kSfixed64;
}

// Lazy parsing skips over a length; a group has none.
bool HasLength(const Field& field) {
  return field.is_map() || (field.type == FieldType::kMessage && !field.is_delimited());
}

bool IsText(const Field& field) {
  return !field.is_map() && (field.type == FieldType::kString || field.type == FieldType::kBytes);
}

bool IsMapKey(FieldType type) {
  switch (type) {
    case FieldType::kNone:  // no map at all
      return true;
    case FieldType::kDouble:
    case FieldType::kFloat:
    case FieldType::kBytes:
    case FieldType::kEnum:
    case FieldType::kGroup:
    case FieldType::kMessage:
      return false;
    default:
      return true;
  }
}

// Enum values of other numbers than 0 first would be read back as the default of the map's value.
bool MapValueStartsNotAtZero(const Field& field) {
  return field.is_map() && field.enum_type != nullptr && !field.enum_type->values.empty() &&
         field.enum_type->values[0].number != 0;
}

// Of every field.
constexpr FieldRule kRules[] = {
    {[](const Field& f, const Options&) { return f.type == FieldType::kGroup && IsProto3(f); },
     "is a group, which proto3 doesn't have", "declare a message and a field of its type", "",
     &Field::type_pos},
    {[](const Field& f, const Options&) { return f.label == Label::kRequired && IsProto3(f); },
     "is required, which proto3 doesn't have", "remove `required`", "", &Field::pos},
    {[](const Field& f, const Options&) {
       return f.oneof != nullptr && (f.label == Label::kRepeated || f.label == Label::kRequired);
     },
     "has a label in a oneof, whose fields are singular", "remove the label", "", &Field::pos},
    {[](const Field& f, const Options&) { return f.oneof != nullptr && f.is_map(); },
     "is a map in a oneof, whose fields are singular", "wrap the map in a message", "",
     &Field::pos},
    {[](const Field& f, const Options&) { return !IsMapKey(f.map_key); },
     "has a map key that is no integer, bool or string", "", "", &Field::type_pos},
    {[](const Field& f, const Options&) { return f.is_map() && f.type == FieldType::kGroup; },
     "is a map with a group as value", "", "", &Field::type_pos},
    {[](const Field& f, const Options&) { return MapValueStartsNotAtZero(f); },
     "is a map to an enum whose first value is not 0", "give the enum a first value with number 0",
     "", &Field::type_pos},
    {[](const Field& f, const Options&) { return f.has_default && f.is_repeated(); },
     "is repeated and has a default value", "remove `default`", "default", &Field::name_pos},
    {[](const Field& f, const Options&) {
       return f.has_default && f.is_message() && !f.is_repeated();
     },
     "is a message and has a default value", "remove `default`", "default", &Field::name_pos},
    {[](const Field& f, const Options&) { return f.has_default && IsProto3(f); },
     "has a default value, which proto3 doesn't have", "remove `default`", "default",
     &Field::name_pos},
    {[](const Field& f, const Options&) {
       return IsProto3(f) && f.enum_type != nullptr && f.enum_type->is_closed();
     },
     "is a proto3 field of a closed enum, whose default needn't be zero",
     "use an enum of a proto3 file, or an open one of an edition", "", &Field::type_pos},
    {[](const Field& f, const Options&) {
       return f.has_json_name && f.json_name.find('\0') != std::string_view::npos;
     },
     "has a JSON name with a null character", "", "json_name", &Field::name_pos},
    {[](const Field& f, const Options&) { return f.has_json_name && !IsValidUtf8(f.json_name); },
     "has a JSON name that is not UTF-8, which JSON can't hold", "", "json_name", &Field::name_pos},
};

// Of fields with options.
constexpr FieldRule kOptionRules[] = {
    {[](const Field& f, const Options& o) {
       return o.IsTrue(option_number::kPacked) && !IsPackable(f);
     },
     "is packed, which only repeated numbers, bools and enums can be", "remove `packed`", "packed",
     &Field::name_pos},
    {[](const Field& f, const Options& o) {
       return o.Has(option_number::kPacked) && IsEditions(f);
     },
     "sets `packed`, which editions don't have",
     "set `features.repeated_field_encoding` to PACKED or EXPANDED", "packed", &Field::name_pos},
    {[](const Field& f, const Options& o) {
       return o.IsTrue(option_number::kLazy) && !HasLength(f);
     },
     "is lazy, which only messages with a length can be", "remove `lazy`", "lazy",
     &Field::name_pos},
    {[](const Field& f, const Options& o) {
       return o.IsTrue(option_number::kUnverifiedLazy) && !HasLength(f);
     },
     "is lazy, which only messages with a length can be", "remove `unverified_lazy`",
     "unverified_lazy", &Field::name_pos},
    {[](const Field& f, const Options& o) {
       return o.IsTrue(option_number::kJstype) && !IsInt64(f);
     },
     "sets `jstype`, which only 64-bit integers can", "remove `jstype`", "jstype",
     &Field::name_pos},
    {[](const Field& f, const Options& o) {
       return o.Has(option_number::kCtype) && f.file->edition >= Edition::k2024;
     },
     "sets `ctype`, which edition 2024 doesn't have", "set `features.(pb.cpp).string_type`",
     "ctype", &Field::name_pos},
    {[](const Field& f, const Options& o) {
       return o.Has(option_number::kCtype) && IsEditions(f) && !IsText(f);
     },
     "sets `ctype`, which only strings and bytes can", "remove `ctype`", "ctype", &Field::name_pos},
};

// Of fields of editions, where features say it.
constexpr FieldRule kEditionRules[] = {
    {[](const Field& f, const Options&) { return f.label == Label::kRequired; },
     "is `required`, which editions don't have", "set `features.field_presence = LEGACY_REQUIRED`",
     "", &Field::pos},
    {[](const Field& f, const Options&) {
       return f.label == Label::kOptional && !f.file->from_descriptor;
     },
     "is `optional`, which editions don't have",
     "remove the label: singular fields have presence unless features.field_presence says else", "",
     &Field::pos},
    {[](const Field& f, const Options&) { return f.type == FieldType::kGroup; },
     "is a group, which editions don't have",
     "declare a message and set `features.message_encoding = DELIMITED`", "", &Field::type_pos},
};

}  // namespace

void CheckField(const Field& field, Problems& problems) {
  static const SmallOptions kNoOptions{{}};
  CheckFieldNumber(field, problems);
  ApplyRules(kRules, field, kNoOptions, problems);
  if (!field.options.bytes.empty()) {
    ApplyRules(kOptionRules, field, SmallOptions(field.options.bytes), problems);
  }
  if (!IsEditions(field)) return;
  ApplyRules(kEditionRules, field, kNoOptions, problems);
  CheckFieldFeatures(field, problems);
}

void CheckOneofs(const Message& message, Problems& problems) {
  for (const Oneof& oneof : message.oneofs) {
    if (oneof.fields.empty()) {
      problems.Add(*message.file, oneof.pos, Describe(oneof) + " has no fields",
                   "give it one or remove it");
      continue;
    }
    // Descriptors could scatter them; generated code relies on their order.
    const auto spread = oneof.fields.back() - oneof.fields.front() + 1;
    if (static_cast<std::size_t>(spread) == oneof.fields.size()) continue;
    problems.Add(*message.file, oneof.pos, Describe(oneof) + " has other fields between its own");
  }
}

}  // namespace leyline
