#include "analyzer/rules/compare/values.h"

#include <algorithm>
#include <optional>

namespace leyline {

bool HasName(const ValueSet& values, std::string_view name) {
  return std::any_of(values.names.begin(), values.names.end(),
                     [&](const EnumValue* value) { return value->name == name; });
}

bool LosesName(const ValueSet& before, const ValueSet& after) {
  return std::any_of(before.names.begin(), before.names.end(),
                     [&](const EnumValue* value) { return !HasName(after, value->name); });
}

namespace {

constexpr Outcome kNotFirst = If(
    "no singular field without presence, which leaves zero out, holds the value", Effect::kMisread);

// 0 is left out where a field has no presence, and then its name doesn't show. Lists and maps print
// it.
Outcome WhereNamed(int32_t number, Effect effect) {
  if (number != 0) return Breaks(effect);
  return If("the zero value is only in singular fields without presence, which leave it out",
            effect);
}

// What a reader makes of the name that the writer prints. One that the reader has at another number
// is read as it was meant.
Outcome ReadPrinted(const ValueSet& writer, const ValueIndex& reader) {
  if (reader.NumberOf(PrintedName(writer)).has_value()) return kSafe;
  return WhereNamed(writer.number, Effect::kUnrecognisedEnum);
}

}  // namespace

Outcome ReturnOf(const ValueSet& value, const ValueIndex& own, const ValueIndex& other,
                 const Outcome& misread, const Outcome& unknown) {
  const std::optional<int32_t> taken_for = other.NumberOf(PrintedName(value));
  if (!taken_for) return kSafe;
  const std::optional<int32_t> back = own.NumberOf(other.PrintedOf(*taken_for)->name);
  if (!back) return unknown;
  if (*back != value.number) return misread;
  const bool is_left_out = *taken_for == 0 && other.may_leave_out_zero();
  return is_left_out && value.number != 0 ? kNotFirst : kSafe;
}

namespace {

Outcome ComeBack(const ValueSet& value, const ValueIndex& own, const ValueIndex& other) {
  return ReturnOf(value, own, other, WhereNamed(value.number, Effect::kMisread),
                  WhereNamed(value.number, Effect::kUnrecognisedEnum));
}

}  // namespace

void JudgeNumber(Change& change, const ValuePair& value, MemberLookup& lookup) {
  const int32_t number = value.before.number;
  const bool is_same = HaveOneMeaning(lookup.ValuesOf(*value.before_enum), number,
                                      lookup.ValuesOf(*value.after_enum), number);
  const Outcome outcome = is_same ? kSafe : Breaks(Effect::kMisread);
  Judge(change, {Surface::kBinary, outcome, outcome, kSafe});
}

void JudgeNames(Change& change, const ValuePair& value, MemberLookup& lookup) {
  const ValueIndex& before = lookup.ValuesOf(*value.before_enum);
  const ValueIndex& after = lookup.ValuesOf(*value.after_enum);
  const Outcome backward = ReadPrinted(value.before, after);
  const Outcome forward = ReadPrinted(value.after, before);
  const Outcome back =
      Worse(ComeBack(value.before, before, after), ComeBack(value.after, after, before));
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
