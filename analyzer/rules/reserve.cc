#include <fmt/format.h>

#include "analyzer/rules/reservations.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

template <class Node>
void CheckPair(const Pair<Node>& pair, ChangeSink& sink) {
  if (!pair.both()) return;
  const Reservations added = Difference(*pair.after, *pair.before);
  if (added.empty()) return;
  Change& change =
      sink.Add(pair, fmt::format("`{}` reserves {} now", pair.before->full_name, TextOf(added)));
  change.before_facts.clear();
  change.after_facts = FactsOf(added);
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, kSafe});
}

}  // namespace

constinit const Rule reserve = {
    .id = "RESERVE",
    .summary = "numbers or names were reserved that no removed member had",
    .why = "`reserved` has no effect on data. It keeps numbers and names from being used again.",
    .instead = "Go ahead: reserving is safe.",
    .buf = "",
    .check = CommonCheck{.message = CheckPair<Message>, .enumeration = CheckPair<Enum>},
};

}  // namespace leyline::rules
