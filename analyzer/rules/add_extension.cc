#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kRetained = Safe(Effect::kRetainedUnknown);
constexpr Outcome kRefused = Breaks(Effect::kNameUnknown);

constexpr Judgement kAdded[] = {
    {Surface::kBinary, kSafe, kRetained, kRetained},
    {Surface::kJson, kSafe, kRefused, kRefused},
    {Surface::kText, kSafe, kRefused, kRefused},
    {Surface::kSource, kSafe},
};

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (field.before != nullptr || !field.after->is_extension) return;
  const Field& added = *field.after;
  Judge(sink.Add(field, fmt::format("extension `{}` ({}) of `{}` was added", FullName(added),
                                    added.number, added.extendee->full_name)),
        kAdded);
}

}  // namespace

constinit const Rule add_extension = {
    .id = "ADD_EXTENSION",
    .summary = "an extension was added",
    .why =
        "To readers that don't know it an extension is an unknown field: binary ones keep it, "
        "strict JSON and text parsers refuse the whole message.",
    .instead = "Give the extension to all readers of JSON and text. Then let writers set it.",
    .buf = "",
    .check = CheckField,
};

}  // namespace leyline::rules
