#include <fmt/format.h>

#include "analyzer/rules/any.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kUnpacked =
    If("no reader without the new schema unpacks it from an Any", Effect::kNameUnknown);

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (message.before != nullptr) return;
  Change& change =
      sink.Add(message, fmt::format("message `{}` was added", message.after->full_name));
  Judge(change, kSameData);
  Judge(change, {Surface::kSource, kSafe});
  // Without an Any in sight nothing brings it to a reader that doesn't know it.
  const bool in_any = SeesAny(*message.after->file);
  Judge(change, {Surface::kRpc, kSafe, in_any ? kUnpacked : kSafe});
}

}  // namespace

constinit const Rule add_message = {
    .id = "ADD_MESSAGE",
    .summary = "a message was added, with everything inside it",
    .why =
        "No old data has it. Only an Any can bring it to a reader that doesn't know it, and that "
        "reader can't unpack it: judged where the message's file sees Any.",
    .instead =
        "Go ahead: new messages are the safe way to evolve. Before a writer puts one into an Any, "
        "deploy it to the readers.",
    .buf = "",
    .check = CheckMessage,
};

}  // namespace leyline::rules
