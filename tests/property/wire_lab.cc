#include "tests/property/wire_lab.h"

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

#include <fmt/format.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/util/json_util.h>

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

bool SameAtom(const Atom& a, const Atom& b) {
  if (a.kind == Atom::Kind::kBytes || b.kind == Atom::Kind::kBytes) {
    return a.kind == b.kind && a.bytes == b.bytes;
  }
  if (a.kind == b.kind && a.kind == Atom::Kind::kInteger) {
    return a.magnitude == b.magnitude && (a.negative == b.negative || a.magnitude == 0);
  }
  if (a.kind == b.kind) {
    if (std::isnan(a.real) || std::isnan(b.real)) return std::isnan(a.real) && std::isnan(b.real);
    return a.real == b.real && std::signbit(a.real) == std::signbit(b.real);
  }
  const Atom& whole = a.kind == Atom::Kind::kInteger ? a : b;
  const double real = a.kind == Atom::Kind::kReal ? a.real : b.real;
  const double value = static_cast<double>(whole.magnitude) * (whole.negative ? -1 : 1);
  return value == real && static_cast<uint64_t>(std::fabs(value)) == whole.magnitude;
}

bool IsDefault(const Atom& atom) {
  switch (atom.kind) {
    case Atom::Kind::kInteger:
      return atom.magnitude == 0;
    case Atom::Kind::kReal:
      return atom.real == 0 && !std::signbit(atom.real);
    case Atom::Kind::kBytes:
      break;
  }
  return atom.bytes.empty();
}

template <class Int>
std::vector<Atom> IntegerBorders() {
  std::vector<Atom> atoms;
  constexpr int64_t kSigned[] = {0,
                                 1,
                                 2,
                                 5,
                                 127,
                                 150,
                                 2147483647,
                                 2147483648,
                                 4294967295,
                                 4294967296,
                                 4294967297,
                                 9007199254740993,
                                 -1,
                                 -2,
                                 -64,
                                 -2147483648,
                                 -2147483649,
                                 std::numeric_limits<int64_t>::min(),
                                 std::numeric_limits<int64_t>::max()};
  for (int64_t value : kSigned) {
    if (std::in_range<Int>(value)) atoms.push_back(Integer(value));
  }
  if (std::in_range<Int>(std::numeric_limits<uint64_t>::max())) {
    atoms.push_back(Unsigned(std::numeric_limits<uint64_t>::max()));
  }
  return atoms;
}

std::vector<Atom> RealBorders(bool is_float) {
  std::vector<Atom> atoms;
  const double values[] = {0.0,
                           -0.0,
                           1,
                           -1.5,
                           0.1,
                           150,
                           16777217,
                           2147483648.0,
                           -2147483649.0,
                           1.8446744073709552e19,
                           1e300,
                           5e-324,
                           std::numeric_limits<double>::infinity(),
                           std::numeric_limits<double>::quiet_NaN()};
  for (double value : values) atoms.push_back(Real(is_float ? static_cast<float>(value) : value));
  return atoms;
}

// Encodings of S {x: ...} and of entries {key, value}.
std::vector<Atom> MessageBorders() {
  using namespace std::string_literals;
  return {Bytes(""),
          Bytes("\x08\x00"s),
          Bytes("\x08\x81\x80\x80\x80\x10"s),  // beyond 32 bits
          Bytes("\x08\x05"s),
          Bytes("\x08\x96\x01"s),
          Bytes("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s)};
}
std::vector<Atom> EntryBorders() {
  using namespace std::string_literals;
  return {Bytes("\x0a\x00\x10\x00"s), Bytes("\x0a\x01\x61\x10\x05"s),
          Bytes("\x0a\x01\x62\x10\x96\x01"s)};
}

std::vector<Atom> TextBorders(bool verified, bool is_bytes) {
  using namespace std::string_literals;
  std::vector<Atom> atoms = {Bytes(""),          Bytes("a"),        Bytes("5"),
                             Bytes("true"),      Bytes("key"),      Bytes("h\xc3\xa9"s),
                             Bytes("\x08\x05"s), Bytes("\x00"s),    Bytes("2147483648"),
                             Bytes("12345678"),  Bytes("\x01\x01"s)};
  if (!verified) atoms.push_back(Bytes("\xff"s));
  if (is_bytes) atoms.push_back(Bytes("\x08\x96\x01"s));
  return atoms;
}

Atom GetAtom(const Message& message, const FieldDescriptor& field, int index);

}  // namespace

Atom Integer(int64_t value) {
  Atom atom;
  atom.negative = value < 0;
  atom.magnitude = value < 0 ? ~static_cast<uint64_t>(value) + 1 : static_cast<uint64_t>(value);
  return atom;
}
Atom Unsigned(uint64_t value) {
  Atom atom;
  atom.magnitude = value;
  return atom;
}
Atom Real(double value) {
  Atom atom;
  atom.kind = Atom::Kind::kReal;
  atom.real = value;
  return atom;
}
Atom Bytes(std::string bytes) {
  Atom atom;
  atom.kind = Atom::Kind::kBytes;
  atom.bytes = std::move(bytes);
  return atom;
}

bool SameValue(const Value& written, const Value& read) {
  if (written.size() == 1 && read.empty()) return IsDefault(written[0]);  // presence only
  if (written.size() != read.size()) return false;
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (!SameAtom(written[i], read[i])) return false;
  }
  return true;
}

bool IsTrivial(const Value& value) {
  for (const Atom& atom : value) {
    if (!IsDefault(atom)) return false;
  }
  return true;
}

std::string Show(const Value& value) {
  std::string text = "[";
  for (const Atom& atom : value) {
    if (text.size() > 1) text += ", ";
    switch (atom.kind) {
      case Atom::Kind::kInteger:
        text += fmt::format("{}{}", atom.negative ? "-" : "", atom.magnitude);
        break;
      case Atom::Kind::kReal:
        text += fmt::format("{}f", atom.real);
        break;
      case Atom::Kind::kBytes:
        for (char c : atom.bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
        text += "h";
        break;
    }
  }
  return text + "]";
}

std::vector<Atom> BordersOf(const FieldDescriptor& field) {
  if (field.is_map()) return EntryBorders();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      if (field.file()->syntax() == google::protobuf::FileDescriptor::SYNTAX_PROTO2) {
        return {Integer(0), Integer(1), Integer(2), Integer(-1)};
      }
      return IntegerBorders<int32_t>();
    case FieldDescriptor::CPPTYPE_INT32:
      return IntegerBorders<int32_t>();
    case FieldDescriptor::CPPTYPE_INT64:
      return IntegerBorders<int64_t>();
    case FieldDescriptor::CPPTYPE_UINT32:
      return IntegerBorders<uint32_t>();
    case FieldDescriptor::CPPTYPE_UINT64:
      return IntegerBorders<uint64_t>();
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return RealBorders(false);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return RealBorders(true);
    case FieldDescriptor::CPPTYPE_BOOL:
      return {Integer(0), Integer(1)};
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageBorders();
    case FieldDescriptor::CPPTYPE_STRING:
      break;
  }
  const bool is_bytes = field.type() == FieldDescriptor::TYPE_BYTES;
  const bool verified =
      !is_bytes && field.file()->syntax() == google::protobuf::FileDescriptor::SYNTAX_PROTO3;
  return TextBorders(verified, is_bytes);
}

Atom RandomAtomOf(const FieldDescriptor& field, uint64_t seed) {
  std::mt19937_64 random(seed);
  const uint64_t bits = random() >> (random() % 64);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Integer(static_cast<int32_t>(bits));
    case FieldDescriptor::CPPTYPE_INT64:
      return Integer(static_cast<int64_t>(bits));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Unsigned(static_cast<uint32_t>(bits));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Unsigned(bits);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Real(std::bit_cast<double>(bits));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Real(std::bit_cast<float>(static_cast<uint32_t>(bits)));
    default:
      break;
  }
  const std::vector<Atom> borders = BordersOf(field);
  return borders[bits % borders.size()];
}

void Put(Message& message, const FieldDescriptor& field, const Atom& atom) {
  const Reflection& r = *message.GetReflection();
  const bool many = field.is_repeated();
  const auto put = [&](auto set, auto add, auto value) {
    if (many) {
      (r.*add)(&message, &field, value);
    } else {
      (r.*set)(&message, &field, value);
    }
  };
  const int64_t integer =
      static_cast<int64_t>(atom.negative ? ~atom.magnitude + 1 : atom.magnitude);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return put(&Reflection::SetInt32, &Reflection::AddInt32, static_cast<int32_t>(integer));
    case FieldDescriptor::CPPTYPE_INT64:
      return put(&Reflection::SetInt64, &Reflection::AddInt64, integer);
    case FieldDescriptor::CPPTYPE_UINT32:
      return put(&Reflection::SetUInt32, &Reflection::AddUInt32,
                 static_cast<uint32_t>(atom.magnitude));
    case FieldDescriptor::CPPTYPE_UINT64:
      return put(&Reflection::SetUInt64, &Reflection::AddUInt64, atom.magnitude);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return put(&Reflection::SetDouble, &Reflection::AddDouble, atom.real);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return put(&Reflection::SetFloat, &Reflection::AddFloat, static_cast<float>(atom.real));
    case FieldDescriptor::CPPTYPE_BOOL:
      return put(&Reflection::SetBool, &Reflection::AddBool, atom.magnitude != 0);
    case FieldDescriptor::CPPTYPE_ENUM:
      return put(&Reflection::SetEnumValue, &Reflection::AddEnumValue, static_cast<int>(integer));
    case FieldDescriptor::CPPTYPE_STRING:
      return many ? r.AddString(&message, &field, atom.bytes)
                  : r.SetString(&message, &field, atom.bytes);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  Message* inner = many ? r.AddMessage(&message, &field) : r.MutableMessage(&message, &field);
  CHECK(inner->ParseFromString(atom.bytes), "a message atom is an encoding");
}

namespace {
Atom GetAtom(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& r = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Integer(many ? r.GetRepeatedInt32(message, &field, index)
                          : r.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return Integer(many ? r.GetRepeatedInt64(message, &field, index)
                          : r.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Unsigned(many ? r.GetRepeatedUInt32(message, &field, index)
                           : r.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Unsigned(many ? r.GetRepeatedUInt64(message, &field, index)
                           : r.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Real(many ? r.GetRepeatedDouble(message, &field, index)
                       : r.GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Real(many ? r.GetRepeatedFloat(message, &field, index) : r.GetFloat(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Integer(many ? r.GetRepeatedBool(message, &field, index) : r.GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return Integer(many ? r.GetRepeatedEnumValue(message, &field, index)
                          : r.GetEnumValue(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return Bytes(many ? r.GetRepeatedString(message, &field, index)
                        : r.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  const Message& inner =
      many ? r.GetRepeatedMessage(message, &field, index) : r.GetMessage(message, &field);
  return Bytes(inner.SerializePartialAsString());
}

}  // namespace

Value ValueOf(const Message& message, const FieldDescriptor& field) {
  Value value;
  const Reflection& r = *message.GetReflection();
  const int size = field.is_repeated() ? r.FieldSize(message, &field)
                                       : static_cast<int>(r.HasField(message, &field));
  for (int i = 0; i < size; ++i) value.push_back(GetAtom(message, field, i));
  return value;
}

std::vector<Atom> Specimen::Borders() const { return BordersOf(*field_); }
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
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(*message, &json).ok()) return std::nullopt;
  return json;
}

std::optional<Value> Specimen::ReadJson(const std::string& json) const {
  const std::unique_ptr<Message> message = New();
  const bool ok = google::protobuf::util::JsonStringToMessage(json, message.get()).ok();
  if (!ok || !message->IsInitialized()) return std::nullopt;
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
