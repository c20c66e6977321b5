#include <fmt/format.h>

#include "analyzer/rules/reuse.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kRetained = Safe(Effect::kRetainedUnknown);
constexpr Outcome kRefused = Breaks(Effect::kNameUnknown);
constexpr Outcome kMissing = Breaks(Effect::kRequiredMissing);

// `reserved` has no effect at run time: strict JSON parsers refuse the name reserved or not.
constexpr Judgement kRemoved[] = {
    {Surface::kBinary, kRetained, kSafe, kRetained},
    {Surface::kJson, kRefused, kSafe, kRefused},
    {Surface::kText, kRefused, kSafe, kRefused},
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
};

// Old readers refuse whatever new writers write. A pure re-encode keeps the field.
constexpr Judgement kRequired[] = {
    {Surface::kBinary, kRetained, kMissing, kMissing},
    {Surface::kJson, kRefused, kMissing, kMissing},
    {Surface::kText, kRefused, kMissing, kMissing},
};

std::string TextOf(const Remains& remains) {
  if (remains.heir != nullptr) {
    return fmt::format("its number is used by field `{}`", remains.heir->name);
  }
  if (remains.number_reserved && remains.name_reserved) return "its number and name are reserved";
  if (remains.number_reserved) return "its number is reserved, its name is not";
  if (remains.name_reserved) return "its name is reserved, its number is not";
  return "neither its number nor its name is reserved";
}

std::string ReservedFact(const Remains& remains) {
  if (remains.number_reserved && remains.name_reserved) return "name, number";
  return remains.number_reserved ? "number" : "name";
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (field.after != nullptr || field.before->is_extension) return;
  const Field& gone = *field.before;
  const Message& after = *sink.matches().AfterOf(gone.parent);
  const Remains remains = RemainsOf(gone, after, sink.lookup());
  Change& change = sink.Add(
      field, fmt::format("{}field `{}` ({}) of `{}` was removed{}; {}",
                         gone.is_required() ? "required " : "", gone.name, gone.number,
                         gone.parent->full_name,
                         field.kin == nullptr
                             ? std::string()
                             : fmt::format(", perhaps moved to `{}`", FullName(*field.kin)),
                         TextOf(remains)));
  if (remains.number_reserved || remains.name_reserved) {
    change.after_facts.emplace_back("reserved", ReservedFact(remains));
  }
  // Before the tables, which know nobody of that name.
  JudgeNamesake(change, gone, after, Direction::kBackward, sink.lookup());
  if (gone.is_required()) Judge(change, kRequired);
  Judge(change, kRemoved);
  JudgeOneofMember(change, gone, after, sink.lookup());
  JudgeLeft(change, gone, remains, after, sink);
}

}  // namespace

constinit const Rule remove_field = {
    .id = "REMOVE_FIELD",
    .summary = "a field was removed from a message",
    .why =
        "New readers don't see the value any more: binary ones keep it among unknown fields, "
        "strict JSON and text parsers refuse all old data that has it. Without `reserved` the "
        "number and the name can be used again, and old data is then read as something else. Old "
        "readers refuse all new data when the field was required.",
    .instead =
        "Deprecate the field; if it is required, relax it first. Wait until no writer sets it and "
        "no reader needs it. Then remove it, and reserve its number and name.",
    .buf =
        "FIELD_NO_DELETE, MESSAGE_SAME_REQUIRED_FIELDS, FIELD_NO_DELETE_UNLESS_NAME_RESERVED, "
        "FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED",
    .check = CheckField,
};

}  // namespace leyline::rules
