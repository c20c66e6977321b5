#include "analyzer/rules/compare/value_index.h"

#include <algorithm>
#include <functional>

namespace leyline {
namespace {

// Where the other enum has one of the names of a number.
enum class Place : uint8_t { kThere, kElsewhere, kNowhere };

Place PlaceOf(const ValueIndex& enumeration, int32_t number, const ValueIndex& other,
              int32_t expected) {
  Place place = Place::kNowhere;
  for (const EnumValue* value : enumeration.NamesOf(number)) {
    const std::optional<int32_t> found = other.NumberOf(value->name);
    if (found == expected) return Place::kThere;
    if (found.has_value()) place = Place::kElsewhere;
  }
  return place;
}

}  // namespace

ValueIndex::ValueIndex(const Enum& enumeration) : enumeration_(enumeration) {
  for (const EnumValue& value : enumeration.values) {
    numbers_.emplace(value.name, value.number);
    std::vector<const EnumValue*>& names = names_[value.number];
    if (names.empty()) printed_.push_back(&value);
    names.push_back(&value);
  }
  std::sort(printed_.begin(), printed_.end(),
            [](const EnumValue* a, const EnumValue* b) { return a->number < b->number; });
}

std::optional<int32_t> ValueIndex::NumberOf(std::string_view name) const {
  const auto at = numbers_.find(name);
  return at == numbers_.end() ? std::optional<int32_t>() : at->second;
}

std::span<const EnumValue* const> ValueIndex::NamesOf(int32_t number) const {
  const auto at = names_.find(number);
  if (at == names_.end()) return {};
  return at->second;
}

const EnumValue* ValueIndex::PrintedOf(int32_t number) const {
  const std::span<const EnumValue* const> names = NamesOf(number);
  return names.empty() ? nullptr : names.front();
}

bool HaveOneMeaning(const ValueIndex& enumeration, int32_t number, const ValueIndex& other,
                    int32_t other_number) {
  const Place place = PlaceOf(enumeration, number, other, other_number);
  if (place != Place::kNowhere) return place == Place::kThere;
  return number == other_number &&
         PlaceOf(other, other_number, enumeration, number) == Place::kNowhere;
}

const ValueIndex& ValueIndexes::Of(const Enum& enumeration) {
  return indexes_.try_emplace(&enumeration, enumeration).first->second;
}

bool ValueIndexes::HaveOneMeaning(const Enum& enumeration, int32_t number, const Enum& other,
                                  int32_t other_number) {
  const auto [at, is_new] = answers_.try_emplace({&enumeration, number, &other, other_number});
  if (is_new) {
    at->second = leyline::HaveOneMeaning(Of(enumeration), number, Of(other), other_number);
  }
  return at->second;
}

std::size_t ValueIndexes::HashQuestion::operator()(const Question& question) const {
  const std::hash<const void*> hash;
  std::size_t seed = hash(std::get<0>(question)) * 31 + hash(std::get<2>(question));
  seed = seed * 31 + static_cast<uint32_t>(std::get<1>(question));
  return seed * 31 + static_cast<uint32_t>(std::get<3>(question));
}

}  // namespace leyline
