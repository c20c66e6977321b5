#include "analyzer/rules/compare/field.h"

#include "analyzer/rules/compare/enum.h"
#include "analyzer/rules/type_model/well_known.h"

namespace leyline {
namespace {

// A group is printed with the name of its message. Delimited fields of editions are so only when
// they look like one: named like their message in lower case, in the same scope.
bool PrintedAsGroup(const Field& field) {
  if (!field.is_delimited() || field.message == nullptr) return false;
  if (field.message->parent != field.parent || field.message->file != field.file) return false;
  const std::string_view message = field.message->name;
  if (message.size() != field.name.size()) return false;
  for (std::size_t i = 0; i < message.size(); ++i) {
    const char c = message[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != field.name[i]) {
      return false;
    }
  }
  return true;
}

bool BothEnums(const FieldSpec& writer, const FieldSpec& reader) {
  return writer.type == FieldType::kEnum && reader.type == FieldType::kEnum &&
         writer.enumeration != nullptr && reader.enumeration != nullptr;
}

int32_t DefaultNumberOf(ValueIndexes& values, const Field& field) {
  const Enum* enumeration = field.enum_type;
  if (enumeration == nullptr || enumeration->values.empty()) return 0;
  const int32_t first = enumeration->values.front().number;
  if (!field.has_default) return first;
  return values.Of(*enumeration).NumberOf(field.default_value).value_or(first);
}

// The default of an absent field as text: "" for that of its type, of enums the number.
std::string DefaultOf(ValueIndexes& values, const Field& field) {
  if (field.type == FieldType::kEnum) {
    const int32_t number = DefaultNumberOf(values, field);
    return number == 0 ? std::string() : std::to_string(number);
  }
  // As a number it is 1.
  if (field.type == FieldType::kBool && field.default_value == "true") return "1";
  const bool of_type =
      !field.has_default || field.default_value == "0" || field.default_value == "false";
  const bool text = field.type == FieldType::kString || field.type == FieldType::kBytes;
  return of_type && !(text && field.has_default) ? std::string() : std::string(field.default_value);
}

// An absent field reads as the reader's default. JSON and text leave absent fields out alike.
Reading ReadDefault(ValueIndexes& values, const Member& writer, const Member& reader) {
  if (writer.field == nullptr || reader.field == nullptr) return Lossless();
  // A required field is never absent, and a list has no default.
  if (writer.spec.is_required()) return Lossless();
  if (writer.spec.is_repeated() || reader.spec.is_repeated()) return Lossless();
  if (HaveSameDefault(values, *writer.field, *reader.field)) return Lossless();
  // What has no presence leaves its zero out.
  return SafeIf(writer.spec.has_presence() ? "the field is always set" : "the field is never zero",
                Effect::kDefaultChanged);
}

// A side without presence doesn't write zero again, and then the writer reads its default. Unless
// it never knew the value, and gives it back as it came.
Reading ReturnDefault(ValueIndexes& values, const Member& writer, const Member& other,
                      const Reading& value) {
  if (value.effect == Effect::kRetainedUnknown) return Lossless();
  if (writer.field == nullptr || !writer.spec.has_presence() || writer.spec.is_required() ||
      other.spec.cardinality != Cardinality::kImplicit ||
      DefaultOf(values, *writer.field).empty()) {
    return Lossless();
  }
  return SafeIf("the field is never set to zero, which is not its default", Effect::kMisread);
}

// Bytes of a well-known type have a meaning of their own, which another type of the same encoding
// doesn't give them: a string shows the encoding of a wrapper, a duration a point in time.
Reading ReadMeaning(const FieldSpec& writer, const FieldSpec& reader) {
  const WellKnown from = WellKnownOf(writer.message);
  const WellKnown to = WellKnownOf(reader.message);
  const auto text_in = [](const FieldSpec& known, const FieldSpec& other) {
    return other.type == FieldType::kString ||
           (other.type == FieldType::kBytes && WrappedType(known.message) == FieldType::kBytes);
  };
  const auto is_map_of = [](WellKnown known, const FieldSpec& other) {
    return known == WellKnown::kStruct && other.is_map();
  };
  if (writer.is_map() != reader.is_map() && (is_map_of(from, reader) || is_map_of(to, writer))) {
    return Broken(Effect::kParseFailure);
  }
  if (writer.is_map() || reader.is_map()) return Lossless();
  const bool times = (from == WellKnown::kTimestamp && to == WellKnown::kDuration) ||
                     (from == WellKnown::kDuration && to == WellKnown::kTimestamp);
  if (times || (from != WellKnown::kNone && text_in(writer, reader))) {
    return Broken(Effect::kMisread);
  }
  return to != WellKnown::kNone && text_in(reader, writer) ? Broken(Effect::kParseFailure)
                                                           : Lossless();
}

Reading ReadTypes(Surface surface, Leg leg, const FieldSpec& writer, const FieldSpec& reader) {
  switch (surface) {
    case Surface::kBinary:
      return AcrossRuntimes(leg == Leg::kRead ? ReadBinary : RoundTripLeg, writer, reader);
    case Surface::kJson:
      return AcrossRuntimes(leg == Leg::kRead ? ReadJson : ReturnJson, writer, reader);
    default:
      return AcrossRuntimes(ReadText, writer, reader);
  }
}

std::optional<ShapePair> Both(const Shape& writer, const Shape& reader) {
  return ShapePair{writer, reader};
}

Shape ShapeOf(const Member& member) {
  if (member.spec.is_map()) return {.message = nullptr, .map = member.field};
  return {.message = member.spec.message, .map = nullptr};
}

bool IsPlainObject(const Member& member) {
  return member.spec.message != nullptr && WellKnownOf(member.spec.message) == WellKnown::kNone;
}

Reading CompareEnums(CompareMemory& memory, Surface surface, const FieldSpec& writer,
                     const FieldSpec& reader) {
  const Zero zero = writer.cardinality == Cardinality::kImplicit ? Zero::kLeftOut : Zero::kWritten;
  const Enum& from = *writer.enumeration;
  const Enum& to = *reader.enumeration;
  if (const Reading* known = memory.Find(surface, zero, from, to)) return *known;
  Reading reading = ReadEnumNames(surface, memory.values().Of(from), memory.values().Of(to), zero);
  memory.Keep(surface, zero, from, to, reading);
  return reading;
}

}  // namespace

Member MemberOf(const Field& field) {
  return {.number = field.number,
          .name = PrintedAsGroup(field) ? field.message->name : field.name,
          .proto_name = field.name,
          .json_name = field.json_name,
          .spec = SpecOf(field),
          .field = &field};
}

bool HaveSameDefault(ValueIndexes& values, const Field& one, const Field& other) {
  if (one.enum_type == nullptr || other.enum_type == nullptr) {
    return DefaultOf(values, one) == DefaultOf(values, other);
  }
  return values.HaveOneMeaning(*one.enum_type, DefaultNumberOf(values, one), *other.enum_type,
                               DefaultNumberOf(values, other));
}

Reading ReadMember(CompareMemory& memory, Surface surface, Leg leg, const Member& writer,
                   const Member& reader) {
  Reading reading = ReadTypes(surface, leg, writer.spec, reader.spec);
  const Reading unset = leg == Leg::kRead ? ReadDefault(memory.values(), writer, reader)
                                          : ReturnDefault(memory.values(), writer, reader, reading);
  reading = Join(std::move(reading), unset);
  if (surface == Surface::kBinary && leg == Leg::kRead && reading.level < Level::kBreaking) {
    reading = Join(std::move(reading), ReadMeaning(writer.spec, reader.spec));
  }
  if (!BothEnums(writer.spec, reader.spec)) return reading;
  if (surface == Surface::kBinary && leg == Leg::kRoundTrip) return reading;
  if (leg == Leg::kRoundTrip) {
    const bool may_be_left_out = reader.spec.cardinality == Cardinality::kImplicit;
    reading = Join(std::move(reading),
                   ReturnEnumNames(memory.values().Of(*writer.spec.enumeration),
                                   memory.values().Of(*reader.spec.enumeration),
                                   may_be_left_out ? Zero::kLeftOut : Zero::kWritten));
  }
  return Join(std::move(reading), CompareEnums(memory, surface, writer.spec, reader.spec));
}

std::optional<ShapePair> InsideOf(Surface surface, const Member& writer, const Member& reader) {
  const FieldSpec& from = writer.spec;
  const FieldSpec& to = reader.spec;
  const bool messages = from.message != nullptr && to.message != nullptr;
  if (surface == Surface::kJson) {
    const bool plain = messages && IsPlainObject(writer) && IsPlainObject(reader);
    return plain ? Both({from.message, nullptr}, {to.message, nullptr}) : std::nullopt;
  }
  if (from.is_map() && to.is_map()) {
    return messages ? Both({from.message, nullptr}, {to.message, nullptr}) : std::nullopt;
  }
  if ((!from.is_map() && !from.is_message()) || (!to.is_map() && !to.is_message())) return {};
  if (surface == Surface::kBinary &&
      (from.type == FieldType::kGroup) != (to.type == FieldType::kGroup)) {
    return {};
  }
  return Both(ShapeOf(writer), ShapeOf(reader));
}

Reading ReadDeep(CompareMemory& memory, Surface surface, Leg leg, const Member& writer,
                 const Member& reader) {
  Reading own = ReadMember(memory, surface, leg, writer, reader);
  if (own.level == Level::kBreaking) return own;
  const auto inside = InsideOf(surface, writer, reader);
  if (!inside) return own;
  return Join(std::move(own), CompareShapes(memory, surface, leg, inside->writer, inside->reader));
}

Readings CompareMembers(CompareMemory& memory, Surface surface, const Member& before,
                        const Member& after) {
  return {.backward = ReadDeep(memory, surface, Leg::kRead, before, after),
          .forward = ReadDeep(memory, surface, Leg::kRead, after, before),
          .round_trip = Join(ReadDeep(memory, surface, Leg::kRoundTrip, before, after),
                             ReadDeep(memory, surface, Leg::kRoundTrip, after, before))};
}

Readings CompareFields(CompareMemory& memory, Surface surface, const Field& before,
                       const Field& after) {
  return CompareMembers(memory, surface, MemberOf(before), MemberOf(after));
}

}  // namespace leyline
