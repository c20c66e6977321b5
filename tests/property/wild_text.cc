#include <set>

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

// The option that the flavour stands for: of those that the field may have.
std::string OptionOf(const WildField& field, WildSyntax syntax) {
  const bool is_edition = syntax == WildSyntax::kEdition2023;
  if (is_edition && field.label == "required") return "features.field_presence = LEGACY_REQUIRED";
  if (field.flavour == 0) return "";
  if (field.label == "repeated" && !IsText(field) && !IsMessage(field)) {
    if (is_edition) return "features.repeated_field_encoding = EXPANDED";
    return syntax == WildSyntax::kProto3 ? "packed = false" : "packed = true";
  }
  if (is_edition && field.type == "string" && field.flavour == 1) {
    return "features.utf8_validation = NONE";
  }
  if (is_edition && field.type[0] == 'M' && field.label != "map") {
    return "features.message_encoding = DELIMITED";
  }
  if (IsMessage(field) || IsList(field) || IsInOneof(field)) return "";
  if (is_edition && field.flavour == 2) return "features.field_presence = IMPLICIT";
  if (syntax == WildSyntax::kProto3 || field.label == "required") return "";
  if (IsText(field)) return "default = \"x\"";
  if (IsEnum(field)) return "default = A";
  return field.type == "bool" ? "default = true" : fmt::format("default = {}", field.flavour);
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
    for (const WildExtension& extension : schema_.extensions) body += Text(extension);
    body += Service();
    std::string text = Syntax() + "package t;\n";
    for (const char* file : {"any", "timestamp", "duration", "struct", "wrappers", "field_mask"}) {
      if (body.find("google.protobuf.") == std::string::npos) break;
      text += fmt::format("import \"google/protobuf/{}.proto\";\n", file);
    }
    return text + body;
  }

 private:
  std::string Syntax() const {
    if (schema_.syntax == WildSyntax::kEdition2023) return "edition = \"2023\";\n";
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
    const std::string option = OptionOf(field, schema_.syntax);
    if (!option.empty()) options += (options.empty() ? "" : ", ") + option;
    return options.empty() ? "" : fmt::format(" [{}]", options);
  }

  std::string LabelOf(const WildField& field) const {
    const bool is_edition = schema_.syntax == WildSyntax::kEdition2023;
    if (IsInOneof(field)) return "";
    if (IsList(field)) return "repeated ";
    if (is_edition) return "";
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
    return fmt::format("  {}group G{} = {} {{ optional int32 x = 1; optional string y = 2; }}\n",
                       LabelOf(field), field.name, field.number);
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
    return text + Inside(static_cast<int>(index)) + "}\n";
  }

  // What stands in a message besides its fields.
  std::string Inside(int index) const {
    std::string text;
    for (const WildExtension& extension : schema_.extensions) {
      if (extension.extendee == index) {
        text += "  extensions 100 to 110;\n";
        break;
      }
    }
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
    if (plan.is_closed && schema_.syntax == WildSyntax::kEdition2023) {
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
