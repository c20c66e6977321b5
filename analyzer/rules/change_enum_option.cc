#include <fmt/format.h>

#include "analyzer/rules/compare/options.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckEnum(const Pair<Enum>& enumeration, ChangeSink& sink) {
  if (!enumeration.both()) return;
  const std::vector<OptionChange> options = ChangedOptions(
      sink.matches(), OptionsKind::kEnum, enumeration.before->options, enumeration.after->options);
  if (options.empty()) return;
  Change& change =
      sink.Add(enumeration, fmt::format("in the options of enum `{}`: {}",
                                        enumeration.before->full_name, TextOf(options)));
  JudgeOptions(change, options);
}

}  // namespace

constinit const Rule change_enum_option = {
    .id = "CHANGE_ENUM_OPTION",
    .summary = "an option of an enum was set, changed or removed",
    .why =
        "No option changes the data of an enum. Custom options mean what the tools that read them "
        "make of them.",
    .instead = "Agree on the change with those who read the option.",
    .buf = "",
    .check = CheckEnum,
};

}  // namespace leyline::rules
