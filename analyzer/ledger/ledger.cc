#include "analyzer/ledger/ledger.h"

#include <functional>

namespace leyline {
namespace {

std::string_view NameOf(const Message* message) {
  return message == nullptr ? std::string_view() : message->full_name;
}

std::string_view NameOf(const Enum* enumeration) {
  return enumeration == nullptr ? std::string_view() : enumeration->full_name;
}

// Whether the copy still says what the field is.
bool IsSame(const Field& copy, const Field& field) {
  return copy.name == field.name && copy.number == field.number && copy.type == field.type &&
         copy.map_key == field.map_key && copy.label == field.label &&
         copy.json_name == field.json_name && copy.proto3_optional == field.proto3_optional &&
         copy.features == field.features && copy.is_extension == field.is_extension &&
         copy.default_value == field.default_value &&
         (copy.oneof == nullptr) == (field.oneof == nullptr) &&
         NameOf(copy.message) == NameOf(field.message) &&
         NameOf(copy.enum_type) == NameOf(field.enum_type);
}

// The extendee's name in the version under judgement.
std::string_view ExtendeeOf(const Field& extension, const Matches& matches) {
  const Message* after = matches.AfterOf(extension.extendee);
  return after != nullptr ? after->full_name : extension.extendee->full_name;
}

FormerField* Find(const auto& map, const auto& key) {
  const auto at = map.find(key);
  return at == map.end() ? nullptr : at->second;
}

}  // namespace

std::size_t Ledger::Hash::operator()(const Numbered& key) const {
  return std::hash<std::string_view>()(key.first) * 31 + static_cast<std::size_t>(key.second);
}

std::size_t Ledger::Hash::operator()(const Named& key) const {
  const std::hash<std::string_view> hash;
  return hash(key.first) * 31 + hash(key.second);
}

void Ledger::Add(std::string_view release, const Matches& matches) {
  release = Kept(release);
  enums_.clear();
  for (const Pair<Message>& pair : matches.messages) {
    if (!pair.both()) continue;
    const std::string_view name = Kept(pair.after->full_name);
    for (const Field& field : pair.before->fields) AddField(release, name, field);
  }
  for (const Pair<Field>& pair : matches.fields) {
    if (pair.before == nullptr || !pair.before->is_extension) continue;
    AddField(release, Kept(ExtendeeOf(*pair.before, matches)), *pair.before);
  }
  for (const Pair<Enum>& pair : matches.enums) {
    if (pair.both()) AddValues(release, Kept(pair.after->full_name), *pair.before);
  }
}

void Ledger::AddField(std::string_view release, std::string_view message, const Field& field) {
  FormerField*& known = by_number_[{message, field.number}];
  if (known != nullptr && IsSame(*known->field, field)) {
    known->release = release;
  } else {
    known = &fields_.emplace_back();
    *known = {.field = CopyOf(field), .name = {}, .release = release};
    known->name = field.is_extension ? Kept(FullName(field)) : known->field->name;
  }
  if (field.is_extension) return;  // JSON and text write its full name, which no field has
  by_name_[{message, known->field->name}] = known;
  by_json_name_[{message, known->field->json_name}] = known;
}

void Ledger::AddValues(std::string_view release, std::string_view enumeration, const Enum& from) {
  for (const EnumValue& value : from.values) {
    const std::string_view name = Kept(value.name);
    FormerValue& known = value_by_number_[{enumeration, value.number}];
    if (known.release != release) known = {.names = {}, .release = release};
    known.names.push_back(name);
    value_by_name_[{enumeration, name}] = {.number = value.number, .release = release};
  }
}

const Field* Ledger::CopyOf(const Field& field) {
  Field copy = field;
  copy.name = Kept(field.name);
  copy.json_name = Kept(field.json_name);
  copy.default_value = Kept(field.default_value);
  copy.type_name = copy.extendee_name = {};
  copy.options = {};
  copy.file = nullptr;
  copy.parent = copy.extendee = nullptr;
  copy.oneof = field.oneof == nullptr ? nullptr : &some_oneof_;
  copy.message = field.message == nullptr ? nullptr : StubOf(*field.message);
  copy.enum_type = field.enum_type == nullptr ? nullptr : CopyOf(*field.enum_type);
  return arena_.New<Field>(copy);
}

Message* Ledger::StubOf(const Message& message) {
  Message*& stub = stubs_[Kept(message.full_name)];
  if (stub == nullptr) {
    Message named;
    named.full_name = Kept(message.full_name);
    stub = arena_.New<Message>(named);
  }
  return stub;
}

Enum* Ledger::CopyOf(const Enum& enumeration) {
  Enum*& known = enums_[&enumeration];
  if (known != nullptr) return known;
  std::vector<EnumValue> values(enumeration.values.begin(), enumeration.values.end());
  for (EnumValue& value : values) {
    value.name = Kept(value.name);
    value.options = {};
    value.parent = nullptr;
  }
  Enum copy;
  copy.full_name = Kept(enumeration.full_name);
  copy.features = enumeration.features;
  copy.values = arena_.Copy(values);
  known = arena_.New<Enum>(copy);
  return known;
}

std::string_view Ledger::Kept(std::string_view text) {
  const auto at = texts_.find(text);
  if (at != texts_.end()) return at->second;
  const std::string_view copy = arena_.Copy(text);
  texts_.emplace(copy, copy);
  return copy;
}

const FormerField* Ledger::FieldNumbered(std::string_view message, int32_t number) const {
  return Find(by_number_, Numbered(message, number));
}

const FormerField* Ledger::FieldNamed(std::string_view message, std::string_view name) const {
  return Find(by_name_, Named(message, name));
}

const FormerField* Ledger::FieldInJson(std::string_view message, std::string_view json_name) const {
  return Find(by_json_name_, Named(message, json_name));
}

const FormerValue* Ledger::ValueNumbered(std::string_view enumeration, int32_t number) const {
  const auto at = value_by_number_.find({enumeration, number});
  return at == value_by_number_.end() ? nullptr : &at->second;
}

const FormerNumber* Ledger::ValueNamed(std::string_view enumeration, std::string_view name) const {
  const auto at = value_by_name_.find({enumeration, name});
  return at == value_by_name_.end() ? nullptr : &at->second;
}

}  // namespace leyline
