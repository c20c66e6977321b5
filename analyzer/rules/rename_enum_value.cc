#include <fmt/format.h>

#include "analyzer/rules/compare_values.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// 0 is left out where a field has no presence, and then its name doesn't show. Lists and maps
// print it.
Outcome Refused(const ValueSet& writer) {
  if (writer.number != 0) return Breaks(Effect::kUnrecognisedEnum);
  return If("the zero value is only in singular fields without presence, which leave it out",
            Effect::kUnrecognisedEnum);
}

Outcome ReadPrinted(const ValueSet& writer, const ValueSet& reader) {
  return HasName(reader, PrintedName(writer)) ? kSafe : Refused(writer);
}

void CheckValue(const ValuePair& value, ChangeSink& sink) {
  if (!value.both() || value.before.number != value.after.number) return;
  if (HasName(value.after, PrintedName(value.before))) return;
  Change& change =
      sink.Add(value, fmt::format("enum value `{}` was renamed to `{}`",
                                  FullName(*value.before.names.front()), PrintedName(value.after)));
  const Outcome backward = ReadPrinted(value.before, value.after);
  const Outcome forward = ReadPrinted(value.after, value.before);
  Judge(change, {Surface::kBinary, kSafe, kSafe, kSafe});
  for (Surface surface : {Surface::kJson, Surface::kText}) {
    Judge(change, {surface, backward, forward, Worse(backward, forward)});
  }
  Judge(change, {Surface::kSource, Breaks(Effect::kSymbolGone)});
  JudgePast(change, value, sink);
}

}  // namespace

constinit const Rule rename_enum_value = {
    .id = "RENAME_ENUM_VALUE",
    .summary = "an enum value has another name",
    .why =
        "Binary data holds the number and is safe. JSON and text hold the name, which the other "
        "side "
        "refuses; code that uses the old name doesn't compile.",
    .instead =
        "Add the new name as an alias behind the old one (`allow_alias`), wait until all readers "
        "know "
        "it, then put it first.",
    .buf = "ENUM_VALUE_SAME_NAME",
    .check = CheckValue,
};

}  // namespace leyline::rules
