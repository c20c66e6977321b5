#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "analyzer/rules/compare/values.h"
#include "analyzer/rules/compare/words.h"
#include "analyzer/rules/reuse.h"
#include "analyzer/rules/reuse_past.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

bool SameNames(const ValueSet& before, const ValueSet& after) {
  return std::equal(before.names.begin(), before.names.end(), after.names.begin(),
                    after.names.end(),
                    [](const EnumValue* a, const EnumValue* b) { return a->name == b->name; });
}

// The first name is gone from the other side: that is a rename, whatever else happened.
bool IsRename(const ValueSet& before, const ValueSet& after) {
  return !HasName(after, PrintedName(before));
}

std::string NamesOf(const ValueSet& values) {
  std::vector<std::string> names;
  for (const EnumValue* value : values.names) names.push_back(fmt::format("`{}`", value->name));
  return ListOf(names, "and");
}

void CheckValue(const ValuePair& value, ChangeSink& sink) {
  if (!value.both() || value.before.number != value.after.number) return;
  if (SameNames(value.before, value.after) || IsRename(value.before, value.after)) return;
  Change& change =
      sink.Add(value, fmt::format("the names of value {} of enum `{}` changed from {} to {}",
                                  value.before.number, value.before_enum->full_name,
                                  NamesOf(value.before), NamesOf(value.after)));
  JudgeNumber(change, value, sink.lookup());
  JudgeNames(change, value, sink.lookup());
  const bool loses = LosesName(value.before, value.after);
  Judge(change, {Surface::kSource, loses ? Breaks(Effect::kSymbolGone) : kSafe});
  JudgeTaken(change, value, sink.lookup(), IsBack(value, sink));
  JudgePast(change, value, sink);
}

}  // namespace

constinit const Rule change_enum_alias = {
    .id = "CHANGE_ENUM_ALIAS",
    .summary = "an enum value gained or lost an alias, or its aliases changed their order",
    .why =
        "JSON and text printers emit the name that is declared first. A new name before the old "
        "one is printed at once, and old readers refuse the whole message; a new name behind it is "
        "safe.",
    .instead =
        "Declare the new name behind the old one. Wait until all readers know it. Then put it "
        "first.",
    .buf = "ENUM_VALUE_SAME_NAME",
    .check = CheckValue,
};

}  // namespace leyline::rules
