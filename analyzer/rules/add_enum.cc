#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckEnum(const Pair<Enum>& enumeration, ChangeSink& sink) {
  if (enumeration.before != nullptr) return;
  Change& change =
      sink.Add(enumeration, fmt::format("enum `{}` was added", enumeration.after->full_name));
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, kSafe});
}

}  // namespace

constinit const Rule add_enum = {
    .id = "ADD_ENUM",
    .summary = "an enum was added",
    .why = "No old data has it. The fields that use it are judged by themselves.",
    .instead = "Start with a zero value that means `not known`: an absent field reads as it.",
    .buf = "",
    .check = CheckEnum,
};

}  // namespace leyline::rules
