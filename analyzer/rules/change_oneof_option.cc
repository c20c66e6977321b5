#include <fmt/format.h>

#include "analyzer/rules/compare/options.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckOneof(const Pair<Oneof>& oneof, ChangeSink& sink) {
  if (!oneof.both()) return;
  const std::vector<OptionChange> options = ChangedOptions(
      sink.matches(), OptionsKind::kOneof, oneof.before->options, oneof.after->options);
  if (options.empty()) return;
  Change& change = sink.Add(oneof, fmt::format("in the options of oneof `{}`: {}",
                                               FullName(*oneof.before), TextOf(options)));
  JudgeOptions(change, options);
}

}  // namespace

constinit const Rule change_oneof_option = {
    .id = "CHANGE_ONEOF_OPTION",
    .summary = "an option of a oneof was set, changed or removed",
    .why =
        "No option changes the data of a oneof. Custom ones, such as validation rules, mean what "
        "the tools that read them make of them.",
    .instead = "Agree on the change with those who read the option.",
    .buf = "",
    .check = CheckOneof,
};

}  // namespace leyline::rules
