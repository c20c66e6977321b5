#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kRetained = Safe(Effect::kRetainedUnknown);
constexpr Outcome kRefused = Breaks(Effect::kNameUnknown);

// An old reader keeps the value among unknown fields; strict JSON and text parsers refuse the name.
constexpr Judgement kAdded[] = {
    {Surface::kBinary, kSafe, kRetained, kRetained},
    {Surface::kJson, kSafe, kRefused, kRefused},
    {Surface::kText, kSafe, kRefused, kRefused},
    {Surface::kSource, kSafe},
};

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (field.before != nullptr || field.after->is_extension) return;
  const Field& added = *field.after;
  Judge(sink.Add(field, fmt::format("field `{}` ({}) was added to `{}`", added.name, added.number,
                                    added.parent->full_name)),
        kAdded);
}

}  // namespace

constinit const Rule add_field = {
    .id = "ADD_FIELD",
    .summary = "a field was added to a message",
    .why =
        "Old binary readers keep the value among unknown fields; strict JSON and text parsers of "
        "old readers refuse the name. A required field makes all old data unreadable.",
    .instead = "Add optional fields only, and let JSON readers ignore unknown names.",
    .check = CheckField,
};

}  // namespace leyline::rules
