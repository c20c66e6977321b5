#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "analyzer/witness/proto_json/known_types.h"
#include "analyzer/witness/proto_json/parser.h"
#include "analyzer/witness/proto_json/texts.h"
#include "base/strings.h"

namespace leyline {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Maps in the order of their keys: the same text gives the same bytes.
std::string Encoding(const Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message.SerializePartialToCodedStream(&out);
  out.Trim();
  return bytes;
}

void Set(SecondsAndNanos value, Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  const Reflection& r = *message.GetReflection();
  r.SetInt64(&message, type.FindFieldByNumber(1), value.seconds);
  r.SetInt32(&message, type.FindFieldByNumber(2), value.nanos);
}

const JsonNode* Find(const JsonNode& object, std::string_view name) {
  for (const JsonMember& member : object.members) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

// The numbers of the fields of google.protobuf.Value.
int KindNumber(JsonNode::Kind kind) {
  switch (kind) {
    case JsonNode::Kind::kNull:
      return 1;
    case JsonNode::Kind::kNumber:
      return 2;
    case JsonNode::Kind::kString:
      return 3;
    case JsonNode::Kind::kBool:
      return 4;
    case JsonNode::Kind::kObject:
      return 5;
    case JsonNode::Kind::kArray:
      break;
  }
  return 6;
}

}  // namespace

bool ProtoJsonParser::KnownTypes(const JsonNode& node, Message& message) {
  const Descriptor& type = *message.GetDescriptor();
  switch (KnownTypeOf(type)) {
    case KnownType::kAny:
      return Any(node, message);
    case KnownType::kTimestamp:
      return Timestamp(node, message);
    case KnownType::kDuration:
      return Duration(node, message);
    case KnownType::kFieldMask:
      return FieldMask(node, message);
    case KnownType::kValue:
      return Value(node, message);
    default:  // Struct, ListValue and the wrappers stand for their only field
      return Field(node, *type.FindFieldByNumber(1), message);
  }
}

bool ProtoJsonParser::Any(const JsonNode& node, Message& message) {
  if (!Expect(JsonNode::Kind::kObject, node)) return false;
  if (node.members.empty()) return true;
  const JsonNode* url = Find(node, "@type");
  if (url == nullptr) return Refuse("an Any without `@type`");
  if (!Expect(JsonNode::Kind::kString, *url)) return Under(".@type");
  const Reflection& r = *message.GetReflection();
  const Descriptor& type = *message.GetDescriptor();
  const Descriptor* held = TypeOfUrl(pool_, url->text);
  const Message* prototype = held == nullptr ? nullptr : r.GetMessageFactory()->GetPrototype(held);
  if (prototype == nullptr) {
    return Refuse("an Any of the unknown type " + InBackticks(url->text));
  }
  const std::unique_ptr<Message> payload(prototype->New());
  if (!Payload(node, *payload)) return false;
  std::string missing = MissingRequired(*payload);
  if (!missing.empty()) return Refuse(std::move(missing));
  r.SetString(&message, type.FindFieldByNumber(1), url->text);
  r.SetString(&message, type.FindFieldByNumber(2), Encoding(*payload));
  return true;
}

bool ProtoJsonParser::Payload(const JsonNode& node, Message& payload) {
  if (KnownTypeOf(*payload.GetDescriptor()) == KnownType::kNone) {
    return Members(node, payload, "@type");
  }
  const JsonNode* value = Find(node, "value");
  if (value == nullptr || node.members.size() != 2) {
    return Refuse(fmt::format("an Any of `{}` has `@type` and `value`, and nothing else",
                              payload.GetDescriptor()->full_name()));
  }
  return Parse(*value, payload) || Under(".value");
}

bool ProtoJsonParser::Timestamp(const JsonNode& node, Message& message) {
  if (!Expect(JsonNode::Kind::kString, node)) return false;
  const std::optional<SecondsAndNanos> time = ParseTimestamp(node.text);
  if (!time) return Refuse(InBackticks(node.text) + " is no RFC 3339 time of the years 1 to 9999");
  Set(*time, message);
  return true;
}

bool ProtoJsonParser::Duration(const JsonNode& node, Message& message) {
  if (!Expect(JsonNode::Kind::kString, node)) return false;
  const std::optional<SecondsAndNanos> span = ParseDuration(node.text);
  if (!span) {
    return Refuse(InBackticks(node.text) +
                  " is no number of seconds with the suffix `s`, up to 10000 years");
  }
  Set(*span, message);
  return true;
}

bool ProtoJsonParser::FieldMask(const JsonNode& node, Message& message) {
  if (!Expect(JsonNode::Kind::kString, node)) return false;
  if (node.text.empty()) return true;
  const FieldDescriptor* paths = message.GetDescriptor()->FindFieldByNumber(1);
  for (const std::string_view text : Split(node.text, ',')) {
    std::optional<std::string> path = ParseMaskPath(text);
    if (!path) return Refuse(InBackticks(text) + " is no path of fields in lowerCamelCase");
    message.GetReflection()->AddString(&message, paths, *std::move(path));
  }
  return true;
}

bool ProtoJsonParser::Value(const JsonNode& node, Message& message) {
  const FieldDescriptor& kind = *message.GetDescriptor()->FindFieldByNumber(KindNumber(node.kind));
  return Field(node, kind, message);
}

}  // namespace leyline
