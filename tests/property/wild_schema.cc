#include "tests/property/wild_schema.h"

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "tests/property/pick.h"

namespace leyline::testing {
namespace {

constexpr const char* kScalars[] = {"int32",   "int64",    "uint32", "sint32", "sint64", "bool",
                                    "fixed32", "sfixed64", "float",  "double", "string", "bytes"};
constexpr const char* kKeys[] = {"int32", "string", "bool", "int64", "uint64", "fixed32"};
constexpr const char* kKnown[] = {"google.protobuf.Any",         "google.protobuf.Timestamp",
                                  "google.protobuf.Duration",    "google.protobuf.Struct",
                                  "google.protobuf.Value",       "google.protobuf.Int32Value",
                                  "google.protobuf.StringValue", "google.protobuf.NullValue"};
constexpr const char* kNames[] = {"a", "b", "c", "d", "a_b", "aB"};

template <std::size_t kSize>
std::string OneOf(const char* const (&list)[kSize]) {
  return list[Pick<std::size_t>(0, kSize)];
}

template <class T>
T& OneOf(std::vector<T>& list) {
  return list[Pick<std::size_t>(0, list.size())];
}

std::string RandomType(const WildSchema& schema) {
  switch (Pick(0, 10)) {
    case 0:
    case 1:
    case 2:
      return fmt::format("M{}", Pick(0, 4));
    case 3:
    case 4:
      return fmt::format("E{}", Pick(0, 2));
    case 5:
      if (!schema.is_proto3 && OneIn(2)) return "group";
      return OneIn(3) ? OneOf(kKnown) : "int32";
    default:
      return OneOf(kScalars);
  }
}

std::string RandomLabel(const WildSchema& schema) {
  constexpr const char* kLabels[] = {"", "", "optional", "repeated", "repeated", "o", "p", "map"};
  if (!schema.is_proto3 && OneIn(8)) return "required";
  return OneOf(kLabels);
}

WildField RandomField(const WildSchema& schema) {
  WildField field{.name = OneOf(kNames),
                  .number = Pick(1, 6),
                  .label = RandomLabel(schema),
                  .type = RandomType(schema),
                  .key = OneOf(kKeys)};
  if (OneIn(12)) field.json_name = OneOf(kNames);
  return field;
}

bool IsFree(const WildMessage& message, const WildField& field) {
  return std::none_of(message.fields.begin(), message.fields.end(), [&](const WildField& other) {
    return other.name == field.name || other.number == field.number;
  });
}

void AddField(const WildSchema& schema, WildMessage& message) {
  WildField field = RandomField(schema);
  if (IsFree(message, field)) message.fields.push_back(std::move(field));
}

WildEnum RandomEnum(int index) {
  WildEnum made{.name = fmt::format("E{}", index), .values = {{"Z", 0}}};
  constexpr const char* kValues[] = {"A", "B", "C", "D"};
  for (const char* name : kValues) {
    if (OneIn(3)) continue;
    made.values.emplace_back(name, OneIn(6) ? Pick(-1, 4) : static_cast<int>(made.values.size()));
  }
  return made;
}

void EditField(const WildSchema& schema, WildMessage& message) {
  if (message.fields.empty() || OneIn(5)) return AddField(schema, message);
  WildField& field = OneOf(message.fields);
  const WildField fresh = RandomField(schema);
  WildField& other = OneOf(message.fields);
  switch (Pick(0, 9)) {
    case 0:
      field.name = fresh.name;
      return;
    case 1:
      field.number = fresh.number;
      return;
    case 2:
      field.label = fresh.label;
      return;
    case 3:
      field.type = fresh.type;
      return;
    case 4:
      field.json_name = fresh.json_name.empty() ? fresh.name : fresh.json_name;
      return;
    case 5:
      return std::swap(field.name, other.name);
    case 6:
      return std::swap(field.number, other.number);
    case 7:
      field = fresh;
      return;
    default:
      message.fields.erase(message.fields.begin() + (&field - message.fields.data()));
  }
}

void EditEnum(WildEnum& plan) {
  auto& value = OneOf(plan.values);
  switch (Pick(0, 5)) {
    case 0:
      value.first = fmt::format("{}", static_cast<char>('A' + Pick(0, 6)));
      return;
    case 1:
      value.second = Pick(-1, 6);
      return;
    case 2:
      plan.values.emplace_back(fmt::format("{}", static_cast<char>('A' + Pick(0, 6))), Pick(0, 7));
      return;
    case 3:
      return std::swap(value.first, OneOf(plan.values).first);
    default:
      if (plan.values.size() > 1) plan.values.pop_back();
  }
}

class Renderer {
 public:
  explicit Renderer(const WildSchema& schema) : schema_(schema) {}

  std::string File() const {
    std::string text = schema_.is_proto3 ? "syntax = \"proto3\";\n" : "syntax = \"proto2\";\n";
    text += "package t;\n";
    std::string body;
    for (const WildMessage& message : schema_.messages) body += Text(message);
    for (std::size_t i = 0; i < schema_.enums.size(); ++i) body += Text(schema_.enums[i], i);
    for (const char* file : {"any", "timestamp", "duration", "struct", "wrappers"}) {
      if (body.find("google.protobuf.") == std::string::npos) break;
      text += fmt::format("import \"google/protobuf/{}.proto\";\n", file);
    }
    return text + body;
  }

 private:
  std::string TypeOf(const WildField& field) const {
    const auto index = static_cast<std::size_t>(field.type.back() - '0');
    if (field.type.size() != 2) return field.type;
    if (field.type[0] == 'M') return schema_.messages[index].name;
    return fmt::format("H{}.{}", index, schema_.enums[index].name);
  }

  std::string Text(const WildField& field) const {
    const std::string options =
        field.json_name.empty() ? "" : fmt::format(" [json_name = \"{}\"]", field.json_name);
    if (field.label == "map" && field.type != "group") {
      return fmt::format("  map<{}, {}> {} = {}{};\n", field.key, TypeOf(field), field.name,
                         field.number, options);
    }
    std::string label = field.label;
    if (label == "o" || label == "p") label = "";
    if (label == "map") label = "repeated";
    if (label.empty() && !schema_.is_proto3 && field.label.empty()) label = "optional";
    if (!label.empty()) label += " ";
    if (field.type != "group") {
      return fmt::format("  {}{} {} = {}{};\n", label, TypeOf(field), field.name, field.number,
                         options);
    }
    return fmt::format("  {}group G{} = {} {{ optional int32 x = 1; optional string y = 2; }}\n",
                       label, field.name, field.number);
  }

  std::string Text(const WildMessage& message) const {
    std::string text = fmt::format("message {} {{\n", message.name);
    for (const char* oneof : {"o", "p"}) {
      std::string members;
      for (const WildField& field : message.fields) {
        if (field.label == oneof) members += Text(field);
      }
      if (!members.empty()) text += fmt::format("oneof {} {{\n{}}}\n", oneof, members);
    }
    for (const WildField& field : message.fields) {
      if (field.label != "o" && field.label != "p") text += Text(field);
    }
    return text + "}\n";
  }

  static std::string Text(const WildEnum& plan, std::size_t index) {
    std::string text = fmt::format("message H{} {{ enum {} {{\n", index, plan.name);
    std::set<int> numbers;
    for (const auto& [name, number] : plan.values) numbers.insert(number);
    if (numbers.size() < plan.values.size()) text += "option allow_alias = true;\n";
    for (const auto& [name, number] : plan.values) {
      text += fmt::format("  {} = {};\n", name, number);
    }
    return text + "} }\n";
  }

  const WildSchema& schema_;
};

}  // namespace

WildSchema RandomWildSchema() {
  WildSchema schema;
  schema.is_proto3 = OneIn(2);
  for (int i = 0; i < 4; ++i) schema.messages.push_back({fmt::format("M{}", i), {}});
  for (int i = 0; i < 2; ++i) schema.enums.push_back(RandomEnum(i));
  for (WildMessage& message : schema.messages) {
    const int count = Pick(0, 4);
    for (int i = 0; i < count; ++i) AddField(schema, message);
  }
  return schema;
}

void EditWildly(WildSchema& schema) {
  switch (Pick(0, 12)) {
    case 0:
    case 1:
      return EditEnum(OneOf(schema.enums));
    case 2:
      OneOf(schema.messages).name = fmt::format("N{}", Pick(0, 9));
      return;
    case 3:
      if (OneIn(3)) schema.is_proto3 = !schema.is_proto3;
      return;
    default:
      return EditField(schema, OneOf(schema.messages));
  }
}

std::string Render(const WildSchema& schema) { return Renderer(schema).File(); }

}  // namespace leyline::testing
