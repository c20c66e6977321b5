#include "analyzer/witness/message_memory.h"

#include <algorithm>
#include <functional>

namespace leyline::witness {
namespace {

// Messages of no more fields are looked through.
constexpr std::size_t kSmall = 32;

}  // namespace

FieldsByMark::FieldsByMark(const Message& message) {
  for (const Field& field : message.fields) {
    numbers_.emplace(field.number, &field);
    names_.emplace(field.name, &field);
    if (field.json_name != field.name) names_.emplace(field.json_name, &field);
  }
}

std::vector<const Field*> FieldsByMark::TakersOf(const Field& written) const {
  std::vector<const Field*> takers;
  const auto add = [&](const auto& range) {
    for (auto at = range.first; at != range.second; ++at) takers.push_back(at->second);
  };
  add(numbers_.equal_range(written.number));
  add(names_.equal_range(written.name));
  add(names_.equal_range(written.json_name));
  // They stand in one array, in order of declaration.
  std::sort(takers.begin(), takers.end(), std::less<>());
  takers.erase(std::unique(takers.begin(), takers.end()), takers.end());
  return takers;
}

const FieldsByMark& MessageMemory::Of(const Message& message) {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::unique_ptr<const FieldsByMark>& index = indexes_[&message];
  if (index == nullptr) index = std::make_unique<const FieldsByMark>(message);
  return *index;
}

std::vector<const Field*> MessageMemory::TakersIn(const Message& message, const Field& written) {
  if (message.fields.size() > kSmall) return Of(message).TakersOf(written);
  std::vector<const Field*> takers;
  for (const Field& field : message.fields) {
    if (MayTake(field, written)) takers.push_back(&field);
  }
  return takers;
}

const Field* MessageMemory::NumberedAs(const Field& field, const Message& message) {
  for (const Field* taker : TakersIn(message, field)) {
    if (taker->number == field.number) return taker;
  }
  return nullptr;
}

const Field* MessageMemory::PartnerOf(const Field& field, const Message& message) {
  const std::vector<const Field*> takers = TakersIn(message, field);
  for (const Field* taker : takers) {
    if (taker->name == field.name) return taker;
  }
  for (const Field* taker : takers) {
    if (taker->number == field.number) return taker;
  }
  return nullptr;
}

}  // namespace leyline::witness
