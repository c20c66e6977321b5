#include "analyzer/rules/compare_enum.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "analyzer/rules/compare_words.h"
#include "analyzer/rules/type_model_well_known.h"

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

}  // namespace

Reading ReadEnumNames(Surface surface, const Enum& writer, const Enum& reader) {
  // JSON writes null, not the name.
  if (surface == Surface::kJson && IsNullValue(&writer)) return Lossless();
  const Numbers known = NumbersByName(reader);
  const bool binary = surface == Surface::kBinary;
  const std::unordered_set<int32_t> shared = SharedNumbers(writer, known);
  const std::vector<const EnumValue*> printed = PrintedValues(writer);
  std::vector<const EnumValue*> failing;
  for (const EnumValue* value : printed) {
    const bool has_name = known.contains(value->name);
    // The reader knows the name, but not as this number: whoever set it meant something else.
    const bool fails = binary ? has_name && !shared.contains(value->number) : !has_name;
    if (fails) failing.push_back(value);
  }
  return Except(printed, failing, binary ? Effect::kMisread : Effect::kUnrecognisedEnum);
}

}  // namespace leyline
