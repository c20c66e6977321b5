// The printer behind PrintProtoJson.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include "analyzer/witness/proto_json/problem.h"

namespace leyline {

class ProtoJsonPrinter : public ProblemTrail {
 public:
  // Types in an Any are looked up in the pool.
  explicit ProtoJsonPrinter(const google::protobuf::DescriptorPool& pool) : pool_(pool) {}

  // One message as one JSON value. False when it can't be printed.
  bool Print(const google::protobuf::Message& message);

  const std::string& out() const { return out_; }

 private:
  using Message = google::protobuf::Message;
  using FieldDescriptor = google::protobuf::FieldDescriptor;

  // proto_json_print.cc
  bool Members(const Message& message);
  bool Field(const Message& message, const FieldDescriptor& field);
  bool List(const Message& message, const FieldDescriptor& field);
  bool Map(const Message& message, const FieldDescriptor& field);
  // One value of a field; index -1 for a singular one.
  bool Element(const Message& message, const FieldDescriptor& field, int index);
  bool Text(const std::string& text, const FieldDescriptor& field);
  void Enum(int number, const FieldDescriptor& field);

  // proto_json_print_known_types.cc
  bool KnownTypes(const Message& message);
  bool Any(const Message& message);
  bool Payload(const Message& payload, const std::string& url);
  bool Timestamp(const Message& message);
  bool Duration(const Message& message);
  bool FieldMask(const Message& message);
  bool Value(const Message& message);

  // A bracket, after a comma where one is due; false when the nesting is too deep.
  bool Open(char bracket);
  void Close(char bracket);
  void Key(std::string_view name);
  void Quoted(std::string_view text);
  void Bare(std::string_view text);
  void Separate();

  const google::protobuf::DescriptorPool& pool_;
  std::string out_;
  int depth_ = 0;
  bool need_comma_ = false;
};

}  // namespace leyline
