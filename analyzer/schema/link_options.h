// The built-in options that decide what the linker does, read from the bytes of an options message.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace leyline {

// Field numbers in google/protobuf/descriptor.proto.
namespace option_number {
inline constexpr uint32_t kOptimizeFor = 9;                  // FileOptions
inline constexpr uint32_t kMessageSetWireFormat = 1;         // MessageOptions
inline constexpr uint32_t kMapEntry = 7;                     // MessageOptions
inline constexpr uint32_t kMessageLegacyJsonConflicts = 11;  // MessageOptions
inline constexpr uint32_t kCtype = 1;                        // FieldOptions
inline constexpr uint32_t kPacked = 2;                       // FieldOptions
inline constexpr uint32_t kLazy = 5;                         // FieldOptions
inline constexpr uint32_t kJstype = 6;                       // FieldOptions
inline constexpr uint32_t kUnverifiedLazy = 15;              // FieldOptions
inline constexpr uint32_t kAllowAlias = 2;                   // EnumOptions
inline constexpr uint32_t kEnumLegacyJsonConflicts = 6;      // EnumOptions
}  // namespace option_number

// The last value of a varint field, or nothing when it is unset or the bytes are damaged before it.
std::optional<uint64_t> VarintOption(std::string_view bytes, uint32_t number);

// Whether a field of that number is there, whatever its wire type.
bool HasOption(std::string_view bytes, uint32_t number);

}  // namespace leyline
