#include <fmt/format.h>

#include "analyzer/rules/compare/options.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckField(const Pair<Field>& field, ChangeSink& sink) {
  if (!field.both()) return;
  const std::vector<OptionChange> options = ChangedOptions(
      sink.matches(), OptionsKind::kField, field.before->options, field.after->options);
  if (options.empty()) return;
  Change& change = sink.Add(field, fmt::format("in the options of field `{}`: {}",
                                               FullName(*field.before), TextOf(options)));
  JudgeOptions(change, options);
}

}  // namespace

constinit const Rule change_field_option = {
    .id = "CHANGE_FIELD_OPTION",
    .summary = "an option of a field was set, changed or removed",
    .why =
        "No option changes the data of a field. Built-in ones such as `ctype` and `jstype` change "
        "the types in generated code. Custom ones, such as validation rules, mean what the tools "
        "that read them make of them.",
    .instead = "Agree on the change with those who generate code from it or read the option.",
    .buf = "FIELD_SAME_CPP_STRING_TYPE, FIELD_SAME_JSTYPE",
    .check = CheckField,
};

}  // namespace leyline::rules
