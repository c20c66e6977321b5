#include "analyzer/diff/facts.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/diff/content.h"
#include "base/digest.h"

namespace leyline {
namespace {

// Where facts go: each is said once, in the order of the keys. What says nothing is no fact.
class ToFacts {
 public:
  explicit ToFacts(Facts& facts) : facts_(facts) {}
  void Put(std::string_view key, std::string_view value) {
    if (!value.empty()) PutAny(key, value);
  }
  void PutAny(std::string_view key, std::string_view value) { facts_.emplace_back(key, value); }

 private:
  Facts& facts_;
};

class ToText {
 public:
  explicit ToText(std::string& text) : text_(text) {}
  void Put(std::string_view key, std::string_view value) {
    if (!value.empty()) PutAny(key, value);
  }
  void PutAny(std::string_view key, std::string_view value) {
    AppendPart(text_, key);
    AppendPart(text_, value);
  }

 private:
  std::string& text_;
};

template <class Out>
void PutDeprecated(Out& out, OptionsKind kind, const Options& options) {
  if (BoolOption(options.bytes, DeprecatedNumber(kind))) out.Put("deprecated", "true");
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

void AddContent(Facts& facts, std::string digest) {
  facts.emplace_back("content", std::move(digest));
  std::sort(facts.begin(), facts.end());
}

// Its message stands in the field, and is added and removed with it.
bool IsGroup(const Field& field) {
  return field.message != nullptr && field.message->is_group &&
         field.message->parent == field.parent;
}

template <class Out>
void Write(const Snapshot& snapshot, const Field& field, Out& out) {
  out.Put("cardinality", CardinalityOf(field));
  if (field.has_default) out.PutAny("default", field.default_value);
  PutDeprecated(out, OptionsKind::kField, field.options);
  if (field.is_delimited()) out.Put("encoding", "delimited");
  if (field.extendee != nullptr) out.Put("extendee", field.extendee->full_name);
  // JSON writes extensions under their full name.
  if (!field.is_extension) out.Put("json_name", field.json_name);
  if (field.is_extension) {
    out.Put("name", FullName(field));
  } else {
    out.Put("name", field.name);
  }
  out.Put("number", std::to_string(field.number));
  if (field.oneof != nullptr) out.Put("oneof", field.oneof->name);
  out.Put("options", OptionsFact(snapshot, OptionsKind::kField, field.options));
  out.Put("packed", PackedOf(field));
  if (!field.is_repeated()) out.Put("presence", field.has_presence() ? "explicit" : "implicit");
  if (field.is_extension) out.Put("scope", ScopeOf(field));
  out.Put("type", TypeOf(field));
  if (HasText(field)) {
    out.Put("utf8", field.features.utf8 == Utf8Validation::kNone ? "unverified" : "verified");
  }
}

template <class Out>
void Write(const Snapshot& snapshot, const Oneof& oneof, Out& out) {
  std::vector<std::string_view> members;
  for (const Field* field : oneof.fields) members.push_back(field->name);
  std::sort(members.begin(), members.end());
  std::string text;
  for (std::string_view member : members) text.append(text.empty() ? "" : ", ").append(member);
  out.Put("fields", text);
  out.Put("name", oneof.name);
  out.Put("options", OptionsFact(snapshot, OptionsKind::kOneof, oneof.options));
}

template <class Out>
void Write(const Snapshot& snapshot, const Method& method, Out& out) {
  if (method.client_streaming) out.Put("client_streaming", "true");
  PutDeprecated(out, OptionsKind::kMethod, method.options);
  out.Put("idempotency", IdempotencyOf(method));
  out.Put("input", method.input != nullptr ? method.input->full_name : method.input_name);
  out.Put("name", method.name);
  out.Put("options", OptionsFact(snapshot, OptionsKind::kMethod, method.options));
  out.Put("output", method.output != nullptr ? method.output->full_name : method.output_name);
  if (method.server_streaming) out.Put("server_streaming", "true");
}

template <class Out>
void Write(const Snapshot& snapshot, const Message& message, Out& out) {
  PutDeprecated(out, OptionsKind::kMessage, message.options);
  out.Put("extensions", ExtensionsFact(snapshot, message));
  out.Put("name", message.full_name);
  out.Put("options", OptionsFact(snapshot, OptionsKind::kMessage, message.options));
}

template <class Out>
void Write(const Snapshot& snapshot, const Enum& enumeration, Out& out) {
  PutDeprecated(out, OptionsKind::kEnum, enumeration.options);
  out.Put("name", enumeration.full_name);
  out.Put("openness", enumeration.is_closed() ? "closed" : "open");
  out.Put("options", OptionsFact(snapshot, OptionsKind::kEnum, enumeration.options));
}

template <class Out>
void Write(const Snapshot& snapshot, const Service& service, Out& out) {
  PutDeprecated(out, OptionsKind::kService, service.options);
  out.Put("name", service.full_name);
  out.Put("options", OptionsFact(snapshot, OptionsKind::kService, service.options));
}

template <class Out>
void Write(const Snapshot& snapshot, const File& file, Out& out) {
  PutDeprecated(out, OptionsKind::kFile, file.options);
  out.Put("options", OptionsFact(snapshot, OptionsKind::kFile, file.options));
  out.Put("package", file.package);
  out.Put("path", file.path);
  out.Put("syntax", SyntaxText(file.edition));
}

template <class Out>
void Write(const Snapshot& snapshot, const ValueSet& values, Out& out) {
  if (values.names.empty()) return;
  const EnumValue& first = *values.names.front();
  std::string aliases;
  for (std::size_t i = 1; i < values.names.size(); ++i) {
    aliases.append(aliases.empty() ? "" : ", ").append(values.names[i]->name);
  }
  out.Put("aliases", aliases);
  PutDeprecated(out, OptionsKind::kEnumValue, first.options);
  out.Put("name", first.name);
  out.Put("number", std::to_string(values.number));
  out.Put("options", OptionsFact(snapshot, OptionsKind::kEnumValue, first.options));
}

template <class Node>
Facts OwnFacts(const Snapshot& snapshot, const Node& node) {
  Facts facts;
  ToFacts out(facts);
  Write(snapshot, node, out);
  return facts;
}

template <class Node>
Facts FactsWith(const Snapshot& snapshot, const Node& node, Depth depth) {
  Facts facts = OwnFacts(snapshot, node);
  if (depth == Depth::kWhole) AddContent(facts, ContentDigest(snapshot, node));
  return facts;
}

}  // namespace

Facts FactsOf(const Snapshot& snapshot, const Field& field, Depth depth) {
  Facts facts = OwnFacts(snapshot, field);
  if (depth == Depth::kWhole && IsGroup(field)) {
    AddContent(facts, ContentDigest(snapshot, *field.message));
  }
  return facts;
}

Facts FactsOf(const Snapshot& snapshot, const Oneof& oneof, Depth /*depth*/) {
  return OwnFacts(snapshot, oneof);
}

Facts FactsOf(const Snapshot& snapshot, const Method& method, Depth /*depth*/) {
  return OwnFacts(snapshot, method);
}

Facts FactsOf(const Snapshot& snapshot, const Message& message, Depth depth) {
  return FactsWith(snapshot, message, depth);
}

Facts FactsOf(const Snapshot& snapshot, const Enum& enumeration, Depth depth) {
  return FactsWith(snapshot, enumeration, depth);
}

Facts FactsOf(const Snapshot& snapshot, const Service& service, Depth depth) {
  return FactsWith(snapshot, service, depth);
}

Facts FactsOf(const Snapshot& snapshot, const File& file, Depth depth) {
  return FactsWith(snapshot, file, depth);
}

Facts FactsOf(const Snapshot& snapshot, const ValueSet& values) {
  return OwnFacts(snapshot, values);
}

template <class Node>
void AppendFacts(std::string& text, const Snapshot& snapshot, const Node& node) {
  ToText out(text);
  Write(snapshot, node, out);
}

template void AppendFacts(std::string&, const Snapshot&, const Field&);
template void AppendFacts(std::string&, const Snapshot&, const Oneof&);
template void AppendFacts(std::string&, const Snapshot&, const Method&);
template void AppendFacts(std::string&, const Snapshot&, const Message&);
template void AppendFacts(std::string&, const Snapshot&, const Enum&);
template void AppendFacts(std::string&, const Snapshot&, const Service&);
template void AppendFacts(std::string&, const Snapshot&, const File&);
template void AppendFacts(std::string&, const Snapshot&, const ValueSet&);

}  // namespace leyline
