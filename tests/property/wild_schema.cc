#include "tests/property/wild_schema.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "tests/property/pick.h"

namespace leyline::testing {
namespace {

constexpr const char* kScalars[] = {"int32",   "int64",    "uint32", "sint32", "sint64", "bool",
                                    "fixed32", "sfixed64", "float",  "double", "string", "bytes"};
constexpr const char* kKeys[] = {"int32", "string", "bool", "int64", "uint64", "fixed32"};
constexpr const char* kKnown[] = {
    "google.protobuf.Any",         "google.protobuf.Timestamp",   "google.protobuf.Duration",
    "google.protobuf.Struct",      "google.protobuf.Value",       "google.protobuf.Int32Value",
    "google.protobuf.StringValue", "google.protobuf.NullValue",   "google.protobuf.FieldMask",
    "google.protobuf.ListValue",   "google.protobuf.UInt64Value", "google.protobuf.BoolValue",
    "google.protobuf.Int64Value",  "google.protobuf.BytesValue",  "google.protobuf.DoubleValue",
    "google.protobuf.Empty"};
constexpr const char* kNames[] = {"a", "b", "c", "d", "a_b", "aB"};

template <std::size_t kSize>
std::string OneOf(const char* const (&list)[kSize]) {
  return list[Pick<std::size_t>(0, kSize)];
}

template <class T>
T& OneOf(std::vector<T>& list) {
  return list[Pick<std::size_t>(0, list.size())];
}

std::string RandomType(const WildSchema& schema) {
  switch (Pick(0, 10)) {
    case 0:
    case 1:
    case 2:
      return fmt::format("M{}", Pick(0, 4));
    case 3:
    case 4:
      return fmt::format("E{}", Pick(0, 2));
    case 5:
      if (schema.syntax == WildSyntax::kProto2 && OneIn(2)) return "group";
      return OneIn(3) ? OneOf(kKnown) : "int32";
    default:
      return OneOf(kScalars);
  }
}

std::string RandomLabel(const WildSchema& schema) {
  constexpr const char* kLabels[] = {"", "", "optional", "repeated", "repeated", "o", "p", "map"};
  if (!schema.is_proto3() && OneIn(8)) return "required";
  return OneOf(kLabels);
}

WildField RandomField(const WildSchema& schema) {
  WildField field{.name = OneOf(kNames),
                  .number = Pick(1, 6),
                  .label = RandomLabel(schema),
                  .type = RandomType(schema),
                  .key = OneOf(kKeys)};
  if (OneIn(12)) field.json_name = OneOf(kNames);
  if (OneIn(4)) field.flavour = Pick(1, 3);
  return field;
}

bool IsFree(const WildMessage& message, const WildField& field) {
  return std::none_of(message.fields.begin(), message.fields.end(), [&](const WildField& other) {
    return other.name == field.name || other.number == field.number;
  });
}

void AddField(const WildSchema& schema, WildMessage& message) {
  WildField field = RandomField(schema);
  if (IsFree(message, field)) message.fields.push_back(std::move(field));
}

WildEnum RandomEnum(int index) {
  WildEnum made{.name = fmt::format("E{}", index), .values = {{"Z", 0}}, .is_closed = OneIn(3)};
  constexpr const char* kValues[] = {"A", "B", "C", "D"};
  for (const char* name : kValues) {
    if (OneIn(3)) continue;
    made.values.emplace_back(name, OneIn(6) ? Pick(-1, 4) : static_cast<int>(made.values.size()));
  }
  return made;
}

void EditField(const WildSchema& schema, WildMessage& message) {
  if (message.fields.empty() || OneIn(5)) return AddField(schema, message);
  WildField& field = OneOf(message.fields);
  const WildField fresh = RandomField(schema);
  WildField& other = OneOf(message.fields);
  switch (Pick(0, 13)) {
    case 9:
      field.flavour = Pick(0, 3);
      return;
    case 10:
      field.key = fresh.key;
      return;
    case 11:
      std::swap(field.json_name, other.json_name);
      return;
    case 12:
      field.type = OneIn(2) ? OneOf(kKnown) : OneOf(kScalars);
      return;
    case 0:
      field.name = fresh.name;
      return;
    case 1:
      field.number = fresh.number;
      return;
    case 2:
      field.label = fresh.label;
      return;
    case 3:
      field.type = fresh.type;
      return;
    case 4:
      field.json_name = fresh.json_name.empty() ? fresh.name : fresh.json_name;
      return;
    case 5:
      return std::swap(field.name, other.name);
    case 6:
      return std::swap(field.number, other.number);
    case 7:
      field = fresh;
      return;
    default:
      message.fields.erase(message.fields.begin() + (&field - message.fields.data()));
  }
}

void EditEnum(WildEnum& plan) {
  auto& value = OneOf(plan.values);
  switch (Pick(0, 5)) {
    case 0:
      value.first = fmt::format("{}", static_cast<char>('A' + Pick(0, 6)));
      return;
    case 1:
      value.second = Pick(-1, 6);
      return;
    case 2:
      plan.values.emplace_back(fmt::format("{}", static_cast<char>('A' + Pick(0, 6))), Pick(0, 7));
      return;
    case 3:
      return std::swap(value.first, OneOf(plan.values).first);
    default:
      if (plan.values.size() > 1) plan.values.pop_back();
  }
}

WildExtension RandomExtension(const WildSchema& schema) {
  WildExtension extension{.extendee = Pick(0, 4), .field = RandomField(schema)};
  WildField& field = extension.field;
  field.name = "x_" + field.name;
  field.number += 99;
  field.json_name.clear();
  const bool fits = field.label == "repeated" || field.label == "optional";
  if (!fits) field.label = OneIn(2) ? "repeated" : "optional";
  if (field.type == "group") field.type = "int32";
  return extension;
}

WildMethod RandomMethod() {
  return {.name = OneOf(kNames), .input = Pick(0, 4), .output = Pick(0, 4), .streams = Pick(0, 4)};
}

// In another message, or in none.
void Move(WildSchema& schema) {
  if (OneIn(2)) {
    OneOf(schema.enums).home = Pick(-1, 4);
    return;
  }
  const int index = Pick(1, 4);
  schema.messages[static_cast<std::size_t>(index)].home = Pick(-1, index);
}

// Several fields at once come into a oneof, leave it, or go to the other one.
void MoveMembers(WildMessage& message) {
  const std::string to = OneIn(3) ? "" : OneIn(2) ? "o" : "p";
  for (WildField& field : message.fields) {
    const bool is_list = field.label == "repeated" || field.label == "map";
    if (!is_list && !OneIn(3)) field.label = to;
  }
}

// A field is given a message that was the same, but for an edit.
void GiveCopy(WildSchema& schema) {
  const int from = Pick(0, 4);
  const int to = Pick(0, 4);
  WildMessage& copy = schema.messages[static_cast<std::size_t>(to)];
  copy.fields = schema.messages[static_cast<std::size_t>(from)].fields;
  for (WildMessage& message : schema.messages) {
    for (WildField& field : message.fields) {
      if (field.type == fmt::format("M{}", from) && OneIn(2)) field.type = fmt::format("M{}", to);
    }
  }
  EditField(schema, copy);
}

// A map becomes a list of messages that look like its entries, or the reverse.
void UnfoldMap(WildSchema& schema) {
  WildMessage& message = OneOf(schema.messages);
  if (message.fields.empty()) return;
  WildField& field = OneOf(message.fields);
  const int index = Pick(0, 4);
  WildMessage& entry = schema.messages[static_cast<std::size_t>(index)];
  if (&entry == &message) return;
  const bool is_map = field.label == "map";
  const WildField map = is_map ? field : RandomField(schema);
  if (map.type == "group") return;
  entry.fields = {{.name = "key", .number = 1, .label = "", .type = map.key},
                  {.name = "value", .number = 2, .label = "", .type = map.type}};
  field.label = is_map ? "repeated" : "map";
  field.key = map.key;
  field.type = is_map ? fmt::format("M{}", index) : map.type;
}

void EditFeatures(WildFeatures& features) {
  int* const all[] = {&features.presence, &features.enums,    &features.lists,
                      &features.utf8,     &features.messages, &features.json};
  *all[Pick<std::size_t>(0, std::size(all))] = Pick(0, 3);
}

// A field becomes an extension of the same number and type, or the reverse.
void ExchangeExtension(WildSchema& schema) {
  if (schema.extensions.empty()) return;
  const auto at = Pick<std::size_t>(0, schema.extensions.size());
  const WildExtension extension = schema.extensions[at];
  WildMessage& message = schema.messages[static_cast<std::size_t>(extension.extendee)];
  if (!IsFree(message, extension.field)) return;
  message.fields.push_back(extension.field);
  schema.extensions.erase(schema.extensions.begin() + static_cast<std::ptrdiff_t>(at));
}

void Reserve(WildMessage& message) {
  switch (Pick(0, 4)) {
    case 0:
      message.reserved_names.emplace_back(OneOf(kNames));
      return;
    case 1:
      message.range = Pick(0, 8);
      return;
    case 2:
      message.reserved.clear();
      message.reserved_names.clear();
      return;
    default:
      message.reserved.push_back(Pick(1, 6));
  }
}

void ReplaceWhole(WildSchema& schema) {
  if (OneIn(2)) {
    WildEnum& plan = OneOf(schema.enums);
    plan.values = RandomEnum(0).values;
    return;
  }
  WildMessage& message = OneOf(schema.messages);
  message.fields.clear();
  for (int count = Pick(0, 4); count > 0; --count) AddField(schema, message);
}

void Exchange(WildSchema& schema) {
  switch (Pick(0, 3)) {
    case 0:
      return std::swap(schema.messages[0].name, OneOf(schema.messages).name);
    case 1:
      return std::swap(schema.enums[0].name, schema.enums[1].name);
    default:
      return std::swap(schema.messages[0].fields, OneOf(schema.messages).fields);
  }
}

void EditOthers(WildSchema& schema) {
  switch (Pick(0, 8)) {
    case 6:
      return ExchangeExtension(schema);
    case 7:
      if (!schema.methods.empty()) OneOf(schema.methods).streams = Pick(0, 4);
      return;
    case 0:
      if (!schema.is_proto3()) schema.extensions.push_back(RandomExtension(schema));
      return;
    case 1:
      if (schema.extensions.empty()) return;
      OneOf(schema.extensions) = RandomExtension(schema);
      return;
    case 2:
      if (!schema.extensions.empty()) schema.extensions.pop_back();
      return;
    case 3:
      return Reserve(OneOf(schema.messages));
    case 4:
      schema.methods.push_back(RandomMethod());
      return;
    default:
      if (!schema.methods.empty()) OneOf(schema.methods) = RandomMethod();
  }
}

}  // namespace

WildSchema RandomWildSchema() {
  WildSchema schema;
  schema.syntax = static_cast<WildSyntax>(Pick(0, 3));
  if (schema.is_edition()) {
    schema.likeness = static_cast<WildLikeness>(Pick(0, 3));
    for (int i = Pick(0, 4); i > 0; --i) EditFeatures(schema.features);
  }
  for (int i = 0; i < 4; ++i) schema.messages.push_back({fmt::format("M{}", i), {}});
  for (int i = 0; i < 2; ++i) schema.enums.push_back(RandomEnum(i));
  for (WildMessage& message : schema.messages) {
    const int count = Pick(0, 4);
    for (int i = 0; i < count; ++i) AddField(schema, message);
  }
  for (int i = Pick(0, 3); i > 0; --i) Move(schema);
  for (int i = Pick(0, 4); i > 0; --i) EditOthers(schema);
  return schema;
}

void EditWildly(WildSchema& schema) {
  switch (Pick(0, 24)) {
    case 18:
      return MoveMembers(OneOf(schema.messages));
    case 19:
      return GiveCopy(schema);
    case 20:
      return UnfoldMap(schema);
    case 21:
      EditFeatures(schema.features);
      OneOf(schema.messages).json = Pick(0, 3);
      return;
    case 0:
    case 1:
      return EditEnum(OneOf(schema.enums));
    case 2:
      OneOf(schema.messages).name = fmt::format("N{}", Pick(0, 9));
      return;
    case 3:
      if (OneIn(2)) schema.syntax = static_cast<WildSyntax>(Pick(0, 3));
      if (OneIn(2)) schema.likeness = static_cast<WildLikeness>(Pick(0, 3));
      return;
    case 4:
      return Move(schema);
    case 5:
      return ReplaceWhole(schema);
    case 6:
      return Exchange(schema);
    case 7:
      return EditOthers(schema);
    case 8: {
      WildEnum& plan = OneOf(schema.enums);
      if (OneIn(2)) plan.name = fmt::format("F{}", Pick(0, 3));
      plan.is_closed = OneIn(2);
      return;
    }
    default:
      return EditField(schema, OneOf(schema.messages));
  }
}

}  // namespace leyline::testing
