// The binary surface of the type model: who can decode whose bytes, and into what.
#include <utility>

#include "analyzer/rules/type_model/parts.h"
#include "analyzer/rules/type_model/type_model.h"

namespace leyline {
namespace {

constexpr std::string_view kValidUtf8 = "the text is valid UTF-8";

Effect MisfitOf(const FieldSpec& writer, const FieldSpec& reader) {
  if (reader.is_closed_enum()) return Effect::kUnrecognisedEnum;
  if (reader.type == FieldType::kBool) return Effect::kCollapsedToBool;
  if (WidthOf(reader.type) < WidthOf(writer.type)) return Effect::kTruncated;
  return Effect::kSignFlipped;
}

Reading WithinDomain(const FieldSpec& writer, const FieldSpec& reader, const Domain& survivors,
                     Effect misfit) {
  const Domain domain = DomainOf(writer);
  switch (OverlapOf(domain, survivors)) {
    case Overlap::kAll:
      return Lossless();
    case Overlap::kSome:
      return SafeIf("the value is " + DescribeCommon(domain, DomainOf(reader)), misfit);
    case Overlap::kNothing:
      break;
  }
  return Broken(misfit);
}

// Zigzag and two's complement agree on 0 only; bool sees just whether any bit is set.
Reading AcrossZigZag(const FieldSpec& writer, const FieldSpec& reader) {
  if (reader.type == FieldType::kBool) {
    return WithinDomain(writer, reader, DomainOf(reader), Effect::kCollapsedToBool);
  }
  const Domain zero{.min = 0, .max = 0, .declared = std::nullopt};
  return WithinDomain(writer, reader, zero, Effect::kZigZagMisread);
}

Reading Numbers(const FieldSpec& writer, const FieldSpec& reader) {
  const WireGroup from = WireGroupOf(writer.type);
  const WireGroup to = WireGroupOf(reader.type);
  if (WireTypeOf(from) != WireTypeOf(to)) return Broken(Effect::kLostToUnknown);
  if (IsFloating(writer.type) || IsFloating(reader.type)) {
    return from == to ? Lossless() : Broken(Effect::kBitsReinterpreted);
  }
  if (from != to) return AcrossZigZag(writer, reader);
  return WithinDomain(writer, reader, DomainOf(reader), MisfitOf(writer, reader));
}

// string, bytes and messages share the length-delimited wire type.
Reading LengthDelimited(const FieldSpec& writer, const FieldSpec& reader) {
  if (reader.type == FieldType::kBytes) return Lossless();
  if (reader.type == FieldType::kMessage) {
    if (writer.type == FieldType::kMessage) return Lossless();
    return SafeIf("the bytes are an encoding of the reader's message", Effect::kParseFailure);
  }
  if (writer.type == FieldType::kString && (writer.verifies_utf8 || !reader.verifies_utf8)) {
    return Lossless();
  }
  std::string condition(writer.type == FieldType::kMessage ? "the message's encoding is valid UTF-8"
                                                           : kValidUtf8);
  // An unverified string keeps any bytes in C++ and Go; Java replaces them, Python fails.
  return SafeIf(std::move(condition),
                reader.verifies_utf8 ? Effect::kUtf8Rejected : Effect::kMisread);
}

Reading Element(const FieldSpec& writer, const FieldSpec& reader) {
  const WireGroup from = WireGroupOf(writer.type);
  const WireGroup to = WireGroupOf(reader.type);
  if (IsNumeric(writer.type) && IsNumeric(reader.type)) return Numbers(writer, reader);
  if (from != to) return Broken(Effect::kLostToUnknown);
  return from == WireGroup::kLength ? LengthDelimited(writer, reader) : Lossless();
}

// Repeated numbers are also accepted packed, so a length-delimited value is taken for a list.
bool TakenForPacked(const FieldSpec& writer, const FieldSpec& reader) {
  return WireGroupOf(writer.type) == WireGroup::kLength && IsNumeric(reader.type) &&
         reader.is_repeated();
}

// A packed list where no packed list of that wire type is expected.
Reading Packed(const FieldSpec& writer, const FieldSpec& reader) {
  const WireGroup to = WireGroupOf(reader.type);
  if (to == WireGroup::kLength) return Broken(Effect::kMisread);
  if (!reader.is_repeated() || to == WireGroup::kGroup) return Broken(Effect::kLostToUnknown);
  const bool same = WireTypeOf(WireGroupOf(writer.type)) == WireTypeOf(to);
  return same ? Numbers(writer, reader) : Broken(Effect::kMisread);
}

Reading ElementInList(const FieldSpec& writer, const FieldSpec& reader) {
  if (writer.cardinality == Cardinality::kPacked) return Packed(writer, reader);
  if (TakenForPacked(writer, reader)) return Broken(Effect::kMisread);
  return Element(writer, reader);
}

// Keys that are lost or cut become equal, and then one entry of them is left. In zigzag each key is
// another one.
Reading Keys(const FieldSpec& writer, const FieldSpec& reader) {
  const Reading key = Element(KeySpecOf(writer), KeySpecOf(reader));
  if (key.effect == Effect::kLostToUnknown) return Broken(Effect::kEntriesCollide);
  const bool refused = key.effect == Effect::kUtf8Rejected;
  if (key.level != Level::kConditional || refused) return key;
  return SafeIf(OfKeys(key.condition), Effect::kEntriesCollide);
}

// Generated code keeps no unknown fields inside map entries: another wire type is a lost value.
Reading Maps(const FieldSpec& writer, const FieldSpec& reader) {
  return Join(Keys(writer, reader), Element(ValueSpecOf(writer), ValueSpecOf(reader)));
}

Reading MapAndOther(const FieldSpec& writer, const FieldSpec& reader) {
  if (writer.is_map()) return ReadBinary(EntriesOf(writer), reader);
  // No text or bytes that a program means as such are an entry.
  if (!writer.is_message() && !IsNumeric(writer.type)) return Broken(Effect::kParseFailure);
  Reading reading = ReadBinary(writer, EntriesOf(reader));
  if (reading.level == Level::kBreaking || !writer.is_repeated()) return reading;
  return Join(std::move(reading), SafeIf("no two entries have the same key and their order does "
                                         "not matter",
                                         Effect::kEntriesCollide));
}

// A number that a closed enum doesn't declare leaves the field unset, which `required` forbids.
Reading UnsetInRequired(Reading element) {
  if (element.effect != Effect::kUnrecognisedEnum) return element;
  element.effect = Effect::kRequiredMissing;
  return element;
}

Reading InField(Reading element, const FieldSpec& writer, const FieldSpec& reader) {
  if (reader.is_required()) element = UnsetInRequired(std::move(element));
  if (reader.is_required() && element.effect == Effect::kLostToUnknown) {
    return Broken(Effect::kRequiredMissing);
  }
  return WithPresence(std::move(element), writer, reader);
}

}  // namespace

Reading ReadBinary(const FieldSpec& writer, const FieldSpec& reader) {
  if (writer.is_map() && reader.is_map()) return Maps(writer, reader);
  if (writer.is_map() || reader.is_map()) return MapAndOther(writer, reader);
  Reading element = ElementInList(writer, reader);
  return InField(WithFewerElements(std::move(element), writer, reader), writer, reader);
}

}  // namespace leyline
