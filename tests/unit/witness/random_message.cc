#include "tests/unit/witness/random_message.h"

#include <bit>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

namespace leyline {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

const FieldDescriptor* FieldOf(const Message& message, int number) {
  return message.GetDescriptor()->FindFieldByNumber(number);
}

}  // namespace

void RandomMessage::Fill(Message& message, int depth) {
  if (FillKnownType(message, depth)) return;
  const Descriptor& type = *message.GetDescriptor();
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < type.field_count(); ++i) fields.push_back(type.field(i));
  std::vector<const FieldDescriptor*> extensions;
  type.file()->pool()->FindAllExtensions(&type, &extensions);
  fields.insert(fields.end(), extensions.begin(), extensions.end());
  for (const FieldDescriptor* field : fields) {
    if (field->is_required() || Chance(2)) FillField(message, *field, depth);
  }
}

void RandomMessage::FillField(Message& message, const FieldDescriptor& field, int depth) {
  constexpr int kDeepest = -8;  // of required fields, which may hold themselves without an end
  const bool is_too_deep = depth <= (field.is_required() ? kDeepest : 0);
  if (is_too_deep && field.message_type() != nullptr) return;
  if (field.is_map()) return FillMap(message, field, depth);
  const uint64_t count = field.is_repeated() ? 1 + Below(4) : 1;
  for (uint64_t i = 0; i < count; ++i) Put(message, field, depth);
}

void RandomMessage::FillMap(Message& message, const FieldDescriptor& field, int depth) {
  const bool two_keys = field.message_type()->map_key()->type() == FieldDescriptor::TYPE_BOOL;
  const uint64_t count = 1 + Below(two_keys ? 2 : 5);
  for (uint64_t i = 0; i < count; ++i) {
    Message& entry = *message.GetReflection()->AddMessage(&message, &field);
    PutKey(entry, *field.message_type()->map_key(), i);
    Put(entry, *field.message_type()->map_value(), depth);
  }
}

// Different for each `which`.
void RandomMessage::PutKey(Message& entry, const FieldDescriptor& key, uint64_t which) {
  const Reflection& r = *entry.GetReflection();
  const uint64_t number = (Integer() & ~uint64_t{7}) | which;
  switch (key.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return r.SetInt32(&entry, &key, static_cast<int32_t>(number));
    case FieldDescriptor::CPPTYPE_INT64:
      return r.SetInt64(&entry, &key, static_cast<int64_t>(number));
    case FieldDescriptor::CPPTYPE_UINT32:
      return r.SetUInt32(&entry, &key, static_cast<uint32_t>(number));
    case FieldDescriptor::CPPTYPE_UINT64:
      return r.SetUInt64(&entry, &key, number);
    case FieldDescriptor::CPPTYPE_BOOL:
      return r.SetBool(&entry, &key, which % 2 == 1);
    default:
      return r.SetString(&entry, &key, Text() + static_cast<char>('0' + which));
  }
}

void RandomMessage::Put(Message& message, const FieldDescriptor& field, int depth) {
  using R = Reflection;
  const R& r = *message.GetReflection();
  const auto put = [&](auto set, auto add, auto value) {
    if (field.is_repeated()) {
      (r.*add)(&message, &field, value);
    } else {
      (r.*set)(&message, &field, value);
    }
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return put(&R::SetInt32, &R::AddInt32, static_cast<int32_t>(Integer()));
    case FieldDescriptor::CPPTYPE_INT64:
      return put(&R::SetInt64, &R::AddInt64, static_cast<int64_t>(Integer()));
    case FieldDescriptor::CPPTYPE_UINT32:
      return put(&R::SetUInt32, &R::AddUInt32, static_cast<uint32_t>(Integer()));
    case FieldDescriptor::CPPTYPE_UINT64:
      return put(&R::SetUInt64, &R::AddUInt64, Integer());
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return put(&R::SetDouble, &R::AddDouble, Real());
    case FieldDescriptor::CPPTYPE_FLOAT:
      return put(&R::SetFloat, &R::AddFloat, SmallReal());
    case FieldDescriptor::CPPTYPE_BOOL:
      return put(&R::SetBool, &R::AddBool, Chance(2));
    case FieldDescriptor::CPPTYPE_ENUM:
      return put(&R::SetEnumValue, &R::AddEnumValue, EnumNumber(field));
    case FieldDescriptor::CPPTYPE_STRING:
      return put(&R::SetString, &R::AddString,
                 field.type() == FieldDescriptor::TYPE_BYTES ? Bytes() : Text());
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  Fill(field.is_repeated() ? *r.AddMessage(&message, &field) : *r.MutableMessage(&message, &field),
       depth - 1);
}

// As many small numbers as large ones, and the borders.
uint64_t RandomMessage::Integer() {
  constexpr uint64_t kBorders[] = {0,
                                   1,
                                   0x7FFFFFFF,
                                   0x80000000,
                                   0xFFFFFFFF,
                                   uint64_t{1} << 53,
                                   (uint64_t{1} << 53) + 1,
                                   uint64_t{1} << 63,
                                   ~uint64_t{0}};
  if (Chance(3)) return kBorders[Below(std::size(kBorders))];
  const uint64_t bits = random_() >> Below(64);
  return Chance(2) ? bits : ~bits + 1;
}

double RandomMessage::Real() {
  const double borders[] = {0.0,
                            0.1,
                            -1.5,
                            1e300,
                            5e-324,
                            9007199254740993.0,
                            std::numeric_limits<double>::infinity(),
                            -std::numeric_limits<double>::infinity()};
  const double value =
      Chance(3) ? borders[Below(std::size(borders))] : std::bit_cast<double>(random_());
  if (std::isnan(value)) return std::numeric_limits<double>::quiet_NaN();
  if (Chance(20) && !for_json_util_) return -0.0;
  return value;
}

float RandomMessage::SmallReal() {
  const float borders[] = {
      0.0F,   0.1F,        -1.5F,         3.4028235e38F,
      1e-45F, 16777216.0F, 2147483648.0F, -std::numeric_limits<float>::infinity()};
  const float value = Chance(3) ? borders[Below(std::size(borders))]
                                : std::bit_cast<float>(static_cast<uint32_t>(random_()));
  if (std::isnan(value)) return std::numeric_limits<float>::quiet_NaN();
  if (Chance(20) && !for_json_util_) return -0.0F;
  return value;
}

int RandomMessage::EnumNumber(const FieldDescriptor& field) {
  const auto& type = *field.enum_type();
  const bool open = field.file()->syntax() == FileDescriptor::SYNTAX_PROTO3;
  const bool is_null = type.full_name() == "google.protobuf.NullValue";
  if (open && !is_null && Chance(4)) return static_cast<int>(Integer());
  const auto count = static_cast<uint64_t>(type.value_count());
  return type.value(static_cast<int>(Below(count)))->number();
}

std::string RandomMessage::Text() {
  using namespace std::string_literals;
  const std::string pieces[] = {"a"s,           "5"s,  "\""s,   "\\"s,        "\n"s,
                                "\x01"s,        "\0"s, "\x7f"s, "h\xc3\xa9"s, "\xe2\x80\xa8"s,
                                "<"s,           " "s,  "/"s,    "\xc2\xad"s,  "\xf0\x9f\x98\x80"s,
                                "\xef\xbf\xbf"s};
  std::string text;
  for (uint64_t i = Below(5); i > 0; --i) text += pieces[Below(std::size(pieces))];
  return text;
}

std::string RandomMessage::Bytes() {
  std::string bytes;
  for (uint64_t i = Below(8); i > 0; --i) bytes.push_back(static_cast<char>(random_()));
  return bytes;
}

bool RandomMessage::FillKnownType(Message& message, int depth) {
  const std::string& name = message.GetDescriptor()->full_name();
  const Reflection& r = *message.GetReflection();
  if (name == "google.protobuf.Timestamp") {
    const auto seconds = static_cast<int64_t>(Below(315537897600)) - 62135596800;
    r.SetInt64(&message, FieldOf(message, 1), seconds);
    r.SetInt32(&message, FieldOf(message, 2), static_cast<int32_t>(Below(1000000000)));
  } else if (name == "google.protobuf.Duration") {
    const int sign = Chance(2) ? 1 : -1;
    r.SetInt64(&message, FieldOf(message, 1), sign * static_cast<int64_t>(Below(315576000000)));
    r.SetInt32(&message, FieldOf(message, 2), sign * static_cast<int32_t>(Below(1000) * 1000));
  } else if (name == "google.protobuf.FieldMask") {
    for (uint64_t i = Below(3); i > 0; --i) {
      r.AddString(&message, FieldOf(message, 1), Chance(2) ? "foo_bar.b1_c" : "a");
    }
  } else if (name == "google.protobuf.Value") {
    FillValue(message, depth);
  } else if (name == "google.protobuf.Any") {
    FillAny(message, depth);
  } else {
    return false;
  }
  return true;
}

void RandomMessage::FillValue(Message& message, int depth) {
  const Reflection& r = *message.GetReflection();
  const auto kind = static_cast<int>(1 + Below(depth > 0 ? 6 : 4));
  if (kind != 2) return Put(message, *FieldOf(message, kind), depth);
  double number = Real();
  while (!std::isfinite(number)) number = Real();
  r.SetDouble(&message, FieldOf(message, kind), number);
}

void RandomMessage::FillAny(Message& message, int depth) {
  const char* const types[] = {"t.M", "t.S", "google.protobuf.Duration", "google.protobuf.Value",
                               "google.protobuf.Int64Value"};
  const std::string type = types[Below(std::size(types) - (for_json_util_ ? 1 : 0))];
  const Reflection& r = *message.GetReflection();
  const auto* descriptor = message.GetDescriptor()->file()->pool()->FindMessageTypeByName(type);
  if (descriptor == nullptr) return;  // it stays empty
  const std::unique_ptr<Message> payload(r.GetMessageFactory()->GetPrototype(descriptor)->New());
  Fill(*payload, depth - 1);
  r.SetString(&message, FieldOf(message, 1), "type.googleapis.com/" + type);
  r.SetString(&message, FieldOf(message, 2), DeterministicEncoding(*payload));
}

std::string DeterministicEncoding(const Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream out(&stream);
    out.SetSerializationDeterministic(true);
    message.SerializePartialToCodedStream(&out);
  }
  return bytes;
}

}  // namespace leyline
