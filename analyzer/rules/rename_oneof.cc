#include <fmt/format.h>

#include "analyzer/rules/recognition.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckOneof(const Pair<Oneof>& oneof, ChangeSink& sink) {
  if (!oneof.both() || oneof.how != How::kRenamed) return;
  Change& change =
      sink.Add(oneof, fmt::format("oneof `{}` of `{}` was renamed to `{}`{}", oneof.before->name,
                                  oneof.before->parent->full_name, oneof.after->name,
                                  ExchangeOf(oneof.exchange, oneof.before->name)));
  Judge(change, kSameData);
  // Who exchanged names left each of them in place, for another oneof.
  const Effect effect = oneof.exchange == nullptr ? Effect::kSymbolGone : Effect::kSignatureChanged;
  Judge(change, {Surface::kSource, Breaks(effect)});
}

}  // namespace

constinit const Rule rename_oneof = {
    .id = "RENAME_ONEOF",
    .summary = "a oneof has another name",
    .why = "No data names a oneof, but the case accessor of generated code does.",
    .instead = "Go ahead for data. Keep the name where the code of others uses it.",
    .buf = "ONEOF_NO_DELETE, FIELD_SAME_ONEOF",
    .check = CheckOneof,
};

}  // namespace leyline::rules
