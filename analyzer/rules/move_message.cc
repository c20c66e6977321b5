#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (!message.both()) return;
  const Message& before = *message.before;
  const Message& after = *message.after;
  const bool other_scope = IsMovedToOtherScope(message);
  if (!other_scope && !IsMovedToOtherFile(message, sink.matches())) return;
  Change& change = sink.Add(
      message,
      other_scope ? fmt::format("message `{}` was moved to `{}`", before.full_name, after.full_name)
                  : fmt::format("message `{}` was moved from `{}` to `{}`", before.full_name,
                                before.file->path, after.file->path));
  AddFileFacts(change, *before.file, *after.file);
  Judge(change, kSameData);
  if (other_scope && HasExtensions(before)) Judge(change, kExtensionsRenamed);
  Judge(change, other_scope ? kTypeUrlChanged : kOtherHeader);
}

}  // namespace

constinit const Rule move_message = {
    .id = "MOVE_MESSAGE",
    .summary = "a message stands in another file, message or package",
    .why =
        "Data stays the same. Generated code is found elsewhere: other headers in C++, other "
        "modules in Python, another outer class in Java. In another message or package the "
        "message also has another full name, which the type URL in an Any holds.",
    .instead = "Leave a public import of the new file in the old one.",
    .buf = "MESSAGE_NO_DELETE, PACKAGE_MESSAGE_NO_DELETE",
    .check = CheckMessage,
};

}  // namespace leyline::rules
