// A laboratory for the type model: fields of every spec as libprotobuf descriptors, values to put
// into them, and what comes out when another spec reads the bytes.
//
// DynamicMessage is faithful to generated code but for two things (both are made good here): map
// entries with equal keys, and unknown fields inside them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include "tests/property/wire_atoms.h"

namespace leyline {

// One spec of the reference matrix ("int32/packed") as a message with the field `f` = 1.
class Specimen {
 public:
  explicit Specimen(std::string_view name);

  const std::string& name() const { return name_; }
  bool IsA(std::string_view type) const { return type_ == type; }
  bool repeated() const { return field_->is_repeated(); }
  bool has_presence() const { return field_->has_presence(); }

  // Atoms at the borders of the type; more at random from a seed.
  std::vector<Atom> Borders() const;
  Atom RandomAtom(uint64_t seed) const;
  // Whether a writer may leave the field out: all but required ones.
  bool may_be_unset() const { return !field_->is_required(); }

  // What a correct writer of this spec puts out.
  std::string Write(const Value& value) const;
  // Nothing when the parser refuses the message or a required field is missing.
  std::optional<Value> Read(const std::string& bytes) const;
  // The same as ProtoJSON. Nothing when the value has no form in it.
  std::optional<std::string> WriteJson(const Value& value) const;
  std::optional<Value> ReadJson(const std::string& json) const;
  // Reads and writes again, as a program does that passes a message on.
  std::optional<std::string> PassOn(const std::string& bytes) const;

 private:
  using Message = google::protobuf::Message;
  std::unique_ptr<Message> New() const;
  bool Parse(const std::string& bytes, Message& message) const;
  void NormaliseMap(Message& message) const;

  std::string name_;
  std::string type_;
  std::unique_ptr<google::protobuf::DescriptorPool> pool_;
  std::unique_ptr<google::protobuf::DynamicMessageFactory> factory_;
  const google::protobuf::Descriptor* descriptor_ = nullptr;
  const google::protobuf::FieldDescriptor* field_ = nullptr;
};

// All 110 of them, by name.
const std::map<std::string, std::unique_ptr<Specimen>>& Specimens();

}  // namespace leyline
