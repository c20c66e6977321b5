// FieldSpec: the part of a field that decides how its data is written and read. Number and names
// are not in it: who meets whom is decided before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/model/model.h"
#include "analyzer/schema/wire.h"

namespace leyline {

enum class Cardinality : uint8_t {
  kImplicit,  // singular without presence: its default is not written
  kOptional,  // singular with presence
  kRequired,
  kOneof,  // singular with presence, member of a oneof
  kPacked,
  kExpanded,  // repeated, not packed; of strings, bytes and messages too
  kMap,
};

struct FieldSpec {
  FieldType type = FieldType::kNone;  // kGroup for every delimited field; of a map: of its value
  Cardinality cardinality = Cardinality::kImplicit;
  FieldType map_key = FieldType::kNone;
  bool verifies_utf8 = false;         // of strings, of a map: of keys and values
  const Message* message = nullptr;   // kMessage, kGroup
  const Enum* enumeration = nullptr;  // kEnum
  // An open enum in a proto2 field: C++, Java and older Python go by the field's syntax and take it
  // as closed; Go and JavaScript don't.
  bool is_closed_in_some = false;
  std::string_view default_value = {};  // kEnum: the name of the default; empty: the first value

  bool is_map() const { return cardinality == Cardinality::kMap; }
  bool is_repeated() const {
    return cardinality == Cardinality::kPacked || cardinality == Cardinality::kExpanded || is_map();
  }
  bool is_required() const { return cardinality == Cardinality::kRequired; }
  bool has_presence() const { return !is_repeated() && cardinality != Cardinality::kImplicit; }
  bool is_message() const { return type == FieldType::kMessage || type == FieldType::kGroup; }
  bool is_closed_enum() const {
    return type == FieldType::kEnum && enumeration != nullptr &&
           (is_closed_in_some || enumeration->is_closed());
  }
};

// `is_closed_in_some` is set where runtimes differ; see `AsOpen`.
FieldSpec SpecOf(const Field& field);

// The field as runtimes have it that go by the enum.
FieldSpec AsOpen(FieldSpec spec);

// The two members of a map's entry, as the singular fields that they are on the wire.
FieldSpec KeySpecOf(const FieldSpec& map);
FieldSpec ValueSpecOf(const FieldSpec& map);
// A map as what it is on the wire and in text: a list of entry messages.
FieldSpec EntriesOf(const FieldSpec& map);

// Which encodings can hold each other's bytes. Types of one group interoperate in binary.
enum class WireGroup : uint8_t {
  kVarint,
  kZigZag,
  kFixed32,
  kFloat,
  kFixed64,
  kDouble,
  kLength,
  kGroup
};

WireGroup WireGroupOf(FieldType type);
WireType WireTypeOf(WireGroup group);
bool IsNumeric(FieldType type);  // all that can be packed: enums and bool too
bool IsFloating(FieldType type);
int WidthOf(FieldType type);  // 64, 32, or 1 for bool; of enums 32

// The integers that a type can hold. Of a closed enum only the declared ones.
struct Domain {
  int64_t min = 0;
  uint64_t max = 0;
  std::optional<std::vector<int32_t>> declared;  // sorted, unique

  bool Contains(int64_t value) const;
};

// Of an integer, bool or enum type.
Domain DomainOf(const FieldSpec& spec);

// "between -2147483648 and 2147483647", "0 or 1", "one of the declared numbers": the values of
// both.
std::string DescribeCommon(const Domain& a, const Domain& b);

enum class Overlap : uint8_t { kNothing, kSome, kAll };

// How many of the writer's values the survivors hold; 0, which is the wire's default, doesn't
// count.
Overlap OverlapOf(const Domain& writer, const Domain& survivors);

}  // namespace leyline
