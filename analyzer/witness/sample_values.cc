#include "analyzer/witness/sample_values.h"

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

uint64_t DrawOf(const Field& field, int sample, int element) {
  const auto round = static_cast<uint64_t>(sample) << 8 | static_cast<uint64_t>(element);
  return Mix(HashOf(field.name) ^ Mix(round));
}

// The member with the highest draw; a draw depends on nothing but the member, so one that is added
// changes few samples.
bool IsChosen(const Field& field, int sample) {
  const uint64_t own = DrawOf(field, sample, 0xFF);
  for (const Field* member : field.oneof->fields) {
    if (member != &field && DrawOf(*member, sample, 0xFF) > own) return false;
  }
  return true;
}

}  // namespace

SampleValue SampleOf(const Field& field, int sample, int element) {
  constexpr uint64_t kOften = 3;  // of 4
  const uint64_t draw = DrawOf(field, sample, element);
  SampleValue value;
  value.set =
      field.oneof != nullptr ? IsChosen(field, sample) : field.is_required() || (draw & 3) < kOften;
  value.elements = field.is_repeated() ? 1 + static_cast<int>(draw >> 2 & 3) : 1;
  const uint64_t bits = 1 + (draw >> 4) % 31;
  value.number = (Mix(draw) >> (64 - bits)) | 1;
  value.negative = (draw >> 12 & 7) == 0;
  value.length = 1 + static_cast<uint32_t>((draw >> 16) % 24);
  value.key = 1 + (draw >> 24) % 1000;
  return value;
}

int32_t SampleEnum(const Enum& enumeration, const SampleValue& value) {
  return enumeration.values[value.number % enumeration.values.size()].number;
}

}  // namespace leyline
