#include "analyzer/witness/plan.h"

#include <algorithm>

namespace leyline::witness {
namespace {

template <class List, class Key, class Make>
auto& Entry(List& list, std::unordered_map<const void*, std::size_t>& index, const Key* key,
            Make make) {
  const auto [at, is_new] = index.try_emplace(key, list.size());
  if (is_new) list.push_back(make());
  return list[at->second];
}

}  // namespace

bool Plan::PlannedEnum::Keeps(int32_t number) const {
  return enumeration->values.size() <= kWholeEnum || numbers.contains(number);
}

Plan::PlannedMessage& Plan::Of(const Message& message) {
  return Entry(messages_, index_, &message, [&] { return PlannedMessage{&message, {}}; });
}

Plan::PlannedEnum& Plan::Of(const Enum& enumeration) {
  return Entry(enums_, index_, &enumeration, [&] {
    PlannedEnum planned{&enumeration, {}};
    // The first value is the default, and proto3 wants it to be 0.
    for (const EnumValue& value :
         enumeration.values.first(std::min<std::size_t>(enumeration.values.size(), 2))) {
      planned.numbers.insert(value.number);
    }
    return planned;
  });
}

void Plan::Add(const Message& message) { Of(message); }
void Plan::Add(const Enum& enumeration) { Of(enumeration); }

void Plan::Keep(const Enum& enumeration, int32_t number) { Of(enumeration).numbers.insert(number); }

void Plan::AddHolder(const Enum& enumeration) {
  holder_of_ = &enumeration;
  Of(enumeration);
}

void Plan::AddForReading(const Field& field) {
  if (Has(field)) return;
  Add(field);
  for_reading_.insert(&field);
}

void Plan::Add(const Field& field) {
  for_reading_.erase(&field);
  if (Has(field)) return;
  if (field.is_extension) {
    extensions_.push_back(&field);
    if (field.extendee != nullptr) Of(*field.extendee);
  } else {
    std::vector<const Field*>& fields = Of(*field.parent).fields;
    fields.insert(std::upper_bound(fields.begin(), fields.end(), &field, std::less<>()), &field);
  }
  if (field.message != nullptr) Of(*field.message);
  if (field.enum_type == nullptr) return;
  Of(*field.enum_type);
  for (const EnumValue& value : field.enum_type->values) {
    if (field.has_default && value.name == field.default_value)
      Keep(*field.enum_type, value.number);
  }
}

bool Plan::Has(const Field& field) const {
  if (field.is_extension) {
    return std::find(extensions_.begin(), extensions_.end(), &field) != extensions_.end();
  }
  const auto at = index_.find(field.parent);
  if (at == index_.end()) return false;
  const std::vector<const Field*>& fields = messages_[at->second].fields;
  return std::binary_search(fields.begin(), fields.end(), &field, std::less<>());
}

bool Plan::HasFields(const Message& message) const {
  const auto at = index_.find(&message);
  return at != index_.end() && !messages_[at->second].fields.empty();
}

std::vector<const Field*> Plan::FieldsOf(const Message& message) const {
  const auto at = index_.find(&message);
  return at == index_.end() ? std::vector<const Field*>() : messages_[at->second].fields;
}

std::vector<int32_t> Plan::KeptOf(const Enum& enumeration) const {
  const auto at = index_.find(&enumeration);
  if (at == index_.end()) return {};
  const PlannedEnum& planned = enums_[at->second];
  if (enumeration.values.size() > kWholeEnum) {
    return {planned.numbers.begin(), planned.numbers.end()};
  }
  std::vector<int32_t> numbers;
  for (const EnumValue& value : enumeration.values) numbers.push_back(value.number);
  return numbers;
}

}  // namespace leyline::witness
