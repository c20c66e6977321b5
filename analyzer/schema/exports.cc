#include "analyzer/schema/exports.h"

#include <algorithm>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>

namespace leyline {
namespace {

struct Exports {
  std::map<std::string, std::string> types;  // full name below the package -> what it is
  std::map<std::string, const Message*> messages;
  std::vector<std::string> publics;
};

std::string NameIn(const std::string& scope, std::string_view name) {
  std::string full;
  full.reserve(scope.size() + 1 + name.size());
  return full.append(scope).append(".").append(name);
}

// Recursion is bounded by the parser's limit of nesting.
void Add(const std::string& scope, const Enum& enumeration, Exports& exports) {
  std::string is = "enum";
  for (const EnumValue& value : enumeration.values) {
    is.append(" ").append(value.name).append("=").append(std::to_string(value.number));
  }
  exports.types[NameIn(scope, enumeration.name)] = std::move(is);
}

void Add(const std::string& scope, const Message& message, Exports& exports) {
  const std::string name = NameIn(scope, message.name);
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
    exports.types[NameIn("", service.name)] = "service";
  }
  return exports;
}

bool NamesFeatures(const Options& options) {
  return std::any_of(options.written.begin(), options.written.end(), [](const OptionDecl& option) {
    return !option.name.empty() && option.name.front().name == "features";
  });
}

bool AnyNamesFeatures(std::span<Enum> enums) {
  return std::any_of(enums.begin(), enums.end(),
                     [](const Enum& enumeration) { return NamesFeatures(enumeration.options); });
}

// Of features, those for enums reach into other files: a field asks its enum whether it is closed.
bool HasFeatures(const Message& message) {
  return NamesFeatures(message.options) || AnyNamesFeatures(message.enums) ||
         std::any_of(message.messages.begin(), message.messages.end(), HasFeatures);
}

// In a descriptor they are bytes of options, so any file of an edition may have some.
bool HasFeatures(const File& file) {
  if (file.from_descriptor) return file.edition >= Edition::k2023;
  return NamesFeatures(file.options) || AnyNamesFeatures(file.enums) ||
         std::any_of(file.messages.begin(), file.messages.end(),
                     [](const Message& message) { return HasFeatures(message); });
}

// A field or extension, with its file for its source.
struct Declared {
  const File* file = nullptr;
  const Field* field = nullptr;
};

std::string_view SourceOf(const Declared& declared) {
  const Field& field = *declared.field;
  return std::string_view(declared.file->text).substr(field.pos, field.end - field.pos);
}

bool SaysTheSame(const Declared& a, const Declared& b) {
  if (!a.file->from_descriptor && !b.file->from_descriptor) return SourceOf(a) == SourceOf(b);
  const auto says = [](const Field& field) {
    return std::tie(field.name, field.number, field.label, field.type, field.type_name,
                    field.map_key, field.proto3_optional, field.extendee_name, field.has_json_name,
                    field.json_name, field.has_default, field.default_value, field.options.bytes);
  };
  return says(*a.field) == says(*b.field);
}

// All integers are written alike in the value of an option.
FieldType Written(FieldType type) {
  switch (type) {
    case FieldType::kInt64:
    case FieldType::kUint64:
    case FieldType::kUint32:
    case FieldType::kSint32:
    case FieldType::kSint64:
    case FieldType::kFixed32:
    case FieldType::kFixed64:
    case FieldType::kSfixed32:
    case FieldType::kSfixed64:
      return FieldType::kInt32;
    default:
      return type;
  }
}

// Whether a value of the message, as it is written, says the same for both of its versions. A field
// that went can't be named by what compiles with the new one.
bool ReadsAlike(const Message& before, const Message& after) {
  const auto form = [](const Field& field) {
    return std::tuple(Written(field.type), field.type_name, field.map_key, field.is_repeated());
  };
  std::unordered_map<std::string_view, const Field*> by_name;
  for (const Field& field : after.fields) by_name.emplace(field.name, &field);
  return std::all_of(before.fields.begin(), before.fields.end(), [&](const Field& field) {
    const auto found = by_name.find(field.name);
    return found == by_name.end() || form(field) == form(*found->second);
  });
}

// Extensions by their name below the package.
using Extensions = std::map<std::string, Declared>;

void AddAll(const File& file, const std::string& scope, std::span<const Field> fields,
            Extensions& all) {
  for (const Field& field : fields) {
    all.emplace(NameIn(scope, field.name), Declared{&file, &field});
  }
}

void AddExtensions(const File& file, const std::string& scope, const Message& message,
                   Extensions& all) {
  const std::string name = NameIn(scope, message.name);
  AddAll(file, name, message.extensions, all);
  for (const Message& child : message.messages) AddExtensions(file, name, child, all);
}

Extensions ExtensionsOf(const File& file) {
  Extensions all;
  AddAll(file, "", file.extensions, all);
  for (const Message& message : file.messages) AddExtensions(file, "", message, all);
  return all;
}

bool Keeps(const Extensions& from, const Extensions& to) {
  return std::all_of(from.begin(), from.end(), [&](const auto& declared) {
    const auto found = to.find(declared.first);
    return found != to.end() && SaysTheSame(declared.second, found->second);
  });
}

bool AnyKeepsOnlyItsName(const Exports& from, const Exports& to) {
  return std::any_of(from.messages.begin(), from.messages.end(), [&](const auto& entry) {
    const auto found = to.messages.find(entry.first);
    return found != to.messages.end() && KeepsOnlyItsName(*entry.second, *found->second);
  });
}

bool AnyRewrites(const Exports& from, const Exports& to) {
  return std::any_of(from.messages.begin(), from.messages.end(), [&](const auto& entry) {
    const auto found = to.messages.find(entry.first);
    return found != to.messages.end() && !ReadsAlike(*entry.second, *found->second);
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
  const ExportsChange all{.any = true, .rewrites = true, .grew = true, .added = {}};
  if (before == nullptr || after == nullptr) return all;
  if (before->edition != after->edition || before->package != after->package) return all;
  if (HasFeatures(*before) || HasFeatures(*after)) return all;
  const Exports from = ExportsOf(*before);
  const Exports to = ExportsOf(*after);
  ExportsChange change;
  change.any = from.publics != to.publics || AnyKeepsOnlyItsName(from, to);
  for (const auto& [name, is] : from.types) {
    const auto found = to.types.find(name);
    change.any |= found == to.types.end() || !found->second.starts_with(is);
    // Runtimes differ in what a proto2 field makes of a new value of an open enum.
    const bool grew = found != to.types.end() && found->second != is;
    if (!grew || after->edition == Edition::kProto2) continue;
    change.grew = true;
    change.added.push_back(SimpleName(name));
  }
  for (const auto& [name, is] : to.types) {
    if (!from.types.contains(name)) change.added.push_back(SimpleName(name));
  }
  change.rewrites = change.any || AnyRewrites(from, to);
  const Extensions old_extensions = ExtensionsOf(*before);
  const Extensions new_extensions = ExtensionsOf(*after);
  if (old_extensions.empty() && new_extensions.empty()) return change;
  change.any |= change.rewrites || !Keeps(old_extensions, new_extensions);
  for (const auto& [name, declared] : new_extensions) {
    if (!old_extensions.contains(name)) change.added.push_back(SimpleName(name));
  }
  return change;
}

}  // namespace leyline
