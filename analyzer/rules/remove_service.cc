#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Judgement kRemoved[] = {
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
    {Surface::kRpc, Breaks(Effect::kNotAnswered), kSafe},
};

void CheckService(const Pair<Service>& service, ChangeSink& sink) {
  if (service.after != nullptr) return;
  Judge(sink.Add(service, fmt::format("service `{}` was removed", service.before->full_name)),
        kRemoved);
}

}  // namespace

constinit const Rule remove_service = {
    .id = "REMOVE_SERVICE",
    .summary = "a service was removed",
    .why = "Old clients are answered with UNIMPLEMENTED on every path of the service.",
    .instead = "Deprecate the service. Serve it until no client calls it. Then remove it.",
    .buf = "SERVICE_NO_DELETE, PACKAGE_SERVICE_NO_DELETE",
    .check = CheckService,
};

}  // namespace leyline::rules
