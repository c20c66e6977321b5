#include "analyzer/diff/content.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "analyzer/diff/facts.h"
#include "analyzer/diff/ranges.h"
#include "analyzer/schema/wire.h"
#include "base/digest.h"

namespace leyline {
namespace {

// Built-in options that a fact says by its meaning, beside every kind's `deprecated`.
struct OwnFact {
  OptionsKind kind;
  uint32_t number;
};
constexpr OwnFact kOwnFacts[] = {
    {OptionsKind::kField, option_number::kPacked},  // the default depends on the syntax
    {OptionsKind::kMessage, option_number::kMapEntry},
    {OptionsKind::kEnum, option_number::kAllowAlias},  // aliases are seen where they are
    {OptionsKind::kMethod, kIdempotencyLevel},
};

// Sorting the parts is what makes the order of declarations irrelevant.
std::string Block(std::string_view kind, std::vector<std::string> parts) {
  std::sort(parts.begin(), parts.end());
  std::string text(kind);
  text += "[";
  for (const std::string& part : parts) AppendPart(text, part);
  text += "]";
  return text;
}

template <class Nodes>
std::string Block(const Snapshot& snapshot, std::string_view kind, const Nodes& nodes) {
  std::vector<std::string> parts(nodes.size());
  for (std::size_t i = 0; i < parts.size(); ++i) AppendFacts(parts[i], snapshot, nodes[i]);
  return Block(kind, std::move(parts));
}

std::string Reserved(const Reservations& reservations) {
  std::string text = "reserved[" + reservations.numbers.Text();
  for (std::string_view name : reservations.names) text.append(",").append(name);
  return text + "]";
}

// Aliases keep their order: the first is the one that printers emit.
std::string Canonical(const Snapshot& snapshot, const Enum& enumeration) {
  std::vector<const EnumValue*> values;
  for (const EnumValue& value : enumeration.values) values.push_back(&value);
  std::stable_sort(values.begin(), values.end(),
                   [](const EnumValue* a, const EnumValue* b) { return a->number < b->number; });
  std::string text;
  AppendFacts(text, snapshot, enumeration);
  for (const EnumValue* value : values) {
    AppendFacts(text, snapshot, ValueSet{.number = value->number, .names = {value}});
  }
  if (!enumeration.values.empty()) text += fmt::format("first={}", enumeration.values[0].number);
  return text + Reserved(ReservationsOf(enumeration));
}

// Recursion is bounded by the nesting limit of the parser and the decoder.
std::string Canonical(const Snapshot& snapshot, const Message& message) {
  std::string text;
  AppendFacts(text, snapshot, message);
  text += Block(snapshot, "fields", message.fields);
  text += Block(snapshot, "oneofs", message.oneofs);
  text += Block(snapshot, "extensions", message.extensions);
  std::vector<std::string> nested;
  for (const Message& child : message.messages) nested.push_back(Canonical(snapshot, child));
  for (const Enum& child : message.enums) nested.push_back(Canonical(snapshot, child));
  text += Block("nested", std::move(nested));
  return text + Reserved(ReservationsOf(message));
}

std::string Digest(const std::string& canonical) { return DigestText(Sha256Of(canonical)); }

}  // namespace

std::string ContentDigest(const Snapshot& snapshot, const Message& message) {
  return Digest(Canonical(snapshot, message));
}

std::string ContentDigest(const Snapshot& snapshot, const Enum& enumeration) {
  return Digest(Canonical(snapshot, enumeration));
}

std::string ContentDigest(const Snapshot& snapshot, const Service& service) {
  std::string text;
  AppendFacts(text, snapshot, service);
  return Digest(text + Block(snapshot, "methods", service.methods));
}

std::string ContentDigest(const Snapshot& snapshot, const File& file) {
  std::vector<std::string> imports;
  for (const Import& import : file.imports) {
    imports.push_back(fmt::format("{} {}", static_cast<int>(import.kind), import.path));
  }
  std::string text;
  AppendFacts(text, snapshot, file);
  return Digest(text + Block("imports", imports));
}

bool HasOwnFact(OptionsKind kind, uint32_t number) {
  if (number == static_cast<uint32_t>(DeprecatedNumber(kind))) return number != 0;
  return std::any_of(std::begin(kOwnFacts), std::end(kOwnFacts),
                     [&](const OwnFact& own) { return own.kind == kind && own.number == number; });
}

std::string OptionsFact(const Snapshot& snapshot, OptionsKind kind, const Options& options) {
  if (options.bytes.empty()) return "";
  std::string kept;
  WireReader reader(options.bytes);
  for (WireField field; reader.Next(field);) {
    if (!HasOwnFact(kind, field.number)) kept += field.raw;
  }
  kept += reader.rest();
  const std::string text = OptionsText(snapshot, kind, kept);
  return text == "{}" ? "" : text;
}

std::string ExtensionsFact(const Snapshot& snapshot, const Message& message) {
  std::vector<std::string> described;
  for (const ExtensionRange& range : message.extension_ranges) {
    const std::string options = OptionsFact(snapshot, OptionsKind::kExtensionRange, range.options);
    if (options.empty()) continue;
    described.push_back(fmt::format("; {} {}", NumberSet({&range, 1}).Text(), options));
  }
  std::sort(described.begin(), described.end());
  std::string text = NumberSet(std::span<const ExtensionRange>(message.extension_ranges)).Text();
  for (const std::string& part : described) text += part;
  return text;
}

std::string SyntaxText(Edition edition) {
  switch (edition) {
    case Edition::kProto2:
      return "proto2";
    case Edition::kProto3:
      return "proto3";
    case Edition::kUnknown:
      return "unknown";
    default:
      return fmt::format("edition {}", static_cast<int>(edition) + 1023);
  }
}

}  // namespace leyline
