#include <string_view>
#include <vector>

#include "analyzer/witness/pick.h"

namespace leyline::witness {
namespace {

void KeepDifferences(const Enum& from, const Enum& other, EnumMemory& enums, Plan& plan,
                     std::vector<int32_t>& numbers) {
  for (const int32_t number : enums.DifferencesOf(from, other)) {
    plan.Keep(from, number);
    numbers.push_back(number);
  }
}

// What one side keeps, by number or by name, the other keeps as well.
void KeepPartners(const Enum& from, const EnumIndex& own, const Plan& from_plan, const Enum& to,
                  const EnumIndex& other, Plan& plan) {
  for (int32_t number : from_plan.KeptOf(from)) {
    if (other.values.contains(number)) plan.Keep(to, number);
    for (const EnumValue* value : own.values.at(number)) {
      const auto at = other.numbers.find(value->name);
      if (at != other.numbers.end()) plan.Keep(to, at->second);
    }
  }
}

}  // namespace

void PickValues(const Enum& before, const Enum& after, Exhibit& exhibit) {
  const EnumIndex& old_values = exhibit.enums->Of(before);
  const EnumIndex& new_values = exhibit.enums->Of(after);
  exhibit.before.Add(before);
  exhibit.after.Add(after);
  KeepDifferences(before, after, *exhibit.enums, exhibit.before, exhibit.numbers);
  KeepDifferences(after, before, *exhibit.enums, exhibit.after, exhibit.numbers);
  // Twice: a name brings a number, and a number its names.
  for (int i = 0; i < 2; ++i) {
    KeepPartners(before, old_values, exhibit.before, after, new_values, exhibit.after);
    KeepPartners(after, new_values, exhibit.after, before, old_values, exhibit.before);
  }
}

}  // namespace leyline::witness
