// The binary round trip: the other side keeps what it doesn't know and the bits that its type
// holds. So a value that it misread comes back whole, unless its type was too narrow.
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/rules/type_model/parts.h"
#include "analyzer/rules/type_model/type_model.h"

namespace leyline {
namespace {

constexpr int64_t kMax32 = 2147483647;
constexpr int64_t kMaxU32 = 4294967295;

// The integers of a 64-bit writer that a 32-bit type carries: by encoding of both, since it is the
// varint on the wire that must fit. A type that writes its negative numbers in ten bytes keeps
// those of the writer too.
struct Carried {
  FieldType writer;
  bool sign_extends;  // of the other side: int32 and enums
  int64_t min;
  int64_t max;
};
constexpr Carried kCarried[] = {
    {FieldType::kInt64, true, -kMax32 - 1, kMax32},
    {FieldType::kInt64, false, 0, kMaxU32},
    {FieldType::kUint64, true, 0, kMax32},
    {FieldType::kUint64, false, 0, kMaxU32},
    {FieldType::kSint64, true, -(kMax32 / 2) - 1, kMax32 / 2},  // zigzag doubles the number
    {FieldType::kSint64, false, -kMax32 - 1, kMax32},
};

bool SignExtends(FieldType type) { return type == FieldType::kInt32 || type == FieldType::kEnum; }

Reading CarriedIf(const FieldSpec& writer, const Domain& survivors, Effect otherwise) {
  const Domain domain = DomainOf(writer);
  switch (OverlapOf(domain, survivors)) {
    case Overlap::kAll:
      return Lossless();
    case Overlap::kSome:
      return SafeIf("the value is " + DescribeCommon(domain, survivors), otherwise);
    case Overlap::kNothing:
      break;
  }
  return Broken(otherwise);
}

int32_t UnsetNumberOf(const FieldSpec& spec) {
  for (const EnumValue& value : spec.enumeration->values) {
    if (spec.default_value.empty() || value.name == spec.default_value) return value.number;
  }
  return 0;
}

// Every value but 0 comes back as 1, which such an enum doesn't declare: the field is unset, and
// reads as its default.
Reading ThroughBoolToUnset(const FieldSpec& writer, const std::vector<int32_t>& declared) {
  const bool is_read = writer.has_presence() && !writer.is_required();
  const int32_t unset = UnsetNumberOf(writer);
  bool all = true;
  bool some = false;
  for (int32_t number : declared) {
    const bool survives = number == 0 || (is_read && number == unset);
    all = all && survives;
    some = some || (survives && number != unset);
  }
  if (all) return Lossless(unset == 0 ? Effect::kNone : Effect::kPresenceLost);
  const Effect effect = writer.is_required() ? Effect::kRequiredMissing : Effect::kUnrecognisedEnum;
  if (!some) return Broken(effect);
  return SafeIf(is_read ? "the value is 0 or the default of the field" : "the value is 0", effect);
}

// bool carries the varints 0 and 1; the latter is -1 in zigzag.
Reading ThroughBool(const FieldSpec& writer) {
  const Domain domain = DomainOf(writer);
  if (domain.declared && !domain.Contains(1)) return ThroughBoolToUnset(writer, *domain.declared);
  const bool zigzag = WireGroupOf(writer.type) == WireGroup::kZigZag;
  const Domain survivors{.min = zigzag ? -1 : 0, .max = zigzag ? 0U : 1U, .declared = std::nullopt};
  return CarriedIf(writer, survivors, Effect::kCollapsedToBool);
}

Reading ThroughVarint(const FieldSpec& writer, const FieldSpec& other) {
  if (other.type == FieldType::kBool) return ThroughBool(writer);
  if (WidthOf(writer.type) <= WidthOf(other.type)) return Lossless();
  for (const Carried& row : kCarried) {
    if (row.writer != writer.type || row.sign_extends != SignExtends(other.type)) continue;
    const Domain survivors{
        .min = row.min, .max = static_cast<uint64_t>(row.max), .declared = std::nullopt};
    return CarriedIf(writer, survivors, Effect::kTruncated);
  }
  return Lossless();
}

bool ShareANumber(const Domain& a, const Domain& b) {
  return OverlapOf(a, b) != Overlap::kNothing || (a.Contains(0) && b.Contains(0));
}

// Numbers that a closed enum doesn't declare are kept as unknown fields, but behind the others of
// a list; and a required field that holds one is missing.
Reading ThroughClosedEnum(const FieldSpec& writer, const FieldSpec& other) {
  const bool reorders = writer.is_repeated() && other.is_repeated();
  if (!other.is_closed_enum() || (!reorders && !other.is_required())) return Lossless();
  const Domain domain = DomainOf(writer);
  const Domain declared = DomainOf(other);
  if (OverlapOf(domain, declared) == Overlap::kAll) return Lossless();
  if (reorders && !ShareANumber(domain, declared)) return Lossless();
  const std::string common = DescribeCommon(domain, declared);
  if (!reorders) return SafeIf("the value is " + common, Effect::kRequiredMissing);
  return SafeIf("every element is " + common + " or the order does not matter", Effect::kMisread);
}

Reading Numbers(const FieldSpec& writer, const FieldSpec& other) {
  if (WireTypeOf(WireGroupOf(writer.type)) != WireType::kVarint) return Lossless();
  return Join(ThroughVarint(writer, other), ThroughClosedEnum(writer, other));
}

// A packed list of eight-byte numbers is one of twice as many four-byte ones, and the same bytes.
bool IsSplit(const FieldSpec& writer, const FieldSpec& other) {
  return writer.cardinality == Cardinality::kPacked && other.cardinality == Cardinality::kPacked &&
         WireTypeOf(WireGroupOf(writer.type)) == WireType::kFixed64 &&
         WireTypeOf(WireGroupOf(other.type)) == WireType::kFixed32;
}

Reading Element(const FieldSpec& writer, const FieldSpec& other) {
  const bool numbers = IsNumeric(writer.type) && IsNumeric(other.type);
  const WireType from = WireTypeOf(WireGroupOf(writer.type));
  const WireType to = WireTypeOf(WireGroupOf(other.type));
  if (numbers && from == to) return Numbers(writer, other);
  if (IsSplit(writer, other)) return Lossless();
  FieldSpec one = writer;  // only the element's own reading: the list comes later
  FieldSpec same = other;
  if (writer.cardinality != Cardinality::kPacked && !IsNumeric(other.type)) {
    one.cardinality = same.cardinality = Cardinality::kOptional;
  }
  return ReadBinary(one, same);
}

// The other side takes a packed list for bytes or text, which it writes again as they were.
Reading PackedAsText(const FieldSpec& writer, const FieldSpec& other) {
  if (other.is_required()) return ReadBinary(writer, other);
  const bool ascii = writer.type == FieldType::kBool;
  if (other.type == FieldType::kBytes || ascii) return Lossless();
  return SafeIf("the encoding of the list is valid UTF-8",
                other.verifies_utf8 ? Effect::kUtf8Rejected : Effect::kMisread);
}

bool IsPackedAsText(const FieldSpec& writer, const FieldSpec& other) {
  return writer.cardinality == Cardinality::kPacked &&
         (other.type == FieldType::kBytes || other.type == FieldType::kString);
}

// The other side takes a length-delimited value for a packed list. It comes back only if it is
// written packed again.
Reading TextAsPacked(const FieldSpec& writer, const FieldSpec& other) {
  if (other.cardinality != Cardinality::kPacked) {
    return Broken(writer.is_required() ? Effect::kRequiredMissing : Effect::kLostToUnknown);
  }
  return SafeIf("the bytes are a packed list as the other side writes it", Effect::kParseFailure);
}

bool IsTextAsPacked(const FieldSpec& writer, const FieldSpec& other) {
  return WireGroupOf(writer.type) == WireGroup::kLength && IsNumeric(other.type) &&
         other.is_repeated() && !other.is_map();
}

bool Retained(const FieldSpec& writer, const FieldSpec& other) {
  const WireGroup from = WireGroupOf(writer.type);
  const WireGroup to = other.is_map() ? WireGroup::kLength : WireGroupOf(other.type);
  if (writer.cardinality != Cardinality::kPacked) {
    return WireTypeOf(from) != WireTypeOf(to) && !IsTextAsPacked(writer, other);
  }
  return to == WireGroup::kGroup || (to != WireGroup::kLength && !other.is_repeated());
}

// A list is written packed again, which a singular reader doesn't find.
bool ComesBackPacked(const FieldSpec& writer, const FieldSpec& other) {
  return !writer.is_repeated() && other.cardinality == Cardinality::kPacked;
}

// A default in a field without presence is not written again.
Reading DefaultDropped(Reading reading, const FieldSpec& writer, const FieldSpec& other) {
  if (other.cardinality != Cardinality::kImplicit) return reading;
  if (writer.is_required()) {
    return Join(std::move(reading),
                SafeIf("the field never has its default value", Effect::kRequiredMissing));
  }
  if (writer.is_repeated()) {
    return Join(std::move(reading),
                SafeIf("that element is not the default value", Effect::kLastElementWins));
  }
  return writer.has_presence() ? Join(std::move(reading), Lossless(Effect::kPresenceLost))
                               : reading;
}

// Nothing inside an entry is retained: what is lost in reading is lost. But an entry whose closed
// enum is not recognised is kept whole.
Reading ThroughMap(const FieldSpec& writer, const FieldSpec& other) {
  Reading keys = RoundTripLeg(KeySpecOf(writer), KeySpecOf(other));
  if (keys.effect == Effect::kRetainedUnknown || keys.level != Level::kCompatible) {
    return ReadBinary(writer, other);
  }
  Reading values = RoundTripLeg(ValueSpecOf(writer), ValueSpecOf(other));
  if (values.effect == Effect::kRetainedUnknown) return ReadBinary(writer, other);
  return values;
}

}  // namespace

Reading RoundTripLeg(const FieldSpec& writer, const FieldSpec& other) {
  if (writer.is_map() && other.is_map()) return ThroughMap(writer, other);
  if (writer.is_map()) return RoundTripLeg(EntriesOf(writer), other);
  if (Retained(writer, other)) {
    return other.is_required() ? Broken(Effect::kRequiredMissing)
                               : Lossless(Effect::kRetainedUnknown);
  }
  if (other.is_map()) return ReadBinary(writer, other);
  if (IsPackedAsText(writer, other)) return PackedAsText(writer, other);
  if (IsTextAsPacked(writer, other)) return TextAsPacked(writer, other);
  Reading reading = Element(writer, other);
  if (reading.level == Level::kBreaking) return reading;
  if (ComesBackPacked(writer, other)) {
    return Broken(writer.is_required() ? Effect::kRequiredMissing : Effect::kLostToUnknown);
  }
  reading = WithFewerElements(std::move(reading), writer, other);
  return DefaultDropped(WithRequired(std::move(reading), writer, other), writer, other);
}

}  // namespace leyline
