#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kLost = Breaks(Effect::kNotAnswered);

constexpr Judgement kRenamed[] = {
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
    {Surface::kRpc, kLost, kLost},
};

void CheckService(const Pair<Service>& service, ChangeSink& sink) {
  if (!IsRenamed(service) && !IsMovedToOtherScope(service)) return;
  Judge(sink.Add(service,
                 fmt::format("service `{}` was renamed to `{}`{}", service.before->full_name,
                             service.after->full_name, DoubtOf(service.evidence, "methods"))),
        kRenamed);
}

}  // namespace

constinit const Rule rename_service = {
    .id = "RENAME_SERVICE",
    .summary = "a service has another full name",
    .why =
        "The path of a call is `/package.Service/Method`: old clients and new servers don't meet "
        "any more, nor do new clients and old servers.",
    .instead =
        "Add the service with the new name. Serve both until no client calls the old one. Then "
        "remove the old one.",
    .buf = "SERVICE_NO_DELETE, PACKAGE_SERVICE_NO_DELETE",
    .check = CheckService,
};

}  // namespace leyline::rules
