// Messages of schemas that a test writes down as .proto text.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

namespace leyline {

class ProtoLab {
 public:
  // Each text is a file "a.proto", "b.proto"... that may import the ones before and the well-known
  // types that carry messages.
  ProtoLab(std::initializer_list<std::string_view> files);
  // One file, which may define what it likes in google.protobuf.
  struct WithoutKnownTypes {};
  ProtoLab(WithoutKnownTypes, std::string_view file);

  std::unique_ptr<google::protobuf::Message> New(const std::string& type) const;
  // From the text format.
  std::unique_ptr<google::protobuf::Message> Make(const std::string& type,
                                                  std::string_view text) const;

  // What PrintProtoJson gives, or "refused: " and the problem.
  std::string Print(const std::string& type, std::string_view text) const;
  // The message in the text format, or "refused: " and the problem.
  std::string Parse(const std::string& type, std::string_view json) const;

 private:
  void Add(std::string_view file, const std::string& name);

  std::unique_ptr<google::protobuf::DescriptorPool> pool_ =
      std::make_unique<google::protobuf::DescriptorPool>();
  std::unique_ptr<google::protobuf::DynamicMessageFactory> factory_ =
      std::make_unique<google::protobuf::DynamicMessageFactory>(pool_.get());
};

// Every kind of field in proto3 (t.M), proto2 (u.P), and the well-known types (t.W).
const ProtoLab& EveryType();

}  // namespace leyline
