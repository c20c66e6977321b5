#include <algorithm>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "analyzer/rules/compare_judge.h"
#include "analyzer/rules/compare_oneof.h"
#include "analyzer/rules/compare_pairs.h"
#include "analyzer/rules/compare_words.h"
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

  // Fields that the writer may set together with this one and that clear it in the reader.
  Reading Clearing(Surface surface, const Field& writer, const Field& reader) const {
    constexpr std::size_t kEnough = 8;  // what a sentence can name, and a bound on the work
    if (reader.oneof == nullptr) return Lossless();
    std::vector<std::string> others;
    for (const Field* neighbour : reader.oneof->fields) {
      const auto at = partner_.find(neighbour);
      if (at == partner_.end() || at->second == &writer) continue;
      if (MayMeet(writer, *at->second)) others.push_back(fmt::format("`{}`", at->second->name));
      if (others.size() == kEnough) break;
    }
    if (others.empty()) return Lossless();
    return SafeIf(
        fmt::format("`{}` is never set together with {}", writer.name, ListOf(others, "or")),
        OneofEffect(surface));
  }

 private:
  std::unordered_map<const Field*, const Field*> partner_;
};

// Oneofs that are the same: by name, or by taking over the first member of one that is gone.
class OneofPartners {
 public:
  OneofPartners(const Message& before, const Message& after,
                const std::vector<Pair<Field>>& fields) {
    std::unordered_map<std::string_view, const Oneof*> by_name;
    for (const Oneof& oneof : after.oneofs) by_name.emplace(oneof.name, &oneof);
    std::unordered_map<std::string_view, const Oneof*> old_names;
    for (const Oneof& oneof : before.oneofs) {
      old_names.emplace(oneof.name, &oneof);
      if (const auto at = by_name.find(oneof.name); at != by_name.end()) {
        after_.emplace(&oneof, at->second);
      }
    }
    for (const Pair<Field>& field : fields) {
      const Oneof* heir = field.after->oneof;
      if (field.before->oneof == nullptr || heir == nullptr) continue;
      if (!old_names.contains(heir->name)) after_.emplace(field.before->oneof, heir);
    }
  }

  bool Same(const Oneof* before, const Oneof* after) const {
    if (before == nullptr || after == nullptr) return before == after;
    const auto at = after_.find(before);
    return at != after_.end() && at->second == after;
  }

 private:
  std::unordered_map<const Oneof*, const Oneof*> after_;
};

bool IsSingular(const Pair<Field>& field) {
  return !field.before->is_repeated() && !field.after->is_repeated();
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

void JudgeMove(Change& change, const Pair<Field>& field, const SharedOneofs& oneofs) {
  const FieldSpec after = SpecOf(*field.after);
  const FieldSpec before = WithCardinalityOf(SpecOf(*field.before), after);
  for (Surface surface : {Surface::kBinary, Surface::kJson, Surface::kText}) {
    const Reading backward = oneofs.Clearing(surface, *field.before, *field.after);
    const Reading forward = oneofs.Clearing(surface, *field.after, *field.before);
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
  const OneofPartners partners(*message.before, *message.after, fields);
  const SharedOneofs oneofs(fields);
  for (const Pair<Field>& field : fields) {
    if (!IsSingular(field) || partners.Same(field.before->oneof, field.after->oneof)) continue;
    JudgeMove(sink.Add(field, Sentence(*field.before, *field.after)), field, oneofs);
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
