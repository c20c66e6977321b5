#include <string>
#include <utility>

#include <fmt/format.h>

#include "analyzer/witness/proto_json/known_types.h"
#include "analyzer/witness/proto_json/parser.h"
#include "analyzer/witness/proto_json/proto_json.h"

namespace leyline {

using google::protobuf::Message;
using google::protobuf::OneofDescriptor;

bool ProtoJsonParser::Parse(const JsonNode& node, Message& message) {
  if (KnownTypeOf(*message.GetDescriptor()) != KnownType::kNone) return KnownTypes(node, message);
  return Expect(JsonNode::Kind::kObject, node) && Members(node, message, "");
}

bool ProtoJsonParser::Expect(JsonNode::Kind kind, const JsonNode& node) {
  if (node.Is(kind)) return true;
  return Refuse(fmt::format("got {}, expected {}", Describe(node.kind), Describe(kind)));
}

bool ProtoJsonParser::Members(const JsonNode& object, Message& message, std::string_view except) {
  Seen seen;
  for (const JsonMember& member : object.members) {
    if (!except.empty() && member.name == except) continue;
    if (!Member(member, message, seen)) return false;
  }
  return true;
}

bool ProtoJsonParser::Member(const JsonMember& member, Message& message, Seen& seen) {
  const FieldDescriptor* field = FindField(member.name, message);
  if (field == nullptr) {
    return Refuse(fmt::format("unknown field {} in `{}`", InBackticks(member.name),
                              message.GetDescriptor()->full_name()));
  }
  if (!seen.insert(field).second) {
    return Refuse(fmt::format("field `{}` is given twice, by both of its names", field->name()));
  }
  if (member.value.Is(JsonNode::Kind::kNull) && !HoldsNull(*field)) return true;
  if (const OneofDescriptor* oneof = field->real_containing_oneof();
      oneof != nullptr && !seen.insert(oneof).second) {
    return Refuse(fmt::format("{} is a second member of the oneof `{}`", InBackticks(member.name),
                              oneof->name()));
  }
  return Field(member.value, *field, message) || Under("." + member.name);
}

bool ProtoJsonParser::Field(const JsonNode& node, const FieldDescriptor& field, Message& message) {
  if (field.is_map()) return Map(node, field, message);
  return field.is_repeated() ? List(node, field, message)
                             : Element(node, {.message = message, .field = field});
}

bool ProtoJsonParser::List(const JsonNode& node, const FieldDescriptor& field, Message& message) {
  if (!Expect(JsonNode::Kind::kArray, node)) return false;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (!Element(node.items[i], {.message = message, .field = field})) {
      return UnderIndex(static_cast<int>(i));
    }
  }
  return true;
}

// Keys are in one form only, so unique texts are unique keys.
bool ProtoJsonParser::Map(const JsonNode& node, const FieldDescriptor& field, Message& message) {
  if (!Expect(JsonNode::Kind::kObject, node)) return false;
  const Descriptor& type = *field.message_type();
  for (const JsonMember& member : node.members) {
    Message& entry = *message.GetReflection()->AddMessage(&message, &field);
    if (!MapKey(member.name, {.message = entry, .field = *type.map_key()}) ||
        !Element(member.value, {.message = entry, .field = *type.map_value()})) {
      return UnderKey(member.name);
    }
  }
  return true;
}

const google::protobuf::FieldDescriptor* ProtoJsonParser::FindField(const std::string& name,
                                                                    const Message& message) {
  if (name.starts_with('[') && name.ends_with(']')) {
    const std::string inside = name.substr(1, name.size() - 2);
    return message.GetReflection()->FindKnownExtensionByName(inside);
  }
  const Names& names = NamesOf(*message.GetDescriptor());
  const auto it = names.find(name);
  return it == names.end() ? nullptr : it->second;
}

// The names that printers write come first, then those of the source.
const ProtoJsonParser::Names& ProtoJsonParser::NamesOf(const Descriptor& type) {
  const auto [it, is_new] = names_.try_emplace(&type);
  if (!is_new) return it->second;
  for (int i = 0; i < type.field_count(); ++i) {
    it->second.emplace(type.field(i)->json_name(), type.field(i));
  }
  for (int i = 0; i < type.field_count(); ++i) {
    it->second.emplace(type.field(i)->name(), type.field(i));
  }
  return it->second;
}

bool ParseProtoJson(std::string_view json, Message& message, std::string& problem) {
  problem.clear();
  message.Clear();
  const std::optional<JsonNode> node = ReadJsonText(json, problem);
  if (!node) return false;
  ProtoJsonParser parser(*message.GetDescriptor()->file()->pool());
  problem = parser.Parse(*node, message) ? MissingRequired(message) : parser.Problem();
  return problem.empty();
}

}  // namespace leyline
