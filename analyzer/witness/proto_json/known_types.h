// The message types that ProtoJSON writes in a form of their own.
#pragma once

#include <cstdint>
#include <string>

#include <google/protobuf/descriptor.h>

namespace leyline {

enum class KnownType : uint8_t {
  kNone,  // an object of its fields; Empty too
  kAny,
  kTimestamp,
  kDuration,
  kFieldMask,
  kStruct,
  kValue,
  kListValue,
  kWrapper,
};

// By full name, and only when the fields are the well-known ones: a pool may hold anything.
KnownType KnownTypeOf(const google::protobuf::Descriptor& type);

bool IsNullValue(const google::protobuf::EnumDescriptor& type);

// Whether null is a value of the singular field instead of its absence.
bool HoldsNull(const google::protobuf::FieldDescriptor& field);

// Numbers outside the enum are refused: in C++, Java and Python the field's file decides.
bool IsClosedEnum(const google::protobuf::FieldDescriptor& field);

// The type that an Any's URL names, null when the pool has none.
const google::protobuf::Descriptor* TypeOfUrl(const google::protobuf::DescriptorPool& pool,
                                              const std::string& url);

}  // namespace leyline
