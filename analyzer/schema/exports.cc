#include "analyzer/schema/exports.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

namespace leyline {
namespace {

struct Exports {
  std::map<std::string, std::string> types;  // full name below the package -> what it is
  std::map<std::string, const Message*> messages;
  std::vector<std::string> publics;
};

// Recursion is bounded by the parser's limit of nesting.
void Add(const std::string& scope, const Enum& enumeration, Exports& exports) {
  std::string is = "enum";
  for (const EnumValue& value : enumeration.values) {
    is += fmt::format(" {}={}", value.name, value.number);
  }
  exports.types[fmt::format("{}.{}", scope, enumeration.name)] = std::move(is);
}

void Add(const std::string& scope, const Message& message, Exports& exports) {
  const std::string name = fmt::format("{}.{}", scope, message.name);
  exports.types[name] = "message";
  exports.messages[name] = &message;
  for (const Message& child : message.messages) Add(name, child, exports);
  for (const Enum& child : message.enums) Add(name, child, exports);
}

Exports ExportsOf(const File& file) {
  Exports exports;
  for (const Import& import : file.imports) {
    if (import.kind == ImportKind::kPublic) exports.publics.emplace_back(import.path);
  }
  for (const Message& message : file.messages) Add("", message, exports);
  for (const Enum& enumeration : file.enums) Add("", enumeration, exports);
  for (const Service& service : file.services) {
    exports.types[fmt::format(".{}", service.name)] = "service";
  }
  return exports;
}

bool HasSpecials(const File& file) {
  return file.text.find("extend") != std::string::npos ||
         file.text.find("features") != std::string::npos;
}

bool AnyKeepsOnlyItsName(const Exports& from, const Exports& to) {
  return std::any_of(from.messages.begin(), from.messages.end(), [&](const auto& entry) {
    const auto found = to.messages.find(entry.first);
    return found != to.messages.end() && KeepsOnlyItsName(*entry.second, *found->second);
  });
}

std::string SimpleName(const std::string& name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

bool KeepsOnlyItsName(const Message& before, const Message& after) {
  // Named types have no kind before they are linked.
  const auto kind = [](const Field& field) {
    return field.is_message() || field.type == FieldType::kEnum ? FieldType::kNone : field.type;
  };
  const auto is_same = [&](const Field& a, const Field& b) {
    return a.number == b.number && a.name == b.name && kind(a) == kind(b);
  };
  if (std::equal(before.fields.begin(), before.fields.end(), after.fields.begin(),
                 after.fields.end(), is_same)) {
    return false;
  }
  std::unordered_map<int32_t, const Field*> by_number;
  for (const Field& field : after.fields) by_number.emplace(field.number, &field);
  const auto stays = [&](const Field& field) {
    const auto at = by_number.find(field.number);
    return at != by_number.end() && is_same(field, *at->second);
  };
  const auto staying = std::count_if(before.fields.begin(), before.fields.end(), stays);
  return static_cast<std::size_t>(staying) * 2 <
         std::max(before.fields.size(), after.fields.size());
}

ExportsChange CompareExports(const File* before, const File* after) {
  if (before == nullptr || after == nullptr) return {.any = true, .added = {}};
  const bool other_frame = before->edition != after->edition || before->package != after->package;
  if (other_frame || HasSpecials(*before) || HasSpecials(*after)) return {.any = true, .added = {}};
  const Exports from = ExportsOf(*before);
  const Exports to = ExportsOf(*after);
  ExportsChange change;
  change.any = from.publics != to.publics || AnyKeepsOnlyItsName(from, to);
  for (const auto& [name, is] : from.types) {
    const auto found = to.types.find(name);
    change.any |= found == to.types.end() || !found->second.starts_with(is);
    // Runtimes differ in what a proto2 field makes of a new value of an open enum.
    const bool grew = found != to.types.end() && found->second != is;
    if (grew && after->edition != Edition::kProto2) change.added.push_back(SimpleName(name));
  }
  for (const auto& [name, is] : to.types) {
    if (!from.types.contains(name)) change.added.push_back(SimpleName(name));
  }
  return change;
}

}  // namespace leyline
