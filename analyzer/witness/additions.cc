#include "analyzer/witness/additions.h"

#include <algorithm>
#include <string>

namespace leyline::witness {
namespace {

namespace pb = google::protobuf;

bool SameName(const pb::Descriptor* a, const pb::Descriptor* b) {
  return a == nullptr || b == nullptr ? a == b : a->full_name() == b->full_name();
}

bool AreAlike(const pb::EnumDescriptor& a, const pb::EnumDescriptor& b) {
  if (a.full_name() != b.full_name() || a.value_count() != b.value_count()) return false;
  for (int i = 0; i < a.value_count(); ++i) {
    if (a.value(i)->name() != b.value(i)->name()) return false;
    if (a.value(i)->number() != b.value(i)->number()) return false;
  }
  return a.file()->syntax() == b.file()->syntax();
}

bool AreEnumsAlike(const pb::FieldDescriptor& a, const pb::FieldDescriptor& b) {
  const pb::EnumDescriptor* one = a.enum_type();
  const pb::EnumDescriptor* other = b.enum_type();
  return one == nullptr || other == nullptr ? one == other : AreAlike(*one, *other);
}

bool AreOneofsAlike(const pb::FieldDescriptor& a, const pb::FieldDescriptor& b) {
  const pb::OneofDescriptor* one = a.containing_oneof();
  const pb::OneofDescriptor* other = b.containing_oneof();
  return one == nullptr || other == nullptr ? one == other : one->name() == other->name();
}

bool AreAlike(const pb::FieldDescriptor& a, const pb::FieldDescriptor& b) {
  return a.name() == b.name() && a.json_name() == b.json_name() && a.type() == b.type() &&
         a.label() == b.label() && a.is_packed() == b.is_packed() &&
         a.has_presence() == b.has_presence() && !a.has_default_value() && !b.has_default_value() &&
         SameName(a.message_type(), b.message_type()) && AreEnumsAlike(a, b) &&
         AreOneofsAlike(a, b);
}

bool MayBeTakenFor(const pb::FieldDescriptor& field, const pb::FieldDescriptor& added) {
  for (const std::string* name : {&field.name(), &field.json_name()}) {
    if (*name == added.name() || *name == added.json_name()) return true;
  }
  return false;
}

// Extensions stand elsewhere than their message, so that slices with them are not compared.
bool IsPlain(const pb::Descriptor& message) {
  return message.extension_range_count() == 0 && message.extension_count() == 0;
}

bool OnlyAdds(const pb::Descriptor& smaller, const pb::Descriptor& larger,
              const pb::FieldDescriptor& added) {
  const bool is_host = added.containing_type() == &larger;
  if (smaller.field_count() + (is_host ? 1 : 0) != larger.field_count()) return false;
  if (!IsPlain(smaller) || !IsPlain(larger)) return false;
  if (smaller.file()->syntax() != larger.file()->syntax()) return false;
  for (int i = 0; i < smaller.field_count(); ++i) {
    const pb::FieldDescriptor& field = *smaller.field(i);
    const pb::FieldDescriptor* same = larger.FindFieldByNumber(field.number());
    if (same == nullptr || same == &added || !AreAlike(field, *same)) return false;
    if (is_host && MayBeTakenFor(field, added)) return false;
  }
  return true;
}

}  // namespace

bool OnlyAdds(const Slice& smaller, const Slice& larger, const pb::FieldDescriptor& added) {
  if (added.is_extension() || added.is_required()) return false;
  const std::vector<const pb::Descriptor*> messages = smaller.Messages();
  return std::all_of(messages.begin(), messages.end(), [&](const pb::Descriptor* message) {
    const pb::Descriptor* same = larger.Find(message->full_name());
    return same != nullptr && OnlyAdds(*message, *same, added);
  });
}

}  // namespace leyline::witness
