#include "analyzer/rules/type_model/parts.h"

#include <algorithm>
#include <string>
#include <utility>

namespace leyline {

Reading WithRequired(Reading value, const FieldSpec& writer, const FieldSpec& reader) {
  if (!reader.is_required() || writer.is_required()) return value;
  const bool implicit = writer.cardinality == Cardinality::kImplicit;
  return Join(std::move(value),
              SafeIf(implicit ? "the field never has its default value" : "the field is always set",
                     Effect::kRequiredMissing));
}

Reading WithPresence(Reading value, const FieldSpec& writer, const FieldSpec& reader) {
  const bool loses = reader.cardinality == Cardinality::kImplicit && writer.has_presence();
  return loses ? Join(std::move(value), Lossless(Effect::kPresenceLost))
               : WithRequired(std::move(value), writer, reader);
}

Reading WithFewerElements(Reading element, const FieldSpec& writer, const FieldSpec& reader) {
  if (!writer.is_repeated() || reader.is_repeated()) return element;
  const bool merges = writer.is_message() && reader.is_message();
  return Join(std::move(element),
              SafeIf("the list has at most one element",
                     merges ? Effect::kElementsMerged : Effect::kLastElementWins));
}

Reading WithinRange(const FieldSpec& writer, const FieldSpec& reader, std::string_view kind) {
  const Domain domain = DomainOf(reader);
  const Domain written = IsFloating(writer.type) ? domain : DomainOf(writer);
  const Overlap overlap = IsFloating(writer.type) ? Overlap::kSome : OverlapOf(written, domain);
  if (overlap == Overlap::kAll) return Lossless();
  const Effect misfit = reader.is_closed_enum() ? Effect::kUnrecognisedEnum : Effect::kParseFailure;
  if (overlap == Overlap::kNothing) return Broken(misfit);
  std::string condition("the value is ");
  condition.append(kind).append(DescribeCommon(written, domain));
  return SafeIf(std::move(condition), misfit);
}

namespace {

bool NamesMoreThanZero(const FieldSpec& writer) {
  return writer.enumeration != nullptr &&
         std::any_of(writer.enumeration->values.begin(), writer.enumeration->values.end(),
                     [](const EnumValue& value) { return value.number != 0; });
}

}  // namespace

Reading BetweenEnums(const FieldSpec& writer, const FieldSpec& reader) {
  if (writer.is_closed_enum() || !reader.is_closed_enum()) return Lossless();
  Reading reading = WithinRange(writer, reader, "");
  if (reading.level < Level::kBreaking || !NamesMoreThanZero(writer)) return reading;
  return SafeIf("the number has a name in the enum", reading.effect);
}

Reading NamelessOnly(const FieldSpec& writer, const FieldSpec& reader) {
  if (writer.is_closed_enum()) return Broken(Effect::kParseFailure);
  // The only name is that of a zero which is left out.
  if (writer.cardinality == Cardinality::kImplicit && !NamesMoreThanZero(writer)) {
    if (reader.type == FieldType::kFloat) return ExactOnly(reader);
    return IsFloating(reader.type) ? Lossless() : WithinRange(writer, reader, "");
  }
  std::string condition("the number has no name in the enum");
  const bool any_fits =
      IsFloating(reader.type) || OverlapOf(DomainOf(writer), DomainOf(reader)) == Overlap::kAll;
  if (!any_fits) {
    condition.append(" and is ").append(DescribeCommon(DomainOf(writer), DomainOf(reader)));
  }
  return SafeIf(std::move(condition), Effect::kParseFailure);
}

Reading ExactOnly(const FieldSpec& reader) {
  std::string condition("the value's decimal text is exact as `");
  condition.append(KeywordOf(reader.type)).append("`");
  return SafeIf(std::move(condition), Effect::kRounded);
}

std::string OfKeys(std::string condition) {
  constexpr std::string_view kValue = "the value";
  if (condition.starts_with(kValue)) condition.replace(0, kValue.size(), "every key");
  return condition;
}

}  // namespace leyline
