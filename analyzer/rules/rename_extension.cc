#include <fmt/format.h>

#include "analyzer/rules/recognition.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kRefused = Breaks(Effect::kNameUnknown);

// JSON and text write "[pkg.name]": the full name is the key.
constexpr Judgement kRenamed[] = {
    {Surface::kBinary, kSafe, kSafe, kSafe},
    {Surface::kJson, kRefused, kRefused, kRefused},
    {Surface::kText, kRefused, kRefused, kRefused},
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
};

std::string TextOf(const Pair<Field>& field) {
  const Field& before = *field.before;
  const Field& after = *field.after;
  if (after.is_extension) {
    return fmt::format("extension `{}` ({}) was renamed to `{}`{}", FullName(before), before.number,
                       FullName(after), NumberDoubtOf(field.evidence));
  }
  return fmt::format("extension `{}` ({}) became the field `{}` of `{}`", FullName(before),
                     before.number, after.name, after.parent->full_name);
}

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || !field.before->is_extension) return;
  if (field.how != How::kRenamed && field.how != How::kMoved) return;
  Judge(sink.Add(field, TextOf(field)), kRenamed);
}

}  // namespace

constinit const Rule rename_extension = {
    .id = "RENAME_EXTENSION",
    .summary = "an extension has another full name, or became a field, under the same number",
    .why =
        "Bytes know the message that is extended and the number only. JSON, text and generated "
        "code know the full name of the extension.",
    .instead =
        "Keep the name and the scope of an extension. Where another name is needed, add another "
        "extension and write both for a while.",
    .buf = "EXTENSION_NO_DELETE, PACKAGE_EXTENSION_NO_DELETE, FIELD_SAME_NAME",
    .check = CheckField,
};

}  // namespace leyline::rules
