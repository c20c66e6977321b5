#include <fmt/format.h>

#include "analyzer/rules/compare/field.h"
#include "analyzer/rules/compare/judge.h"
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

// Java names the accessors of a group after its message, and all others after the field.
bool HasOtherJavaName(const Field& before, const Field& after) {
  const Field& group = before.is_delimited() ? before : after;
  if (before.is_delimited() == after.is_delimited() || group.type != FieldType::kGroup)
    return false;
  const std::string_view message = group.message->name;
  return !message.empty() && message.substr(1) != group.name.substr(1);
}

std::string Described(const Field& field) {
  std::string text = fmt::format("`{}`", TypeText(field));
  if (field.is_delimited()) text += " (delimited)";
  return text;
}

// The one field of a message that could hold what `held` holds: its namesake, or the only one.
const Field* HomeOf(const Field& held, const Field& wrapper, MemberLookup& lookup) {
  if (!wrapper.is_message() || wrapper.is_repeated() || held.is_message()) return nullptr;
  const Message& message = *wrapper.message;
  const Field* home = message.fields.size() == 1 ? &message.fields.front()
                                                 : lookup.FieldsOf(message).Named(held.name);
  const bool fits = home != nullptr && home->type == held.type && home->map_key == held.map_key &&
                    home->is_repeated() == held.is_repeated();
  return fits ? home : nullptr;
}

// To wrap a value is no change to the human, and one to every reader.
std::string WrapOf(const Field& before, const Field& after, MemberLookup& lookup) {
  if (const Field* home = HomeOf(before, after, lookup)) {
    return fmt::format(", which wraps it as `{}`", home->name);
  }
  if (const Field* home = HomeOf(after, before, lookup)) {
    return fmt::format(", which was wrapped as `{}`", home->name);
  }
  return "";
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || !HasOtherType(*field.before, *field.after, sink.matches())) return;
  Change& change = sink.Add(
      field, fmt::format("the type of field `{}` changed from {} to {}{}", FullName(*field.before),
                         Described(*field.before), Described(*field.after),
                         WrapOf(*field.before, *field.after, sink.lookup())));
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
  if (HasOtherJavaName(*field.before, *field.after)) {
    Judge(change, {Surface::kSource, If("the code is not Java", Effect::kSymbolGone)});
  }
}

}  // namespace

constinit const Rule change_field_type = {
    .id = "CHANGE_FIELD_TYPE",
    .summary = "a field has another type",
    .why =
        "Types of one wire encoding are read as each other without any error: values are cut, "
        "change their sign or mean something else. With another wire type the value is not found "
        "at all. In JSON ranges and forms count, not encodings: what is safe in binary may fail "
        "there.",
    .instead =
        "Add a field with the new type, a new name and a new number. Write both. Move all readers "
        "to the new one. Then remove the old one, and reserve its number and name.",
    .buf = "FIELD_SAME_TYPE, FIELD_WIRE_JSON_COMPATIBLE_TYPE, FIELD_WIRE_COMPATIBLE_TYPE",
    .check = CheckField,
};

}  // namespace leyline::rules
