#include <string_view>
#include <vector>

#include "analyzer/witness/pick.h"

namespace leyline::witness {
namespace {

// So many differences between two enums are shown.
constexpr int kEnough = 4;

bool Differs(const EnumValue& value, const EnumIndex& other) {
  const auto at = other.numbers.find(value.name);
  return at == other.numbers.end() || at->second != value.number;
}

void KeepDifferences(const Enum& from, const EnumIndex& other, Plan& plan,
                     std::vector<int32_t>& numbers) {
  int found = 0;
  for (const EnumValue& value : from.values) {
    if (!Differs(value, other)) continue;
    plan.Keep(from, value.number);
    numbers.push_back(value.number);
    if (++found == kEnough) return;
  }
}

// What one side keeps, by number or by name, the other keeps as well.
void KeepPartners(const Enum& from, const EnumIndex& own, const Plan& from_plan, const Enum& to,
                  const EnumIndex& other, Plan& plan) {
  for (int32_t number : from_plan.KeptOf(from)) {
    if (other.names.contains(number)) plan.Keep(to, number);
    for (std::string_view name : own.names.at(number)) {
      const auto at = other.numbers.find(name);
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
  KeepDifferences(before, new_values, exhibit.before, exhibit.numbers);
  KeepDifferences(after, old_values, exhibit.after, exhibit.numbers);
  // Twice: a name brings a number, and a number its names.
  for (int i = 0; i < 2; ++i) {
    KeepPartners(before, old_values, exhibit.before, after, new_values, exhibit.after);
    KeepPartners(after, new_values, exhibit.after, before, old_values, exhibit.before);
  }
}

}  // namespace leyline::witness
