// The declarations of .proto contracts, as the parser or the descriptor-set decoder makes them and
// the linker completes them. Plain nodes in the arena of their file; pointers never cross snapshots.
//
// Each node has two halves. "Written": what the file says; filled by its maker. "Linked": what it
// means; filled by analyzer/schema/link.cc and constant from then on.
//
// Names are views into the file's text or arena. Map entries and the synthetic oneofs of proto3
// `optional` are not nodes: the first is Field::map_key, the second Field::proto3_optional.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"

namespace leyline {

// Where a node stands. In a file with text: a byte offset. In a file from a descriptor set: the
// node's index in its list of the descriptor; analyzer/schema/locate.h turns both into line:column.
using Offset = uint32_t;
inline constexpr Offset kNoOffset = 0xFFFFFFFF;

// The numbers of google.protobuf.Edition.
enum class Edition : uint16_t { kUnknown = 0, kProto2 = 998, kProto3 = 999, k2023 = 1000, k2024 = 1001 };

// The numbers of google.protobuf.FieldDescriptorProto.Type. kNone: a named type not yet resolved.
enum class FieldType : uint8_t {
  kNone = 0, kDouble = 1, kFloat = 2, kInt64 = 3, kUint64 = 4, kInt32 = 5, kFixed64 = 6,
  kFixed32 = 7, kBool = 8, kString = 9, kGroup = 10, kMessage = 11, kBytes = 12, kUint32 = 13,
  kEnum = 14, kSfixed32 = 15, kSfixed64 = 16, kSint32 = 17, kSint64 = 18,
};

// The label as written. kNone: none (proto3, editions, oneof members, map fields).
enum class Label : uint8_t { kNone, kOptional, kRequired, kRepeated };

// Resolved features: protobuf.dev "Feature Settings for Editions". proto2 and proto3 resolve to the
// values that their legacy rules mean.
enum class Presence : uint8_t { kUnknown, kExplicit, kImplicit, kLegacyRequired };
enum class EnumType : uint8_t { kUnknown, kOpen, kClosed };
enum class RepeatedEncoding : uint8_t { kUnknown, kPacked, kExpanded };
enum class Utf8Validation : uint8_t { kUnknown, kVerify = 2, kNone = 3 };
enum class MessageEncoding : uint8_t { kUnknown, kLengthPrefixed, kDelimited };
enum class JsonFormat : uint8_t { kUnknown, kAllow, kLegacyBestEffort };
enum class DefaultVisibility : uint8_t { kUnknown, kExportAll, kExportTopLevel, kLocalAll, kStrict };

struct Features {
  Presence presence = Presence::kUnknown;
  EnumType enum_type = EnumType::kUnknown;
  RepeatedEncoding repeated = RepeatedEncoding::kUnknown;
  Utf8Validation utf8 = Utf8Validation::kUnknown;
  MessageEncoding message_encoding = MessageEncoding::kUnknown;
  JsonFormat json = JsonFormat::kUnknown;
  DefaultVisibility visibility = DefaultVisibility::kUnknown;  // edition 2024
  bool operator==(const Features&) const = default;
};

// `export` and `local` of edition 2024.
enum class Visibility : uint8_t { kUnset, kLocal, kExport };

struct File;
struct Message;
struct Enum;
struct Service;

// One part of an option's name: `foo` or `(pkg.ext)`.
struct OptionNamePart {
  std::string_view name;  // without the parentheses
  bool is_extension = false;
  Offset pos = kNoOffset;
};

enum class OptionValueKind : uint8_t { kIdentifier, kInteger, kFloat, kString, kAggregate };

// `name = value` as written. Only files with text have these.
struct OptionDecl {
  std::span<OptionNamePart> name;
  OptionValueKind kind = OptionValueKind::kIdentifier;
  bool negative = false;     // a '-' stood before a number or an identifier (inf, nan)
  uint64_t integer = 0;      // kInteger
  double number = 0;         // kFloat, or a kInteger beyond uint64
  std::string_view text;     // kIdentifier: the word. kString: unescaped, adjacent literals joined.
                             // kAggregate: the source between the braces.
  Offset pos = kNoOffset;        // of the name
  Offset value_pos = kNoOffset;  // of the value
};

// The options of one element.
struct Options {
  std::span<OptionDecl> written;
  // Linked: the bytes of the FileOptions/MessageOptions/... message, in field-number order for files
  // with text, as found for descriptor sets. Custom options included.
  std::string_view bytes;
};

// Inclusive on both sides, for fields, extensions and enum values alike.
struct Range {
  int32_t first = 0;
  int32_t last = 0;
  Offset pos = kNoOffset;
};

struct ReservedName {
  std::string_view name;
  Offset pos = kNoOffset;
};

struct ExtensionRange {
  int32_t first = 0;
  int32_t last = 0;
  Options options;  // of every range of one `extensions` statement alike
  Offset pos = kNoOffset;
};

struct Oneof {
  std::string_view name;
  Options options;
  Offset pos = kNoOffset;
  // Linked.
  Message* parent = nullptr;
  std::span<struct Field*> fields;  // in declaration order
  Features features;
};

// A field of a message, or an extension.
struct Field {
  std::string_view name;
  int32_t number = 0;
  Label label = Label::kNone;
  FieldType type = FieldType::kNone;  // of a map: of its value
  FieldType map_key = FieldType::kNone;  // not kNone: this is a map field
  std::string_view type_name;  // as written, for message, enum and group types
  bool proto3_optional = false;
  bool is_extension = false;
  bool has_json_name = false;  // written out; from a descriptor set: differs from the derived one
  bool has_default = false;
  std::string_view extendee_name;  // as written, for extensions
  int32_t oneof_index = -1;        // into Message::oneofs
  Options options;
  Offset pos = kNoOffset;  // of the first token of the declaration
  Offset name_pos = kNoOffset;
  Offset type_pos = kNoOffset;
  Offset number_pos = kNoOffset;
  Offset end = kNoOffset;  // one past the last token

  // Linked.
  const File* file = nullptr;
  Message* parent = nullptr;        // the message it stands in: of an extension its scope, or null
  Message* extendee = nullptr;      // of an extension
  Oneof* oneof = nullptr;
  Message* message = nullptr;       // kMessage and kGroup, of a map: of its value
  Enum* enum_type = nullptr;        // kEnum
  std::string_view json_name;       // resolved
  std::string_view default_value;   // canonical, as FieldDescriptorProto.default_value has it
  Features features;

  bool is_map() const { return map_key != FieldType::kNone; }
  bool is_repeated() const { return label == Label::kRepeated || is_map(); }
  bool is_required() const {
    return label == Label::kRequired || features.presence == Presence::kLegacyRequired;
  }
  bool is_message() const { return type == FieldType::kMessage || type == FieldType::kGroup; }
  // Group wire format, by `group` or by features.message_encoding = DELIMITED. Never for maps.
  bool is_delimited() const {
    return type == FieldType::kGroup || (type == FieldType::kMessage && !is_map() &&
                                         features.message_encoding == MessageEncoding::kDelimited);
  }
  // Singular and tells "unset" from "set to the default".
  bool has_presence() const {
    return !is_repeated() && (is_message() || oneof != nullptr || proto3_optional || is_extension ||
                              features.presence != Presence::kImplicit);
  }
  // Repeated and written packed by default.
  bool is_packed() const {
    return label == Label::kRepeated && type != FieldType::kString && type != FieldType::kBytes &&
           !is_message() && features.repeated == RepeatedEncoding::kPacked;
  }
};

struct EnumValue {
  std::string_view name;
  int32_t number = 0;
  Options options;
  Offset pos = kNoOffset;
  Offset number_pos = kNoOffset;
  // Linked.
  Enum* parent = nullptr;
  Features features;
};

struct Enum {
  std::string_view name;
  std::span<EnumValue> values;  // in declaration order
  std::span<Range> reserved_ranges;
  std::span<ReservedName> reserved_names;
  Visibility visibility = Visibility::kUnset;
  Options options;
  Offset pos = kNoOffset;
  Offset name_pos = kNoOffset;
  Offset end = kNoOffset;
  // Linked.
  std::string_view full_name;
  const File* file = nullptr;
  Message* parent = nullptr;
  bool allow_alias = false;
  Features features;

  bool is_closed() const { return features.enum_type == EnumType::kClosed; }
};

struct Message {
  std::string_view name;
  std::span<Field> fields;      // in declaration order, oneof members in their place
  std::span<Oneof> oneofs;      // without synthetic ones
  std::span<Message> messages;  // without map entries; groups' messages in their place
  std::span<Enum> enums;
  std::span<Field> extensions;  // declared in this scope
  std::span<ExtensionRange> extension_ranges;
  std::span<Range> reserved_ranges;
  std::span<ReservedName> reserved_names;
  Visibility visibility = Visibility::kUnset;
  bool is_group = false;  // declared by a `group` field
  Options options;
  Offset pos = kNoOffset;
  Offset name_pos = kNoOffset;
  Offset end = kNoOffset;
  // Linked.
  std::string_view full_name;
  const File* file = nullptr;
  Message* parent = nullptr;
  bool message_set = false;  // option message_set_wire_format
  Features features;
};

struct Method {
  std::string_view name;
  std::string_view input_name;  // as written
  std::string_view output_name;
  bool client_streaming = false;
  bool server_streaming = false;
  Options options;
  Offset pos = kNoOffset;
  Offset name_pos = kNoOffset;
  Offset input_pos = kNoOffset;
  Offset output_pos = kNoOffset;
  Offset end = kNoOffset;
  // Linked.
  Service* parent = nullptr;
  Message* input = nullptr;
  Message* output = nullptr;
};

struct Service {
  std::string_view name;
  std::span<Method> methods;
  Options options;
  Offset pos = kNoOffset;
  Offset name_pos = kNoOffset;
  Offset end = kNoOffset;
  // Linked.
  std::string_view full_name;
  const File* file = nullptr;
};

enum class ImportKind : uint8_t { kPlain, kPublic, kWeak, kOption };  // kOption: edition 2024

struct Import {
  std::string_view path;
  ImportKind kind = ImportKind::kPlain;
  Offset pos = kNoOffset;
  // Linked: null for kOption imports that are not found, and for files left out on purpose.
  const File* file = nullptr;
};

// One .proto file. Owns its text and all its nodes; not movable once nodes point into it.
struct File {
  File() = default;
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::string path;  // import path, relative to its root, with '/'
  // How places name the file: relative to the input, or absolute for an import from disk. Empty: as
  // `path`.
  std::string display;
  std::string text;  // the source; empty for files from a descriptor set
  // Descriptor sets only: the bytes of SourceCodeInfo, or empty. Borrowed from the Snapshot's input.
  std::string_view source_info;
  bool from_descriptor = false;
  bool governed = true;  // in a contract root; false for imports, whose changes are not judged

  Edition edition = Edition::kProto2;
  bool has_syntax = false;  // a syntax or edition statement stood there
  Offset syntax_pos = kNoOffset;
  std::string_view package;
  Offset package_pos = kNoOffset;
  std::span<Import> imports;
  std::span<Message> messages;
  std::span<Enum> enums;
  std::span<Service> services;
  std::span<Field> extensions;
  Options options;
  // Linked.
  Features features;

  Arena arena;
};

inline const std::string& DisplayPath(const File& file) {
  return file.display.empty() ? file.path : file.display;
}

// "pkg.M.field"; of a nested extension "pkg.M.ext"; of a top-level extension "pkg.ext".
std::string FullName(const Field& field);
// "pkg.Enum.VALUE": values are named through their enum, not through its scope as in C++.
std::string FullName(const EnumValue& value);
std::string FullName(const Oneof& oneof);
std::string FullName(const Method& method);

// "int32", "message", ... as in the language; "group" for groups.
std::string_view KeywordOf(FieldType type);

// "repeated int32", "map<string, acme.v1.Money>", "acme.v1.Money": the resolved type without label.
std::string TypeText(const Field& field);

// lowerCamelCase by the algorithm of protoc: drops '_', upper-cases the letter after it.
std::string DerivedJsonName(std::string_view name);

}  // namespace leyline
