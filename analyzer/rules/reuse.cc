#include "analyzer/rules/reuse.h"

#include <algorithm>

#include <fmt/format.h>

#include "analyzer/rules/compare/field.h"
#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/compare/oneof.h"
#include "analyzer/rules/type_model/field_spec.h"
#include "analyzer/rules/type_model/type_model.h"
#include "analyzer/rules/verdicts.h"

namespace leyline::rules {

bool Meets(const Field& writer, const Field& reader) {
  return AcrossRuntimes(ReadBinary, SpecOf(writer), SpecOf(reader)).effect !=
         Effect::kLostToUnknown;
}

namespace {

constexpr Outcome kNumberWasReserved =
    If("no data from before the number was reserved is read", Effect::kReusePossible);
constexpr Outcome kNameWasReserved =
    If("no data from before the name was reserved is read", Effect::kReusePossible);

// What a field's value becomes that another one, of the same number, decodes and writes again; it
// may stand in a oneof, and clear the others.
void JudgeThrough(Change& change, const Field& writer, const Field& other, ChangeSink& sink) {
  const Reading value =
      ReadDeep(sink.memory(), Surface::kBinary, Leg::kRoundTrip, MemberOf(writer), MemberOf(other));
  const Reading reading = Join(value, MeetByNumber(writer, sink.lookup().FieldsOf(*writer.parent),
                                                   sink.lookup().FieldsOf(*other.parent)));
  Judge(change, Surface::kBinary, Direction::kRoundTrip, OutcomeOf(reading));
}

void JudgeTakenNumber(Change& change, const Field& added, const Message& before, ChangeSink& sink,
                      bool is_back) {
  MemberLookup& lookup = sink.lookup();
  if (const Field* former = lookup.FieldsOf(before).Numbered(added.number)) {
    constexpr Outcome kMisread = Breaks(Effect::kMisread);
    if (Meets(*former, added)) Judge(change, Surface::kBinary, Direction::kBackward, kMisread);
    if (Meets(added, *former)) Judge(change, Surface::kBinary, Direction::kForward, kMisread);
    JudgeThrough(change, added, *former, sink);
  }
  if (!is_back && lookup.ReservedOf(before).numbers.Contains(added.number)) {
    Judge(change, Surface::kBinary, Direction::kBackward, kNumberWasReserved);
  }
  if (lookup.ExtensionsOf(before).Contains(added.number)) {
    const Outcome outcome = If("no extension has ever used the number", Effect::kMisread);
    Judge(change, Surface::kBinary, Direction::kBackward, outcome);
    Judge(change, Surface::kBinary, Direction::kForward, outcome);
  }
}

void JudgeTakenName(Change& change, const Field& added, const Message& before, MemberLookup& lookup,
                    bool is_back) {
  const JsonNames& names = lookup.JsonOf(before);
  for (std::string_view name : {added.json_name, added.name}) {
    if (const Field* writer = names.WriterOf(name)) {
      Judge(change, Surface::kJson, Direction::kBackward,
            ReadNamesake(Surface::kJson, *writer, added));
    }
  }
  if (const Field* writer = lookup.FieldsOf(before).Named(added.name)) {
    Judge(change, Surface::kText, Direction::kBackward,
          ReadNamesake(Surface::kText, *writer, added));
  }
  if (!is_back && lookup.ReservedOf(before).HasName(added.name)) {
    Judge(change, Surface::kJson, Direction::kBackward, kNameWasReserved);
    Judge(change, Surface::kText, Direction::kBackward, kNameWasReserved);
  }
}

}  // namespace

Outcome ReadNamesake(Surface surface, const Field& writer, const Field& reader) {
  const FieldSpec from = SpecOf(writer);
  const FieldSpec to = SpecOf(reader);
  const Reading reading = AcrossRuntimes(surface == Surface::kJson ? ReadJson : ReadText, from, to);
  // Whatever passes is read as something that it never was.
  const bool is_refused =
      reading.level == Level::kBreaking &&
      (reading.effect == Effect::kParseFailure || reading.effect == Effect::kNameUnknown);
  return Breaks(is_refused ? reading.effect : Effect::kMisread);
}

void JudgeTaken(Change& change, const Field& added, const Message& before, ChangeSink& sink,
                bool is_back) {
  JudgeTakenNumber(change, added, before, sink, is_back);
  JudgeTakenName(change, added, before, sink.lookup(), is_back);
}

void JudgeNamesake(Change& change, const Field& lone, const Message& other_side,
                   Direction direction, MemberLookup& lookup) {
  const auto judge = [&](Surface surface, const Field* namesake) {
    if (namesake == nullptr) return;
    const Outcome outcome = ReadNamesake(surface, lone, *namesake);
    Judge(change, surface, direction, outcome);
    Judge(change, surface, Direction::kRoundTrip, outcome);
  };
  judge(Surface::kJson, lookup.JsonOf(other_side).ReaderOf(lone.json_name));
  judge(Surface::kText, lookup.FieldsOf(other_side).Named(lone.name));
}

void JudgeTaken(Change& change, const ValuePair& value, MemberLookup& lookup, bool is_back) {
  if (is_back) return;
  const Reservations& reserved = lookup.ReservedOf(*value.before_enum);
  if (reserved.numbers.Contains(value.after.number)) {
    Judge(change, Surface::kBinary, Direction::kBackward, kNumberWasReserved);
  }
  if (std::any_of(value.after.names.begin(), value.after.names.end(),
                  [&](const EnumValue* name) { return reserved.HasName(name->name); })) {
    Judge(change, Surface::kJson, Direction::kBackward, kNameWasReserved);
    Judge(change, Surface::kText, Direction::kBackward, kNameWasReserved);
  }
}

Remains RemainsOf(const Field& gone, const Message& after, MemberLookup& lookup) {
  const Reservations& reserved = lookup.ReservedOf(after);
  return {.number_reserved = reserved.numbers.Contains(gone.number),
          .name_reserved = reserved.HasName(gone.name),
          .heir = lookup.FieldsOf(after).Numbered(gone.number)};
}

void JudgeLeft(Change& change, const Field& gone, const Remains& remains, const Message& after,
               ChangeSink& sink) {
  MemberLookup& lookup = sink.lookup();
  if (remains.heir != nullptr) {
    constexpr Outcome kMisread = Breaks(Effect::kMisread);
    if (Meets(gone, *remains.heir)) Judge(change, Surface::kBinary, Direction::kBackward, kMisread);
    if (Meets(*remains.heir, gone)) Judge(change, Surface::kBinary, Direction::kForward, kMisread);
    JudgeThrough(change, gone, *remains.heir, sink);
  } else if (!remains.number_reserved) {
    Judge(change, Surface::kBinary, Direction::kBackward,
          If(fmt::format("number {} is never used again", gone.number), Effect::kReusePossible));
  }
  const JsonNames& names = lookup.JsonOf(after);
  for (std::string_view name : {gone.json_name, gone.name}) {
    if (const Field* writer = names.WriterOf(name)) {
      Judge(change, Surface::kJson, Direction::kForward,
            ReadNamesake(Surface::kJson, *writer, gone));
    }
  }
  if (const Field* writer = lookup.FieldsOf(after).Named(gone.name)) {
    Judge(change, Surface::kText, Direction::kForward, ReadNamesake(Surface::kText, *writer, gone));
  }
}

void JudgeOneofMember(Change& change, const Field& member, const Message& without,
                      MemberLookup& lookup) {
  if (member.oneof == nullptr) return;
  const FieldIndex& others = lookup.FieldsOf(without);
  const auto is_shared = [&](const Field* other) {
    return other != &member && others.Numbered(other->number) != nullptr;
  };
  if (std::none_of(member.oneof->fields.begin(), member.oneof->fields.end(), is_shared)) return;
  Judge(change, Surface::kBinary, Direction::kRoundTrip,
        If("the side without the field sets no other member while it carries this one",
           Effect::kOtherMemberCleared));
}

}  // namespace leyline::rules
