#include "analyzer/schema/features.h"

#include "analyzer/schema/link/walk.h"
#include "analyzer/schema/options.h"

namespace leyline {
namespace {

constexpr Features kProto2 = {
    .presence = Presence::kExplicit,
    .enum_type = EnumType::kClosed,
    .repeated = RepeatedEncoding::kExpanded,
    .utf8 = Utf8Validation::kNone,
    .message_encoding = MessageEncoding::kLengthPrefixed,
    .json = JsonFormat::kLegacyBestEffort,
    .visibility = DefaultVisibility::kExportAll,
};
constexpr Features kProto3 = {
    .presence = Presence::kImplicit,
    .enum_type = EnumType::kOpen,
    .repeated = RepeatedEncoding::kPacked,
    .utf8 = Utf8Validation::kVerify,
    .message_encoding = MessageEncoding::kLengthPrefixed,
    .json = JsonFormat::kAllow,
    .visibility = DefaultVisibility::kExportAll,
};
constexpr Features k2023 = {
    .presence = Presence::kExplicit,
    .enum_type = EnumType::kOpen,
    .repeated = RepeatedEncoding::kPacked,
    .utf8 = Utf8Validation::kVerify,
    .message_encoding = MessageEncoding::kLengthPrefixed,
    .json = JsonFormat::kAllow,
    .visibility = DefaultVisibility::kExportAll,
};
constexpr Features k2024 = {
    .presence = Presence::kExplicit,
    .enum_type = EnumType::kOpen,
    .repeated = RepeatedEncoding::kPacked,
    .utf8 = Utf8Validation::kVerify,
    .message_encoding = MessageEncoding::kLengthPrefixed,
    .json = JsonFormat::kAllow,
    .visibility = DefaultVisibility::kExportTopLevel,
};

template <class Value>
Value Or(Value own, Value base) {
  return own == Value::kUnknown ? base : own;
}

// proto2 and proto3 have no features; labels, `group` and [packed] say the same things.
Features FieldBeforeEditions(const Field& field, Features features, Edition edition) {
  if (field.label == Label::kRequired) features.presence = Presence::kLegacyRequired;
  if (field.proto3_optional) features.presence = Presence::kExplicit;
  if (field.type == FieldType::kGroup) features.message_encoding = MessageEncoding::kDelimited;
  const auto packed = VarintOption(field.options.bytes, option_number::kPacked);
  if (edition == Edition::kProto2 && packed.value_or(0) != 0) {
    features.repeated = RepeatedEncoding::kPacked;
  }
  if (edition == Edition::kProto3 && packed.value_or(1) == 0) {
    features.repeated = RepeatedEncoding::kExpanded;
  }
  return features;
}

class FeatureResolver {
 public:
  explicit FeatureResolver(File& file)
      : file_(file), has_features_(file.edition >= Edition::k2023) {}

  void Run() {
    file_.features = Own(DefaultsOf(file_.edition), OptionsKind::kFile, file_.options);
    for (Enum& enumeration : file_.enums) Resolve(enumeration, file_.features);
    for (Field& extension : file_.extensions) Resolve(extension, file_.features);
    ForEachMessage(file_, [&](Message& message) { Resolve(message); });
  }

 private:
  Features Own(const Features& base, OptionsKind kind, const Options& options) const {
    if (!has_features_ || options.bytes.empty()) return base;
    return Over(base, WrittenFeatures(kind, options.bytes));
  }

  void Resolve(Message& message) {
    const Features& base = message.parent == nullptr ? file_.features : message.parent->features;
    message.features = Own(base, OptionsKind::kMessage, message.options);
    message.message_set =
        VarintOption(message.options.bytes, option_number::kMessageSetWireFormat).value_or(0) != 0;
    for (Oneof& oneof : message.oneofs) {
      oneof.features = Own(message.features, OptionsKind::kOneof, oneof.options);
    }
    for (Field& field : message.fields) {
      Resolve(field, field.oneof == nullptr ? message.features : field.oneof->features);
    }
    for (Field& extension : message.extensions) Resolve(extension, message.features);
    for (Enum& enumeration : message.enums) Resolve(enumeration, message.features);
  }

  void Resolve(Field& field, const Features& base) {
    field.features = has_features_ ? Own(base, OptionsKind::kField, field.options)
                                   : FieldBeforeEditions(field, base, file_.edition);
  }

  void Resolve(Enum& enumeration, const Features& base) {
    enumeration.features = Own(base, OptionsKind::kEnum, enumeration.options);
    enumeration.allow_alias =
        VarintOption(enumeration.options.bytes, option_number::kAllowAlias).value_or(0) != 0;
    for (EnumValue& value : enumeration.values) {
      value.features = Own(enumeration.features, OptionsKind::kEnumValue, value.options);
    }
  }

  File& file_;
  const bool has_features_;
};

bool IsPackable(const Field& field) {
  return field.label == Label::kRepeated && field.type != FieldType::kString &&
         field.type != FieldType::kBytes && !field.is_message();
}

bool HasStrings(const Field& field) {
  return field.type == FieldType::kString || field.map_key == FieldType::kString;
}

Features MeaningOf(const Field& field) {
  Features meaning;
  if (!field.is_repeated()) {
    meaning.presence = field.features.presence;
    if (field.has_presence() && !field.is_required()) meaning.presence = Presence::kExplicit;
  }
  if (IsPackable(field)) meaning.repeated = field.features.repeated;
  if (HasStrings(field)) meaning.utf8 = field.features.utf8;
  if (field.is_message() && !field.is_map()) {
    meaning.message_encoding = field.features.message_encoding;
  }
  return meaning;
}

Features MeaningOf(const Enum& enumeration) {
  Features meaning;
  meaning.enum_type = enumeration.features.enum_type;
  meaning.json = enumeration.features.json;
  meaning.visibility = enumeration.features.visibility;
  return meaning;
}

Features MeaningOf(const Message& message) {
  Features meaning;
  meaning.json = message.features.json;
  meaning.visibility = message.features.visibility;
  return meaning;
}

}  // namespace

Features DefaultsOf(Edition edition) {
  if (edition == Edition::kProto3) return kProto3;
  if (edition == Edition::k2023) return k2023;
  return edition == Edition::k2024 ? k2024 : kProto2;
}

Features Over(const Features& base, const Features& own) {
  return {
      .presence = Or(own.presence, base.presence),
      .enum_type = Or(own.enum_type, base.enum_type),
      .repeated = Or(own.repeated, base.repeated),
      .utf8 = Or(own.utf8, base.utf8),
      .message_encoding = Or(own.message_encoding, base.message_encoding),
      .json = Or(own.json, base.json),
      .visibility = Or(own.visibility, base.visibility),
  };
}

void ResolveFeatures(File& file) { FeatureResolver(file).Run(); }

void DropMootFeatures(File& file) {
  ForEachField(file, [](Field& field) { field.features = MeaningOf(field); });
  ForEachEnum(file, [](Enum& enumeration) {
    enumeration.features = MeaningOf(enumeration);
    for (EnumValue& value : enumeration.values) value.features = {};
  });
  ForEachMessage(file, [](Message& message) {
    message.features = MeaningOf(message);
    for (Oneof& oneof : message.oneofs) oneof.features = {};
  });
}

}  // namespace leyline
