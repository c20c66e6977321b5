// What the parts of an option's name stand for, and where the option may be used.
#include <array>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "analyzer/schema/builtin/schema.h"
#include "analyzer/schema/options/setter.h"
#include "base/strings.h"

namespace leyline {
namespace {

constexpr std::size_t kMostParts = 64;

struct Target {
  std::string_view name;  // in google.protobuf.FieldOptions.OptionTargetType
  std::string_view word;
};

// By OptionsKind.
constexpr std::array<Target, 9> kTargets = {
    {{"TARGET_TYPE_FILE", "a file"},
     {"TARGET_TYPE_MESSAGE", "a message"},
     {"TARGET_TYPE_FIELD", "a field"},
     {"TARGET_TYPE_ONEOF", "a oneof"},
     {"TARGET_TYPE_ENUM", "an enum"},
     {"TARGET_TYPE_ENUM_ENTRY", "an enum value"},
     {"TARGET_TYPE_SERVICE", "a service"},
     {"TARGET_TYPE_METHOD", "a method"},
     {"TARGET_TYPE_EXTENSION_RANGE", "an extension range"}}};

std::string_view NearestOption(const Message& type, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Field& field : type.fields) names.push_back(field.name);
  return Nearest(name, names);
}

}  // namespace

// Fills `path_`; false when a part is unknown or its type isn't resolved.
bool OptionSetter::FindPath(const OptionsTarget& target, const OptionDecl& option) {
  path_.clear();
  if (option.name.size() > kMostParts) {
    problems_.Add(option.pos,
                  fmt::format("the name of an option has more than {} parts", kMostParts));
    return false;
  }
  const Message* type = &OptionsMessage(target.kind);
  for (const OptionNamePart& part : option.name) {
    // The part before is no message: CheckPath says so.
    if (type == nullptr) {
      path_.push_back(path_.back());
      continue;
    }
    const Field* field = FindPart(target, *type, part);
    if (field == nullptr) return false;
    path_.push_back(field);
    type = field->is_map() ? nullptr : field->message;
    if (field->is_message() && field->message == nullptr) return false;
    if (field->type == FieldType::kNone) return false;
  }
  return !path_.empty();
}

const Field* OptionSetter::FindPart(const OptionsTarget& target, const Message& type,
                                    const OptionNamePart& part) {
  if (part.is_extension) return FindCustom(target.scope, type, part);
  if (part.name == "uninterpreted_option" && &type == &OptionsMessage(target.kind)) {
    problems_.Add(part.pos, "`uninterpreted_option` is reserved for compilers");
    return nullptr;
  }
  if (part.name == "features" && &type == &OptionsMessage(target.kind) &&
      file_.edition < Edition::k2023) {
    problems_.Add(part.pos, "features are for files with `edition = \"2023\"` and later");
    return nullptr;
  }
  return FindBuiltin(type, part);
}

// A field of an options message or of a message inside a custom option.
const Field* OptionSetter::FindBuiltin(const Message& type, const OptionNamePart& part) {
  const Field* field = types_.FieldByName(type, part.name);
  if (field != nullptr && field->name == part.name) return field;
  // A newer descriptor.proto in the user's own files may know more than the embedded one.
  const Symbol symbol = resolve_(file_, {}, type.full_name);
  if (const auto* own = std::get_if<Message*>(&symbol); own != nullptr && *own != &type) {
    field = types_.FieldByName(**own, part.name);
    if (field != nullptr && field->name == part.name) return field;
  }
  const std::string_view near = NearestOption(type, part.name);
  problems_.Add(part.pos, fmt::format("`{}` has no option `{}`", type.full_name, part.name),
                near.empty() ? fmt::format("write `({})` if it is a custom option", part.name)
                             : fmt::format("did you mean `{}`?", near));
  return nullptr;
}

const Field* OptionSetter::FindCustom(std::string_view scope, const Message& type,
                                      const OptionNamePart& part) {
  // Most options of a scope are the same few.
  if (custom_.scope != scope || custom_.name != part.name) {
    custom_ = {scope, part.name, resolve_(file_, scope, part.name)};
  }
  const Symbol& symbol = custom_.symbol;
  const auto* found = std::get_if<Field*>(&symbol);
  if (found == nullptr || !(*found)->is_extension) {
    problems_.Add(part.pos,
                  std::holds_alternative<std::monostate>(symbol)
                      ? fmt::format("there is no option `({})` here", part.name)
                      : fmt::format("`({})` is no extension, so it can't be an option", part.name),
                  "import the file that declares it");
    return nullptr;
  }
  const Field* field = *found;
  // The linker has reported an extendee that it can't find.
  if (field->extendee == nullptr) return nullptr;
  if (field->extendee->full_name != type.full_name) {
    problems_.Add(part.pos, fmt::format("`({})` extends `{}`; here it takes an extension of `{}`",
                                        part.name, field->extendee->full_name, type.full_name));
    return nullptr;
  }
  return field;
}

// `targets` is read as written: the bytes of other files' options may not be there yet.
bool OptionSetter::CheckTarget(const OptionsTarget& target, const Field& field, Offset at) {
  bool limited = false;
  for (const OptionDecl& option : field.options.written) {
    if (option.name.size() != 1 || option.name[0].is_extension) continue;
    if (option.name[0].name != "targets") continue;
    if (option.text == kTargets[static_cast<std::size_t>(target.kind)].name) return true;
    limited = true;
  }
  if (!limited) return true;
  problems_.Add(at, fmt::format("option `{}` can't be set on {}; its `targets` leave that out",
                                field.name, kTargets[static_cast<std::size_t>(target.kind)].word));
  return false;
}

}  // namespace leyline
