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
    .why =
        "No data names a oneof. Existing fields that moved into it are judged by themselves, as "
        "CHANGE_FIELD_ONEOF.",
    .instead =
        "Put only new fields into a new oneof, or a single existing field that has presence.",
    .buf = "",
    .check = CheckOneof,
};

}  // namespace leyline::rules
