// One message read as another: the worst of all members, as deep as they reach.
#pragma once

#include "analyzer/model/model.h"
#include "analyzer/rules/type_model.h"

namespace leyline {

// What stands between a field's braces: a message, or the entry of a map.
struct Shape {
  const Message* message = nullptr;
  const Field* map = nullptr;

  bool operator==(const Shape&) const = default;
};

enum class Leg : uint8_t {
  kRead,       // the reader gets what the writer wrote
  kRoundTrip,  // the writer gets back what the reader wrote again; binary only
};

// Members are paired by number in binary, by name in JSON and text. Recursive types end; more than
// `kMaxPairs` pairs of messages are UNKNOWN.
inline constexpr int kMaxPairs = 20000;
Reading CompareShapes(Surface surface, Leg leg, const Shape& writer, const Shape& reader);

}  // namespace leyline
