#include <fmt/format.h>

#include "analyzer/rules/compare/options.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckService(const Pair<Service>& service, ChangeSink& sink) {
  if (!service.both()) return;
  const std::vector<OptionChange> options = ChangedOptions(
      sink.matches(), OptionsKind::kService, service.before->options, service.after->options);
  if (options.empty()) return;
  Change& change = sink.Add(service, fmt::format("in the options of service `{}`: {}",
                                                 service.before->full_name, TextOf(options)));
  JudgeOptions(change, options);
}

}  // namespace

constinit const Rule change_service_option = {
    .id = "CHANGE_SERVICE_OPTION",
    .summary = "an option of a service was set, changed or removed",
    .why =
        "No option changes how a service is called. Custom ones, such as default hosts and scopes, "
        "mean what the tools that read them make of them.",
    .instead = "Agree on the change with those who read the option.",
    .buf = "",
    .check = CheckService,
};

}  // namespace leyline::rules
