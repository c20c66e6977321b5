// Messages of google.protobuf that have a JSON form of their own.
#pragma once

#include <cstdint>
#include <string_view>

#include "analyzer/model/model.h"

namespace leyline {

enum class WellKnown : uint8_t {
  kNone,       // an object with one member a field
  kAny,        // an object with "@type"
  kTimestamp,  // RFC 3339 text
  kDuration,   // "1.5s"
  kFieldMask,  // "a.b,c"
  kStruct,     // any object
  kValue,      // any JSON value
  kListValue,  // any array
  kWrapper,    // what the wrapped scalar looks like, or null
};

// `google.protobuf.Empty` is kNone: its form is the ordinary one.
WellKnown WellKnownOf(const Message* message);

// The scalar in a wrapper, such as kInt32 of Int32Value; kNone for others.
FieldType WrappedType(const Message* message);

// The enum `google.protobuf.NullValue`, whose values are all `null` in JSON.
bool IsNullValue(const Enum* enumeration);

}  // namespace leyline
