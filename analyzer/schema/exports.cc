#include "analyzer/schema/exports.h"

#include <map>
#include <string_view>

#include <fmt/format.h>

namespace leyline {
namespace {

struct Exports {
  std::map<std::string, std::string> types;  // full name below the package -> what it is
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

std::string SimpleName(const std::string& name) { return name.substr(name.rfind('.') + 1); }

}  // namespace

ExportsChange CompareExports(const File* before, const File* after) {
  if (before == nullptr || after == nullptr) return {.any = true, .added = {}};
  const bool other_frame = before->edition != after->edition || before->package != after->package;
  if (other_frame || HasSpecials(*before) || HasSpecials(*after)) return {.any = true, .added = {}};
  const Exports from = ExportsOf(*before);
  const Exports to = ExportsOf(*after);
  ExportsChange change;
  change.any = from.publics != to.publics;
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
