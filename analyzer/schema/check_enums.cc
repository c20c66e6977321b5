#include <unordered_map>

#include <fmt/format.h>

#include "analyzer/schema/check_rules.h"

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

// True when two values share a number.
bool CheckNumbersOfValues(const Enum& enumeration, Problems& problems) {
  bool shared = false;
  std::unordered_map<int32_t, const EnumValue*> seen;
  seen.reserve(enumeration.values.size());
  for (const EnumValue& value : enumeration.values) {
    const auto [first, is_new] = seen.try_emplace(value.number, &value);
    if (is_new) continue;
    shared = true;
    if (enumeration.allow_alias) return true;
    problems.AddPair(*enumeration.file, value.number_pos,
                     fmt::format("enum value `{}` has number {}, which `{}` has at",
                                 FullName(value), value.number, first->second->name),
                     *enumeration.file, first->second->number_pos,
                     "give it a number of its own, or set `option allow_alias = true;`");
  }
  return shared;
}

bool IsAscending(const Enum& enumeration) {
  for (std::size_t i = 1; i < enumeration.values.size(); ++i) {
    if (enumeration.values[i].number <= enumeration.values[i - 1].number) return false;
  }
  return true;
}

// Compilers check this in the text only; a descriptor may say what it likes.
void CheckAliasOption(const Enum& enumeration, bool shared, Problems& problems) {
  if (enumeration.file->from_descriptor || enumeration.options.bytes.empty()) return;
  if (!SmallOptions(enumeration.options.bytes).Has(option_number::kAllowAlias)) return;
  const Offset at = OptionAt(enumeration.options, "allow_alias", enumeration.name_pos);
  if (!enumeration.allow_alias) {
    problems.Add(*enumeration.file, at,
                 Describe(enumeration) + " sets `allow_alias = false`, which has no effect",
                 "remove the option");
  } else if (!shared) {
    problems.Add(*enumeration.file, at,
                 Describe(enumeration) + " sets `allow_alias`, but no two values share a number",
                 "remove the option");
  }
}

}  // namespace

void CheckEnum(const Enum& enumeration, Problems& problems) {
  if (enumeration.values.empty()) {
    problems.Add(*enumeration.file, enumeration.name_pos, Describe(enumeration) + " has no values",
                 "give it one with number 0");
    return;
  }
  CheckFirstValue(enumeration, problems);
  const bool shared = !IsAscending(enumeration) && CheckNumbersOfValues(enumeration, problems);
  CheckAliasOption(enumeration, shared, problems);
  CheckReserved(enumeration, problems);
  CheckJsonNames(enumeration, problems);
}

}  // namespace leyline
