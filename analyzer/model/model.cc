#include "analyzer/model/model.h"

#include <array>

#include "analyzer/model/json_name.h"

namespace leyline {
namespace {

std::string Join(std::string_view scope, std::string_view name) {
  std::string full;
  full.reserve(scope.size() + 1 + name.size());
  full.append(scope);
  if (!scope.empty()) full.push_back('.');
  full.append(name);
  return full;
}

// Indexed by FieldType.
constexpr std::array<std::string_view, 19> kKeywords = {
    "?",       "double",   "float",    "int64",  "uint64",  "int32", "fixed64",
    "fixed32", "bool",     "string",   "group",  "message", "bytes", "uint32",
    "enum",    "sfixed32", "sfixed64", "sint32", "sint64"};

// The characters of the JSON name of a field, until `visit` returns false; says whether it did not.
template <class Visit>
bool ForEachInJson(std::string_view name, const Visit& visit) {
  bool upper = false;
  for (const char c : name) {
    if (c == '_') {
      upper = true;
      continue;
    }
    if (!visit(upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c)) return false;
    upper = false;
  }
  return true;
}

std::string_view NameOfType(const Field& field) {
  if (field.message != nullptr) return field.message->full_name;
  if (field.enum_type != nullptr) return field.enum_type->full_name;
  if (field.is_message() || field.type == FieldType::kEnum) return field.type_name;
  return KeywordOf(field.type);
}

}  // namespace

std::string FullName(const Field& field) {
  if (field.parent != nullptr) return Join(field.parent->full_name, field.name);
  return Join(field.file == nullptr ? std::string_view() : field.file->package, field.name);
}

std::string FullName(const EnumValue& value) { return Join(value.parent->full_name, value.name); }
std::string FullName(const Oneof& oneof) { return Join(oneof.parent->full_name, oneof.name); }
std::string FullName(const Method& method) { return Join(method.parent->full_name, method.name); }

std::string_view KeywordOf(FieldType type) { return kKeywords[static_cast<std::size_t>(type)]; }

std::string TypeText(const Field& field) {
  std::string text;
  if (field.is_map()) {
    text.append("map<").append(KeywordOf(field.map_key)).append(", ");
    return text.append(NameOfType(field)).append(">");
  }
  if (field.label == Label::kRepeated) text.append("repeated ");
  return text.append(NameOfType(field));
}

std::string DerivedJsonName(std::string_view name) {
  std::string json(name.size(), '\0');
  std::size_t size = 0;
  ForEachInJson(name, [&](char c) {
    json[size++] = c;
    return true;
  });
  json.resize(size);
  return json;
}

bool IsDerivedJsonName(std::string_view json_name, std::string_view name) {
  std::size_t size = 0;
  const bool is_start = ForEachInJson(
      name, [&](char c) { return size < json_name.size() && json_name[size++] == c; });
  return is_start && size == json_name.size();
}

}  // namespace leyline
