#include <fmt/format.h>

#include "analyzer/rules/deprecation.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

template <class Node>
bool IsIt(const Node& before, const Node& after) {
  return !IsDeprecated(before) && IsDeprecated(after);
}

template <class Subject, class Node>
void Report(const Subject& subject, const Node& node, ChangeSink& sink) {
  Change& change = sink.Add(subject, fmt::format("{} was deprecated", Described(node)));
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

constinit const Rule deprecate = {
    .id = "DEPRECATE",
    .summary = "an element was marked as deprecated",
    .why =
        "Nothing changes at run time. Generated code warns its users, which fails builds that "
        "treat warnings as errors.",
    .instead =
        "Go ahead: deprecating is the first step of a removal. Say in a comment what to use "
        "instead.",
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
