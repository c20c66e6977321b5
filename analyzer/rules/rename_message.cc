#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (!message.both() || !IsRenamed(message)) return;
  Change& change =
      sink.Add(message, fmt::format("message `{}` was renamed to `{}`", message.before->full_name,
                                    message.after->full_name));
  Judge(change, kSameData);
  Judge(change, kTypeUrlChanged);
  JudgeJsonOfAny(change, sink.matches());
  if (HasExtensions(*message.before)) Judge(change, kExtensionsRenamed);
}

}  // namespace

constinit const Rule rename_message = {
    .id = "RENAME_MESSAGE",
    .summary = "a message has another name",
    .why =
        "Bytes, JSON and text don't name messages, but the type URL in an Any does, the names of "
        "extensions declared inside the message, and generated code.",
    .instead =
        "Where an Any may hold it, add the new message beside the old one. Otherwise go ahead for "
        "data, and tell those who use the generated code.",
    .buf = "MESSAGE_NO_DELETE, PACKAGE_MESSAGE_NO_DELETE",
    .check = CheckMessage,
};

}  // namespace leyline::rules
