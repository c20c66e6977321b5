#include "tests/property/wire_lab.h"

#include <utility>

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>

#include "analyzer/witness/proto_json/proto_json.h"
#include "base/check.h"

namespace leyline {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::DynamicMessageFactory;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kNumber = 1;

const std::map<std::string, FieldDescriptorProto::Type, std::less<>>& Types() {
  using F = FieldDescriptorProto;
  static const std::map<std::string, F::Type, std::less<>> types = {
      {"double", F::TYPE_DOUBLE},    {"float", F::TYPE_FLOAT},       {"int64", F::TYPE_INT64},
      {"uint64", F::TYPE_UINT64},    {"int32", F::TYPE_INT32},       {"fixed64", F::TYPE_FIXED64},
      {"fixed32", F::TYPE_FIXED32},  {"bool", F::TYPE_BOOL},         {"string", F::TYPE_STRING},
      {"string_p2", F::TYPE_STRING}, {"group", F::TYPE_GROUP},       {"message", F::TYPE_MESSAGE},
      {"bytes", F::TYPE_BYTES},      {"uint32", F::TYPE_UINT32},     {"enum_open", F::TYPE_ENUM},
      {"enum_closed", F::TYPE_ENUM}, {"sfixed32", F::TYPE_SFIXED32}, {"sfixed64", F::TYPE_SFIXED64},
      {"sint32", F::TYPE_SINT32},    {"sint64", F::TYPE_SINT64},     {"map", F::TYPE_MESSAGE}};
  return types;
}

// The C++ library decides by the syntax of the field's file whether an enum is closed, a string is
// verified and a field has presence.
bool IsProto3(std::string_view type, std::string_view cardinality) {
  if (type == "enum_open" || type == "string" || type == "map") return true;
  return cardinality == "implicit";
}

void AddEnum(FileDescriptorProto& file) {
  auto* values = file.add_enum_type();
  values->set_name("E");
  const std::pair<const char*, int> all[] = {{"Z", 0}, {"A", 1}, {"B", 2}, {"NEG", -1}};
  for (const auto& [name, number] : all) {
    auto* value = values->add_value();
    value->set_name(name);
    value->set_number(number);
  }
}

void AddInner(google::protobuf::DescriptorProto& inner, std::string_view name) {
  inner.set_name(std::string(name));
  auto* x = inner.add_field();
  x->set_name("x");
  x->set_number(1);
  x->set_type(FieldDescriptorProto::TYPE_INT32);
  x->set_label(FieldDescriptorProto::LABEL_OPTIONAL);
}

void AddEntry(google::protobuf::DescriptorProto& message) {
  auto* entry = message.add_nested_type();
  entry->set_name("FEntry");
  entry->mutable_options()->set_map_entry(true);
  const std::pair<const char*, FieldDescriptorProto::Type> members[] = {
      {"key", FieldDescriptorProto::TYPE_STRING}, {"value", FieldDescriptorProto::TYPE_INT32}};
  for (const auto& [name, type] : members) {
    auto* member = entry->add_field();
    member->set_name(name);
    member->set_number(entry->field_size());
    member->set_type(type);
    member->set_label(FieldDescriptorProto::LABEL_OPTIONAL);
  }
}

void SetCardinality(std::string_view cardinality, bool proto3,
                    google::protobuf::DescriptorProto& message, FieldDescriptorProto& field) {
  const bool repeated = cardinality == "packed" || cardinality == "expanded" ||
                        cardinality == "repeated" || cardinality == "map";
  field.set_label(repeated                    ? FieldDescriptorProto::LABEL_REPEATED
                  : cardinality == "required" ? FieldDescriptorProto::LABEL_REQUIRED
                                              : FieldDescriptorProto::LABEL_OPTIONAL);
  if (cardinality == "packed" || cardinality == "expanded") {
    field.mutable_options()->set_packed(cardinality == "packed");
  }
  const bool synthetic = proto3 && cardinality == "optional";
  if (cardinality == "oneof" || synthetic) {
    message.add_oneof_decl()->set_name(synthetic ? "_f" : "choice");
    field.set_oneof_index(0);
    if (synthetic) field.set_proto3_optional(true);
  }
}

FileDescriptorProto FileOf(const std::string& type, std::string_view cardinality) {
  const bool proto3 = IsProto3(type, cardinality);
  FileDescriptorProto file;
  file.set_name("a.proto");
  file.set_package("t");
  file.set_syntax(proto3 ? "proto3" : "proto2");
  AddEnum(file);
  AddInner(*file.add_message_type(), "S");
  auto* message = file.add_message_type();
  message->set_name("M");
  auto* field = message->add_field();
  field->set_name("f");
  field->set_number(kNumber);
  field->set_type(Types().at(type));
  if (type.starts_with("enum")) field->set_type_name(".t.E");
  if (type == "message") field->set_type_name(".t.S");
  if (type == "group") {
    AddInner(*message->add_nested_type(), "F");
    field->set_type_name(".t.M.F");
  }
  if (type == "map") {
    AddEntry(*message);
    field->set_type_name(".t.M.FEntry");
  }
  SetCardinality(cardinality, proto3, *message, *field);
  return file;
}

}  // namespace

std::vector<Atom> Specimen::Borders() const { return SpecimenBorders(*field_); }
Atom Specimen::RandomAtom(uint64_t seed) const { return RandomAtomOf(*field_, seed); }

Specimen::Specimen(std::string_view name)
    : name_(name),
      type_(name.substr(0, name.find('/'))),
      pool_(std::make_unique<DescriptorPool>()),
      factory_(std::make_unique<DynamicMessageFactory>(pool_.get())) {
  const auto* file = pool_->BuildFile(FileOf(type_, name.substr(name.find('/') + 1)));
  CHECK(file != nullptr, "a specimen's file is valid");
  descriptor_ = file->FindMessageTypeByName("M");
  field_ = descriptor_->FindFieldByNumber(kNumber);
}

std::unique_ptr<Message> Specimen::New() const {
  return std::unique_ptr<Message>(factory_->GetPrototype(descriptor_)->New());
}

std::string Specimen::Write(const Value& value) const {
  const std::unique_ptr<Message> message = New();
  for (const Atom& atom : value) Put(*message, *field_, atom);
  if (type_ == "map") NormaliseMap(*message);
  return message->SerializePartialAsString();
}

bool Specimen::Parse(const std::string& bytes, Message& message) const {
  if (!message.ParsePartialFromString(bytes) || !message.IsInitialized()) return false;
  if (type_ == "map") NormaliseMap(message);
  return true;
}

// As generated code does: the last entry of a key wins, and entries hold nothing unknown.
void Specimen::NormaliseMap(Message& message) const {
  const Reflection& r = *message.GetReflection();
  std::map<std::string, std::unique_ptr<Message>> entries;
  for (int i = 0; i < r.FieldSize(message, field_); ++i) {
    const Message& entry = r.GetRepeatedMessage(message, field_, i);
    const Reflection& inside = *entry.GetReflection();
    const auto* key = entry.GetDescriptor()->FindFieldByNumber(1);
    const auto* value = entry.GetDescriptor()->FindFieldByNumber(2);
    std::unique_ptr<Message> clean(entry.New());
    const std::string name = inside.GetString(entry, key);
    inside.SetString(clean.get(), key, name);
    inside.SetInt32(clean.get(), value, inside.GetInt32(entry, value));
    entries[name] = std::move(clean);
  }
  r.ClearField(&message, field_);
  for (const auto& [name, entry] : entries) r.AddMessage(&message, field_)->CopyFrom(*entry);
}

std::optional<Value> Specimen::Read(const std::string& bytes) const {
  const std::unique_ptr<Message> message = New();
  if (!Parse(bytes, *message)) return std::nullopt;
  return ValueOf(*message, *field_);
}

std::optional<std::string> Specimen::WriteJson(const Value& value) const {
  const std::unique_ptr<Message> message = New();
  for (const Atom& atom : value) Put(*message, *field_, atom);
  std::string problem;
  return PrintProtoJson(*message, problem);
}

std::optional<Value> Specimen::ReadJson(const std::string& json) const {
  const std::unique_ptr<Message> message = New();
  std::string problem;
  if (!ParseProtoJson(json, *message, problem)) return std::nullopt;
  return ValueOf(*message, *field_);
}

std::optional<std::string> Specimen::PassOn(const std::string& bytes) const {
  const std::unique_ptr<Message> message = New();
  if (!Parse(bytes, *message)) return std::nullopt;
  return message->SerializePartialAsString();
}

const std::map<std::string, std::unique_ptr<Specimen>>& Specimens() {
  static const auto* const specimens = [] {
    auto* all = new std::map<std::string, std::unique_ptr<Specimen>>;
    const auto add = [&](std::string_view type, std::initializer_list<const char*> cardinalities) {
      for (const char* cardinality : cardinalities) {
        const std::string name = fmt::format("{}/{}", type, cardinality);
        all->emplace(name, std::make_unique<Specimen>(name));
      }
    };
    for (const char* type : {"double", "float", "int64", "uint64", "int32", "fixed64", "fixed32",
                             "bool", "uint32", "sfixed32", "sfixed64", "sint32", "sint64"}) {
      add(type, {"implicit", "optional", "required", "packed", "expanded", "oneof"});
    }
    add("enum_open", {"implicit", "optional", "packed", "expanded", "oneof"});
    add("enum_closed", {"optional", "required", "packed", "expanded", "oneof"});
    add("string", {"implicit", "optional", "repeated", "oneof"});
    add("string_p2", {"optional", "required", "repeated", "oneof"});
    add("bytes", {"implicit", "optional", "required", "repeated", "oneof"});
    add("message", {"optional", "required", "repeated", "oneof"});
    add("group", {"optional", "required", "repeated", "oneof"});
    add("map", {"map"});
    return all;
  }();
  return *specimens;
}

}  // namespace leyline
