#include "plugins/protoc-gen-leyline/contract_digest.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "records/meaning.h"

namespace leyline {
namespace {

std::vector<std::string> ValuesOf(const Enum& enumeration) {
  std::vector<std::string> values;
  for (const EnumValue& value : enumeration.values) {
    values.push_back(fmt::format("{} {}", value.number, value.name));
  }
  return values;
}

void AddField(Meaning& meaning, const Field& field) {
  meaning.AddNumber("field", field.number);
  meaning.Add("name", field.name);
  meaning.Add("json_name", field.json_name);
  meaning.Add("type", TypeText(field));
  meaning.AddFlag("repeated", field.is_repeated());
  meaning.AddFlag("required", field.is_required());
  meaning.AddFlag("presence", field.has_presence());
  meaning.AddFlag("packed", field.is_packed());
  meaning.AddFlag("delimited", field.is_delimited());
  meaning.AddFlag("utf8", field.features.utf8 == Utf8Validation::kVerify);
  meaning.Add("default", field.default_value);
  meaning.Add("oneof", field.oneof == nullptr ? std::string_view() : field.oneof->name);
  if (field.enum_type == nullptr) return;
  meaning.AddFlag("closed", field.enum_type->is_closed());
  meaning.AddSet("values", ValuesOf(*field.enum_type));
}

}  // namespace

std::string ContractDigest(const Message& message) {
  Meaning meaning("leyline.contract.v1");
  meaning.Add("message", message.full_name);
  meaning.AddFlag("message_set", message.message_set);
  std::vector<const Field*> fields;
  for (const Field& field : message.fields) fields.push_back(&field);
  std::sort(fields.begin(), fields.end(),
            [](const Field* a, const Field* b) { return a->number < b->number; });
  for (const Field* field : fields) AddField(meaning, *field);
  return meaning.Digest();
}

}  // namespace leyline
