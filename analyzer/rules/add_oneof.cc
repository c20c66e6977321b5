#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckOneof(const Pair<Oneof>& oneof, ChangeSink& sink) {
  if (oneof.before != nullptr) return;
  Change& change = sink.Add(oneof, fmt::format("oneof `{}` was added to `{}`", oneof.after->name,
                                               oneof.after->parent->full_name));
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, kSafe});
}

}  // namespace

constinit const Rule add_oneof = {
    .id = "ADD_ONEOF",
    .summary = "a oneof was added to a message",
    .why = "No data names a oneof. Fields that moved into it are judged by themselves.",
    .instead = "Put only new fields into a new oneof.",
    .buf = "",
    .check = CheckOneof,
};

}  // namespace leyline::rules
