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
  if (HasExtensions(*message.before)) Judge(change, kExtensionsRenamed);
}

}  // namespace

constinit const Rule rename_message = {
    .id = "RENAME_MESSAGE",
    .summary = "a message has another name",
    .why =
        "Bytes, JSON and text don't name messages, but the type URL in an Any does, the names of "
        "extensions that stand in the message, and generated code.",
    .instead = "Add the new message beside the old one where an Any may hold it.",
    .buf = "MESSAGE_NO_DELETE, PACKAGE_MESSAGE_NO_DELETE",
    .check = CheckMessage,
};

}  // namespace leyline::rules
