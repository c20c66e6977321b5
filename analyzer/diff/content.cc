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

// What declares the same members in another order is the same. A part is what was appended to
// `text` since the one before ended.
class Parts {
 public:
  explicit Parts(std::size_t count) {
    constexpr std::size_t kUsual = 128;  // bytes of a part
    text_.reserve(count * kUsual);
    ends_.reserve(count);
  }

  std::string& text() { return text_; }
  void End() { ends_.push_back(text_.size()); }

  void AppendTo(std::string& out, std::string_view kind) const {
    std::vector<std::string_view> parts;
    parts.reserve(ends_.size());
    std::size_t start = 0;
    for (const std::size_t end : ends_) {
      parts.push_back(std::string_view(text_).substr(start, end - start));
      start = end;
    }
    std::sort(parts.begin(), parts.end());
    out.append(kind).append("[");
    for (std::string_view part : parts) AppendPart(out, part);
    out += "]";
  }

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
};

template <class Nodes>
void AppendBlock(std::string& out, const Snapshot& snapshot, std::string_view kind,
                 const Nodes& nodes) {
  Parts parts(nodes.size());
  for (const auto& node : nodes) {
    AppendFacts(parts.text(), snapshot, node);
    parts.End();
  }
  parts.AppendTo(out, kind);
}

void AppendReserved(std::string& out, const Reservations& reservations) {
  out.append("reserved[").append(reservations.numbers.Text());
  for (std::string_view name : reservations.names) out.append(",").append(name);
  out += "]";
}

// Aliases keep their order: the first is the one that printers emit.
void AppendCanonical(std::string& out, const Snapshot& snapshot, const Enum& enumeration) {
  std::vector<const EnumValue*> values;
  for (const EnumValue& value : enumeration.values) values.push_back(&value);
  std::stable_sort(values.begin(), values.end(),
                   [](const EnumValue* a, const EnumValue* b) { return a->number < b->number; });
  AppendFacts(out, snapshot, enumeration);
  for (const EnumValue* value : values) {
    AppendFacts(out, snapshot, ValueSet{.number = value->number, .names = {value}});
  }
  if (!enumeration.values.empty()) out += fmt::format("first={}", enumeration.values[0].number);
  AppendReserved(out, ReservationsOf(enumeration));
}

// Recursion is bounded by the nesting limit of the parser and the decoder.
void AppendCanonical(std::string& out, const Snapshot& snapshot, const Message& message) {
  AppendFacts(out, snapshot, message);
  AppendBlock(out, snapshot, "fields", message.fields);
  AppendBlock(out, snapshot, "oneofs", message.oneofs);
  AppendBlock(out, snapshot, "extensions", message.extensions);
  Parts nested(message.messages.size() + message.enums.size());
  for (const Message& child : message.messages) {
    AppendCanonical(nested.text(), snapshot, child);
    nested.End();
  }
  for (const Enum& child : message.enums) {
    AppendCanonical(nested.text(), snapshot, child);
    nested.End();
  }
  nested.AppendTo(out, "nested");
  AppendReserved(out, ReservationsOf(message));
}

template <class Node>
std::string DigestOfCanonical(const Snapshot& snapshot, const Node& node) {
  std::string text;
  AppendCanonical(text, snapshot, node);
  return DigestText(Sha256Of(text));
}

}  // namespace

std::string ContentDigest(const Snapshot& snapshot, const Message& message) {
  return DigestOfCanonical(snapshot, message);
}

std::string ContentDigest(const Snapshot& snapshot, const Enum& enumeration) {
  return DigestOfCanonical(snapshot, enumeration);
}

std::string ContentDigest(const Snapshot& snapshot, const Service& service) {
  std::string text;
  AppendFacts(text, snapshot, service);
  AppendBlock(text, snapshot, "methods", service.methods);
  return DigestText(Sha256Of(text));
}

std::string ContentDigest(const Snapshot& snapshot, const File& file) {
  std::string text;
  AppendFacts(text, snapshot, file);
  Parts imports(file.imports.size());
  for (const Import& import : file.imports) {
    imports.text() += fmt::format("{} {}", static_cast<int>(import.kind), import.path);
    imports.End();
  }
  imports.AppendTo(text, "imports");
  return DigestText(Sha256Of(text));
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
