// Names that JSON or generated code can't keep apart.
#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "analyzer/model/json_name.h"
#include "analyzer/schema/check/rules.h"
#include "analyzer/schema/link/scope.h"
#include "base/arena.h"

namespace leyline {
namespace {

bool HasLegacyConflicts(const Options& options, int number) {
  return !options.bytes.empty() && SmallOptions(options.bytes).IsTrue(number);
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char Upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// How JSON names are compared: by the derived names, which field masks use, and by the written
// ones.
class JsonNames {
 public:
  JsonNames(const Message& message, Problems& problems)
      : message_(message),
        problems_(problems),
        legacy_(message.features.json == JsonFormat::kLegacyBestEffort),
        custom_(std::ranges::any_of(message.fields, IsCustom)) {}

  void Run() {
    const bool tolerated = HasLegacyConflicts(message_.options, option_number::kMessageLegacyJson);
    if (!legacy_) Compare([&](const Field& field) { return Derived(field); }, false);
    if (custom_ && !tolerated) {
      Compare([](const Field& field) { return field.json_name; }, true);
    }
  }

 private:
  // Writing the derived name out is no change of it.
  static bool IsCustom(const Field& field) {
    return field.has_json_name && !IsDerivedJsonName(field.json_name, field.name);
  }

  std::string_view Derived(const Field& field) {
    return field.has_json_name ? made_.Copy(DerivedJsonName(field.name)) : field.json_name;
  }

  template <class NameOf>
  void Compare(const NameOf& name_of, bool by_custom) {
    ScopeNames seen;
    Offset index = 0;
    for (const Field& field : message_.fields) {
      const auto* first = seen.Add(name_of(field), NameKind::kField, index++);
      if (first != nullptr) Report(field, message_.fields[first->at], first->name, by_custom);
    }
  }

  void Report(const Field& field, const Field& first, std::string_view name, bool by_custom) {
    const bool both = IsCustom(field) && IsCustom(first);
    const bool any = IsCustom(field) || IsCustom(first);
    if (by_custom && !(legacy_ ? both : any)) return;  // proto2 promises JSON as far as it goes
    problems_.AddPair(
        *message_.file, field.name_pos,
        fmt::format("{} has JSON name `{}`, which `{}` has at", Describe(field), name, first.name),
        *message_.file, first.name_pos, "rename one of them, or set its `json_name`");
  }

  const Message& message_;
  Problems& problems_;
  const bool legacy_;
  const bool custom_;
  Arena made_;  // names that no field holds
};

// Quick proof that no two derived names are equal: distinct names without '_' derive themselves,
// and names are distinct.
bool NeedsCompare(const Message& message) {
  return message.fields.size() > 1 && std::ranges::any_of(message.fields, [](const Field& field) {
           return field.has_json_name || field.name.find('_') != std::string_view::npos;
         });
}

// The value's name without the enum's in front of it, in PascalCase: what generated code calls it.
std::string StrippedName(std::string_view enum_name, std::string_view value) {
  std::size_t in_value = 0;
  bool matches = true;
  for (const char c : enum_name) {
    if (c == '_') continue;
    while (in_value < value.size() && value[in_value] == '_') ++in_value;
    if (in_value == value.size() || Lower(value[in_value]) != Lower(c)) {
      matches = false;
      break;
    }
    ++in_value;
  }
  while (matches && in_value < value.size() && value[in_value] == '_') ++in_value;
  const bool strips = matches && in_value < value.size();
  std::string pascal;
  pascal.reserve(value.size());
  bool upper = true;
  for (const char c : strips ? value.substr(in_value) : value) {
    if (c == '_') {
      upper = true;
      continue;
    }
    pascal.push_back(upper ? Upper(c) : Lower(c));
    upper = false;
  }
  return pascal;
}

}  // namespace

void CheckJsonNames(const Message& message, Problems& problems) {
  if (NeedsCompare(message)) JsonNames(message, problems).Run();
}

void CheckJsonNames(const Enum& enumeration, Problems& problems) {
  if (enumeration.features.json == JsonFormat::kLegacyBestEffort) return;
  if (HasLegacyConflicts(enumeration.options, option_number::kEnumLegacyJson)) return;
  Arena names;
  ScopeNames seen;
  Offset index = 0;
  for (const EnumValue& value : enumeration.values) {
    const std::string_view name = names.Copy(StrippedName(enumeration.name, value.name));
    const auto* there = seen.Add(name, NameKind::kValue, index++);
    if (there == nullptr) continue;
    const EnumValue& first = enumeration.values[there->at];
    if (first.number == value.number) continue;
    problems.AddPair(
        *enumeration.file, value.pos,
        fmt::format("enum value `{}` is `{}` without the enum's name and case, as `{}` is "
                    "at",
                    FullName(value), name, first.name),
        *enumeration.file, first.pos, "rename one of them");
  }
}

}  // namespace leyline
