// Slice: a plan made real: descriptors that libprotobuf runs, and the source text of the same. For
// this room only.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include "analyzer/witness/enum_memory.h"
#include "analyzer/witness/plan.h"

namespace leyline::witness {

class Slice {
 public:
  // Null with the reason in `problem` when C++ protobuf 3.21, which knows proto2 and proto3 only,
  // has no equivalent.
  static std::unique_ptr<Slice> Build(const Plan& plan, EnumMemory& enums, std::string& problem);

  // Null when the plan doesn't hold it.
  const google::protobuf::Descriptor* Find(const Message& message) const;
  const google::protobuf::FieldDescriptor* Find(const Field& field) const;
  const google::protobuf::Descriptor* Find(const std::string& full_name) const;
  const google::protobuf::Descriptor* holder() const;

  // All that it declares, nested ones and the entries of maps, too.
  std::vector<const google::protobuf::Descriptor*> Messages() const;

  std::unique_ptr<google::protobuf::Message> New(const google::protobuf::Descriptor& type) const;

  // What protoc would take.
  std::string Source() const;

 private:
  Slice();

  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  std::vector<const google::protobuf::FileDescriptor*> files_;
  std::string holder_name_;
};

}  // namespace leyline::witness
