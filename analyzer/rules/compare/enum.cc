#include "analyzer/rules/compare/enum.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/rules/compare/words.h"
#include "analyzer/rules/type_model/well_known.h"

namespace leyline {
namespace {

using Values = std::span<const EnumValue* const>;

Reading Except(Values values, Values failing, Effect effect) {
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

// By number: one side knows a name of the other's number, but as another one, so whoever set it
// meant something else. What a closed enum doesn't recognise is not read at all.
Reading ReadNumbers(const ValueIndex& writer, const ValueIndex& reader) {
  std::vector<const EnumValue*> failing;
  bool is_misread = false;
  for (const EnumValue* value : writer.printed()) {
    const int32_t number = value->number;
    const bool is_recognised =
        !reader.enumeration().is_closed() || reader.PrintedOf(number) != nullptr;
    if (is_recognised && HaveOneMeaning(writer, number, reader, number)) continue;
    failing.push_back(value);
    is_misread = is_misread || is_recognised;
  }
  // The type model judges what is not recognised.
  return is_misread ? Except(writer.printed(), failing, Effect::kMisread) : Lossless();
}

Reading ReadNames(const ValueIndex& writer, const ValueIndex& reader, Zero zero) {
  std::vector<const EnumValue*> failing;
  std::vector<const EnumValue*> misread;
  for (const EnumValue* value : writer.printed()) {
    if (value->number == 0 && zero == Zero::kLeftOut) {
      if (!HaveOneMeaning(writer, 0, reader, 0)) misread.push_back(value);
    } else if (!reader.NumberOf(value->name).has_value()) {
      failing.push_back(value);
    }
  }
  Reading reading = Except(writer.printed(), failing, Effect::kUnrecognisedEnum);
  return misread.empty()
             ? reading
             : Join(std::move(reading), Except(writer.printed(), misread, Effect::kMisread));
}

}  // namespace

Reading ReadEnumNames(Surface surface, const ValueIndex& writer, const ValueIndex& reader,
                      Zero zero) {
  if (surface == Surface::kBinary) return ReadNumbers(writer, reader);
  // JSON writes null, not the name.
  if (surface == Surface::kJson && IsNullValue(&writer.enumeration())) return Lossless();
  return ReadNames(writer, reader, zero);
}

Reading ReturnEnumNames(const ValueIndex& writer, const ValueIndex& other, Zero zero) {
  std::vector<const EnumValue*> failing;
  for (const EnumValue* value : writer.printed()) {
    const std::optional<int32_t> taken_for = other.NumberOf(value->name);
    if (!taken_for) continue;  // what is not known is told by itself
    const bool is_left_out = *taken_for == 0 && zero == Zero::kLeftOut;
    const std::optional<int32_t> back = writer.NumberOf(other.PrintedOf(*taken_for)->name);
    const bool is_same = is_left_out ? value->number == 0 : !back || *back == value->number;
    if (!is_same) failing.push_back(value);
  }
  return Except(writer.printed(), failing, Effect::kMisread);
}

}  // namespace leyline
