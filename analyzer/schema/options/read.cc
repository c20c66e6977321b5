// Small readers of options bytes.
#include <array>

#include "analyzer/schema/options.h"
#include "analyzer/schema/wire.h"

namespace leyline {
namespace {

// By OptionsKind: the field number of `features` and of `deprecated`.
constexpr std::array<uint32_t, 9> kFeatures = {50, 12, 21, 1, 7, 2, 34, 35, 50};
constexpr std::array<int, 9> kDeprecated = {23, 3, 3, 0, 3, 1, 33, 33, 0};

// A number that the enum doesn't have says nothing.
template <class E>
void Take(E& to, uint64_t value, E last) {
  if (value <= static_cast<uint64_t>(last)) to = static_cast<E>(value);
}

void ReadFeature(const WireField& field, Features& to) {
  if (field.type != WireType::kVarint) return;
  switch (field.number) {
    case 1:
      return Take(to.presence, field.value, Presence::kLegacyRequired);
    case 2:
      return Take(to.enum_type, field.value, EnumType::kClosed);
    case 3:
      return Take(to.repeated, field.value, RepeatedEncoding::kExpanded);
    case 4:  // 1 was never given out
      if (field.value != 1) Take(to.utf8, field.value, Utf8Validation::kNone);
      return;
    case 5:
      return Take(to.message_encoding, field.value, MessageEncoding::kDelimited);
    case 6:
      return Take(to.json, field.value, JsonFormat::kLegacyBestEffort);
    case 8:
      return Take(to.visibility, field.value, DefaultVisibility::kStrict);
    default:
      return;
  }
}

}  // namespace

Features WrittenFeatures(OptionsKind kind, std::string_view bytes) {
  Features features;
  const uint32_t number = kFeatures[static_cast<std::size_t>(kind)];
  WireReader options(bytes);
  WireField outer;
  while (options.Next(outer)) {
    if (outer.number != number || outer.type != WireType::kBytes) continue;
    WireReader set(outer.payload);
    WireField inner;
    while (set.Next(inner)) ReadFeature(inner, features);
  }
  return features;
}

std::optional<uint64_t> VarintOption(std::string_view bytes, int field_number) {
  std::optional<uint64_t> value;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == static_cast<uint32_t>(field_number) && field.type == WireType::kVarint) {
      value = field.value;
    }
  }
  return value;
}

bool HasOption(std::string_view bytes, int field_number) {
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == static_cast<uint32_t>(field_number)) return true;
  }
  return false;
}

bool BoolOption(std::string_view bytes, int field_number) {
  return VarintOption(bytes, field_number).value_or(0) != 0;
}

std::optional<std::string_view> StringOption(std::string_view bytes, int field_number) {
  std::optional<std::string_view> value;
  WireReader reader(bytes);
  WireField field;
  while (reader.Next(field)) {
    if (field.number == static_cast<uint32_t>(field_number) && field.type == WireType::kBytes) {
      value = field.payload;
    }
  }
  return value;
}

int DeprecatedNumber(OptionsKind kind) { return kDeprecated[static_cast<std::size_t>(kind)]; }

}  // namespace leyline
