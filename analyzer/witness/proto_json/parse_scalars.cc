#include <string>
#include <utility>

#include <fmt/format.h>

#include "analyzer/witness/proto_json/base64.h"
#include "analyzer/witness/proto_json/known_types.h"
#include "analyzer/witness/proto_json/numbers.h"
#include "analyzer/witness/proto_json/parser.h"

namespace leyline {
namespace {

using google::protobuf::Reflection;

// The one form that printers give an integer as a map's key.
bool IsPlainInteger(std::string_view text) {
  if (text == "0") return true;
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text[0] != '0' && text.find_first_not_of("0123456789") == text.npos;
}

bool IsNumberOrText(const JsonNode& node) {
  return node.Is(JsonNode::Kind::kNumber) || node.Is(JsonNode::Kind::kString);
}

}  // namespace

bool ProtoJsonParser::Element(const JsonNode& node, const Slot& slot) {
  using R = Reflection;
  switch (slot.field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Integer<int32_t>(node, slot, &R::SetInt32, &R::AddInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return Integer<int64_t>(node, slot, &R::SetInt64, &R::AddInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return Integer<uint32_t>(node, slot, &R::SetUInt32, &R::AddUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return Integer<uint64_t>(node, slot, &R::SetUInt64, &R::AddUInt64);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Double(node, slot);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Float(node, slot);
    case FieldDescriptor::CPPTYPE_BOOL:
      return Bool(node, slot);
    case FieldDescriptor::CPPTYPE_ENUM:
      return Enum(node, slot);
    case FieldDescriptor::CPPTYPE_STRING:
      return Text(node, slot);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  const R& r = *slot.message.GetReflection();
  return Parse(node, slot.field.is_repeated() ? *r.AddMessage(&slot.message, &slot.field)
                                              : *r.MutableMessage(&slot.message, &slot.field));
}

template <class Int, class Set, class Add>
bool ProtoJsonParser::Integer(const JsonNode& node, const Slot& slot, Set set, Add add) {
  if (!IsNumberOrText(node)) return Expect(JsonNode::Kind::kNumber, node);
  std::string problem;
  const std::optional<WholeNumber> number = ParseWholeNumber(node.text, problem);
  if (!number) return Refuse(std::move(problem));
  const std::optional<Int> value = Fit<Int>(*number);
  if (value) return slot.Put(set, add, *value);
  return Refuse(fmt::format("{} is out of the range of `{}`", InBackticks(node.text),
                            slot.field.type_name()));
}

bool ProtoJsonParser::Double(const JsonNode& node, const Slot& slot) {
  if (!IsNumberOrText(node)) return Expect(JsonNode::Kind::kNumber, node);
  std::string problem;
  const auto value = ParseDouble(node.text, node.Is(JsonNode::Kind::kString), problem);
  if (!value) return Refuse(std::move(problem));
  return slot.Put(&Reflection::SetDouble, &Reflection::AddDouble, *value);
}

bool ProtoJsonParser::Float(const JsonNode& node, const Slot& slot) {
  if (!IsNumberOrText(node)) return Expect(JsonNode::Kind::kNumber, node);
  std::string problem;
  const auto value = ParseFloat(node.text, node.Is(JsonNode::Kind::kString), problem);
  if (!value) return Refuse(std::move(problem));
  return slot.Put(&Reflection::SetFloat, &Reflection::AddFloat, *value);
}

bool ProtoJsonParser::Bool(const JsonNode& node, const Slot& slot) {
  return Expect(JsonNode::Kind::kBool, node) &&
         slot.Put(&Reflection::SetBool, &Reflection::AddBool, node.truth);
}

bool ProtoJsonParser::Text(const JsonNode& node, const Slot& slot) {
  if (!Expect(JsonNode::Kind::kString, node)) return false;
  if (slot.field.type() != FieldDescriptor::TYPE_BYTES) {
    return slot.Put(&Reflection::SetString, &Reflection::AddString, node.text);
  }
  std::optional<std::string> bytes = DecodeBase64(node.text);
  if (!bytes) return Refuse(InBackticks(node.text) + " is not base64");
  return slot.Put(&Reflection::SetString, &Reflection::AddString, *std::move(bytes));
}

bool ProtoJsonParser::Enum(const JsonNode& node, const Slot& slot) {
  const google::protobuf::EnumDescriptor& type = *slot.field.enum_type();
  const auto put = [&](int number) {
    return slot.Put(&Reflection::SetEnumValue, &Reflection::AddEnumValue, number);
  };
  if (node.Is(JsonNode::Kind::kNull) && IsNullValue(type)) return put(0);
  if (node.Is(JsonNode::Kind::kString)) {
    const auto* value = type.FindValueByName(node.text);
    if (value != nullptr) return put(value->number());
    return Refuse(
        fmt::format("{} is no value of the enum `{}`", InBackticks(node.text), type.full_name()));
  }
  if (!node.Is(JsonNode::Kind::kNumber)) {
    return Refuse(fmt::format("got {}, expected the name or number of a value of the enum `{}`",
                              Describe(node.kind), type.full_name()));
  }
  std::string problem;
  const std::optional<WholeNumber> whole = ParseWholeNumber(node.text, problem);
  if (!whole) return Refuse(std::move(problem));
  const std::optional<int32_t> number = Fit<int32_t>(*whole);
  if (!number) return Refuse(InBackticks(node.text) + " is out of the range of an enum");
  if (IsClosedEnum(slot.field) && type.FindValueByNumber(*number) == nullptr) {
    return Refuse(
        fmt::format("{} is no number of the closed enum `{}`", *number, type.full_name()));
  }
  return put(*number);
}

template <class Int, class Set>
bool ProtoJsonParser::IntegerKey(const std::string& text, const Slot& slot, Set set) {
  std::string ignored;
  const auto number = IsPlainInteger(text) ? ParseWholeNumber(text, ignored) : std::nullopt;
  const std::optional<Int> value = number ? Fit<Int>(*number) : std::nullopt;
  if (!value) {
    return Refuse(fmt::format("the key is not the text of an `{}`", slot.field.type_name()));
  }
  (slot.message.GetReflection()->*set)(&slot.message, &slot.field, *value);
  return true;
}

bool ProtoJsonParser::MapKey(const std::string& text, const Slot& slot) {
  using R = Reflection;
  const R& r = *slot.message.GetReflection();
  switch (slot.field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return IntegerKey<int32_t>(text, slot, &R::SetInt32);
    case FieldDescriptor::CPPTYPE_INT64:
      return IntegerKey<int64_t>(text, slot, &R::SetInt64);
    case FieldDescriptor::CPPTYPE_UINT32:
      return IntegerKey<uint32_t>(text, slot, &R::SetUInt32);
    case FieldDescriptor::CPPTYPE_UINT64:
      return IntegerKey<uint64_t>(text, slot, &R::SetUInt64);
    case FieldDescriptor::CPPTYPE_BOOL:
      if (text != "true" && text != "false") return Refuse("the key is not `true` or `false`");
      r.SetBool(&slot.message, &slot.field, text == "true");
      return true;
    default:
      r.SetString(&slot.message, &slot.field, text);
      return true;
  }
}

}  // namespace leyline
