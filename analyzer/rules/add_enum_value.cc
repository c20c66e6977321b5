#include <fmt/format.h>

#include "analyzer/rules/compare/values.h"
#include "analyzer/rules/reuse.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kNotWritten = If("the new value is not written", Effect::kUnrecognisedEnum);
// The other side reads an alias, and writes the name that it prints for its number.
constexpr Outcome kAlias = If("the new value is not written", Effect::kMisread);
constexpr Outcome kNotWrittenClosed =
    If("the new value is not written (in a required field it makes the whole message fail)",
       Effect::kUnrecognisedEnum);
// A closed enum keeps the number among unknown fields, and writes it behind the rest: behind those
// of a list, and behind the value that a program has set instead, which so never arrives.
constexpr Outcome kReordered =
    If("no list and no required field holds the new value, and a side that doesn't know it sets no "
       "field that holds it",
       Effect::kMisread);

// C++, Java and older Python go by the syntax of the field.
constexpr Outcome kNotWrittenProto2 = If(
    "the new value is not written, or no reader with a proto2 field of this enum is C++, Java or "
    "older Python",
    Effect::kUnrecognisedEnum);
constexpr Outcome kReorderedProto2 = If(
    "no list and no required field of a proto2 message holds the new value, or no reader of it is "
    "C++, Java or older Python",
    Effect::kMisread);

Judgement BinaryOf(const ValuePair& value) {
  if (value.before_enum->is_closed())
    return {Surface::kBinary, kSafe, kNotWrittenClosed, kReordered};
  return {Surface::kBinary, kSafe, kSafe, kSafe};
}

// JSON and text. The old version may have the name at another number, as an alias.
void JudgeName(Change& change, const ValuePair& value, MemberLookup& lookup) {
  const ValueIndex& before = lookup.ValuesOf(*value.before_enum);
  const ValueIndex& after = lookup.ValuesOf(*value.after_enum);
  const bool is_known = before.NumberOf(PrintedName(value.after)).has_value();
  const Outcome forward = is_known ? kSafe : kNotWritten;
  const Outcome back =
      is_known ? ReturnOf(value.after, after, before, kAlias, kNotWritten) : kNotWritten;
  for (Surface surface : {Surface::kJson, Surface::kText}) {
    Judge(change, {surface, kSafe, forward, back});
  }
}

void CheckValue(const ValuePair& value, ChangeSink& sink) {
  if (!value.before.names.empty()) return;
  Change& change = sink.Add(
      value, fmt::format("value `{}` = {} was added to enum `{}`", PrintedName(value.after),
                         value.after.number, value.after_enum->full_name));
  if (sink.lookup().ValuesOf(*value.before_enum).PrintedOf(value.after.number) != nullptr) {
    JudgeOtherValue(change);
  } else {
    Judge(change, BinaryOf(value));
  }
  JudgeName(change, value, sink.lookup());
  Judge(change, {Surface::kSource, kSafe});
  if (sink.lookup().IsOpenInProto2(*sink.matches().before, *value.before_enum)) {
    Judge(change, {Surface::kBinary, kSafe, kNotWrittenProto2, kReorderedProto2});
  }
  JudgeTaken(change, value, sink.lookup(), IsBack(value, sink));
  JudgePast(change, value, sink);
}

}  // namespace

constinit const Rule add_enum_value = {
    .id = "ADD_ENUM_VALUE",
    .summary = "an enum has a new value",
    .why =
        "Old readers don't know the value: strict JSON and text parsers refuse the whole message. "
        "In binary an open enum shows the bare number; with a closed one the field reads as unset, "
        "a list loses the element, a map loses the whole entry, and a message with a required "
        "field of that type is refused. A number or name that was reserved may still occur in old "
        "data, with another meaning.",
    .instead =
        "Append the value: the first one is a default. Take a number and a name that were never "
        "used. Deploy all readers. Then let writers use "
        "it. Prefer open enums, and never use a closed one in a required field.",
    .buf = "RESERVED_ENUM_NO_DELETE",
    .check = CheckValue,
};

}  // namespace leyline::rules
