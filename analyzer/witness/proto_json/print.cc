#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analyzer/witness/proto_json/base64.h"
#include "analyzer/witness/proto_json/json_text.h"
#include "analyzer/witness/proto_json/known_types.h"
#include "analyzer/witness/proto_json/numbers.h"
#include "analyzer/witness/proto_json/printer.h"
#include "analyzer/witness/proto_json/proto_json.h"
#include "base/strings.h"

namespace leyline {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// A map's key: `number` orders integers and bools, `text` is what JSON has.
struct MapKey {
  bool negative = false;
  uint64_t number = 0;  // of a negative key its two's complement, which orders as the keys do
  std::string text;
};

MapKey SignedKey(int64_t key) {
  return {.negative = key < 0, .number = static_cast<uint64_t>(key), .text = std::to_string(key)};
}
MapKey UnsignedKey(uint64_t key) {
  return {.negative = false, .number = key, .text = std::to_string(key)};
}

MapKey KeyOf(const Message& entry) {
  const FieldDescriptor* key = entry.GetDescriptor()->map_key();
  const Reflection& r = *entry.GetReflection();
  switch (key->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return SignedKey(r.GetInt32(entry, key));
    case FieldDescriptor::CPPTYPE_INT64:
      return SignedKey(r.GetInt64(entry, key));
    case FieldDescriptor::CPPTYPE_UINT32:
      return UnsignedKey(r.GetUInt32(entry, key));
    case FieldDescriptor::CPPTYPE_UINT64:
      return UnsignedKey(r.GetUInt64(entry, key));
    case FieldDescriptor::CPPTYPE_BOOL: {
      const bool truth = r.GetBool(entry, key);
      return {.negative = false, .number = truth, .text = truth ? "true" : "false"};
    }
    default:
      return {.negative = false, .number = 0, .text = r.GetString(entry, key)};
  }
}

bool InOrder(const MapKey& a, const MapKey& b) {
  if (a.negative != b.negative) return a.negative;
  return std::tie(a.number, a.text) < std::tie(b.number, b.text);
}

using MapEntry = std::pair<MapKey, const Message*>;

// Sorted by key. Of entries with equal keys the last counts, as in generated code.
std::vector<MapEntry> EntriesOf(const Message& message, const FieldDescriptor& field) {
  const Reflection& r = *message.GetReflection();
  std::vector<MapEntry> entries;
  for (int i = 0; i < r.FieldSize(message, &field); ++i) {
    const Message& entry = r.GetRepeatedMessage(message, &field, i);
    entries.emplace_back(KeyOf(entry), &entry);
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const MapEntry& a, const MapEntry& b) { return InOrder(a.first, b.first); });
  std::vector<MapEntry> last;
  for (MapEntry& entry : entries) {
    if (!last.empty() && last.back().first.text == entry.first.text) last.pop_back();
    last.push_back(std::move(entry));
  }
  return last;
}

std::string NameOf(const FieldDescriptor& field) {
  return field.is_extension() ? fmt::format("[{}]", field.full_name()) : field.json_name();
}

}  // namespace

bool ProtoJsonPrinter::Print(const Message& message) {
  if (KnownTypeOf(*message.GetDescriptor()) != KnownType::kNone) return KnownTypes(message);
  if (!Open('{') || !Members(message)) return false;
  Close('}');
  return true;
}

bool ProtoJsonPrinter::Members(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string name = NameOf(*field);
    Key(name);
    if (!Field(message, *field)) return Under("." + name);
  }
  return true;
}

bool ProtoJsonPrinter::Field(const Message& message, const FieldDescriptor& field) {
  if (field.is_map()) return Map(message, field);
  return field.is_repeated() ? List(message, field) : Element(message, field, -1);
}

bool ProtoJsonPrinter::List(const Message& message, const FieldDescriptor& field) {
  if (!Open('[')) return false;
  const int size = message.GetReflection()->FieldSize(message, &field);
  for (int i = 0; i < size; ++i) {
    if (!Element(message, field, i)) return UnderIndex(i);
  }
  Close(']');
  return true;
}

bool ProtoJsonPrinter::Map(const Message& message, const FieldDescriptor& field) {
  if (!Open('{')) return false;
  for (const auto& [key, entry] : EntriesOf(message, field)) {
    if (!IsValidUtf8(key.text)) return Refuse("a map's key is not valid UTF-8");
    Key(key.text);
    if (!Element(*entry, *entry->GetDescriptor()->map_value(), -1)) return UnderKey(key.text);
  }
  Close('}');
  return true;
}

bool ProtoJsonPrinter::Element(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& r = *message.GetReflection();
  const auto get = [&](auto one, auto of_list) {
    return index < 0 ? (r.*one)(message, &field) : (r.*of_list)(message, &field, index);
  };
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      Bare(std::to_string(get(&Reflection::GetInt32, &Reflection::GetRepeatedInt32)));
      return true;
    case FieldDescriptor::CPPTYPE_UINT32:
      Bare(std::to_string(get(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32)));
      return true;
    case FieldDescriptor::CPPTYPE_INT64:
      Quoted(std::to_string(get(&Reflection::GetInt64, &Reflection::GetRepeatedInt64)));
      return true;
    case FieldDescriptor::CPPTYPE_UINT64:
      Quoted(std::to_string(get(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64)));
      return true;
    case FieldDescriptor::CPPTYPE_DOUBLE:
      Bare(PrintReal(get(&Reflection::GetDouble, &Reflection::GetRepeatedDouble)));
      return true;
    case FieldDescriptor::CPPTYPE_FLOAT:
      Bare(PrintReal(get(&Reflection::GetFloat, &Reflection::GetRepeatedFloat)));
      return true;
    case FieldDescriptor::CPPTYPE_BOOL:
      Bare(get(&Reflection::GetBool, &Reflection::GetRepeatedBool) ? "true" : "false");
      return true;
    case FieldDescriptor::CPPTYPE_ENUM:
      Enum(get(&Reflection::GetEnumValue, &Reflection::GetRepeatedEnumValue), field);
      return true;
    case FieldDescriptor::CPPTYPE_STRING:
      return Text(get(&Reflection::GetString, &Reflection::GetRepeatedString), field);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return Print(index < 0 ? r.GetMessage(message, &field)
                         : r.GetRepeatedMessage(message, &field, index));
}

bool ProtoJsonPrinter::Text(const std::string& text, const FieldDescriptor& field) {
  const bool is_bytes = field.type() == FieldDescriptor::TYPE_BYTES;
  if (!is_bytes && !IsValidUtf8(text)) return Refuse("the text is not valid UTF-8");
  Quoted(is_bytes ? EncodeBase64(text) : text);
  return true;
}

void ProtoJsonPrinter::Enum(int number, const FieldDescriptor& field) {
  // The library keeps the first of the values that share a number.
  const auto* value = field.enum_type()->FindValueByNumber(number);
  if (IsNullValue(*field.enum_type())) {
    Bare("null");
  } else if (value != nullptr) {
    Quoted(value->name());
  } else {
    Bare(std::to_string(number));
  }
}

bool ProtoJsonPrinter::Open(char bracket) {
  if (++depth_ > kMaxJsonDepth) {
    return Refuse(fmt::format("nested deeper than {} levels", kMaxJsonDepth));
  }
  Separate();
  out_.push_back(bracket);
  need_comma_ = false;
  return true;
}

void ProtoJsonPrinter::Close(char bracket) {
  --depth_;
  out_.push_back(bracket);
  need_comma_ = true;
}

void ProtoJsonPrinter::Key(std::string_view name) {
  Quoted(name);
  out_.push_back(':');
  need_comma_ = false;
}

void ProtoJsonPrinter::Quoted(std::string_view text) {
  Separate();
  AppendJsonQuoted(out_, text);
}

void ProtoJsonPrinter::Bare(std::string_view text) {
  Separate();
  out_ += text;
}

void ProtoJsonPrinter::Separate() {
  if (need_comma_) out_.push_back(',');
  need_comma_ = true;
}

std::optional<std::string> PrintProtoJson(const Message& message, std::string& problem) {
  problem = MissingRequired(message);
  if (!problem.empty()) return std::nullopt;
  ProtoJsonPrinter printer(*message.GetDescriptor()->file()->pool());
  if (printer.Print(message)) return printer.out();
  problem = printer.Problem();
  return std::nullopt;
}

}  // namespace leyline
