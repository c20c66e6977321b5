#include <fmt/format.h>

#include "analyzer/rules/reuse.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kRetained = Safe(Effect::kRetainedUnknown);
constexpr Outcome kRefused = Breaks(Effect::kNameUnknown);
constexpr Outcome kMissing = Breaks(Effect::kRequiredMissing);

// Old readers keep the value among unknown fields; strict JSON and text parsers refuse the name.
constexpr Judgement kAdded[] = {
    {Surface::kBinary, kSafe, kRetained, kRetained},
    {Surface::kJson, kSafe, kRefused, kRefused},
    {Surface::kText, kSafe, kRefused, kRefused},
    {Surface::kSource, kSafe},
};

// No old data has a new required field. What an old side writes is refused on the way back, too.
constexpr Judgement kRequired[] = {
    {Surface::kBinary, kMissing, kRetained, kMissing},
    {Surface::kJson, kMissing, kRefused, kMissing},
    {Surface::kText, kMissing, kRefused, kMissing},
};

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (field.before != nullptr || field.after->is_extension) return;
  const Field& added = *field.after;
  Change& change = sink.Add(
      field,
      fmt::format("{}field `{}` ({}) was added to `{}`{}", added.is_required() ? "required " : "",
                  added.name, added.number, added.parent->full_name,
                  field.kin == nullptr
                      ? std::string()
                      : fmt::format(", perhaps moved from `{}`", FullName(*field.kin))));
  const Message* before = sink.matches().BeforeOf(added.parent);
  // Before the tables, which know nobody of that name.
  if (before != nullptr) {
    JudgeNamesake(change, added, *before, Direction::kForward, sink.lookup());
  }
  if (added.is_required()) Judge(change, kRequired);
  Judge(change, kAdded);
  if (before != nullptr) {
    JudgeOneofMember(change, added, *before, sink.lookup());
    JudgeTaken(change, added, *before, sink, IsBack(added, sink));
  }
  JudgePast(change, nullptr, added, sink);
}

}  // namespace

constinit const Rule add_field = {
    .id = "ADD_FIELD",
    .summary = "a field was added to a message",
    .why =
        "Old binary readers keep the value among unknown fields and write it again. Strict JSON "
        "and text parsers of old readers refuse the name, and with it the whole message. A new "
        "required field makes all old data unreadable. A number or name that was used before may "
        "still occur in old data, with another meaning.",
    .instead =
        "Take a number and a name that were never used. Make the field optional, never required. "
        "Let JSON readers ignore unknown names, or deploy them before the writers. Then let "
        "writers set the field.",
    .buf = "MESSAGE_SAME_REQUIRED_FIELDS, RESERVED_MESSAGE_NO_DELETE",
    .check = CheckField,
};

}  // namespace leyline::rules
