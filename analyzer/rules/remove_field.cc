#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kRetained = Safe(Effect::kRetainedUnknown);
constexpr Outcome kRefused = Breaks(Effect::kNameUnknown);

constexpr Judgement kRemoved[] = {
    {Surface::kBinary, kRetained, kSafe, kRetained},
    {Surface::kJson, kRefused, kSafe, kRefused},
    {Surface::kText, kRefused, kSafe, kRefused},
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
};

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (field.after != nullptr || field.before->is_extension) return;
  const Field& gone = *field.before;
  Judge(sink.Add(field, fmt::format("field `{}` ({}) of `{}` was removed", gone.name, gone.number,
                                    gone.parent->full_name)),
        kRemoved);
}

}  // namespace

constinit const Rule remove_field = {
    .id = "REMOVE_FIELD",
    .summary = "a field was removed from a message",
    .why = "New readers no longer see the value; strict JSON and text parsers refuse old data.",
    .instead = "Deprecate the field first; when it goes, reserve its number and its name.",
    .check = CheckField,
};

}  // namespace leyline::rules
