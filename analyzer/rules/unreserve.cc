#include <fmt/format.h>

#include "analyzer/rules/reservations.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kFree = If("it is never used again", Effect::kReusePossible);

template <class Node>
void CheckPair(const Pair<Node>& pair, ChangeSink& sink) {
  if (!pair.both()) return;
  const Reservations freed = Difference(*pair.before, *pair.after);
  if (freed.empty()) return;
  Change& change = sink.Add(
      pair, fmt::format("`{}` no longer reserves {}", pair.before->full_name, TextOf(freed)));
  change.before_facts = FactsOf(freed);
  change.after_facts.clear();
  if (!freed.numbers.empty()) Judge(change, Surface::kBinary, Direction::kBackward, kFree);
  if (!freed.names.empty()) {
    Judge(change, Surface::kJson, Direction::kBackward, kFree);
    Judge(change, Surface::kText, Direction::kBackward, kFree);
  }
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, kSafe});
}

}  // namespace

constinit const Rule unreserve = {
    .id = "UNRESERVE",
    .summary = "numbers or names are no longer reserved",
    .why =
        "No data changes by this. But the numbers and names can be used again, and old data that "
        "still has them is then read as something else.",
    .instead =
        "Keep what is reserved. A field that comes back must have its old number, name, type and "
        "meaning.",
    .buf = "RESERVED_ENUM_NO_DELETE, RESERVED_MESSAGE_NO_DELETE",
    .check = CommonCheck{.message = CheckPair<Message>, .enumeration = CheckPair<Enum>},
};

}  // namespace leyline::rules
