#include "analyzer/rules/compare/message.h"

#include <algorithm>
#include <deque>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/rules/compare/field.h"
#include "analyzer/rules/compare/oneof.h"
#include "analyzer/rules/compare/words.h"

namespace leyline {
namespace {

using Members = std::vector<Member>;

Members MembersOf(const Shape& shape) {
  Members members;
  if (shape.map != nullptr) {
    const FieldSpec map = SpecOf(*shape.map);
    members.push_back({1, "key", "key", "key", KeySpecOf(map), nullptr});
    members.push_back({2, "value", "value", "value", ValueSpecOf(map), nullptr});
    return members;
  }
  if (shape.message == nullptr) return members;
  members.reserve(shape.message->fields.size());
  for (const Field& field : shape.message->fields) members.push_back(MemberOf(field));
  // So that the order of declarations has no say in what is told.
  const auto is_before = [](const Member& a, const Member& b) { return a.number < b.number; };
  if (!std::is_sorted(members.begin(), members.end(), is_before)) {
    std::sort(members.begin(), members.end(), is_before);
  }
  return members;
}

// How a reader finds the member that a writer wrote.
class Directory {
 public:
  Directory(Surface surface, const Members& members) : surface_(surface), members_(members) {
    for (const Member& member : members) {
      by_number_.emplace(member.number, &member);
      by_name_.emplace(surface == Surface::kJson ? member.json_name : member.name, &member);
      by_proto_name_.emplace(member.proto_name, &member);
    }
    if (surface != Surface::kJson) return;
    // JSON parsers take the proto name too, unless it is another member's JSON name.
    for (const Member& member : members) by_name_.emplace(member.proto_name, &member);
  }

  const Member* PartnerOf(const Member& writer) const {
    if (surface_ == Surface::kBinary) return Find(by_number_, writer.number);
    if (surface_ != Surface::kJson) return Find(by_name_, writer.name);
    // Two members of one message may have one JSON name in proto2: each is its namesake's partner.
    const Member* same = Find(by_proto_name_, writer.proto_name);
    const bool is_namesake = same != nullptr && same->json_name == writer.json_name;
    return is_namesake ? same : Find(by_name_, writer.json_name);
  }

  const Member* Named(std::string_view name) const { return Find(by_name_, name); }
  const Members& members() const { return members_; }

 private:
  template <class Map, class Key>
  static const Member* Find(const Map& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
  }

  Surface surface_;
  const Members& members_;
  std::unordered_map<int32_t, const Member*> by_number_;
  std::unordered_map<std::string_view, const Member*> by_name_;
  std::unordered_map<std::string_view, const Member*> by_proto_name_;
};

// Collects the worst of many readings, with all conditions of that level.
class Worst {
 public:
  void Add(Reading reading) {
    std::string condition = std::exchange(reading.condition, "");
    if (reading.level > worst_.level) conditions_.clear();
    const bool counts = reading.level >= worst_.level && !condition.empty();
    worst_ = Join(std::move(worst_), reading);
    if (counts && seen_.insert(condition).second) conditions_.push_back(std::move(condition));
  }

  Level level() const { return worst_.level; }

  Reading Result() const {
    Reading result = worst_;
    if (result.level == Level::kConditional) result.condition = ListOf(conditions_, "and");
    return result;
  }

 private:
  Reading worst_;
  std::vector<std::string> conditions_;
  std::unordered_set<std::string> seen_;
};

class Comparison {
 public:
  Comparison(CompareMemory& memory, Surface surface, Leg leg)
      : memory_(memory), surface_(surface), leg_(leg) {}

  // Breadth first, and no further than the first distance at which a pair breaks: it can't get
  // worse. All pairs of one distance count, so that the order of declarations doesn't.
  Reading Run(const Shape& writer, const Shape& reader) {
    Enqueue({writer, reader});
    while (!queue_.empty() && worst_.level() < Level::kBreaking) {
      for (std::size_t left = queue_.size(); left > 0; --left) {
        const ShapePair pair = queue_.front();
        queue_.pop_front();
        if (seen_.size() > kMaxPairs || !memory_.Spend(SizeOf(pair.writer) + SizeOf(pair.reader))) {
          return {.level = Level::kUnknown, .effect = Effect::kNone, .condition = ""};
        }
        Compare(pair.writer, pair.reader);
      }
    }
    return worst_.Result();
  }

 private:
  static std::size_t SizeOf(const Shape& shape) {
    return 1 + (shape.message == nullptr ? 2 : shape.message->fields.size());
  }

  void Enqueue(const ShapePair& pair) {
    if (seen_.insert(pair).second) queue_.push_back(pair);
  }

  void Compare(const Shape& writer, const Shape& reader) {
    const Members written = MembersOf(writer);
    const Members read = MembersOf(reader);
    const Directory readers(surface_, read);
    std::unordered_set<const Member*> found;
    for (const Member& member : written) {
      CompareMember(member, readers, reader.map != nullptr);
      found.insert(readers.PartnerOf(member));
    }
    for (const Member& member : read) {
      const bool missing = member.spec.is_required() && !found.contains(&member);
      if (missing) worst_.Add(Broken(Effect::kRequiredMissing));
    }
    AddEntryValue(writer, written, reader);
    AddOneofs(readers, written, reader);
    AddMessageSet(writer, reader);
    AddExtensions(writer, reader);
  }

  void CompareMember(Member writer, const Directory& readers, bool into_entry) {
    const Member* reader = readers.PartnerOf(writer);
    if (reader == nullptr) return worst_.Add(Unread(into_entry));
    // An entry always carries its key and its value.
    const bool is_of_entry = writer.field == nullptr;
    if (is_of_entry && reader->spec.is_required()) writer.spec.cardinality = Cardinality::kRequired;
    if (IsNamedElsewhere(writer, *reader, readers)) worst_.Add(Broken(Effect::kMisread));
    Reading reading = ReadMember(memory_, surface_, leg_, writer, *reader);
    if (!reading.condition.empty()) {
      reading.condition =
          writer.field == nullptr
              ? fmt::format("of every {}, {}", writer.name, reading.condition)
              : fmt::format("in `{}`, {}", FullName(*writer.field), reading.condition);
    }
    const bool goes_on = reading.level < Level::kBreaking;
    worst_.Add(std::move(reading));
    if (!goes_on) return;
    if (const auto inside = InsideOf(surface_, writer, *reader)) Enqueue(*inside);
  }

  // An entry that comes without a value has an empty one, in which nothing required is set.
  void AddEntryValue(const Shape& writer, const Members& written, const Shape& reader) {
    if (reader.map == nullptr || writer.map != nullptr || reader.map->message == nullptr) return;
    const std::span<const Field> fields = reader.map->message->fields;
    if (std::none_of(fields.begin(), fields.end(),
                     [](const Field& f) { return f.is_required(); })) {
      return;
    }
    const auto value = std::find_if(written.begin(), written.end(), [this](const Member& member) {
      return surface_ == Surface::kBinary ? member.number == 2 : member.name == "value";
    });
    if (value == written.end()) return worst_.Add(Broken(Effect::kRequiredMissing));
    if (value->spec.is_required()) return;
    worst_.Add(SafeIf(fmt::format("in `{}`, the field is always set", FullName(*value->field)),
                      Effect::kRequiredMissing));
  }

  // Generated code keeps unknown fields of messages, but not of map entries.
  Reading Unread(bool into_entry) const {
    if (surface_ != Surface::kBinary) return Broken(Effect::kNameUnknown);
    return into_entry ? Broken(Effect::kLostToUnknown) : Lossless(Effect::kRetainedUnknown);
  }

  // Both sides have the name, at different numbers: one member is taken for another.
  bool IsNamedElsewhere(const Member& writer, const Member& reader,
                        const Directory& readers) const {
    if (surface_ != Surface::kBinary || leg_ == Leg::kRoundTrip) return false;
    if (writer.name == reader.name || writer.field == nullptr) return false;
    return readers.Named(writer.name) != nullptr && !IsPassedOver(writer, reader);
  }

  // What has another wire type than the reader's field is unknown to it, and sets nothing.
  bool IsPassedOver(const Member& writer, const Member& reader) const {
    return surface_ == Surface::kBinary &&
           ReadBinary(writer.spec, reader.spec).effect == Effect::kLostToUnknown;
  }

  void AddOneofs(const Directory& readers, const Members& written, const Shape& reader) {
    if (reader.message == nullptr || reader.message->oneofs.empty()) return;
    OneofMeeting meeting;
    for (const Member& member : written) {
      const Member* partner = readers.PartnerOf(member);
      if (partner == nullptr || member.field == nullptr) continue;
      if (IsPassedOver(member, *partner)) continue;
      if (partner->field->oneof != nullptr) meeting.Add(*member.field, *partner->field->oneof);
    }
    for (const std::string& condition : meeting.Conditions()) {
      worst_.Add(SafeIf(condition, OneofEffect(surface_)));
    }
  }

  // JSON and text name extensions, which another message doesn't have.
  void AddExtensions(const Shape& writer, const Shape& reader) {
    if (surface_ == Surface::kBinary || writer.message == nullptr) return;
    if (writer.message->extension_ranges.empty()) return;
    if (memory_.AreSame(*writer.message, reader.message)) return;
    worst_.Add(SafeIf(fmt::format("`{}` has no extension", writer.message->full_name),
                      Effect::kNameUnknown));
  }

  void AddMessageSet(const Shape& writer, const Shape& reader) {
    if (surface_ != Surface::kBinary || !writer.message || !reader.message) return;
    if (writer.message->message_set && !reader.message->message_set) {
      worst_.Add(Broken(Effect::kLostToUnknown));
    }
  }

  CompareMemory& memory_;
  Surface surface_;
  Leg leg_;
  Worst worst_;
  std::deque<ShapePair> queue_;
  std::unordered_set<ShapePair, HashShapes> seen_;
};

}  // namespace

Reading CompareShapes(CompareMemory& memory, Surface surface, Leg leg, const Shape& writer,
                      const Shape& reader) {
  const ShapePair shapes{writer, reader};
  if (const Reading* known = memory.Find(surface, leg, shapes)) return *known;
  Reading reading = Comparison(memory, surface, leg).Run(writer, reader);
  memory.Keep(surface, leg, shapes, reading);
  return reading;
}

}  // namespace leyline
