#include <fmt/format.h>

#include "analyzer/rules/compare/message.h"
#include "analyzer/rules/moves.h"
#include "analyzer/rules/recognition.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

constexpr Outcome kUnpacked = If("no Any holds it", Effect::kMisread);
constexpr Judgement kExchanged[] = {
    {Surface::kSource, Breaks(Effect::kSignatureChanged)},
    {Surface::kRpc, kUnpacked, kUnpacked},
};

// Who follows the exchange is well; who goes by the name reads one as the other, even where every
// value has a place there.
void JudgeByName(Change& change, Surface surface, Direction direction, const Reading& reading) {
  const bool has_place = reading.level == Level::kCompatible;
  if (has_place && direction == Direction::kRoundTrip) {
    return Judge(change, surface, direction, kSafe);
  }
  Judge(change, surface, direction,
        If("nobody reads it by its old name", has_place ? Effect::kMisread : reading.effect));
  if (!has_place) return;
  for (Verdict& verdict : change.verdicts) {
    if (verdict.surface != surface || verdict.direction != direction) continue;
    verdict.witness.emplace().reason = "every value is read, as what another message means by it";
  }
}

void JudgeExchange(Change& change, const Message& before, ChangeSink& sink) {
  const Message* namesake = sink.matches().after->FindMessage(before.full_name);
  const auto read = [&](Surface surface, Leg leg, const Message* writer, const Message* reader) {
    return CompareShapes(sink.memory(), surface, leg, {writer, nullptr}, {reader, nullptr});
  };
  for (const Surface surface : {Surface::kBinary, Surface::kJson, Surface::kText}) {
    const Leg back = surface == Surface::kBinary ? Leg::kRoundTrip : Leg::kRead;
    JudgeByName(change, surface, Direction::kBackward,
                read(surface, Leg::kRead, &before, namesake));
    JudgeByName(change, surface, Direction::kForward, read(surface, Leg::kRead, namesake, &before));
    JudgeByName(
        change, surface, Direction::kRoundTrip,
        Join(read(surface, back, &before, namesake), read(surface, back, namesake, &before)));
  }
  Judge(change, kExchanged);
  // What the witnesses are made of: what has the name on the other side.
  change.subject.after_home = namesake;
}

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (!message.both() || !IsRenamed(message)) return;
  const Message& before = *message.before;
  Change& change = sink.Add(
      message, fmt::format("message `{}` was renamed to `{}`{}{}", before.full_name,
                           message.after->full_name, ExchangeOf(message.exchange, before.full_name),
                           DoubtOf(message.evidence, "members")));
  if (message.exchange != nullptr) {
    JudgeExchange(change, before, sink);
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
