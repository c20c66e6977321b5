#include "analyzer/schema/link/options.h"

#include <string>

#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

// By OptionsKind, from google/protobuf/descriptor.proto.
constexpr std::array<int, 9> kFeatures = {50, 12, 21, 1, 7, 2, 34, 35, 50};

bool IsNamed(const OptionDecl& option, std::string_view name) {
  for (const OptionNamePart& part : option.name) {
    if (part.is_extension || !name.starts_with(part.name)) return false;
    name.remove_prefix(part.name.size());
    if (name.empty()) return &part == &option.name.back();
    if (name[0] != '.') return false;
    name.remove_prefix(1);
    if (name.empty()) return true;
  }
  return false;
}

}  // namespace

SmallOptions::SmallOptions(std::string_view bytes) {
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.type != WireType::kVarint || field.number >= values_.size()) continue;
    present_ |= uint64_t{1} << field.number;
    values_[field.number] = field.value;
  }
}

int FeaturesNumber(OptionsKind kind) { return kFeatures[static_cast<std::size_t>(kind)]; }

SmallOptions RawFeatures(OptionsKind kind, std::string_view bytes) {
  std::string features;
  WireReader reader(bytes);
  WireField field;
  const auto number = static_cast<uint32_t>(FeaturesNumber(kind));
  while (reader.Next(field)) {
    if (field.number == number && field.type == WireType::kBytes) features += field.payload;
  }
  return SmallOptions(features);
}

bool HasFeatures(OptionsKind kind, std::string_view bytes) {
  WireReader reader(bytes);
  WireField field;
  const auto number = static_cast<uint32_t>(FeaturesNumber(kind));
  while (reader.Next(field)) {
    if (field.number == number) return true;
  }
  return false;
}

Offset OptionAt(const Options& options, std::string_view name, Offset otherwise) {
  for (const OptionDecl& option : options.written) {
    if (IsNamed(option, name)) return option.pos;
  }
  // `features = { field_presence: IMPLICIT }` has the whole in one value.
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return otherwise;
  return OptionAt(options, name.substr(0, dot), otherwise);
}

}  // namespace leyline
