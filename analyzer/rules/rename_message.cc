#include <fmt/format.h>

#include "analyzer/rules/moves.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// Who follows the exchange is well; who goes by the name takes one for the other.
constexpr Outcome kTaken = If("nobody reads it by its old name", Effect::kMisread);
constexpr Outcome kUnpacked = If("no Any holds it", Effect::kMisread);
constexpr Judgement kExchanged[] = {
    {Surface::kBinary, kTaken, kTaken, kTaken},
    {Surface::kJson, kTaken, kTaken, kTaken},
    {Surface::kText, kTaken, kTaken, kTaken},
    {Surface::kSource, Breaks(Effect::kSignatureChanged)},
    {Surface::kRpc, kUnpacked, kUnpacked},
};

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (!message.both() || !IsRenamed(message)) return;
  const Message& before = *message.before;
  Change& change = sink.Add(
      message, fmt::format("message `{}` was renamed to `{}`{}{}", before.full_name,
                           message.after->full_name, ExchangeOf(message.exchange, before.full_name),
                           DoubtOf(message.evidence, "members")));
  if (message.exchange != nullptr) {
    Judge(change, kExchanged);
    return;
  }
  Judge(change, kSameData);
  Judge(change, kTypeUrlChanged);
  JudgeJsonOfAny(change, *message.before->file, *message.after->file);
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
