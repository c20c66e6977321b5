#include <fmt/format.h>

#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kUnread = Breaks(Effect::kNothingReads);

constexpr Judgement kRemoved[] = {
    {Surface::kBinary, kUnread, kSafe, kUnread},
    {Surface::kJson, kUnread, kSafe, kUnread},
    {Surface::kText, kUnread, kSafe, kUnread},
    {Surface::kSource, Breaks(Effect::kSymbolGone)},
    // The type URL in an Any names what nobody knows any more.
    {Surface::kRpc, kUnread, kSafe},
};

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (message.after != nullptr) return;
  Judge(sink.Add(message, fmt::format("message `{}` was removed", message.before->full_name)),
        kRemoved);
}

}  // namespace

constinit const Rule remove_message = {
    .id = "REMOVE_MESSAGE",
    .summary = "a message was removed, with everything inside it",
    .why =
        "Nothing reads the data of this message any more, and an Any that holds it can't be "
        "unpacked.",
    .instead = "Deprecate the message. Keep it as long as its data or its writers exist.",
    .buf = "MESSAGE_NO_DELETE, PACKAGE_MESSAGE_NO_DELETE",
    .check = CheckMessage,
};

}  // namespace leyline::rules
