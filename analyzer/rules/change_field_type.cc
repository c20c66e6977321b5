#include <fmt/format.h>

#include "analyzer/rules/compare_field.h"
#include "analyzer/rules/compare_judge.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// A named type that was renamed or moved is the same type.
bool HasOtherNamedType(const Field& before, const Field& after, const Matches& matches) {
  if (before.message != nullptr && after.message != nullptr) {
    return matches.AfterOf(before.message) != after.message;
  }
  if (before.enum_type != nullptr && after.enum_type != nullptr) {
    return matches.AfterOf(before.enum_type) != after.enum_type;
  }
  return false;
}

bool HasOtherType(const Field& before, const Field& after, const Matches& matches) {
  const FieldSpec from = SpecOf(before);
  const FieldSpec to = SpecOf(after);
  return from.type != to.type || from.map_key != to.map_key ||
         HasOtherNamedType(before, after, matches);
}

// In text a group goes by the name of its message, which no field has.
bool HasOtherTextName(const Field& before, const Field& after) {
  return before.name == after.name && MemberOf(before).name != MemberOf(after).name;
}

std::string Described(const Field& field) {
  std::string text = fmt::format("`{}`", TypeText(field));
  if (field.is_delimited()) text += " (delimited)";
  return text;
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || !HasOtherType(*field.before, *field.after, sink.matches())) return;
  Change& change = sink.Add(
      field, fmt::format("the type of field `{}` changed from {} to {}", FullName(*field.before),
                         Described(*field.before), Described(*field.after)));
  sink.BindTypes(change, TypeOf(*field.before), TypeOf(*field.after));
  for (Surface surface : {Surface::kBinary, Surface::kJson, Surface::kText}) {
    Readings readings = CompareFields(sink.memory(), surface, *field.before, *field.after);
    if (surface == Surface::kText && HasOtherTextName(*field.before, *field.after)) {
      const Reading refused = Broken(Effect::kNameUnknown);
      readings = {.backward = refused, .forward = refused, .round_trip = refused};
    }
    Judge(change, surface, readings);
  }
  Judge(change, Surface::kSource, Direction::kBackward,
        OutcomeOf(ReadSource(SpecOf(*field.before), SpecOf(*field.after))));
}

}  // namespace

constinit const Rule change_field_type = {
    .id = "CHANGE_FIELD_TYPE",
    .summary = "a field has another type",
    .why =
        "Types of one wire encoding are read as each other without any error: values are cut, "
        "change "
        "their sign or mean something else. With another wire type the value is not found at all. "
        "In "
        "JSON ranges and forms count, not encodings: what is safe in binary may fail there.",
    .instead =
        "Add a field with the new type and a new number, write both, move the readers, then stop "
        "writing the old one and reserve its number and name.",
    .buf = "FIELD_SAME_TYPE, FIELD_WIRE_JSON_COMPATIBLE_TYPE, FIELD_WIRE_COMPATIBLE_TYPE",
    .check = CheckField,
};

}  // namespace leyline::rules
