#include "analyzer/witness/proto_json/known_types.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

namespace leyline {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

struct Known {
  std::string_view name;  // in google.protobuf
  KnownType type;
  std::string_view shape;  // as ShapeOf
};
constexpr Known kKnown[] = {
    {"Any", KnownType::kAny, "1 string;2 bytes;"},
    {"Timestamp", KnownType::kTimestamp, "1 int64;2 int32;"},
    {"Duration", KnownType::kDuration, "1 int64;2 int32;"},
    {"FieldMask", KnownType::kFieldMask, "1 repeated string;"},
    {"Struct", KnownType::kStruct, "1 map string google.protobuf.Value;"},
    {"Value", KnownType::kValue,
     "1 google.protobuf.NullValue;2 double;3 string;4 bool;5 google.protobuf.Struct;"
     "6 google.protobuf.ListValue;"},
    {"ListValue", KnownType::kListValue, "1 repeated google.protobuf.Value;"},
    {"DoubleValue", KnownType::kWrapper, "1 double;"},
    {"FloatValue", KnownType::kWrapper, "1 float;"},
    {"Int64Value", KnownType::kWrapper, "1 int64;"},
    {"UInt64Value", KnownType::kWrapper, "1 uint64;"},
    {"Int32Value", KnownType::kWrapper, "1 int32;"},
    {"UInt32Value", KnownType::kWrapper, "1 uint32;"},
    {"BoolValue", KnownType::kWrapper, "1 bool;"},
    {"StringValue", KnownType::kWrapper, "1 string;"},
    {"BytesValue", KnownType::kWrapper, "1 bytes;"},
};

std::string TypeName(const FieldDescriptor& field) {
  if (field.message_type() != nullptr) return field.message_type()->full_name();
  return field.enum_type() != nullptr ? field.enum_type()->full_name() : field.type_name();
}

// Each field of the first numbers: enough, as numbers are unique and the count must match.
std::string ShapeOf(const Descriptor& type) {
  std::string shape;
  for (int number = 1; number <= type.field_count(); ++number) {
    const FieldDescriptor* field = type.FindFieldByNumber(number);
    if (field == nullptr) return "";
    if (field->is_map()) {
      const Descriptor& entry = *field->message_type();
      shape += fmt::format("{} map {} {};", number, TypeName(*entry.map_key()),
                           TypeName(*entry.map_value()));
    } else {
      shape += fmt::format("{} {}{};", number, field->is_repeated() ? "repeated " : "",
                           TypeName(*field));
    }
  }
  return shape;
}

}  // namespace

KnownType KnownTypeOf(const Descriptor& type) {
  constexpr std::string_view kPackage = "google.protobuf.";
  std::string_view name = type.full_name();
  if (!name.starts_with(kPackage)) return KnownType::kNone;
  name.remove_prefix(kPackage.size());
  for (const Known& known : kKnown) {
    if (known.name == name) return ShapeOf(type) == known.shape ? known.type : KnownType::kNone;
  }
  return KnownType::kNone;
}

bool IsNullValue(const EnumDescriptor& type) {
  return type.full_name() == "google.protobuf.NullValue";
}

bool HoldsNull(const FieldDescriptor& field) {
  if (field.is_repeated()) return false;
  if (field.enum_type() != nullptr) return IsNullValue(*field.enum_type());
  return field.message_type() != nullptr && KnownTypeOf(*field.message_type()) == KnownType::kValue;
}

bool IsClosedEnum(const FieldDescriptor& field) {
  return field.file()->syntax() != FileDescriptor::SYNTAX_PROTO3;
}

const Descriptor* TypeOfUrl(const DescriptorPool& pool, const std::string& url) {
  const std::size_t slash = url.rfind('/');
  if (slash == url.npos) return nullptr;
  return pool.FindMessageTypeByName(url.substr(slash + 1));
}

}  // namespace leyline
