// The parser behind ParseProtoJson.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include <google/protobuf/message.h>

#include "analyzer/witness/proto_json/json_text.h"
#include "analyzer/witness/proto_json/problem.h"

namespace leyline {

class ProtoJsonParser : public ProblemTrail {
 public:
  // Types in an Any are looked up in the pool.
  explicit ProtoJsonParser(const google::protobuf::DescriptorPool& pool) : pool_(pool) {}

  // A JSON value into an empty message of any type. Required fields are the caller's to check.
  bool Parse(const JsonNode& node, google::protobuf::Message& message);

 private:
  using Message = google::protobuf::Message;
  using Reflection = google::protobuf::Reflection;
  using Descriptor = google::protobuf::Descriptor;
  using FieldDescriptor = google::protobuf::FieldDescriptor;
  // Names of one message's fields. The views are into the descriptors.
  using Names = std::unordered_map<std::string_view, const FieldDescriptor*>;
  // Fields, and oneofs, that an object has set.
  using Seen = std::unordered_set<const void*>;

  // Where one value goes: a singular field, or the end of a list.
  struct Slot {
    Message& message;
    const FieldDescriptor& field;

    template <class Set, class Add, class T>
    bool Put(Set set, Add add, T value) const;
  };

  // proto_json_parse.cc
  bool Members(const JsonNode& object, Message& message, std::string_view except);
  bool Member(const JsonMember& member, Message& message, Seen& seen);
  bool IsFirst(const FieldDescriptor& field, std::string_view name, Seen& seen);
  bool Field(const JsonNode& node, const FieldDescriptor& field, Message& message);
  bool List(const JsonNode& node, const FieldDescriptor& field, Message& message);
  bool Map(const JsonNode& node, const FieldDescriptor& field, Message& message);
  const FieldDescriptor* FindField(const std::string& name, const Message& message);
  const Names& NamesOf(const Descriptor& type);
  bool Expect(JsonNode::Kind kind, const JsonNode& node);

  // proto_json_parse_scalars.cc
  bool Element(const JsonNode& node, const Slot& slot);
  bool MapKey(const std::string& text, const Slot& slot);
  template <class Int, class Set, class Add>
  bool Integer(const JsonNode& node, const Slot& slot, Set set, Add add);
  template <class Int, class Set>
  bool IntegerKey(const std::string& text, const Slot& slot, Set set);
  bool Double(const JsonNode& node, const Slot& slot);
  bool Float(const JsonNode& node, const Slot& slot);
  bool Bool(const JsonNode& node, const Slot& slot);
  bool Text(const JsonNode& node, const Slot& slot);
  bool Enum(const JsonNode& node, const Slot& slot);

  // proto_json_parse_known_types.cc
  bool KnownTypes(const JsonNode& node, Message& message);
  bool Any(const JsonNode& node, Message& message);
  bool Payload(const JsonNode& node, Message& payload);
  bool Timestamp(const JsonNode& node, Message& message);
  bool Duration(const JsonNode& node, Message& message);
  bool FieldMask(const JsonNode& node, Message& message);
  bool Value(const JsonNode& node, Message& message);

  const google::protobuf::DescriptorPool& pool_;
  std::unordered_map<const Descriptor*, Names> names_;
};

template <class Set, class Add, class T>
bool ProtoJsonParser::Slot::Put(Set set, Add add, T value) const {
  const Reflection& r = *message.GetReflection();
  if (field.is_repeated()) {
    (r.*add)(&message, &field, std::move(value));
  } else {
    (r.*set)(&message, &field, std::move(value));
  }
  return true;
}

}  // namespace leyline
