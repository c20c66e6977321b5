#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckEnum(const Pair<Enum>& enumeration, ChangeSink& sink) {
  const bool other_scope = IsMovedToOtherScope(enumeration);
  if (!other_scope && !IsMovedToOtherFile(enumeration, sink.matches())) return;
  const Enum& before = *enumeration.before;
  const Enum& after = *enumeration.after;
  Change& change =
      sink.Add(enumeration,
               other_scope ? fmt::format("enum `{}` was moved to `{}`{}", before.full_name,
                                         after.full_name, DoubtOf(enumeration.evidence, "values"))
                           : fmt::format("enum `{}` was moved from `{}` to `{}`", before.full_name,
                                         before.file->path, after.file->path));
  AddFileFacts(change, *before.file, *after.file);
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, Breaks(Effect::kSymbolGone)});
}

}  // namespace

constinit const Rule move_enum = {
    .id = "MOVE_ENUM",
    .summary = "an enum moved to another file, message or package",
    .why =
        "No data names an enum. Generated code is found elsewhere, so that code which uses it "
        "stops compiling.",
    .instead =
        "Import the new file publicly in the old one, which keeps other `.proto` files compiling. "
        "Tell those who use the generated code.",
    .buf = "ENUM_NO_DELETE, PACKAGE_ENUM_NO_DELETE",
    .check = CheckEnum,
};

}  // namespace leyline::rules
