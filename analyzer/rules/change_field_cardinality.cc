#include <fmt/format.h>

#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

std::string_view CardinalityOf(const Field& field) {
  if (field.is_repeated()) return "repeated";
  return field.is_required() ? "required" : "singular";
}

// A named type that was renamed or moved is the same type.
bool HasSameType(const Pair<Field>& field, const Matches& matches) {
  const FieldSpec before = SpecOf(*field.before);
  const FieldSpec after = SpecOf(*field.after);
  if (before.type != after.type) return false;
  if (before.message != nullptr && after.message != nullptr) {
    return matches.AfterOf(before.message) == after.message;
  }
  if (before.enumeration != nullptr && after.enumeration != nullptr) {
    return matches.AfterOf(before.enumeration) == after.enumeration;
  }
  return true;
}

// With another type the two edits act together: what is not found at all is not the last element,
// and the JSON of a ListValue is that of a list.
FieldSpec BeforeOf(const Pair<Field>& field, const Matches& matches) {
  const FieldSpec before = SpecOf(*field.before);
  return HasSameType(field, matches) ? WithCardinalityOf(before, SpecOf(*field.after)) : before;
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || field.before->is_map() || field.after->is_map()) return;
  const std::string_view before = CardinalityOf(*field.before);
  const std::string_view after = CardinalityOf(*field.after);
  if (before == after) return;
  JudgeSpecs(sink.Add(field, fmt::format("field `{}` changed from {} to {}",
                                         FullName(*field.before), before, after)),
             BeforeOf(field, sink.matches()), SpecOf(*field.after));
}

}  // namespace

constinit const Rule change_field_cardinality = {
    .id = "CHANGE_FIELD_CARDINALITY",
    .summary = "a field changed between singular, required and repeated",
    .why =
        "A singular reader takes the last element of a list, and finds nothing where a list of "
        "numbers is packed. What a new side writes again as a packed list no old reader finds, "
        "even if it was one element. In JSON a value is no list, and a list no value. A message "
        "without a required field is refused as a whole.",
    .instead =
        "Add a new repeated field. Write both until all readers use the new one. Then stop writing "
        "the old one, and reserve its number and name. Never add `required`: check in code that a "
        "field is set.",
    .buf =
        "FIELD_SAME_CARDINALITY, MESSAGE_SAME_REQUIRED_FIELDS, "
        "FIELD_WIRE_JSON_COMPATIBLE_CARDINALITY, FIELD_WIRE_COMPATIBLE_CARDINALITY",
    .check = CheckField,
};

}  // namespace leyline::rules
