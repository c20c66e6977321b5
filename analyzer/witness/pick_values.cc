#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "analyzer/witness/pick.h"

namespace leyline::witness {
namespace {

// So many differences between two enums are shown.
constexpr int kEnough = 4;

struct Values {
  explicit Values(const Enum& enumeration) {
    for (const EnumValue& value : enumeration.values) {
      number_of.emplace(value.name, value.number);
      numbers.insert(value.number);
    }
  }
  std::unordered_map<std::string_view, int32_t> number_of;
  std::unordered_set<int32_t> numbers;
};

bool Differs(const EnumValue& value, const Values& other) {
  const auto at = other.number_of.find(value.name);
  return at == other.number_of.end() || at->second != value.number;
}

void KeepDifferences(const Enum& from, const Values& other, Plan& plan) {
  int found = 0;
  for (const EnumValue& value : from.values) {
    if (!Differs(value, other)) continue;
    plan.Keep(from, value.number);
    if (++found == kEnough) return;
  }
}

// What one side keeps, by number or by name, the other keeps as well.
void KeepPartners(const Enum& from, const Plan& from_plan, const Enum& to, const Values& other,
                  Plan& plan) {
  for (const Plan::PlannedEnum& planned : from_plan.enums()) {
    if (planned.enumeration != &from) continue;
    for (const EnumValue& value : from.values) {
      if (!planned.Keeps(value.number)) continue;
      if (other.numbers.contains(value.number)) plan.Keep(to, value.number);
      const auto at = other.number_of.find(value.name);
      if (at != other.number_of.end()) plan.Keep(to, at->second);
    }
  }
}

}  // namespace

void PickValues(const Enum& before, const Enum& after, Exhibit& exhibit) {
  const Values old_values(before);
  const Values new_values(after);
  exhibit.before.Add(before);
  exhibit.after.Add(after);
  KeepDifferences(before, new_values, exhibit.before);
  KeepDifferences(after, old_values, exhibit.after);
  // Twice: a name brings a number, and a number its names.
  for (int i = 0; i < 2; ++i) {
    KeepPartners(before, exhibit.before, after, new_values, exhibit.after);
    KeepPartners(after, exhibit.after, before, old_values, exhibit.before);
  }
}

}  // namespace leyline::witness
