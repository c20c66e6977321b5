#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckService(const Pair<Service>& service, ChangeSink& sink) {
  if (!IsMovedToOtherFile(service, sink.matches())) return;
  const Service& before = *service.before;
  const Service& after = *service.after;
  Change& change =
      sink.Add(service, fmt::format("service `{}` was moved from `{}` to `{}`", before.full_name,
                                    before.file->path, after.file->path));
  AddFileFacts(change, *before.file, *after.file);
  Judge(change, kOtherHeader);
}

}  // namespace

constinit const Rule move_service = {
    .id = "MOVE_SERVICE",
    .summary = "a service stands in another file",
    .why = "Paths stay the same. Generated code is found elsewhere.",
    .instead = "Safe for calls; tell those who compile against the old file.",
    .buf = "SERVICE_NO_DELETE, PACKAGE_SERVICE_NO_DELETE",
    .check = CheckService,
};

}  // namespace leyline::rules
