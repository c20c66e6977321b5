#include "analyzer/rules/compare/enum.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/rules/compare/words.h"
#include "analyzer/rules/type_model/well_known.h"

namespace leyline {
namespace {

using Numbers = std::unordered_map<std::string_view, int32_t>;

Numbers NumbersByName(const Enum& enumeration) {
  Numbers numbers;
  for (const EnumValue& value : enumeration.values) numbers.emplace(value.name, value.number);
  return numbers;
}

// The values that printers name: the first of each number. In order of numbers, so that the one of
// declarations has no say.
std::vector<const EnumValue*> PrintedValues(const Enum& enumeration) {
  std::vector<const EnumValue*> printed;
  std::unordered_set<int32_t> seen;
  for (const EnumValue& value : enumeration.values) {
    if (seen.insert(value.number).second) printed.push_back(&value);
  }
  std::sort(printed.begin(), printed.end(),
            [](const EnumValue* a, const EnumValue* b) { return a->number < b->number; });
  return printed;
}

// Numbers for which reader and writer share a name.
std::unordered_set<int32_t> SharedNumbers(const Enum& writer, const Numbers& reader) {
  std::unordered_set<int32_t> shared;
  for (const EnumValue& value : writer.values) {
    const auto found = reader.find(value.name);
    if (found != reader.end() && found->second == value.number) shared.insert(value.number);
  }
  return shared;
}

Reading Except(const std::vector<const EnumValue*>& values,
               const std::vector<const EnumValue*>& failing, Effect effect) {
  if (failing.empty()) return Lossless();
  const auto is_default = [](const EnumValue* value) { return value->number == 0; };
  const auto defaults = std::count_if(values.begin(), values.end(), is_default);
  const auto failing_defaults = std::count_if(failing.begin(), failing.end(), is_default);
  const auto named = static_cast<std::ptrdiff_t>(values.size()) - defaults;
  const auto lost = static_cast<std::ptrdiff_t>(failing.size()) - failing_defaults;
  if (lost > 0 && lost == named) return Broken(effect);
  std::vector<std::string> names;
  for (const EnumValue* value : failing) names.push_back("`" + std::string(value->name) + "`");
  return SafeIf("the value is not " + ListOf(names, "or"), effect);
}

// Numbers of which the other enum has a name, at whatever number.
std::unordered_set<int32_t> KnownNumbers(const Enum& enumeration, const Numbers& other) {
  std::unordered_set<int32_t> known;
  for (const EnumValue& value : enumeration.values) {
    if (other.contains(value.name)) known.insert(value.number);
  }
  return known;
}

// By number: one side knows a name of the other's number, but as another one, so whoever set it
// meant something else. What a closed enum doesn't recognise is not read at all.
Reading ReadNumbers(const Enum& writer, const Enum& reader) {
  const Numbers readers = NumbersByName(reader);
  const std::unordered_set<int32_t> shared = SharedNumbers(writer, readers);
  const std::unordered_set<int32_t> to_reader = KnownNumbers(writer, readers);
  const std::unordered_set<int32_t> to_writer = KnownNumbers(reader, NumbersByName(writer));
  std::unordered_set<int32_t> declared;
  for (const EnumValue& value : reader.values) declared.insert(value.number);
  const std::vector<const EnumValue*> printed = PrintedValues(writer);
  std::vector<const EnumValue*> failing;
  bool is_misread = false;
  for (const EnumValue* value : printed) {
    const int32_t number = value->number;
    const bool is_recognised = !reader.is_closed() || declared.contains(number);
    const bool means_other =
        !shared.contains(number) && (to_reader.contains(number) || to_writer.contains(number));
    if (is_recognised && !means_other) continue;
    failing.push_back(value);
    is_misread = is_misread || is_recognised;
  }
  // The type model judges what is not recognised.
  return is_misread ? Except(printed, failing, Effect::kMisread) : Lossless();
}

Reading ReadNames(const Enum& writer, const Enum& reader, Zero zero) {
  const Numbers known = NumbersByName(reader);
  const std::vector<const EnumValue*> printed = PrintedValues(writer);
  std::vector<const EnumValue*> failing;
  const EnumValue* misread = nullptr;
  for (const EnumValue* value : printed) {
    if (value->number == 0 && zero == Zero::kLeftOut) {
      if (!HaveOneMeaning(writer, 0, reader, 0)) misread = value;
    } else if (!known.contains(value->name)) {
      failing.push_back(value);
    }
  }
  Reading reading = Except(printed, failing, Effect::kUnrecognisedEnum);
  return misread == nullptr
             ? reading
             : Join(std::move(reading), Except(printed, {misread}, Effect::kMisread));
}

// Where the other enum has one of the names of a number.
enum class Place { kThere, kElsewhere, kNowhere };

Place PlaceOf(const Enum& enumeration, int32_t number, const Enum& other, int32_t expected) {
  Place place = Place::kNowhere;
  for (const EnumValue& value : enumeration.values) {
    if (value.number != number) continue;
    for (const EnumValue& same : other.values) {
      if (same.name != value.name) continue;
      if (same.number == expected) return Place::kThere;
      place = Place::kElsewhere;
    }
  }
  return place;
}

}  // namespace

Reading ReadEnumNames(Surface surface, const Enum& writer, const Enum& reader, Zero zero) {
  if (surface == Surface::kBinary) return ReadNumbers(writer, reader);
  // JSON writes null, not the name.
  if (surface == Surface::kJson && IsNullValue(&writer)) return Lossless();
  return ReadNames(writer, reader, zero);
}

Reading ReturnEnumNames(const Enum& writer, const Enum& other, Zero zero) {
  const Numbers own = NumbersByName(writer);
  const Numbers others = NumbersByName(other);
  std::unordered_map<int32_t, std::string_view> names;
  for (const EnumValue& value : other.values) names.emplace(value.number, value.name);
  const std::vector<const EnumValue*> printed = PrintedValues(writer);
  std::vector<const EnumValue*> failing;
  for (const EnumValue* value : printed) {
    const auto taken_for = others.find(value->name);
    if (taken_for == others.end()) continue;  // what is not known is told by itself
    const bool is_left_out = taken_for->second == 0 && zero == Zero::kLeftOut;
    const auto back = own.find(names.at(taken_for->second));
    const bool is_same =
        is_left_out ? value->number == 0 : back == own.end() || back->second == value->number;
    if (!is_same) failing.push_back(value);
  }
  return Except(printed, failing, Effect::kMisread);
}

bool HaveOneMeaning(const Enum& enumeration, int32_t number, const Enum& other,
                    int32_t other_number) {
  const Place place = PlaceOf(enumeration, number, other, other_number);
  if (place != Place::kNowhere) return place == Place::kThere;
  return number == other_number &&
         PlaceOf(other, other_number, enumeration, number) == Place::kNowhere;
}

}  // namespace leyline
