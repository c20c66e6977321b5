// Where features may stand, and with what values.
#include <array>

#include <fmt/format.h>

#include "analyzer/schema/check/rules.h"
#include "analyzer/schema/link/walk.h"

namespace leyline {
namespace {

constexpr unsigned On(OptionsKind kind) { return 1u << static_cast<unsigned>(kind); }
constexpr unsigned kAnywhere = ~0u;

// A field of google.protobuf.FeatureSet.
struct FeatureRule {
  int number;
  std::string_view name;
  unsigned targets;  // the kinds of elements that it may be set on
  Edition since;
  uint64_t most;  // the largest value
};

constexpr FeatureRule kFeatures[] = {
    {1, "field_presence", On(OptionsKind::kFile) | On(OptionsKind::kField), Edition::k2023, 3},
    {2, "enum_type", On(OptionsKind::kFile) | On(OptionsKind::kEnum), Edition::k2023, 2},
    {3, "repeated_field_encoding", On(OptionsKind::kFile) | On(OptionsKind::kField), Edition::k2023,
     2},
    {4, "utf8_validation", On(OptionsKind::kFile) | On(OptionsKind::kField), Edition::k2023, 3},
    {5, "message_encoding", On(OptionsKind::kFile) | On(OptionsKind::kField), Edition::k2023, 2},
    {6, "json_format", On(OptionsKind::kFile) | On(OptionsKind::kMessage) | On(OptionsKind::kEnum),
     Edition::k2023, 2},
    {7, "enforce_naming_style", kAnywhere, Edition::k2024, 2},
    {8, "default_symbol_visibility", On(OptionsKind::kFile), Edition::k2024, 4},
};

constexpr std::array<std::string_view, 9> kKindWords = {
    "a file",        "a message", "a field",  "a oneof",           "an enum",
    "an enum value", "a service", "a method", "an extension range"};

int EditionYear(Edition edition) { return edition >= Edition::k2024 ? 2024 : 2023; }

class FeatureCheck {
 public:
  FeatureCheck(const File& file, Problems& problems) : file_(file), problems_(problems) {}

  void Run() {
    Check(OptionsKind::kFile, file_.options, kNoOffset);
    ForEachField(file_, [&](const Field& field) {
      Check(OptionsKind::kField, field.options, field.name_pos);
    });
    ForEachEnum(file_, [&](const Enum& enumeration) { Check(enumeration); });
    ForEachMessage(file_, [&](const Message& message) { Check(message); });
    for (const Service& service : file_.services) {
      Check(OptionsKind::kService, service.options, service.name_pos);
      for (const Method& method : service.methods) {
        Check(OptionsKind::kMethod, method.options, method.name_pos);
      }
    }
  }

 private:
  void Check(const Message& message) {
    Check(OptionsKind::kMessage, message.options, message.name_pos);
    for (const Oneof& oneof : message.oneofs) {
      Check(OptionsKind::kOneof, oneof.options, oneof.pos);
    }
    for (const ExtensionRange& range : message.extension_ranges) {
      Check(OptionsKind::kExtensionRange, range.options, range.pos);
    }
  }

  void Check(const Enum& enumeration) {
    Check(OptionsKind::kEnum, enumeration.options, enumeration.name_pos);
    for (const EnumValue& value : enumeration.values) {
      Check(OptionsKind::kEnumValue, value.options, value.pos);
    }
  }

  void Check(OptionsKind kind, const Options& options, Offset at) {
    if (options.bytes.empty() || !HasFeatures(kind, options.bytes)) return;
    if (file_.edition < Edition::k2023) {
      problems_.Add(file_, OptionAt(options, "features.", at),
                    "features are set, which only editions have",
                    "write `edition = \"2023\";` in place of the syntax");
      return;
    }
    const SmallOptions raw = RawFeatures(kind, options.bytes);
    for (const FeatureRule& rule : kFeatures) {
      const std::optional<uint64_t> value = raw.Get(rule.number);
      if (value.has_value()) Check(rule, kind, *value, FeatureAt(options, rule.name, at));
    }
  }

  static Offset FeatureAt(const Options& options, std::string_view name, Offset at) {
    return OptionAt(options, fmt::format("features.{}", name), at);
  }

  void Check(const FeatureRule& rule, OptionsKind kind, uint64_t value, Offset at) {
    if (file_.edition < rule.since) {
      problems_.Add(file_, at,
                    fmt::format("feature `{}` is set in edition {}; it needs {}", rule.name,
                                EditionYear(file_.edition), EditionYear(rule.since)));
    } else if ((rule.targets & On(kind)) == 0) {
      problems_.Add(file_, at,
                    fmt::format("feature `{}` can't be set on {}", rule.name,
                                kKindWords[static_cast<std::size_t>(kind)]));
    } else if (value == 0 || value > rule.most) {
      problems_.Add(
          file_, at,
          fmt::format("feature `{}` has value {}, which has no meaning", rule.name, value));
    } else if (kind == OptionsKind::kFile && rule.number == 1 && value == 3) {
      problems_.Add(file_, at, "fields can't be required by default",
                    "set `features.field_presence = LEGACY_REQUIRED` on single fields");
    }
  }

  const File& file_;
  Problems& problems_;
};

constexpr int kPresence = 1;
constexpr int kRepeated = 3;
constexpr int kUtf8 = 4;
constexpr int kMessageEncoding = 5;

bool Sets(const SmallOptions& features, int number, auto value) {
  return features.Get(number) == static_cast<uint64_t>(value);
}

// Of fields of editions that set features; `f` are the features that they set.
constexpr FieldRule kWrittenRules[] = {
    {[](const Field& field, const SmallOptions& f) {
       return f.Has(kPresence) && field.oneof != nullptr;
     },
     "sets field_presence in a oneof, whose fields always have presence", "remove the feature",
     "features.field_presence", &Field::name_pos},
    {[](const Field& field, const SmallOptions& f) {
       return f.Has(kPresence) && field.is_repeated();
     },
     "is repeated and sets field_presence", "remove the feature", "features.field_presence",
     &Field::name_pos},
    {[](const Field& field, const SmallOptions& f) {
       return f.Has(kPresence) && field.is_extension;
     },
     "sets field_presence, which extensions can't: they always have presence", "remove the feature",
     "features.field_presence", &Field::name_pos},
    {[](const Field& field, const SmallOptions& f) {
       return Sets(f, kPresence, Presence::kImplicit) && field.is_message() && !field.is_repeated();
     },
     "is a message and sets field_presence to IMPLICIT", "remove the feature",
     "features.field_presence", &Field::name_pos},
    {[](const Field& field, const SmallOptions& f) {
       return f.Has(kRepeated) && field.label != Label::kRepeated;
     },
     "sets repeated_field_encoding and is not repeated", "remove the feature",
     "features.repeated_field_encoding", &Field::name_pos},
    {[](const Field& field, const SmallOptions& f) {
       return Sets(f, kRepeated, RepeatedEncoding::kPacked) && field.label == Label::kRepeated &&
              (field.is_message() || field.type == FieldType::kString ||
               field.type == FieldType::kBytes);
     },
     "is packed, which only repeated numbers, bools and enums can be", "remove the feature",
     "features.repeated_field_encoding", &Field::name_pos},
    {[](const Field& field, const SmallOptions& f) {
       return f.Has(kUtf8) && field.type != FieldType::kString &&
              field.map_key != FieldType::kString;
     },
     "sets utf8_validation and holds no string", "remove the feature", "features.utf8_validation",
     &Field::name_pos},
    {[](const Field& field, const SmallOptions& f) {
       return f.Has(kMessageEncoding) && (!field.is_message() || field.is_map());
     },
     "sets message_encoding and is no message", "remove the feature", "features.message_encoding",
     &Field::name_pos},
};

bool IsImplicit(const Field& field) { return !field.is_repeated() && !field.has_presence(); }

// Of all fields of editions, by what they resolve to.
constexpr FieldRule kResolvedRules[] = {
    {[](const Field& f, const SmallOptions&) { return f.has_default && IsImplicit(f); },
     "has a default value and implicit presence",
     "remove `default`, or set `features.field_presence = EXPLICIT`", "default", &Field::name_pos},
    {[](const Field& f, const SmallOptions&) {
       return f.enum_type != nullptr && f.enum_type->is_closed() && IsImplicit(f);
     },
     "is of a closed enum and has implicit presence", "set `features.field_presence = EXPLICIT`",
     "", &Field::type_pos},
};

}  // namespace

void CheckFeatures(const File& file, Problems& problems) { FeatureCheck(file, problems).Run(); }

void CheckFieldFeatures(const Field& field, Problems& problems) {
  static const SmallOptions kNoOptions{{}};
  ApplyRules(kResolvedRules, field, kNoOptions, problems);
  if (field.options.bytes.empty() || !HasFeatures(OptionsKind::kField, field.options.bytes)) return;
  ApplyRules(kWrittenRules, field, RawFeatures(OptionsKind::kField, field.options.bytes), problems);
}

}  // namespace leyline
