#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "analyzer/schema/check/rules.h"

namespace leyline {
namespace {

// The first value is the default of open enums, and the default of every scalar is zero.
void CheckFirstValue(const Enum& enumeration, Problems& problems) {
  const EnumValue& first = enumeration.values[0];
  if (enumeration.is_closed() || first.number == 0) return;
  problems.Add(*enumeration.file, first.number_pos,
               fmt::format("{} is open, and its first value `{}` has number {}; expected 0",
                           Describe(enumeration), first.name, first.number),
               "put a value with number 0 first");
}

void CheckNumbersOfValues(const Enum& enumeration, Problems& problems) {
  std::unordered_map<int32_t, const EnumValue*> seen;
  seen.reserve(enumeration.values.size());
  for (const EnumValue& value : enumeration.values) {
    const auto [first, is_new] = seen.try_emplace(value.number, &value);
    if (is_new) continue;
    problems.AddPair(*enumeration.file, value.number_pos,
                     fmt::format("enum value `{}` has number {}, which `{}` has at",
                                 FullName(value), value.number, first->second->name),
                     *enumeration.file, first->second->number_pos,
                     "give it a number of its own, or set `option allow_alias = true;`");
  }
}

bool IsAscending(const Enum& enumeration) {
  for (std::size_t i = 1; i < enumeration.values.size(); ++i) {
    if (enumeration.values[i].number <= enumeration.values[i - 1].number) return false;
  }
  return true;
}

Offset PlaceOfAllowAlias(const Enum& enumeration) {
  for (const OptionDecl& option : enumeration.options.written) {
    if (option.name.size() == 1 && option.name[0].name == "allow_alias") return option.pos;
  }
  return enumeration.name_pos;
}

// allow_alias says that two values share a number; protoc and buf refuse it where none do.
void CheckAliases(const Enum& enumeration, Problems& problems) {
  std::unordered_set<int32_t> numbers;
  for (const EnumValue& value : enumeration.values) {
    if (!numbers.insert(value.number).second) return;
  }
  problems.Add(
      *enumeration.file, PlaceOfAllowAlias(enumeration),
      fmt::format("`allow_alias` in {}, but no two values share a number", Describe(enumeration)),
      "remove the option");
}

}  // namespace

void CheckEnum(const Enum& enumeration, Problems& problems) {
  if (enumeration.values.empty()) {
    problems.Add(*enumeration.file, enumeration.name_pos, Describe(enumeration) + " has no values",
                 "give it one with number 0");
    return;
  }
  CheckFirstValue(enumeration, problems);
  if (enumeration.allow_alias) {
    CheckAliases(enumeration, problems);
  } else if (!IsAscending(enumeration)) {
    CheckNumbersOfValues(enumeration, problems);
  }
  CheckReserved(enumeration, problems);
  CheckJsonNames(enumeration, problems);
}

}  // namespace leyline
