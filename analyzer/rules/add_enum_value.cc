#include <fmt/format.h>

#include "analyzer/rules/compare_values.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kNotWritten = If("the new value is not written", Effect::kUnrecognisedEnum);
constexpr Outcome kNotWrittenClosed =
    If("the new value is not written (in a required field it makes the whole message fail)",
       Effect::kUnrecognisedEnum);
// A closed enum keeps the number among unknown fields, and writes it behind the rest of a list.
constexpr Outcome kReordered =
    If("no list and no required field holds the new value", Effect::kMisread);

constexpr Judgement kAddedOpen[] = {
    {Surface::kBinary, kSafe, kSafe, kSafe},
    {Surface::kJson, kSafe, kNotWritten, kNotWritten},
    {Surface::kText, kSafe, kNotWritten, kNotWritten},
    {Surface::kSource, kSafe},
};
constexpr Judgement kAddedClosed[] = {
    {Surface::kBinary, kSafe, kNotWrittenClosed, kReordered},
    {Surface::kJson, kSafe, kNotWritten, kNotWritten},
    {Surface::kText, kSafe, kNotWritten, kNotWritten},
    {Surface::kSource, kSafe},
};

void CheckValue(const ValuePair& value, ChangeSink& sink) {
  if (!value.before.names.empty()) return;
  Change& change = sink.Add(
      value, fmt::format("value `{}` = {} was added to enum `{}`", PrintedName(value.after),
                         value.after.number, value.after_enum->full_name));
  if (value.before_enum->is_closed()) {
    Judge(change, kAddedClosed);
  } else {
    Judge(change, kAddedOpen);
  }
  JudgePast(change, value, sink);
}

}  // namespace

constinit const Rule add_enum_value = {
    .id = "ADD_ENUM_VALUE",
    .summary = "an enum has a new value",
    .why =
        "Old JSON and text readers refuse a name that they don't know. In binary an open enum "
        "shows "
        "the number; in a closed one the field reads as unset, lists lose elements, a map loses "
        "the "
        "whole entry, and a message with a required field of that type is refused.",
    .instead =
        "Deploy the readers first, then write the value. Prefer open enums; append values, and "
        "never "
        "use a closed enum in a required field.",
    .buf = "",
    .check = CheckValue,
};

}  // namespace leyline::rules
