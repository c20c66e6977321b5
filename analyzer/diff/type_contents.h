// What a type holds, as deep as it reaches.
#pragma once

#include <string>
#include <unordered_map>

#include "analyzer/schema/snapshot.h"

namespace leyline {

// One of the two, or neither.
struct NamedType {
  const Message* message = nullptr;
  const Enum* enumeration = nullptr;
};

inline NamedType TypeOf(const Field& field) { return {field.message, field.enum_type}; }

// Digests of a type with all types that its fields reach. Borrows the snapshot; remembers the
// digest of each message and enum.
class TypeContents {
 public:
  explicit TypeContents(const Snapshot& snapshot) : snapshot_(snapshot) {}

  // "sha256:..."; empty for neither.
  std::string Of(const NamedType& type);

 private:
  const std::string& OwnOf(const Message& message);
  const std::string& OwnOf(const Enum& enumeration);

  const Snapshot& snapshot_;
  std::unordered_map<const void*, std::string> own_;
};

}  // namespace leyline
