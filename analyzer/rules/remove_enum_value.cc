#include <fmt/format.h>

#include "analyzer/rules/compare/values.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kNotInData = If("no old data holds the value", Effect::kUnrecognisedEnum);
// The other side reads an alias, and writes the name that it prints for its number.
constexpr Outcome kAlias = If("no old data holds the value", Effect::kMisread);
constexpr Outcome kNotInDataClosed =
    If("no old data holds the value (in a required field it makes the whole message fail)",
       Effect::kUnrecognisedEnum);
constexpr Outcome kNotReused = If("the number is never used again", Effect::kReusePossible);
// A closed enum keeps the number among unknown fields, and writes it behind the rest: behind those
// of a list, and behind the value that a program has set instead, which so never arrives.
constexpr Outcome kReordered = If(
    "no list and no required field holds the value, and a side that doesn't know it sets no field "
    "that holds it",
    Effect::kMisread);

// C++, Java and older Python go by the syntax of the field.
constexpr Outcome kNotInDataProto2 =
    If("no old data holds the value, or no reader with a proto2 field of this enum is C++, Java or "
       "older Python",
       Effect::kUnrecognisedEnum);
constexpr Outcome kReorderedProto2 =
    If("no list and no required field of a proto2 message holds the value, or no reader of it is "
       "C++, Java or older Python",
       Effect::kMisread);

Judgement BinaryOf(const ValuePair& value, MemberLookup& lookup) {
  if (value.after_enum->is_closed()) {
    return {Surface::kBinary, kNotInDataClosed, kSafe, kReordered};
  }
  const bool reserved = lookup.ReservedOf(*value.after_enum).numbers.Contains(value.before.number);
  return {Surface::kBinary, reserved ? kSafe : kNotReused, kSafe, kSafe};
}

// JSON and text. The new version may have the name at another number, as an alias.
void JudgeName(Change& change, const ValuePair& value, MemberLookup& lookup) {
  const ValueIndex& before = lookup.ValuesOf(*value.before_enum);
  const ValueIndex& after = lookup.ValuesOf(*value.after_enum);
  const bool is_known = after.NumberOf(PrintedName(value.before)).has_value();
  const Outcome backward = is_known ? kSafe : kNotInData;
  const Outcome back =
      is_known ? ReturnOf(value.before, before, after, kAlias, kNotInData) : kNotInData;
  for (Surface surface : {Surface::kJson, Surface::kText}) {
    Judge(change, {surface, backward, kSafe, back});
  }
}

void CheckValue(const ValuePair& value, ChangeSink& sink) {
  if (!value.after.names.empty()) return;
  Change& change = sink.Add(
      value, fmt::format("value `{}` = {} was removed from enum `{}`", PrintedName(value.before),
                         value.before.number, value.before_enum->full_name));
  if (sink.lookup().IsOpenInProto2(*sink.matches().after, *value.after_enum)) {
    Judge(change, {Surface::kBinary, kNotInDataProto2, kSafe, kReorderedProto2});
  }
  if (sink.lookup().ValuesOf(*value.after_enum).PrintedOf(value.before.number) != nullptr) {
    JudgeOtherValue(change);
  } else {
    Judge(change, BinaryOf(value, sink.lookup()));
  }
  JudgeName(change, value, sink.lookup());
  Judge(change, {Surface::kSource, Breaks(Effect::kSymbolGone)});
}

}  // namespace

constinit const Rule remove_enum_value = {
    .id = "REMOVE_ENUM_VALUE",
    .summary = "an enum value was removed",
    .why =
        "Old JSON and text data holds the name, which new readers refuse, reserved or not. In "
        "binary an open enum shows the bare number, until somebody gives it another meaning; with "
        "a closed one the field reads as unset.",
    .instead =
        "Deprecate the value. Wait until nobody writes it and no stored data has it. Then remove "
        "it, and reserve its number and name.",
    .buf =
        "ENUM_VALUE_NO_DELETE, ENUM_VALUE_NO_DELETE_UNLESS_NAME_RESERVED, "
        "ENUM_VALUE_NO_DELETE_UNLESS_NUMBER_RESERVED",
    .check = CheckValue,
};

}  // namespace leyline::rules
