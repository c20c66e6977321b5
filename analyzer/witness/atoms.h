// Values of fields as getters return them, and those at the borders of their types. For this room
// and for tests only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

namespace leyline {

// One value as getters return it. Numbers compare by value, bool as 0 and 1, enums as numbers.
struct Atom {
  enum class Kind : uint8_t { kInteger, kReal, kBytes };
  Kind kind = Kind::kInteger;
  bool negative = false;
  uint64_t magnitude = 0;
  double real = 0;
  std::string bytes;  // text, bytes, or a message's encoding
};

Atom Integer(int64_t value);
Atom Unsigned(uint64_t value);
Atom Real(double value);
Atom Bytes(std::string bytes);

// What a field holds: no atoms when it is unset.
using Value = std::vector<Atom>;

bool SameAtom(const Atom& a, const Atom& b);
bool IsDefault(const Atom& atom);
bool SameValue(const Value& written, const Value& read);
bool IsTrivial(const Value& value);  // unset, or nothing but defaults
std::string Show(const Value& value);

// Atoms at the borders of a type that isn't a message: the simplest first, the default last.
std::vector<Atom> BordersOf(const google::protobuf::FieldDescriptor& field);

// Whether messages are made in which the text is a map's key.
bool IsSampleKey(std::string_view text);

// Sets a singular field or appends to a list.
void Put(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
         const Atom& atom);
// What is there: no atom for a field that is not set.
Value ValueOf(const google::protobuf::Message& message,
              const google::protobuf::FieldDescriptor& field);
// What getters return: of a field that is not set its default, but nothing of a message.
Value GetterOf(const google::protobuf::Message& message,
               const google::protobuf::FieldDescriptor& field);

}  // namespace leyline
