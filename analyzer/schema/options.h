// Options: what is written -> the bytes of the options message, and back to text that compares by
// meaning. Built-in options are known from an embedded schema (builtin.h), custom ones from the
// extensions that the file can see.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/schema/snapshot.h"
#include "base/error.h"

namespace leyline {

// Finds a name from inside a scope by the language's rules, among what a file can see.
using ResolveName =
    std::function<Symbol(const File& from, std::string_view scope, std::string_view name)>;

// Fills Options::bytes of every element of a file with text, in field-number order; reports unknown
// options, wrong types, options set twice, wrong aggregates. All types of all files are resolved.
//
// Options with `retention = RETENTION_SOURCE` stay in the bytes, other than in what protoc hands to
// generators: Leyline judges sources. `default` and `json_name` are no options and are skipped.
//
// Of a file that is there for others only the options of what these can reach: of types. Those of
// the file, too, where they may hold features.
enum class OptionsOf { kAll, kTypes };
void InterpretOptions(File& file, OptionsOf of, const ResolveName& resolve, Errors& errors);

// Which options message an element has.
enum class OptionsKind : uint8_t {
  kFile,
  kMessage,
  kField,
  kOneof,
  kEnum,
  kEnumValue,
  kService,
  kMethod,
  kExtensionRange
};

// "{deprecated: true, (google.api.http): {get: \"/v1/x\"}}": sorted by number, custom options by
// the schema that `snapshot` has for them; parts that it can't understand as `(?50001): 0x0a03...`.
// Equal texts mean equal options whichever input form they came from. Features are left out: they
// are compared resolved.
std::string OptionsText(const Snapshot& snapshot, OptionsKind kind, std::string_view bytes);

// The features that one options message sets itself; kUnknown where it says nothing.
Features WrittenFeatures(OptionsKind kind, std::string_view bytes);

// A built-in option that is a bool, an enum or an integer, by field number; the last one counts.
// Nothing when it is unset.
std::optional<uint64_t> VarintOption(std::string_view bytes, int field_number);

// Whether a field of that number is there, whatever its wire type.
bool HasOption(std::string_view bytes, int field_number);

// A built-in boolean option by field number, false when unset: message_set_wire_format,
// allow_alias...
bool BoolOption(std::string_view bytes, int field_number);

// A built-in string option by field number: java_package... Nothing when it is unset.
std::optional<std::string_view> StringOption(std::string_view bytes, int field_number);

// Field numbers of the built-in options that the language's own rules ask for.
namespace option_number {
inline constexpr int kMessageSetWireFormat = 1;  // MessageOptions
inline constexpr int kMapEntry = 7;              // MessageOptions
inline constexpr int kMessageLegacyJson =
    11;                                     // MessageOptions.deprecated_legacy_json_field_conflicts
inline constexpr int kAllowAlias = 2;       // EnumOptions
inline constexpr int kEnumLegacyJson = 6;   // EnumOptions.deprecated_legacy_json_field_conflicts
inline constexpr int kCtype = 1;            // FieldOptions
inline constexpr int kPacked = 2;           // FieldOptions
inline constexpr int kFieldDeprecated = 3;  // FieldOptions
inline constexpr int kLazy = 5;             // FieldOptions
inline constexpr int kJstype = 6;           // FieldOptions
inline constexpr int kWeak = 10;            // FieldOptions
inline constexpr int kUnverifiedLazy = 15;  // FieldOptions
inline constexpr int kDebugRedact = 16;     // FieldOptions
inline constexpr int kVerification = 3;     // ExtensionRangeOptions
inline constexpr int kDeclaration = 2;      // ExtensionRangeOptions
inline constexpr int kJavaMultipleFiles = 10;  // FileOptions
inline constexpr int kOptimizeFor = 9;         // FileOptions
}  // namespace option_number

// The field number of `deprecated` in an options message; 0 for oneofs and extension ranges.
int DeprecatedNumber(OptionsKind kind);

}  // namespace leyline
