#include "analyzer/diff/facts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "analyzer/diff/content.h"

namespace leyline {
namespace {

void Put(Facts& facts, std::string_view key, std::string_view value) {
  if (!value.empty()) facts.emplace_back(key, value);
}

Facts Sorted(Facts facts) {
  std::sort(facts.begin(), facts.end());
  return facts;
}

void PutDeprecated(Facts& facts, OptionsKind kind, const Options& options) {
  if (BoolOption(options.bytes, DeprecatedNumber(kind))) facts.emplace_back("deprecated", "true");
}

// The names of google.protobuf.MethodOptions.IdempotencyLevel.
std::string_view IdempotencyOf(const Method& method) {
  switch (VarintOption(method.options.bytes, kIdempotencyLevel).value_or(0)) {
    case 1:
      return "NO_SIDE_EFFECTS";
    case 2:
      return "IDEMPOTENT";
    default:
      return {};
  }
}

std::string_view CardinalityOf(const Field& field) {
  if (field.is_map()) return "map";
  if (field.is_repeated()) return "repeated";
  return field.is_required() ? "required" : "singular";
}

std::string TypeOf(const Field& field) {
  constexpr std::string_view kRepeated = "repeated ";
  std::string type = TypeText(field);
  return type.starts_with(kRepeated) ? type.substr(kRepeated.size()) : type;
}

bool HasText(const Field& field) {
  return field.type == FieldType::kString || field.map_key == FieldType::kString;
}

std::string_view PackedOf(const Field& field) {
  const bool packable = field.is_repeated() && !field.is_map() && !field.is_message() &&
                        field.type != FieldType::kString && field.type != FieldType::kBytes;
  if (!packable) return {};
  return field.is_packed() ? "true" : "false";
}

std::string_view ScopeOf(const Field& extension) {
  return extension.parent != nullptr ? extension.parent->full_name : std::string_view();
}

// Its message stands in the field, and is added and removed with it.
bool IsGroup(const Field& field) {
  return field.message != nullptr && field.message->is_group &&
         field.message->parent == field.parent;
}

}  // namespace

Facts FactsOf(const Snapshot& snapshot, const Field& field, Depth depth) {
  Facts facts;
  if (depth == Depth::kWhole && IsGroup(field)) {
    Put(facts, "content", ContentDigest(snapshot, *field.message));
  }
  Put(facts, "cardinality", CardinalityOf(field));
  if (field.has_default) facts.emplace_back("default", field.default_value);
  PutDeprecated(facts, OptionsKind::kField, field.options);
  if (field.is_delimited()) Put(facts, "encoding", "delimited");
  if (field.extendee != nullptr) Put(facts, "extendee", field.extendee->full_name);
  // JSON writes extensions under their full name.
  if (!field.is_extension) Put(facts, "json_name", field.json_name);
  Put(facts, "name", field.is_extension ? FullName(field) : field.name);
  Put(facts, "number", std::to_string(field.number));
  if (field.oneof != nullptr) Put(facts, "oneof", field.oneof->name);
  Put(facts, "options", OptionsFact(snapshot, OptionsKind::kField, field.options));
  Put(facts, "packed", PackedOf(field));
  if (!field.is_repeated()) Put(facts, "presence", field.has_presence() ? "explicit" : "implicit");
  if (field.is_extension) Put(facts, "scope", ScopeOf(field));
  Put(facts, "type", TypeOf(field));
  if (HasText(field)) {
    Put(facts, "utf8", field.features.utf8 == Utf8Validation::kNone ? "unverified" : "verified");
  }
  return Sorted(std::move(facts));
}

Facts FactsOf(const Snapshot& snapshot, const Oneof& oneof, Depth /*depth*/) {
  Facts facts;
  std::vector<std::string> members;
  for (const Field* field : oneof.fields) members.push_back(std::string(field->name));
  std::sort(members.begin(), members.end());
  std::string text;
  for (const std::string& member : members) text += (text.empty() ? "" : ", ") + member;
  Put(facts, "fields", text);
  Put(facts, "name", oneof.name);
  Put(facts, "options", OptionsFact(snapshot, OptionsKind::kOneof, oneof.options));
  return facts;
}

Facts FactsOf(const Snapshot& snapshot, const Method& method, Depth /*depth*/) {
  Facts facts;
  if (method.client_streaming) Put(facts, "client_streaming", "true");
  PutDeprecated(facts, OptionsKind::kMethod, method.options);
  Put(facts, "idempotency", IdempotencyOf(method));
  Put(facts, "input", method.input != nullptr ? method.input->full_name : method.input_name);
  Put(facts, "name", method.name);
  Put(facts, "options", OptionsFact(snapshot, OptionsKind::kMethod, method.options));
  Put(facts, "output", method.output != nullptr ? method.output->full_name : method.output_name);
  if (method.server_streaming) Put(facts, "server_streaming", "true");
  return facts;
}

Facts FactsOf(const Snapshot& snapshot, const Message& message, Depth depth) {
  Facts facts;
  if (depth == Depth::kWhole) Put(facts, "content", ContentDigest(snapshot, message));
  PutDeprecated(facts, OptionsKind::kMessage, message.options);
  Put(facts, "extensions", ExtensionsFact(snapshot, message));
  Put(facts, "name", message.full_name);
  Put(facts, "options", OptionsFact(snapshot, OptionsKind::kMessage, message.options));
  return facts;
}

Facts FactsOf(const Snapshot& snapshot, const Enum& enumeration, Depth depth) {
  Facts facts;
  if (depth == Depth::kWhole) Put(facts, "content", ContentDigest(snapshot, enumeration));
  PutDeprecated(facts, OptionsKind::kEnum, enumeration.options);
  Put(facts, "name", enumeration.full_name);
  Put(facts, "openness", enumeration.is_closed() ? "closed" : "open");
  Put(facts, "options", OptionsFact(snapshot, OptionsKind::kEnum, enumeration.options));
  return Sorted(std::move(facts));
}

Facts FactsOf(const Snapshot& snapshot, const Service& service, Depth depth) {
  Facts facts;
  if (depth == Depth::kWhole) Put(facts, "content", ContentDigest(snapshot, service));
  PutDeprecated(facts, OptionsKind::kService, service.options);
  Put(facts, "name", service.full_name);
  Put(facts, "options", OptionsFact(snapshot, OptionsKind::kService, service.options));
  return facts;
}

Facts FactsOf(const Snapshot& snapshot, const File& file, Depth depth) {
  Facts facts;
  if (depth == Depth::kWhole) Put(facts, "content", ContentDigest(snapshot, file));
  PutDeprecated(facts, OptionsKind::kFile, file.options);
  Put(facts, "options", OptionsFact(snapshot, OptionsKind::kFile, file.options));
  Put(facts, "package", file.package);
  Put(facts, "path", file.path);
  Put(facts, "syntax", SyntaxText(file.edition));
  return facts;
}

Facts FactsOf(const Snapshot& snapshot, const ValueSet& values) {
  Facts facts;
  if (values.names.empty()) return facts;
  const EnumValue& first = *values.names.front();
  std::string aliases;
  for (std::size_t i = 1; i < values.names.size(); ++i) {
    aliases.append(aliases.empty() ? "" : ", ").append(values.names[i]->name);
  }
  Put(facts, "aliases", aliases);
  PutDeprecated(facts, OptionsKind::kEnumValue, first.options);
  Put(facts, "name", first.name);
  Put(facts, "number", std::to_string(values.number));
  Put(facts, "options", OptionsFact(snapshot, OptionsKind::kEnumValue, first.options));
  return facts;
}

}  // namespace leyline
