#include <algorithm>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "analyzer/rules/compare/judge.h"
#include "analyzer/rules/compare/oneof.h"
#include "analyzer/rules/compare/pairs.h"
#include "analyzer/rules/compare/words.h"
#include "analyzer/rules/rules.h"

namespace leyline::rules {
namespace {

// Fields of one message pair, seen from either side.
class SharedOneofs {
 public:
  explicit SharedOneofs(const std::vector<Pair<Field>>& fields) {
    for (const Pair<Field>& field : fields) {
      partner_.emplace(field.before, field.after);
      partner_.emplace(field.after, field.before);
    }
  }

  // JSON and text: fields that the writer may set together with this one and that the reader
  // doesn't take beside it.
  Reading Refusing(Surface surface, const Field& writer, const Field& reader) const {
    constexpr std::size_t kEnough = 8;    // what a sentence can name
    constexpr std::size_t kLooked = 256;  // a bound on the work
    if (reader.oneof == nullptr) return Lossless();
    std::vector<std::string_view> names;
    for (const Field* neighbour : reader.oneof->fields) {
      const auto at = partner_.find(neighbour);
      if (at == partner_.end() || !MayMeet(writer, *at->second)) continue;
      names.push_back(at->second->name);
      if (names.size() == kLooked) break;
    }
    if (names.empty()) return Lossless();
    std::sort(names.begin(), names.end());  // the order of declarations has no say
    names.resize(std::min(names.size(), kEnough));
    std::vector<std::string> others;
    for (std::string_view name : names) others.push_back(fmt::format("`{}`", name));
    return SafeIf(
        fmt::format("`{}` is never set together with {}", writer.name, ListOf(others, "or")),
        OneofEffect(surface));
  }

 private:
  std::unordered_map<const Field*, const Field*> partner_;
};

bool IsSame(const Oneof* before, const Oneof* after, const Matches& matches) {
  if (before == nullptr || after == nullptr) return before == after;
  const void* const* partner = matches.partners.Find(before);
  return partner != nullptr && *partner == after;
}

// What a list or a map meets in a oneof; that it was one is CHANGE_FIELD_CARDINALITY's.
FieldSpec BeforeOf(const FieldSpec& before, const FieldSpec& after) {
  const bool list = before.is_repeated() || after.is_repeated();
  return list ? after : WithCardinalityOf(before, after);
}

std::string Sentence(const Field& before, const Field& after) {
  const std::string name = FullName(before);
  if (before.oneof == nullptr) {
    return fmt::format("field `{}` moved into oneof `{}`", name, after.oneof->name);
  }
  if (after.oneof == nullptr) {
    return fmt::format("field `{}` moved out of oneof `{}`", name, before.oneof->name);
  }
  return fmt::format("field `{}` moved from oneof `{}` to oneof `{}`", name, before.oneof->name,
                     after.oneof->name);
}

Reading Meet(Surface surface, const SharedOneofs& oneofs, const Field& writer, const Field& reader,
             MemberLookup& lookup) {
  if (surface != Surface::kBinary) return oneofs.Refusing(surface, writer, reader);
  return MeetByNumber(writer, lookup.FieldsOf(*writer.parent), lookup.FieldsOf(*reader.parent));
}

void JudgeMove(Change& change, const Pair<Field>& field, const SharedOneofs& oneofs,
               MemberLookup& lookup) {
  const FieldSpec after = SpecOf(*field.after);
  const FieldSpec before = BeforeOf(SpecOf(*field.before), after);
  for (Surface surface : {Surface::kBinary, Surface::kJson, Surface::kText}) {
    const Reading backward = Meet(surface, oneofs, *field.before, *field.after, lookup);
    const Reading forward = Meet(surface, oneofs, *field.after, *field.before, lookup);
    Readings readings = ReadBothWays(surface, before, after);
    readings.backward = Join(backward, readings.backward);
    readings.forward = Join(forward, readings.forward);
    // What one side clears is not written again.
    readings.round_trip = Join(Join(backward, forward), readings.round_trip);
    Judge(change, surface, readings);
  }
  // Each oneof has an interface of its own in Go.
  const bool between = field.before->oneof != nullptr && field.after->oneof != nullptr;
  const Reading source =
      between ? SafeIf("the code is not Go", Effect::kSignatureChanged) : ReadSource(before, after);
  Judge(change, Surface::kSource, Direction::kBackward, OutcomeOf(source));
}

void CheckMessage(const Pair<Message>& message, ChangeSink& sink) {
  if (!message.both()) return;
  if (message.before->oneofs.empty() && message.after->oneofs.empty()) return;
  const std::vector<Pair<Field>> fields = SharedFields(*message.before, *message.after);
  const SharedOneofs oneofs(fields);
  for (const Pair<Field>& field : fields) {
    if (IsSame(field.before->oneof, field.after->oneof, sink.matches())) continue;
    JudgeMove(sink.Add(field, Sentence(*field.before, *field.after)), field, oneofs, sink.lookup());
  }
}

}  // namespace

constinit const Rule change_field_oneof = {
    .id = "CHANGE_FIELD_ONEOF",
    .summary = "a field moved into, out of or between oneofs",
    .why =
        "Setting or reading one member of a oneof clears the others. Where the two sides don't "
        "agree on who excludes whom, binary keeps the last one on the wire, and JSON refuses the "
        "whole message.",
    .instead =
        "Move at most one existing field, and only one with presence, into a new oneof. For "
        "several, add a oneof with new fields. Write the old fields too until all readers use the "
        "new ones.",
    .buf = "FIELD_SAME_ONEOF",
    .check = CheckMessage,
};

}  // namespace leyline::rules
