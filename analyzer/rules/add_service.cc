#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Judgement kAdded[] = {
    {Surface::kSource, kSafe},
    {Surface::kRpc, kSafe, Breaks(Effect::kNotAnswered)},
};

void CheckService(const Pair<Service>& service, ChangeSink& sink) {
  if (service.before != nullptr) return;
  Judge(sink.Add(service, fmt::format("service `{}` was added", service.after->full_name)), kAdded);
}

}  // namespace

constinit const Rule add_service = {
    .id = "ADD_SERVICE",
    .summary = "a service was added",
    .why =
        "No old client calls it. A new client that calls an old server is answered with "
        "UNIMPLEMENTED.",
    .instead = "Roll out the servers. Then roll out the clients that call the service.",
    .buf = "",
    .check = CheckService,
};

}  // namespace leyline::rules
