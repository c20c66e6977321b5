#include <fmt/format.h>

#include "analyzer/rules/compare/field.h"
#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/compare/oneof.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// Who has the number of a field on the other side, where the field itself has another one.
const Field* HolderOf(const Field& field, const Field& other_side, MemberLookup& lookup) {
  if (other_side.is_extension) return nullptr;
  return lookup.FieldsOf(*other_side.parent).Numbered(field.number);
}

// The reader looks elsewhere; whoever holds the writer's number there may take the bytes for its
// own.
Reading ReadMoved(const Field& writer, const Field& reader, const Field* holder) {
  if (holder != nullptr) {
    const Reading taken = AcrossRuntimes(ReadBinary, SpecOf(writer), SpecOf(*holder));
    if (taken.effect != Effect::kLostToUnknown) return Broken(Effect::kMisread);
  }
  return Broken(reader.is_required() ? Effect::kRequiredMissing : Effect::kLostToUnknown);
}

// Unknown fields come back whole; what another field decoded and wrote again may not.
Reading ThroughMoved(CompareMemory& memory, const Field& writer, const Field& other,
                     const Field* holder) {
  if (other.is_required()) return Broken(Effect::kRequiredMissing);
  return holder == nullptr ? Lossless(Effect::kRetainedUnknown)
                           : ReadDeep(memory, Surface::kBinary, Leg::kRoundTrip, MemberOf(writer),
                                      MemberOf(*holder));
}

Readings Renumbered(CompareMemory& memory, const Field& before, const Field& after,
                    const Field* new_holder, const Field* old_holder) {
  return {.backward = ReadMoved(before, after, new_holder),
          .forward = ReadMoved(after, before, old_holder),
          .round_trip = Join(ThroughMoved(memory, before, after, new_holder),
                             ThroughMoved(memory, after, before, old_holder))};
}

// Whoever holds the number now may be a member of a oneof, and clear the others.
Reading MeetOnTheWay(const Pair<Field>& field, MemberLookup& lookup) {
  if (field.before->is_extension || field.after->is_extension) return Lossless();
  const FieldIndex& before = lookup.FieldsOf(*field.before->parent);
  const FieldIndex& after = lookup.FieldsOf(*field.after->parent);
  return Join(MeetByNumber(*field.before, before, after),
              MeetByNumber(*field.after, after, before));
}

// Whose number it is now, and whether it is the same field at all.
std::string DetailOf(const Pair<Field>& field, const Field* old_holder) {
  if (field.exchange != nullptr) return ExchangeOf(field.exchange, field.before->name);
  std::string text;
  if (old_holder != nullptr) text = fmt::format(", which `{}` had", old_holder->name);
  if (field.evidence.is_sure) return text;
  return text + ", or its name was given to something else: the type is another one";
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || field.before->number == field.after->number) return;
  const Field* new_holder = HolderOf(*field.before, *field.after, sink.lookup());
  const Field* old_holder = HolderOf(*field.after, *field.before, sink.lookup());
  Change& change = sink.Add(field, fmt::format("the number of field `{}` changed from {} to {}{}",
                                               FullName(*field.before), field.before->number,
                                               field.after->number, DetailOf(field, old_holder)));
  Readings readings =
      Renumbered(sink.memory(), *field.before, *field.after, new_holder, old_holder);
  readings.round_trip = Join(std::move(readings.round_trip), MeetOnTheWay(field, sink.lookup()));
  Judge(change, Surface::kBinary, readings);
  // JSON, text and code know fields by name.
  const Readings by_name;
  Judge(change, Surface::kJson, by_name);
  Judge(change, Surface::kText, by_name);
  Judge(change, Surface::kSource, Direction::kBackward, kSafe);
  JudgePast(change, field.before, *field.after, sink);
}

}  // namespace

constinit const Rule change_field_number = {
    .id = "CHANGE_FIELD_NUMBER",
    .summary = "a field kept its name and has another number",
    .why =
        "Binary data is found by number: each side sees the other's value as an unknown field, or "
        "as the value of the field that has the number now. No error tells.",
    .instead =
        "Keep the field with its number, and deprecate it. Add a field with a new name and a new "
        "number. Write both until all readers use the new one. Then remove the old one, and "
        "reserve its number and name.",
    .buf =
        "FIELD_NO_DELETE, FIELD_SAME_NAME, FIELD_SAME_JSON_NAME, "
        "FIELD_NO_DELETE_UNLESS_NAME_RESERVED, FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED",
    .check = CheckField,
};

}  // namespace leyline::rules
