#include "analyzer/witness/pick.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>
#include <utility>

#include "analyzer/rules/compare/field.h"
#include "analyzer/rules/type_model/well_known.h"

namespace leyline::witness {
namespace {

constexpr std::size_t kMembers = 3;  // of a oneof
constexpr std::size_t kInside = 8;   // fields of one message
constexpr int kDepth = 6;            // messages within messages
constexpr std::size_t kNeighbours = 6;
constexpr std::size_t kSearched = 64;     // members of a oneof that are looked at
constexpr std::size_t kManyFields = 512;  // of messages that are compared inside

// Why a search without a result says nothing.
constexpr const char* kTooLarge = "the messages are too large to be searched whole";
constexpr const char* kEntry =
    "what an entry of a map is read as depends on all that the other message may hold";
constexpr const char* kEncoding =
    "what an encoding is read as depends on all that the message may hold";
constexpr const char* kExtensions = "only an extension shows it, and they are not searched";

const Field* Named(const Message& message, std::string_view name) {
  for (const Field& field : message.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

const Field* Numbered(const Message& message, int32_t number) {
  for (const Field& field : message.fields) {
    if (field.number == number) return &field;
  }
  return nullptr;
}

const Field* PartnerIn(const Message& message, const Field& field) {
  const Field* named = Named(message, field.name);
  return named != nullptr ? named : Numbered(message, field.number);
}

// The field that JSON gives the value to; a parser takes both of its names.
const Field* JsonPartnerIn(const Message& message, const Field& field) {
  for (const Field& other : message.fields) {
    if (other.json_name == field.json_name || other.name == field.json_name) return &other;
  }
  return nullptr;
}

// The form of a well-known type in JSON needs all of it.
void AddWhole(const Message& message, Plan& plan, int depth) {
  plan.Add(message);
  for (const Field& field : message.fields) {
    if (plan.Has(field)) continue;
    plan.Add(field);
    if (field.message != nullptr && depth > 0) AddWhole(*field.message, plan, depth - 1);
  }
}

bool IsWellKnown(const Message& message) { return WellKnownOf(&message) != WellKnown::kNone; }

bool IsPlain(const Field& field) {
  return !field.is_message() && !field.is_map() && field.oneof == nullptr;
}

// Something to write into a message that is read as something else.
void AddSome(const Message& message, Plan& plan, int depth = kDepth) {
  if (IsWellKnown(message)) return AddWhole(message, plan, kDepth);
  std::size_t added = 0;
  for (const Field& field : message.fields) {
    if (!IsPlain(field)) continue;
    plan.Add(field);
    if (++added == kMembers) return;
  }
  if (added > 0 || message.fields.empty()) return;
  const Field& first = message.fields.front();
  plan.Add(first);
  if (first.message != nullptr && depth > 0) AddSome(*first.message, plan, depth - 1);
}

bool IsSafe(const Readings& readings) {
  for (const Reading* reading : {&readings.backward, &readings.forward, &readings.round_trip}) {
    if (reading->level != Level::kCompatible) return false;
  }
  return true;
}

template <class Span>
Span First(Span span, std::size_t count) {
  return span.first(std::min(span.size(), count));
}

// What the writer may set beside its field, though the reader has it in the oneof of its own. Null:
// nobody has it, or they exclude each other on both sides.
const Field* SetBeside(const Field& writer, const Field& reader, const Field& companion) {
  const Field* partner = PartnerIn(*writer.parent, companion);
  const bool is_other = &companion != &reader && partner != nullptr && partner != &writer;
  if (!is_other || (writer.oneof != nullptr && partner->oneof == writer.oneof)) return nullptr;
  return partner;
}

bool ExcludesMore(const Field& reader, const Field& writer) {
  if (reader.oneof == nullptr) return false;
  const auto members = First(reader.oneof->fields, kSearched);
  return std::any_of(members.begin(), members.end(), [&](const Field* companion) {
    return SetBeside(writer, reader, *companion) != nullptr;
  });
}

// Whether reading one as the other, by number or by name, may harm.
bool DifferInside(CompareMemory& memory, const Field& field, const Message& other) {
  const Field* numbered = Numbered(other, field.number);
  const Field* named = Named(other, field.name);
  if (numbered == nullptr || numbered != named || numbered->json_name != field.json_name)
    return true;
  if ((numbered->oneof == nullptr) != (field.oneof == nullptr)) return true;
  if (ExcludesMore(*numbered, field) || ExcludesMore(field, *numbered)) return true;
  return !IsSafe(CompareFields(memory, Surface::kBinary, field, *numbered)) ||
         !IsSafe(CompareFields(memory, Surface::kJson, field, *numbered)) ||
         !IsSafe(CompareFields(memory, Surface::kText, field, *numbered));
}

class Inside {
 public:
  explicit Inside(Exhibit& exhibit) : exhibit_(exhibit) {}

  void Pick(const Message& before, const Message& after, int depth) {
    exhibit_.before.Add(before);
    exhibit_.after.Add(after);
    if (IsWellKnown(before)) AddWhole(before, exhibit_.before, kDepth);
    if (IsWellKnown(after)) AddWhole(after, exhibit_.after, kDepth);
    if (IsWellKnown(before) && !IsWellKnown(after)) AddSome(after, exhibit_.after);
    if (IsWellKnown(after) && !IsWellKnown(before)) AddSome(before, exhibit_.before);
    if (!seen_.insert({&before, &after}).second) return;
    if (depth == 0 || std::max(before.fields.size(), after.fields.size()) > kManyFields) {
      return MakePartial(kTooLarge);
    }
    const bool has_extensions = !before.extension_ranges.empty() || !after.extension_ranges.empty();
    if (has_extensions && before.full_name != after.full_name) MakePartial(kExtensions);
    std::size_t picked = 0;
    for (const Field& field : before.fields) {
      if (!DifferInside(memory_, field, after)) continue;
      const Field* partner = PartnerIn(after, field);
      if (!Take(&field, partner, depth, picked)) return;
      const Field* in_json = JsonPartnerIn(after, field);
      if (in_json != nullptr && in_json != partner) PickTypes(&field, in_json, depth);
    }
    for (const Field& field : after.fields) {
      if (!DifferInside(memory_, field, before)) continue;
      const Field* partner = PartnerIn(before, field);
      if (!exhibit_.after.Has(field) && !Take(partner, &field, depth, picked)) return;
      const Field* in_json = JsonPartnerIn(before, field);
      if (in_json != nullptr && in_json != partner) PickTypes(in_json, &field, depth);
    }
  }

 private:
  bool Take(const Field* before, const Field* after, int depth, std::size_t& picked) {
    if (++picked > kInside) {
      MakePartial(kTooLarge);
      return false;
    }
    PickTypes(before, after, depth);
    if (before != nullptr && after != nullptr) PickCompanions(*before, *after);
    return true;
  }

  // What the fields exclude on one side only.
  void PickCompanions(const Field& before, const Field& after) {
    PickExcluded(before, after, exhibit_.before, exhibit_.after);
    PickExcluded(after, before, exhibit_.after, exhibit_.before);
  }

  static void PickExcluded(const Field& writer, const Field& reader, Plan& writers, Plan& readers) {
    if (reader.oneof == nullptr) return;
    std::size_t found = 0;
    for (const Field* companion : First(reader.oneof->fields, kSearched)) {
      const Field* partner = SetBeside(writer, reader, *companion);
      if (partner == nullptr) continue;
      readers.Add(*companion);
      writers.Add(*partner);
      if (++found == kMembers) return;
    }
  }

 public:
  void PickTypes(const Field* before, const Field* after, int depth) {
    if (before != nullptr) exhibit_.before.Add(*before);
    if (after != nullptr) exhibit_.after.Add(*after);
    const Message* old_type = before == nullptr ? nullptr : before->message;
    const Message* new_type = after == nullptr ? nullptr : after->message;
    if (old_type != nullptr && new_type != nullptr) {
      if (before->is_map() != after->is_map()) MakePartial(kEntry);
      Pick(*old_type, *new_type, depth - 1);
      // Nothing differs inside; something must be there to be lost with the whole.
      if (!exhibit_.before.HasFields(*old_type) && !exhibit_.after.HasFields(*new_type)) {
        AddShared(*old_type, *new_type);
      }
    } else if (before != nullptr && after != nullptr) {
      if (old_type != nullptr || new_type != nullptr) MakePartial(kEncoding);
      if (old_type != nullptr) AddSome(*old_type, exhibit_.before);
      if (new_type != nullptr) AddSome(*new_type, exhibit_.after);
    } else {
      if (old_type != nullptr && IsWellKnown(*old_type)) AddSome(*old_type, exhibit_.before);
      if (new_type != nullptr && IsWellKnown(*new_type)) AddSome(*new_type, exhibit_.after);
    }
    const Enum* old_enum = before == nullptr ? nullptr : before->enum_type;
    const Enum* new_enum = after == nullptr ? nullptr : after->enum_type;
    if (old_enum != nullptr && new_enum != nullptr) {
      PickValues(*old_enum, *new_enum, exhibit_);
    } else if (before != nullptr && after != nullptr &&
               (old_enum != nullptr || new_enum != nullptr)) {
      AimAt(old_enum != nullptr ? *old_enum : *new_enum);
    }
  }

  // Beside the field that changed; it must have something to be read as that one.
  void PickNeighbour(const Field* before, const Field* after) {
    PickTypes(before, after, 1);
    if (after == nullptr && before->message != nullptr) AddSome(*before->message, exhibit_.before);
    if (before == nullptr && after->message != nullptr) AddSome(*after->message, exhibit_.after);
  }

 private:
  void MakePartial(const char* why) {
    if (exhibit_.partial == nullptr) exhibit_.partial = why;
  }

  // An integer may be read as one of its values, and another one not.
  void AimAt(const Enum& enumeration) {
    for (const EnumValue& value : First(enumeration.values, kMembers)) {
      exhibit_.numbers.push_back(value.number);
    }
  }

  void AddShared(const Message& before, const Message& after) {
    for (const Field& field : before.fields) {
      const Field* partner = Numbered(after, field.number);
      if (partner == nullptr || field.is_message() || field.is_map()) continue;
      exhibit_.before.Add(field);
      exhibit_.after.Add(*partner);
      return;
    }
  }

  CompareMemory memory_;
  Exhibit& exhibit_;
  std::set<std::pair<const Message*, const Message*>> seen_;
};

// The fields of a host that may take what is written for either, in order of declaration.
std::vector<const Field*> MeetingIn(const Message& host, const Field* before, const Field* after,
                                    MessageMemory& memory) {
  if (before == nullptr) return memory.TakersIn(host, *after);
  if (after == nullptr) return memory.TakersIn(host, *before);
  const std::vector<const Field*> some = memory.TakersIn(host, *before);
  const std::vector<const Field*> others = memory.TakersIn(host, *after);
  std::vector<const Field*> meeting;
  std::set_union(some.begin(), some.end(), others.begin(), others.end(),
                 std::back_inserter(meeting), std::less<>());
  return meeting;
}

// Members that the other side may set together with the field.
void PickMembers(const Field& field, const Field* partner, const Message* other_host,
                 MessageMemory& memory,
                 std::vector<std::pair<const Field*, const Field*>>& picked) {
  if (field.oneof == nullptr || other_host == nullptr) return;
  std::size_t found = 0;
  for (const Field* member : First(field.oneof->fields, kSearched)) {
    if (member == &field) continue;
    const Field* other = memory.PartnerOf(*member, *other_host);
    if (other == nullptr || other == partner) continue;
    const bool excluded =
        partner != nullptr && partner->oneof != nullptr && partner->oneof == other->oneof;
    if (excluded) continue;
    picked.emplace_back(member, other);
    if (++found == kMembers) return;
  }
}

}  // namespace

void PickAround(const Field* before, const Field* after, Exhibit& exhibit) {
  Inside inside(exhibit);
  inside.PickTypes(before, after, kDepth);
  std::vector<std::pair<const Field*, const Field*>> pairs;
  const auto meeting = [&](const Message* host, const Field* own, bool is_before) {
    if (host == nullptr) return;
    std::size_t found = 0;
    for (const Field* field : MeetingIn(*host, before, after, *exhibit.messages)) {
      if (field == own) continue;
      pairs.emplace_back(is_before ? field : nullptr, is_before ? nullptr : field);
      if (++found == kNeighbours) return;
    }
  };
  meeting(exhibit.before_host, before, true);
  meeting(exhibit.after_host, after, false);
  if (before != nullptr) PickMembers(*before, after, exhibit.after_host, *exhibit.messages, pairs);
  if (after != nullptr) {
    std::vector<std::pair<const Field*, const Field*>> members;
    PickMembers(*after, before, exhibit.before_host, *exhibit.messages, members);
    for (const auto& [member, other] : members) pairs.emplace_back(other, member);
  }
  for (const auto& [old_field, new_field] : pairs) inside.PickNeighbour(old_field, new_field);
}

void PickInside(const Message& before, const Message& after, Exhibit& exhibit) {
  Inside(exhibit).Pick(before, after, kDepth);
}

}  // namespace leyline::witness
