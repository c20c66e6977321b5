#include <fmt/format.h>

#include "analyzer/rules/compare/options.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckMethod(const Pair<Method>& method, ChangeSink& sink) {
  if (!method.both()) return;
  const std::vector<OptionChange> options = ChangedOptions(
      sink.matches(), OptionsKind::kMethod, method.before->options, method.after->options);
  if (options.empty()) return;
  Change& change = sink.Add(method, fmt::format("in the options of method `{}`: {}",
                                                FullName(*method.before), TextOf(options)));
  JudgeOptions(change, options);
}

}  // namespace

constinit const Rule change_method_option = {
    .id = "CHANGE_METHOD_OPTION",
    .summary = "an option of a method was set, changed or removed",
    .why =
        "No option changes the path of a gRPC call, but `google.api.http` gives a method its HTTP "
        "path: old clients miss the new one. Other custom options mean what the tools that read "
        "them make of them.",
    .instead =
        "Keep the old HTTP path as an additional binding. Remove it when no client uses it any "
        "more.",
    .buf = "",
    .check = CheckMethod,
};

}  // namespace leyline::rules
