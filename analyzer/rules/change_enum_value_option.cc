#include <fmt/format.h>

#include "analyzer/rules/compare/options.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// The name that printers emit speaks for its aliases.
void CheckValue(const ValuePair& value, ChangeSink& sink) {
  if (!value.both()) return;
  const EnumValue& before = *value.before.names.front();
  const EnumValue& after = *value.after.names.front();
  const std::vector<OptionChange> options =
      ChangedOptions(sink.matches(), OptionsKind::kEnumValue, before.options, after.options);
  if (options.empty()) return;
  Change& change = sink.Add(value, fmt::format("in the options of enum value `{}`: {}",
                                               FullName(before), TextOf(options)));
  JudgeOptions(change, options);
}

}  // namespace

constinit const Rule change_enum_value_option = {
    .id = "CHANGE_ENUM_VALUE_OPTION",
    .summary = "an option of an enum value was set, changed or removed",
    .why =
        "No option changes the data of an enum. Custom options mean what the tools that read them "
        "make of them.",
    .instead = "Agree on the change with those who read the option.",
    .buf = "",
    .check = CheckValue,
};

}  // namespace leyline::rules
