#include "analyzer/rules/compare_values.h"

#include <algorithm>
#include <optional>

namespace leyline {

bool HasName(const ValueSet& values, std::string_view name) {
  return std::any_of(values.names.begin(), values.names.end(),
                     [&](const EnumValue* value) { return value->name == name; });
}

bool DeclaresNumber(const Enum& enumeration, int32_t number) {
  return std::any_of(enumeration.values.begin(), enumeration.values.end(),
                     [&](const EnumValue& value) { return value.number == number; });
}

bool IsReserved(const Enum& enumeration, int32_t number) {
  return std::any_of(
      enumeration.reserved_ranges.begin(), enumeration.reserved_ranges.end(),
      [&](const Range& range) { return range.first <= number && number <= range.last; });
}

bool DeclaresName(const Enum& enumeration, std::string_view name) {
  return std::any_of(enumeration.values.begin(), enumeration.values.end(),
                     [&](const EnumValue& value) { return value.name == name; });
}

bool ShareName(const Enum& before, std::string_view name, const Enum& after,
               std::string_view other) {
  const auto number_of = [](const Enum& enumeration, std::string_view wanted) {
    const auto at = std::find_if(enumeration.values.begin(), enumeration.values.end(),
                                 [&](const EnumValue& value) { return value.name == wanted; });
    return at == enumeration.values.end() ? std::optional<int32_t>() : at->number;
  };
  const std::optional<int32_t> number = number_of(before, name);
  const std::optional<int32_t> other_number = number_of(after, other);
  if (!number || !other_number) return name == other;
  return std::any_of(before.values.begin(), before.values.end(), [&](const EnumValue& value) {
    return value.number == *number && number_of(after, value.name) == other_number;
  });
}

Outcome ReturnPrinted(std::string_view name, const Enum& other, const Outcome& otherwise) {
  for (const EnumValue& value : other.values) {
    if (value.name != name) continue;
    const auto printed =
        std::find_if(other.values.begin(), other.values.end(),
                     [&](const EnumValue& first) { return first.number == value.number; });
    return printed->name == name ? kSafe : otherwise;
  }
  return kSafe;
}

namespace {

// What a reader makes of the name that the writer prints. One that the reader has at another number
// is read as it was meant.
Outcome ReadPrinted(const ValueSet& writer, const ValueSet& reader, const Enum& reader_enum) {
  const std::string_view name = PrintedName(writer);
  if (HasName(reader, name) || DeclaresName(reader_enum, name)) return kSafe;
  if (writer.number != 0) return Breaks(Effect::kUnrecognisedEnum);
  // 0 is left out where a field has no presence, and then its name doesn't show. Lists and maps
  // print it.
  return If("the zero value is only in singular fields without presence, which leave it out",
            Effect::kUnrecognisedEnum);
}

// What the writer reads when the reader writes the name again.
Outcome ComeBack(const ValueSet& writer, const ValueSet& reader, const Enum& reader_enum) {
  const std::string_view name = PrintedName(writer);
  return HasName(reader, name) ? kSafe : ReturnPrinted(name, reader_enum, Breaks(Effect::kMisread));
}

}  // namespace

void JudgeNames(Change& change, const ValuePair& value) {
  const Outcome backward = ReadPrinted(value.before, value.after, *value.after_enum);
  const Outcome forward = ReadPrinted(value.after, value.before, *value.before_enum);
  const Outcome back = Worse(ComeBack(value.before, value.after, *value.after_enum),
                             ComeBack(value.after, value.before, *value.before_enum));
  for (Surface surface : {Surface::kJson, Surface::kText}) {
    Judge(change, {surface, backward, forward, Worse(Worse(backward, forward), back)});
  }
}

void JudgeOtherValue(Change& change) {
  constexpr Outcome kMisread = Breaks(Effect::kMisread);
  Judge(change, {Surface::kBinary, kMisread, kMisread, kSafe});
  for (Verdict& verdict : change.verdicts) {
    if (verdict.surface != Surface::kBinary || verdict.level == Level::kCompatible) continue;
    verdict.witness.emplace();
    verdict.witness->reason = "the number is read; only its name tells that it means another value";
  }
}

}  // namespace leyline
