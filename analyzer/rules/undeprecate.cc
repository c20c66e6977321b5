#include <fmt/format.h>

#include "analyzer/rules/deprecation.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

template <class Node>
bool IsIt(const Node& before, const Node& after) {
  return IsDeprecated(before) && !IsDeprecated(after);
}

template <class Subject, class Node>
void Report(const Subject& subject, const Node& node, ChangeSink& sink) {
  Change& change = sink.Add(subject, fmt::format("{} is no longer deprecated", Described(node)));
  JudgeDeprecation(change, node);
}

template <class Node>
void CheckPair(const Pair<Node>& pair, ChangeSink& sink) {
  if (pair.both() && IsIt(*pair.before, *pair.after)) Report(pair, *pair.before, sink);
}

// The name that printers emit speaks for its aliases.
void CheckValue(const ValuePair& value, ChangeSink& sink) {
  if (!value.both()) return;
  const EnumValue& before = *value.before.names.front();
  if (IsIt(before, *value.after.names.front())) Report(value, before, sink);
}

}  // namespace

constinit const Rule undeprecate = {
    .id = "UNDEPRECATE",
    .summary = "an element is no longer marked as deprecated",
    .why = "Nothing changes at run time. Those who moved away believed that it would go.",
    .instead = "Tell those who moved away why it stays.",
    .buf = "",
    .check = CommonCheck{.file = CheckPair<File>,
                         .message = CheckPair<Message>,
                         .field = CheckPair<Field>,
                         .enumeration = CheckPair<Enum>,
                         .value = CheckValue,
                         .service = CheckPair<Service>,
                         .method = CheckPair<Method>},
};

}  // namespace leyline::rules
