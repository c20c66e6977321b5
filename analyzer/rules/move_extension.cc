#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both() || !field.before->is_extension || !field.after->is_extension) return;
  if (!IsMovedToOtherFile(field, sink.matches())) return;
  const File& before = *field.before->file;
  const File& after = *field.after->file;
  Change& change = sink.Add(field, fmt::format("extension `{}` was moved from `{}` to `{}`",
                                               FullName(*field.before), before.path, after.path));
  AddFileFacts(change, before, after);
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, Breaks(Effect::kSymbolGone)});
}

}  // namespace

constinit const Rule move_extension = {
    .id = "MOVE_EXTENSION",
    .summary = "an extension stands in another file, under the same full name",
    .why =
        "Data stays the same. Generated code is found elsewhere: a reader that doesn't link the "
        "new file keeps the extension among unknown fields.",
    .instead = "Leave a public import of the new file in the old one.",
    .buf = "EXTENSION_NO_DELETE, PACKAGE_EXTENSION_NO_DELETE",
    .check = CheckField,
};

}  // namespace leyline::rules
