#include <fmt/format.h>

#include "analyzer/rules/compare_field.h"
#include "analyzer/rules/compare_judge.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// Beyond this many fields the other holder of a number is not looked for: only the effect would be
// told more exactly.
constexpr std::size_t kManyFields = 4096;

const Field* HolderOf(const Field& field, const Field& other_side) {
  const Message* message = other_side.is_extension ? nullptr : other_side.parent;
  if (message == nullptr || message->fields.size() > kManyFields) return nullptr;
  for (const Field& holder : message->fields) {
    if (holder.number == field.number && &holder != &other_side) return &holder;
  }
  return nullptr;
}

// The reader looks elsewhere; whoever holds the writer's number there may take the bytes for its
// own.
Reading ReadMoved(const Field& writer, const Field& reader) {
  const Field* holder = HolderOf(writer, reader);
  if (holder != nullptr) {
    const Reading taken = ReadBinary(SpecOf(writer), SpecOf(*holder));
    if (taken.effect != Effect::kLostToUnknown) return Broken(Effect::kMisread);
  }
  return Broken(reader.is_required() ? Effect::kRequiredMissing : Effect::kLostToUnknown);
}

// Unknown fields come back whole; what another field decoded and wrote again may not.
Reading ThroughMoved(const Field& writer, const Field& other) {
  if (other.is_required()) return Broken(Effect::kRequiredMissing);
  const Field* holder = HolderOf(writer, other);
  return holder == nullptr ? Lossless(Effect::kRetainedUnknown)
                           : RoundTripLeg(SpecOf(writer), SpecOf(*holder));
}

Readings Renumbered(const Field& before, const Field& after) {
  return {.backward = ReadMoved(before, after),
          .forward = ReadMoved(after, before),
          .round_trip = Join(ThroughMoved(before, after), ThroughMoved(after, before))};
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || field.before->number == field.after->number) return;
  Change& change = sink.Add(
      field, fmt::format("the number of field `{}` changed from {} to {}", FullName(*field.before),
                         field.before->number, field.after->number));
  Judge(change, Surface::kBinary, Renumbered(*field.before, *field.after));
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
        "as "
        "the value of the field that has the number now. No error tells.",
    .instead = "Never renumber. Add a new field, and reserve the number of one that goes.",
    .buf =
        "FIELD_NO_DELETE, FIELD_SAME_NAME, FIELD_SAME_JSON_NAME, "
        "FIELD_NO_DELETE_UNLESS_NAME_RESERVED, FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED",
    .check = CheckField,
};

}  // namespace leyline::rules
