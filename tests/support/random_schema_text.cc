#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "tests/support/random_schema.h"

namespace leyline::testing {
namespace {

class Renderer {
 public:
  explicit Renderer(const PlanSchema& schema) : schema_(schema) {
    for (const PlanFile& file : schema.files) {
      const std::string scope = "." + schema.package;
      for (const PlanMessage& message : file.messages) Name(message, scope);
      for (const PlanEnum& plan : file.enums) names_[plan.id] = scope + "." + plan.name;
    }
  }

  std::string Text(std::size_t index) const {
    const PlanFile& file = schema_.files[index];
    std::string text = fmt::format("{}\npackage {};\n", Syntax(), schema_.package);
    for (std::size_t i = 0; i < index; ++i) {
      text += fmt::format("import \"{}\";\n", schema_.files[i].path);
    }
    for (const PlanMessage& message : file.messages) text += Text(message);
    for (const PlanEnum& plan : file.enums) text += Text(plan);
    for (const PlanService& plan : file.services) text += Text(plan);
    return text;
  }

 private:
  void Name(const PlanMessage& message, const std::string& scope) {
    const std::string name = scope + "." + message.name;
    names_[message.id] = name;
    for (const PlanMessage& child : message.messages) Name(child, name);
    for (const PlanEnum& child : message.enums) names_[child.id] = name + "." + child.name;
  }

  std::string_view Syntax() const {
    switch (schema_.syntax) {
      case PlanSyntax::kProto2:
        return "syntax = \"proto2\";";
      case PlanSyntax::kProto3:
        return "syntax = \"proto3\";";
      default:
        return "edition = \"2023\";";
    }
  }

  std::string Text(const PlanType& type) const {
    if (type.message != 0) return names_.at(type.message);
    if (type.enumeration != 0) return names_.at(type.enumeration);
    return type.keyword;
  }

  std::string_view Label(const PlanField& field) const {
    if (field.oneof >= 0 || !field.map_key.empty()) return "";
    if (field.repeated) return "repeated ";
    if (schema_.syntax == PlanSyntax::kProto2) return "optional ";
    return schema_.syntax == PlanSyntax::kProto3 && field.optional ? "optional " : "";
  }

  std::string Text(const PlanField& field) const {
    const std::string type = field.map_key.empty()
                                 ? Text(field.type)
                                 : fmt::format("map<{}, {}>", field.map_key, Text(field.type));
    return fmt::format("{}{} {} = {};\n", Label(field), type, field.name, field.number);
  }

  std::string Text(const PlanMessage& message) const {
    std::string text = fmt::format("message {} {{\n", message.name);
    for (const PlanMessage& child : message.messages) text += Text(child);
    for (const PlanEnum& child : message.enums) text += Text(child);
    for (std::size_t i = 0; i < message.oneofs.size(); ++i) {
      std::string members;
      for (const PlanField& field : message.fields) {
        if (field.oneof == static_cast<int>(i)) members += Text(field);
      }
      if (!members.empty()) text += fmt::format("oneof {} {{\n{}}}\n", message.oneofs[i], members);
    }
    for (const PlanField& field : message.fields) {
      if (field.oneof < 0) text += Text(field);
    }
    for (int number : message.reserved) text += fmt::format("reserved {};\n", number);
    return text + "}\n";
  }

  std::string Text(const PlanEnum& plan) const {
    std::string text = fmt::format("enum {} {{\n", plan.name);
    for (const auto& [name, number] : plan.values) text += fmt::format("{} = {};\n", name, number);
    return text + "}\n";
  }

  std::string Text(const PlanService& plan) const {
    std::string text = fmt::format("service {} {{\n", plan.name);
    for (const PlanMethod& method : plan.methods) {
      text += fmt::format("rpc {}({}{}) returns ({}{});\n", method.name,
                          method.client_streaming ? "stream " : "", names_.at(method.input),
                          method.server_streaming ? "stream " : "", names_.at(method.output));
    }
    return text + "}\n";
  }

  const PlanSchema& schema_;
  std::map<int, std::string> names_;
};

}  // namespace

Sources Render(const PlanSchema& schema) {
  const Renderer renderer(schema);
  Sources sources;
  for (std::size_t i = 0; i < schema.files.size(); ++i) {
    sources[schema.files[i].path] = renderer.Text(i);
  }
  return sources;
}

}  // namespace leyline::testing
