#include <fmt/format.h>

#include "analyzer/rules/compare/values.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckValue(const ValuePair& value, ChangeSink& sink) {
  if (!value.both() || value.before.number != value.after.number) return;
  if (HasName(value.after, PrintedName(value.before))) return;
  Change& change =
      sink.Add(value, fmt::format("enum value `{}` was renamed to `{}`{}",
                                  FullName(*value.before.names.front()), PrintedName(value.after),
                                  NumberDoubtOf(value.evidence)));
  JudgeNumber(change, value, sink.lookup());
  JudgeNames(change, value, sink.lookup());
  Judge(change, {Surface::kSource, Breaks(Effect::kSymbolGone)});
  JudgePast(change, value, sink);
}

}  // namespace

constinit const Rule rename_enum_value = {
    .id = "RENAME_ENUM_VALUE",
    .summary = "an enum value has another name",
    .why =
        "Binary data holds the number and is safe. JSON and text hold the name, and the other side "
        "refuses the whole message. Code that uses the old name stops compiling.",
    .instead =
        "Add the new name as an alias behind the old one (`allow_alias`). Wait until all readers "
        "know it. Then put it first. Remove the old name when nobody writes it any more.",
    .buf = "ENUM_VALUE_SAME_NAME",
    .check = CheckValue,
};

}  // namespace leyline::rules
