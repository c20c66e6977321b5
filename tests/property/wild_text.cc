#include <cctype>
#include <set>
#include <string>

#include <fmt/format.h>

#include "tests/property/wild_schema.h"

namespace leyline::testing {
namespace {

bool IsText(const WildField& field) { return field.type == "string" || field.type == "bytes"; }
bool IsMessage(const WildField& field) {
  return field.type[0] == 'M' || field.type == "group" || field.type.find('.') != std::string::npos;
}
bool IsEnum(const WildField& field) { return field.type[0] == 'E'; }
bool IsInOneof(const WildField& field) { return field.label == "o" || field.label == "p"; }
bool IsList(const WildField& field) { return field.label == "repeated" || field.label == "map"; }

// Of a field of an edition: a feature of its own, or a default.
std::string EditionOptionOf(const WildField& field, const WildSchema& schema) {
  const bool may_be_proto2 = schema.likeness != WildLikeness::kProto3;
  const bool may_be_proto3 = schema.likeness != WildLikeness::kProto2;
  const bool is_single = !IsMessage(field) && !IsList(field) && !IsInOneof(field);
  if (field.label == "required" && may_be_proto2) {
    return "features.field_presence = LEGACY_REQUIRED";
  }
  if (field.label == "optional" && is_single && schema.features.presence == 2) {
    return "features.field_presence = EXPLICIT";
  }
  if (field.flavour == 0) return "";
  if (field.label == "repeated" && !IsText(field) && !IsMessage(field)) {
    return field.flavour == 1 ? "features.repeated_field_encoding = EXPANDED"
                              : "features.repeated_field_encoding = PACKED";
  }
  if (field.type == "string" && field.flavour == 1 && schema.likeness == WildLikeness::kNothing) {
    return "features.utf8_validation = NONE";
  }
  if (field.type[0] == 'M' && field.label != "map") {
    return may_be_proto2 ? "features.message_encoding = DELIMITED"
                         : "features.message_encoding = LENGTH_PREFIXED";
  }
  if (!is_single) return "";
  if (field.flavour == 2 && may_be_proto3) return "features.field_presence = IMPLICIT";
  return "default";
}

// The option that the flavour stands for: of those that the field may have.
std::string OptionOf(const WildField& field, const WildSchema& schema) {
  if (schema.is_edition()) {
    const std::string option = EditionOptionOf(field, schema);
    if (option != "default" || schema.likeness == WildLikeness::kProto3) {
      return option == "default" ? "" : option;
    }
  } else {
    if (field.flavour == 0) return "";
    if (field.label == "repeated" && !IsText(field) && !IsMessage(field)) {
      return schema.is_proto3() ? "packed = false" : "packed = true";
    }
    if (IsMessage(field) || IsList(field) || IsInOneof(field)) return "";
    if (schema.is_proto3() || field.label == "required") return "";
  }
  if (IsText(field)) return "default = \"x\"";
  if (IsEnum(field)) return field.flavour == 1 ? "default = A" : "default = Z";
  return field.type == "bool" ? "default = true" : fmt::format("default = {}", field.flavour);
}

constexpr const char* kPresence[] = {"", "EXPLICIT", "IMPLICIT"};
constexpr const char* kEnums[] = {"", "OPEN", "CLOSED"};
constexpr const char* kLists[] = {"", "PACKED", "EXPANDED"};
constexpr const char* kUtf8[] = {"", "VERIFY", "NONE"};
constexpr const char* kMessages[] = {"", "LENGTH_PREFIXED", "DELIMITED"};
constexpr const char* kJson[] = {"", "ALLOW", "LEGACY_BEST_EFFORT"};

std::string FeatureText(const char* name, const char* const (&settings)[3], int setting) {
  if (setting == 0) return "";
  return fmt::format("option features.{} = {};\n", name, settings[setting]);
}

// Where it is held to an older syntax, those that this one lacks are left out.
std::string FeaturesOf(const WildSchema& schema) {
  if (!schema.is_edition()) return "";
  WildFeatures features = schema.features;
  if (schema.likeness == WildLikeness::kProto2) {
    features.presence = features.presence == 2 ? 0 : features.presence;
    features.enums = features.utf8 = 2;
  } else if (schema.likeness == WildLikeness::kProto3) {
    features.enums = features.enums == 2 ? 0 : features.enums;
    features.utf8 = features.utf8 == 2 ? 0 : features.utf8;
    features.messages = features.messages == 2 ? 0 : features.messages;
  }
  return FeatureText("field_presence", kPresence, features.presence) +
         FeatureText("enum_type", kEnums, features.enums) +
         FeatureText("repeated_field_encoding", kLists, features.lists) +
         FeatureText("utf8_validation", kUtf8, features.utf8) +
         FeatureText("message_encoding", kMessages, features.messages) +
         FeatureText("json_format", kJson, features.json);
}

class Renderer {
 public:
  explicit Renderer(const WildSchema& schema) : schema_(schema) {}

  std::string File() const {
    std::string body;
    for (std::size_t i = 0; i < schema_.messages.size(); ++i) {
      if (schema_.messages[i].home < 0) body += Text(i);
    }
    for (std::size_t i = 0; i < schema_.enums.size(); ++i) {
      if (schema_.enums[i].home >= 0) continue;
      body += fmt::format("message H{} {{ {}}}\n", i, Text(schema_.enums[i]));
    }
    if (!schema_.means(WildLikeness::kProto3)) {
      for (const WildExtension& extension : schema_.extensions) body += Text(extension);
    }
    body += Service();
    std::string text = Syntax() + "package t;\n";
    for (const char* file :
         {"any", "timestamp", "duration", "struct", "wrappers", "field_mask", "empty"}) {
      if (body.find("google.protobuf.") == std::string::npos) break;
      text += fmt::format("import \"google/protobuf/{}.proto\";\n", file);
    }
    return text + FeaturesOf(schema_) + body;
  }

 private:
  std::string Syntax() const {
    if (schema_.is_edition()) return "edition = \"2023\";\n";
    return fmt::format("syntax = \"proto{}\";\n", schema_.is_proto3() ? 3 : 2);
  }

  std::string PathOf(int index) const {
    const WildMessage& message = schema_.messages[static_cast<std::size_t>(index)];
    return message.home < 0 ? ".t." + message.name : PathOf(message.home) + "." + message.name;
  }

  std::string TypeOf(const WildField& field) const {
    const int index = field.type.back() - '0';
    if (field.type.size() != 2) return field.type;
    if (field.type[0] == 'M') return PathOf(index);
    const WildEnum& plan = schema_.enums[static_cast<std::size_t>(index)];
    const std::string home = plan.home < 0 ? fmt::format(".t.H{}", index) : PathOf(plan.home);
    return fmt::format("{}.{}", home, plan.name);
  }

  std::string OptionsOf(const WildField& field) const {
    std::string options =
        field.json_name.empty() ? "" : fmt::format("json_name = \"{}\"", field.json_name);
    const std::string option = OptionOf(field, schema_);
    if (!option.empty()) options += (options.empty() ? "" : ", ") + option;
    return options.empty() ? "" : fmt::format(" [{}]", options);
  }

  std::string LabelOf(const WildField& field) const {
    if (IsInOneof(field)) return "";
    if (IsList(field)) return "repeated ";
    if (schema_.is_edition()) return "";
    if (field.label.empty()) return schema_.is_proto3() ? "" : "optional ";
    return field.label + " ";
  }

  std::string Text(const WildField& field) const {
    const std::string options = OptionsOf(field);
    if (field.label == "map" && field.type != "group") {
      return fmt::format("  map<{}, {}> {} = {}{};\n", field.key, TypeOf(field), field.name,
                         field.number, options);
    }
    if (field.type != "group") {
      return fmt::format("  {}{} {} = {}{};\n", LabelOf(field), TypeOf(field), field.name,
                         field.number, options);
    }
    return Group(field);
  }

  std::string GroupBody(const WildField& field) const {
    const std::string label = schema_.is_edition() ? "" : "optional ";
    const std::string number = field.flavour == 1 ? "int64 x = 1;" : "int32 x = 1;";
    return fmt::format("{{ {}{} {} }}", label, number,
                       field.flavour == 2 ? "" : label + "string y = 2;");
  }

  std::string Group(const WildField& field) const {
    if (!schema_.is_edition()) {
      return fmt::format("  {}group G{} = {} {}\n", LabelOf(field), field.name, field.number,
                         GroupBody(field));
    }
    std::string name = "g" + field.name;
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return fmt::format("  {}G{} {} = {} [features.message_encoding = DELIMITED];\n", LabelOf(field),
                       field.name, name, field.number);
  }

  std::string Text(std::size_t index) const {
    const WildMessage& message = schema_.messages[index];
    std::string text = fmt::format("message {} {{\n", message.name);
    std::set<int> numbers;
    for (const char* oneof : {"o", "p"}) {
      std::string members;
      for (const WildField& field : message.fields) {
        numbers.insert(field.number);
        if (field.label == oneof) members += Text(field);
      }
      if (!members.empty()) text += fmt::format("oneof {} {{\n{}}}\n", oneof, members);
    }
    for (const WildField& field : message.fields) {
      if (!IsInOneof(field)) text += Text(field);
    }
    for (int number : message.reserved) {
      if (numbers.insert(number).second) text += fmt::format("  reserved {};\n", number);
    }
    std::set<std::string> names;
    for (const WildField& field : message.fields) {
      names.insert(field.name);
      if (!schema_.is_edition() || field.type != "group") continue;
      text += fmt::format("  message G{} {}\n", field.name, GroupBody(field));
    }
    for (const std::string& name : message.reserved_names) {
      if (!names.insert(name).second) continue;
      text += fmt::format("  reserved {};\n", schema_.is_edition() ? name : '"' + name + '"');
    }
    if (schema_.is_edition()) text += FeatureText("json_format", kJson, message.json);
    return text + Ranges(static_cast<int>(index)) + Inside(static_cast<int>(index)) + "}\n";
  }

  // The numbers that are for extensions, but those that fields have.
  std::string Ranges(int index) const {
    if (schema_.is_proto3()) return "";
    const WildMessage& message = schema_.messages[static_cast<std::size_t>(index)];
    int count = message.range;
    for (const WildExtension& extension : schema_.extensions) {
      if (extension.extendee == index) count = 11;
    }
    std::set<int> numbers;
    for (const WildField& field : message.fields) numbers.insert(field.number);
    std::string text;
    for (int number = 100; number < 100 + count; ++number) {
      if (!numbers.contains(number)) text += fmt::format("  extensions {};\n", number);
    }
    return text;
  }

  // What stands in a message besides its fields.
  std::string Inside(int index) const {
    std::string text;
    for (std::size_t i = 0; i < schema_.messages.size(); ++i) {
      if (schema_.messages[i].home == index) text += Text(i);
    }
    for (const WildEnum& plan : schema_.enums) {
      if (plan.home == index) text += Text(plan);
    }
    return text;
  }

  std::string Text(const WildEnum& plan) const {
    std::string text = fmt::format("enum {} {{\n", plan.name);
    if (plan.is_closed && schema_.is_edition() && schema_.likeness != WildLikeness::kProto3) {
      text += "option features.enum_type = CLOSED;\n";
    }
    std::set<int> numbers;
    for (const auto& [name, number] : plan.values) numbers.insert(number);
    if (numbers.size() < plan.values.size()) text += "option allow_alias = true;\n";
    for (const auto& [name, number] : plan.values) {
      text += fmt::format("  {} = {};\n", name, number);
    }
    return text + "}\n";
  }

  std::string Text(const WildExtension& extension) const {
    return fmt::format("extend {} {{\n{}}}\n", PathOf(extension.extendee), Text(extension.field));
  }

  std::string Service() const {
    if (schema_.methods.empty()) return "";
    std::string text = "service S {\n";
    for (const WildMethod& method : schema_.methods) {
      text += fmt::format("  rpc {}({}{}) returns ({}{});\n", method.name,
                          method.streams % 2 == 1 ? "stream " : "", PathOf(method.input),
                          method.streams >= 2 ? "stream " : "", PathOf(method.output));
    }
    return text + "}\n";
  }

  const WildSchema& schema_;
};

}  // namespace

std::string Render(const WildSchema& schema) { return Renderer(schema).File(); }

}  // namespace leyline::testing
