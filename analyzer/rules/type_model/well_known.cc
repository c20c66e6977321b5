#include "analyzer/rules/type_model/well_known.h"

#include <array>

namespace leyline {
namespace {

struct Entry {
  std::string_view name;
  WellKnown kind;
  FieldType wrapped;
};

constexpr std::array<Entry, 16> kEntries = {{
    {"google.protobuf.Any", WellKnown::kAny, FieldType::kNone},
    {"google.protobuf.Timestamp", WellKnown::kTimestamp, FieldType::kNone},
    {"google.protobuf.Duration", WellKnown::kDuration, FieldType::kNone},
    {"google.protobuf.FieldMask", WellKnown::kFieldMask, FieldType::kNone},
    {"google.protobuf.Struct", WellKnown::kStruct, FieldType::kNone},
    {"google.protobuf.Value", WellKnown::kValue, FieldType::kNone},
    {"google.protobuf.ListValue", WellKnown::kListValue, FieldType::kNone},
    {"google.protobuf.DoubleValue", WellKnown::kWrapper, FieldType::kDouble},
    {"google.protobuf.FloatValue", WellKnown::kWrapper, FieldType::kFloat},
    {"google.protobuf.Int64Value", WellKnown::kWrapper, FieldType::kInt64},
    {"google.protobuf.UInt64Value", WellKnown::kWrapper, FieldType::kUint64},
    {"google.protobuf.Int32Value", WellKnown::kWrapper, FieldType::kInt32},
    {"google.protobuf.UInt32Value", WellKnown::kWrapper, FieldType::kUint32},
    {"google.protobuf.BoolValue", WellKnown::kWrapper, FieldType::kBool},
    {"google.protobuf.StringValue", WellKnown::kWrapper, FieldType::kString},
    {"google.protobuf.BytesValue", WellKnown::kWrapper, FieldType::kBytes},
}};

const Entry* Find(const Message* message) {
  if (message == nullptr || !message->full_name.starts_with("google.protobuf.")) return nullptr;
  for (const Entry& entry : kEntries) {
    if (entry.name == message->full_name) return &entry;
  }
  return nullptr;
}

}  // namespace

WellKnown WellKnownOf(const Message* message) {
  const Entry* entry = Find(message);
  return entry == nullptr ? WellKnown::kNone : entry->kind;
}

FieldType WrappedType(const Message* message) {
  const Entry* entry = Find(message);
  return entry == nullptr ? FieldType::kNone : entry->wrapped;
}

bool IsNullValue(const Enum* enumeration) {
  return enumeration != nullptr && enumeration->full_name == "google.protobuf.NullValue";
}

}  // namespace leyline
