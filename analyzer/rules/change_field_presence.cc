#include <fmt/format.h>

#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// Moves into and out of oneofs change presence too, and so do types that become messages: those are
// CHANGE_FIELD_ONEOF and CHANGE_FIELD_TYPE.
bool IsPlainSingular(const Field& field) {
  return !field.is_repeated() && !field.is_required() && !field.is_message() &&
         field.oneof == nullptr;
}

std::string_view PresenceOf(const Field& field) {
  return field.has_presence() ? "explicit" : "implicit";
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || !IsPlainSingular(*field.before) || !IsPlainSingular(*field.after)) return;
  if (field.before->has_presence() == field.after->has_presence()) return;
  const FieldSpec after = SpecOf(*field.after);
  JudgeSpecs(sink.Add(field, fmt::format("the presence of field `{}` changed from {} to {}",
                                         FullName(*field.before), PresenceOf(*field.before),
                                         PresenceOf(*field.after))),
             WithCardinalityOf(SpecOf(*field.before), after), after);
}

}  // namespace

constinit const Rule change_field_presence = {
    .id = "CHANGE_FIELD_PRESENCE",
    .summary = "a singular field gained or lost explicit presence",
    .why =
        "Values survive, but a side without presence can't tell `set to the default` from `unset`, "
        "and drops such a field when it writes again: a patch that sets 0 is lost. Generated "
        "accessors change.",
    .instead = "Keep `optional` where it is. Add it only when no reader depends on the difference.",
    .buf = "FIELD_SAME_CARDINALITY",
    .check = CheckField,
};

}  // namespace leyline::rules
