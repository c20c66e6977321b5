#include "analyzer/rules/type_model/field_spec.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

namespace leyline {
namespace {

// What the wire and the value range of a type are. Indexed by FieldType.
struct TypeFacts {
  WireGroup group;
  int width;
  int64_t min;
  uint64_t max;
};

constexpr int64_t kMin32 = std::numeric_limits<int32_t>::min();
constexpr int64_t kMin64 = std::numeric_limits<int64_t>::min();
constexpr uint64_t kMax32 = std::numeric_limits<int32_t>::max();
constexpr uint64_t kMax64 = std::numeric_limits<int64_t>::max();
constexpr uint64_t kMaxU32 = std::numeric_limits<uint32_t>::max();
constexpr uint64_t kMaxU64 = std::numeric_limits<uint64_t>::max();

constexpr std::array<TypeFacts, 19> kFacts = {{
    /* none     */ {WireGroup::kLength, 0, 0, 0},
    /* double   */ {WireGroup::kDouble, 64, 0, 0},
    /* float    */ {WireGroup::kFloat, 32, 0, 0},
    /* int64    */ {WireGroup::kVarint, 64, kMin64, kMax64},
    /* uint64   */ {WireGroup::kVarint, 64, 0, kMaxU64},
    /* int32    */ {WireGroup::kVarint, 32, kMin32, kMax32},
    /* fixed64  */ {WireGroup::kFixed64, 64, 0, kMaxU64},
    /* fixed32  */ {WireGroup::kFixed32, 32, 0, kMaxU32},
    /* bool     */ {WireGroup::kVarint, 1, 0, 1},
    /* string   */ {WireGroup::kLength, 0, 0, 0},
    /* group    */ {WireGroup::kGroup, 0, 0, 0},
    /* message  */ {WireGroup::kLength, 0, 0, 0},
    /* bytes    */ {WireGroup::kLength, 0, 0, 0},
    /* uint32   */ {WireGroup::kVarint, 32, 0, kMaxU32},
    /* enum     */ {WireGroup::kVarint, 32, kMin32, kMax32},
    /* sfixed32 */ {WireGroup::kFixed32, 32, kMin32, kMax32},
    /* sfixed64 */ {WireGroup::kFixed64, 64, kMin64, kMax64},
    /* sint32   */ {WireGroup::kZigZag, 32, kMin32, kMax32},
    /* sint64   */ {WireGroup::kZigZag, 64, kMin64, kMax64},
}};

const TypeFacts& FactsOf(FieldType type) { return kFacts[static_cast<std::size_t>(type)]; }

Cardinality CardinalityOf(const Field& field) {
  if (field.is_map()) return Cardinality::kMap;
  if (field.is_repeated()) return field.is_packed() ? Cardinality::kPacked : Cardinality::kExpanded;
  if (field.is_required()) return Cardinality::kRequired;
  if (field.oneof != nullptr) return Cardinality::kOneof;
  return field.has_presence() ? Cardinality::kOptional : Cardinality::kImplicit;
}

std::vector<int32_t> NumbersOf(const Enum& enumeration) {
  std::vector<int32_t> numbers;
  numbers.reserve(enumeration.values.size());
  for (const EnumValue& value : enumeration.values) numbers.push_back(value.number);
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

bool IsOpenEnumInProto2(const Field& field) {
  return field.enum_type != nullptr && !field.enum_type->is_closed() && field.file != nullptr &&
         field.file->edition == Edition::kProto2;
}

bool Includes(const Domain& outer, const Domain& inner) {
  return outer.min <= inner.min && outer.max >= inner.max;
}

// A writer with few values is asked value by value; the others are intervals of at least 2^31
// values, which no list of declared numbers covers.
Overlap OverlapOfList(const std::vector<int32_t>& values, const Domain& survivors) {
  bool all = true;
  bool some = false;
  for (int32_t value : values) {
    const bool survives = survivors.Contains(value);
    all = all && survives;
    some = some || (survives && value != 0);
  }
  return all ? Overlap::kAll : some ? Overlap::kSome : Overlap::kNothing;
}

bool AnyNonZero(const std::vector<int32_t>& values, const Domain& domain) {
  return std::any_of(values.begin(), values.end(),
                     [&](int32_t value) { return value != 0 && domain.Contains(value); });
}

}  // namespace

FieldSpec SpecOf(const Field& field) {
  return {.type = field.is_delimited() ? FieldType::kGroup : field.type,
          .cardinality = CardinalityOf(field),
          .map_key = field.map_key,
          .verifies_utf8 = field.features.utf8 == Utf8Validation::kVerify,
          .message = field.message,
          .enumeration = field.enum_type,
          .is_closed_in_some = IsOpenEnumInProto2(field),
          .default_value = field.default_value};
}

FieldSpec AsOpen(FieldSpec spec) {
  spec.is_closed_in_some = false;
  return spec;
}

FieldSpec KeySpecOf(const FieldSpec& map) {
  return {.type = map.map_key,
          .cardinality = Cardinality::kOptional,
          .map_key = FieldType::kNone,
          .verifies_utf8 = map.verifies_utf8,
          .message = nullptr,
          .enumeration = nullptr,
          .is_closed_in_some = false,
          .default_value = {}};
}

FieldSpec ValueSpecOf(const FieldSpec& map) {
  FieldSpec value = map;
  value.cardinality = Cardinality::kOptional;
  value.map_key = FieldType::kNone;
  return value;
}

FieldSpec EntriesOf(const FieldSpec& map) {
  FieldSpec entries = map;
  entries.type = FieldType::kMessage;
  entries.cardinality = Cardinality::kExpanded;
  entries.map_key = FieldType::kNone;
  return entries;
}

WireGroup WireGroupOf(FieldType type) { return FactsOf(type).group; }
int WidthOf(FieldType type) { return FactsOf(type).width; }
bool IsNumeric(FieldType type) { return FactsOf(type).width != 0; }
bool IsFloating(FieldType type) { return type == FieldType::kDouble || type == FieldType::kFloat; }

WireType WireTypeOf(WireGroup group) {
  switch (group) {
    case WireGroup::kVarint:
    case WireGroup::kZigZag:
      return WireType::kVarint;
    case WireGroup::kFixed32:
    case WireGroup::kFloat:
      return WireType::kFixed32;
    case WireGroup::kFixed64:
    case WireGroup::kDouble:
      return WireType::kFixed64;
    case WireGroup::kLength:
      return WireType::kBytes;
    case WireGroup::kGroup:
      break;
  }
  return WireType::kGroup;
}

bool Domain::Contains(int64_t value) const {
  if (value < min || (value > 0 && static_cast<uint64_t>(value) > max)) return false;
  if (!declared) return true;
  return value >= kMin32 && value <= static_cast<int64_t>(kMax32) &&
         std::binary_search(declared->begin(), declared->end(), static_cast<int32_t>(value));
}

Domain DomainOf(const FieldSpec& spec) {
  const TypeFacts& facts = FactsOf(spec.type);
  Domain domain{.min = facts.min, .max = facts.max, .declared = std::nullopt};
  if (spec.is_closed_enum()) domain.declared = NumbersOf(*spec.enumeration);
  return domain;
}

std::string DescribeCommon(const Domain& a, const Domain& b) {
  const int64_t min = std::max(a.min, b.min);
  const uint64_t max = std::min(a.max, b.max);
  if (b.declared && a.declared) return "one of the numbers that both enums declare";
  if (b.declared) return "one of the declared numbers";
  if (min == 0 && max == 1) return "0 or 1";
  return fmt::format("between {} and {}", min, max);
}

Overlap OverlapOf(const Domain& writer, const Domain& survivors) {
  if (writer.declared) return OverlapOfList(*writer.declared, survivors);
  if (writer.min == 0 && writer.max == 1) return OverlapOfList({0, 1}, survivors);
  if (survivors.declared) {
    return AnyNonZero(*survivors.declared, writer) ? Overlap::kSome : Overlap::kNothing;
  }
  if (Includes(survivors, writer)) return Overlap::kAll;
  const bool only_zero =
      std::max(writer.min, survivors.min) == 0 && std::min(writer.max, survivors.max) == 0;
  return only_zero ? Overlap::kNothing : Overlap::kSome;
}

}  // namespace leyline
