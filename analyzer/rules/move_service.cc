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
    .summary = "a service moved to another file",
    .why =
        "Paths of calls stay the same. Generated code is found elsewhere, so that code which uses "
        "it stops compiling.",
    .instead = "Go ahead for calls. Tell those who use the generated code.",
    .buf = "SERVICE_NO_DELETE, PACKAGE_SERVICE_NO_DELETE",
    .check = CheckService,
};

}  // namespace leyline::rules
