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

// The number can't be used again once no range of the extendee holds it, nor any of its fields.
bool IsNumberFree(const Field& gone, const Message& extendee, MemberLookup& lookup) {
  return lookup.ExtensionsOf(extendee).Contains(gone.number) ||
         !lookup.ReservedOf(extendee).numbers.Contains(gone.number);
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (field.after != nullptr || !field.before->is_extension) return;
  const Field& gone = *field.before;
  Change& change =
      sink.Add(field, fmt::format("extension `{}` ({}) of `{}` was removed", FullName(gone),
                                  gone.number, gone.extendee->full_name));
  Judge(change, kRemoved);
  const Message* extendee = sink.matches().AfterOf(gone.extendee);
  if (extendee != nullptr && IsNumberFree(gone, *extendee, sink.lookup())) {
    Judge(change, Surface::kBinary, Direction::kBackward,
          If(fmt::format("number {} is never used again", gone.number), Effect::kReusePossible));
  }
}

}  // namespace

constinit const Rule remove_extension = {
    .id = "REMOVE_EXTENSION",
    .summary = "an extension was removed, or extends another message now",
    .why =
        "New readers don't see the value any more: binary ones keep it among unknown fields, "
        "strict JSON and text parsers refuse the whole message. Its number is free for other "
        "extensions.",
    .instead =
        "Deprecate the extension. Wait until nobody sets it. Then remove it, cut its number out of "
        "the extension range of the message that it extends, and reserve it there.",
    .buf = "EXTENSION_NO_DELETE, PACKAGE_EXTENSION_NO_DELETE",
    .check = CheckField,
};

}  // namespace leyline::rules
