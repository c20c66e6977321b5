#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckOneof(const Pair<Oneof>& oneof, ChangeSink& sink) {
  if (oneof.after != nullptr) return;
  Change& change = sink.Add(oneof, fmt::format("oneof `{}` of `{}` was removed", oneof.before->name,
                                               oneof.before->parent->full_name));
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, Breaks(Effect::kSymbolGone)});
}

}  // namespace

constinit const Rule remove_oneof = {
    .id = "REMOVE_ONEOF",
    .summary = "a oneof was removed from a message",
    .why =
        "No data names a oneof, but the case accessor of generated code is gone. Fields that left "
        "it are judged by themselves, as CHANGE_FIELD_ONEOF.",
    .instead = "Keep the oneof, and deprecate its fields.",
    .buf = "ONEOF_NO_DELETE",
    .check = CheckOneof,
};

}  // namespace leyline::rules
