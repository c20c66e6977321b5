#include <fmt/format.h>

#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

std::string_view EncodingOf(const Field& field) {
  return field.is_packed() ? "packed" : "expanded";
}

bool IsPackable(const Field& field) {
  return field.is_repeated() && !field.is_map() && IsNumeric(field.type);
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || !IsPackable(*field.before) || !IsPackable(*field.after)) return;
  if (field.before->is_packed() == field.after->is_packed()) return;
  const FieldSpec after = SpecOf(*field.after);
  JudgeSpecs(
      sink.Add(field, fmt::format("field `{}` changed from {} to {}", FullName(*field.before),
                                  EncodingOf(*field.before), EncodingOf(*field.after))),
      WithCardinalityOf(SpecOf(*field.before), after), after);
}

}  // namespace

constinit const Rule change_field_packed = {
    .id = "CHANGE_FIELD_PACKED",
    .summary = "a repeated field is written packed where it was not, or the reverse",
    .why = "Nothing breaks: every parser accepts both encodings of a repeated number.",
    .instead = "Go ahead: only the size of the data changes.",
    .buf = "",
    .check = CheckField,
};

}  // namespace leyline::rules
