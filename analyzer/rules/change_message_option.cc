#include <fmt/format.h>

#include "analyzer/rules/compare/options.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kLost = Breaks(Effect::kLostToUnknown);
// Text prints an item that is declared inside its own message under the name of that message, which
// leads nowhere in plain extensions. JSON has the extension's own name on both sides.
constexpr Outcome kOwnName =
    If("no item of the set is declared inside its own message", Effect::kNameUnknown);

// A side without the option finds the items of a message set among unknown fields; a side with it
// still reads plain extensions.
constexpr Judgement kTurnedOff[] = {
    {Surface::kBinary, kLost, kSafe, Safe(Effect::kRetainedUnknown)},
    {Surface::kText, kOwnName, kSafe, kOwnName},
};
constexpr Judgement kTurnedOn[] = {
    {Surface::kBinary, kSafe, kLost, Safe(Effect::kRetainedUnknown)},
    {Surface::kText, kSafe, kOwnName, kOwnName},
};

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (!message.both()) return;
  const std::vector<OptionChange> options = ChangedOptions(
      sink.matches(), OptionsKind::kMessage, message.before->options, message.after->options);
  if (options.empty()) return;
  Change& change = sink.Add(message, fmt::format("in the options of message `{}`: {}",
                                                 message.before->full_name, TextOf(options)));
  if (message.before->message_set != message.after->message_set) {
    Judge(change, message.after->message_set ? kTurnedOn : kTurnedOff);
  }
  JudgeOptions(change, options);
}

}  // namespace

constinit const Rule change_message_option = {
    .id = "CHANGE_MESSAGE_OPTION",
    .summary = "an option of a message was set, changed or removed",
    .why =
        "Most options of a message change nothing in its data. `message_set_wire_format` does: it "
        "is another encoding of extensions.",
    .instead =
        "Never toggle `message_set_wire_format`. Agree on other options with those who read them.",
    .buf = "MESSAGE_NO_REMOVE_STANDARD_DESCRIPTOR_ACCESSOR",
    .check = CheckMessage,
};

}  // namespace leyline::rules
