#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckEnum(const Pair<Enum>& enumeration, ChangeSink& sink) {
  if (!IsRenamed(enumeration)) return;
  const Enum& before = *enumeration.before;
  Change& change =
      sink.Add(enumeration, fmt::format("enum `{}` was renamed to `{}`{}{}", before.full_name,
                                        enumeration.after->full_name,
                                        ExchangeOf(enumeration.exchange, before.full_name),
                                        DoubtOf(enumeration.evidence, "values")));
  Judge(change, kSameData);
  const Effect effect =
      enumeration.exchange == nullptr ? Effect::kSymbolGone : Effect::kSignatureChanged;
  Judge(change, {Surface::kSource, Breaks(effect)});
}

}  // namespace

constinit const Rule rename_enum = {
    .id = "RENAME_ENUM",
    .summary = "an enum has another name",
    .why =
        "No data names an enum, but generated code does. Values that were renamed with it are "
        "judged by themselves.",
    .instead = "Go ahead for data. Keep the old name where the code of others uses it.",
    .buf = "ENUM_NO_DELETE, PACKAGE_ENUM_NO_DELETE",
    .check = CheckEnum,
};

}  // namespace leyline::rules
