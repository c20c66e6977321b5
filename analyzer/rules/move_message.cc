#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/recognition.h"
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
      message, other_scope ? fmt::format("message `{}` was moved to `{}`{}", before.full_name,
                                         after.full_name, DoubtOf(message.evidence, "members"))
                           : fmt::format("message `{}` was moved from `{}` to `{}`",
                                         before.full_name, before.file->path, after.file->path));
  AddFileFacts(change, *before.file, *after.file);
  Judge(change, kSameData);
  if (other_scope && HasExtensions(before)) Judge(change, kExtensionsRenamed);
  Judge(change, other_scope ? kTypeUrlChanged : kOtherHeader);
  if (other_scope) JudgeJsonOfAny(change, *message.before->file, *message.after->file);
}

}  // namespace

constinit const Rule move_message = {
    .id = "MOVE_MESSAGE",
    .summary = "a message moved to another file, message or package",
    .why =
        "Data stays the same. Generated code is found elsewhere: other headers in C++, other "
        "modules in Python, another outer class in Java. In another message or package the message "
        "also has another full name, and that is in the type URL of an Any.",
    .instead =
        "Import the new file publicly in the old one, which keeps other `.proto` files compiling. "
        "Keep the full name where an Any may hold the message. Tell those who use the generated "
        "code.",
    .buf = "MESSAGE_NO_DELETE, PACKAGE_MESSAGE_NO_DELETE",
    .check = CheckMessage,
};

}  // namespace leyline::rules
