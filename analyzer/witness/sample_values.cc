#include "analyzer/witness/sample_values.h"

#include <algorithm>
#include <string_view>

namespace leyline {
namespace {

uint64_t Mix(uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

uint64_t HashOf(std::string_view name) {
  uint64_t hash = 0xCBF29CE484222325;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash;
}

uint64_t DrawOf(uint64_t name, int sample, int element) {
  const auto round = static_cast<uint64_t>(sample) << 8 | static_cast<uint64_t>(element);
  return Mix(name ^ Mix(round));
}

}  // namespace

FieldSamples::FieldSamples(const Field& field) : field_(field), name_(HashOf(field.name)) {
  if (field.oneof == nullptr) return;
  for (const Field* member : field.oneof->fields) {
    if (member != &field) rivals_.push_back(HashOf(member->name));
  }
}

// The member with the highest draw; a draw depends on nothing but the member, so one that is added
// changes few samples.
bool FieldSamples::IsChosen(int sample) const {
  const uint64_t own = DrawOf(name_, sample, 0xFF);
  return std::none_of(rivals_.begin(), rivals_.end(),
                      [&](uint64_t rival) { return DrawOf(rival, sample, 0xFF) > own; });
}

SampleValue FieldSamples::Of(int sample, int element) const {
  constexpr uint64_t kOften = 3;  // of 4
  const uint64_t draw = DrawOf(name_, sample, element);
  SampleValue value;
  value.set =
      field_.oneof != nullptr ? IsChosen(sample) : field_.is_required() || (draw & 3) < kOften;
  value.elements = field_.is_repeated() ? 1 + static_cast<int>(draw >> 2 & 3) : 1;
  const uint64_t bits = 1 + (draw >> 4) % 31;
  value.number = (Mix(draw) >> (64 - bits)) | 1;
  value.negative = (draw >> 12 & 7) == 0;
  value.length = 1 + static_cast<uint32_t>((draw >> 16) % 24);
  value.key = 1 + (draw >> 24) % 1000;
  return value;
}

SampleValue SampleOf(const Field& field, int sample, int element) {
  return FieldSamples(field).Of(sample, element);
}

int32_t SampleEnum(const Enum& enumeration, const SampleValue& value) {
  return enumeration.values[value.number % enumeration.values.size()].number;
}

}  // namespace leyline
