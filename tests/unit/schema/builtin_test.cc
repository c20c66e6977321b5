// The embedded files against those of libprotobuf 3.21, and against the rules of the language.
#include "analyzer/schema/builtin/builtin.h"

#include <google/protobuf/api.pb.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/duration.pb.h>
#include <google/protobuf/empty.pb.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>
#include <google/protobuf/wrappers.pb.h>
#include <gtest/gtest.h>

#include "analyzer/schema/builtin/schema.h"
#include "tests/unit/schema/options_support.h"

namespace leyline {
namespace {

namespace pb = google::protobuf;

constexpr std::string_view kPaths[] = {
    "any",       "api",        "compiler/plugin", "cpp_features",  "descriptor",     "duration",
    "empty",     "field_mask", "go_features",     "java_features", "source_context", "struct",
    "timestamp", "type",       "wrappers"};

Snapshot AllBuiltins() {
  std::string text = "syntax = \"proto3\";\n";
  for (const std::string_view path : kPaths) {
    text.append("import \"google/protobuf/").append(path).append(".proto\";\n");
  }
  auto linked = LinkWithBuiltins({{"all.proto", text}});
  EXPECT_TRUE(linked.has_value()) << Lines(linked.error());
  return linked.has_value() ? std::move(*linked) : Snapshot();
}

// Every value of theirs is one of ours.
void Compare(const pb::EnumDescriptor& theirs, const Snapshot& snapshot) {
  const Enum* ours = snapshot.FindEnum(theirs.full_name());
  ASSERT_NE(ours, nullptr) << theirs.full_name();
  for (int i = 0; i < theirs.value_count(); ++i) {
    const pb::EnumValueDescriptor& value = *theirs.value(i);
    const bool found = std::ranges::any_of(ours->values, [&](const EnumValue& each) {
      return each.name == value.name() && each.number == value.number();
    });
    EXPECT_TRUE(found) << value.full_name();
  }
}

void Compare(const pb::FieldDescriptor& theirs, const Message& message) {
  const auto ours = std::ranges::find(message.fields, theirs.name(), &Field::name);
  ASSERT_NE(ours, message.fields.end()) << theirs.full_name();
  EXPECT_EQ(ours->number, theirs.number()) << theirs.full_name();
  EXPECT_EQ(ours->is_repeated(), theirs.is_repeated()) << theirs.full_name();
  EXPECT_EQ(ours->is_required(), theirs.is_required()) << theirs.full_name();
  EXPECT_EQ(ours->is_packed(), theirs.is_packed()) << theirs.full_name();
  EXPECT_EQ(ours->has_presence(), theirs.has_presence()) << theirs.full_name();
  EXPECT_EQ(ours->is_map(), theirs.is_map()) << theirs.full_name();
  EXPECT_EQ(ours->json_name, theirs.json_name()) << theirs.full_name();
  EXPECT_EQ(ours->oneof != nullptr, theirs.containing_oneof() != nullptr) << theirs.full_name();
  EXPECT_EQ(ours->has_default, theirs.has_default_value()) << theirs.full_name();
  if (theirs.is_map()) {
    EXPECT_EQ(static_cast<int>(ours->type), theirs.message_type()->map_value()->type());
    return;
  }
  EXPECT_EQ(static_cast<int>(ours->type), theirs.type()) << theirs.full_name();
  if (theirs.message_type() != nullptr) {
    EXPECT_EQ(ours->message->full_name, theirs.message_type()->full_name());
  }
  if (theirs.enum_type() != nullptr) {
    EXPECT_EQ(ours->enum_type->full_name, theirs.enum_type()->full_name());
  }
}

void Compare(const pb::Descriptor& theirs, const Snapshot& snapshot) {
  if (theirs.options().map_entry()) return;
  const Message* ours = snapshot.FindMessage(theirs.full_name());
  ASSERT_NE(ours, nullptr) << theirs.full_name();
  for (int i = 0; i < theirs.field_count(); ++i) Compare(*theirs.field(i), *ours);
  for (int i = 0; i < theirs.nested_type_count(); ++i) Compare(*theirs.nested_type(i), snapshot);
  for (int i = 0; i < theirs.enum_type_count(); ++i) Compare(*theirs.enum_type(i), snapshot);
}

TEST(Builtin, AgreesWithLibprotobuf) {
  const Snapshot snapshot = AllBuiltins();
  const pb::FileDescriptor* files[] = {
      pb::Any::descriptor()->file(),         pb::Api::descriptor()->file(),
      pb::Duration::descriptor()->file(),    pb::Empty::descriptor()->file(),
      pb::FieldMask::descriptor()->file(),   pb::SourceContext::descriptor()->file(),
      pb::Struct::descriptor()->file(),      pb::Timestamp::descriptor()->file(),
      pb::Type::descriptor()->file(),        pb::FloatValue::descriptor()->file(),
      pb::FieldOptions::descriptor()->file()};
  for (const pb::FileDescriptor* file : files) {
    ASSERT_NE(snapshot.FindFile(file->name()), nullptr) << file->name();
    EXPECT_EQ(snapshot.FindFile(file->name())->package, file->package());
    for (int i = 0; i < file->message_type_count(); ++i) Compare(*file->message_type(i), snapshot);
    for (int i = 0; i < file->enum_type_count(); ++i) Compare(*file->enum_type(i), snapshot);
  }
}

TEST(Builtin, KnowsTheLanguageFeatures) {
  const Snapshot snapshot = AllBuiltins();
  const std::pair<int32_t, std::string_view> extensions[] = {
      {1000, "pb.CppFeatures"}, {1001, "pb.JavaFeatures"}, {1002, "pb.GoFeatures"}};
  for (const auto& [number, type] : extensions) {
    const Field* found = snapshot.FindExtension("google.protobuf.FeatureSet", number);
    ASSERT_NE(found, nullptr) << number;
    EXPECT_EQ(found->message->full_name, type);
  }
  EXPECT_EQ(snapshot.FindExtension("google.protobuf.FeatureSet", 1003), nullptr);
}

TEST(Builtin, KnowsEdition2024) {
  const Snapshot snapshot = AllBuiltins();
  const Message* set = snapshot.FindMessage("google.protobuf.FeatureSet");
  ASSERT_NE(set, nullptr);
  const std::pair<std::string_view, int32_t> fields[] = {
      {"field_presence", 1},          {"enum_type", 2},
      {"repeated_field_encoding", 3}, {"utf8_validation", 4},
      {"message_encoding", 5},        {"json_format", 6},
      {"enforce_naming_style", 7},    {"default_symbol_visibility", 8}};
  for (const auto& [name, number] : fields) {
    const auto found = std::ranges::find(set->fields, name, &Field::name);
    ASSERT_NE(found, set->fields.end()) << name;
    EXPECT_EQ(found->number, number);
    EXPECT_EQ(found->type, FieldType::kEnum);
  }
  const Message* field = snapshot.FindMessage("google.protobuf.FieldOptions");
  for (const std::string_view name : {"debug_redact", "retention", "targets", "edition_defaults",
                                      "features", "feature_support", "unverified_lazy"}) {
    EXPECT_NE(std::ranges::find(field->fields, name, &Field::name), field->fields.end()) << name;
  }
}

TEST(Builtin, OnlyWhatExists) {
  EXPECT_TRUE(BuiltinFile("google/protobuf/nope.proto").empty());
  EXPECT_TRUE(BuiltinFile("any.proto").empty());
  EXPECT_TRUE(BuiltinFile("google/protobuf/").empty());
  EXPECT_TRUE(BuiltinFile("").empty());
  for (const std::string_view path : kPaths) {
    EXPECT_FALSE(BuiltinFile("google/protobuf/" + std::string(path) + ".proto").empty()) << path;
  }
}

TEST(Builtin, OptionsMessagesByKind) {
  const std::pair<OptionsKind, std::string_view> kinds[] = {
      {OptionsKind::kFile, "FileOptions"},
      {OptionsKind::kMessage, "MessageOptions"},
      {OptionsKind::kField, "FieldOptions"},
      {OptionsKind::kOneof, "OneofOptions"},
      {OptionsKind::kEnum, "EnumOptions"},
      {OptionsKind::kEnumValue, "EnumValueOptions"},
      {OptionsKind::kService, "ServiceOptions"},
      {OptionsKind::kMethod, "MethodOptions"},
      {OptionsKind::kExtensionRange, "ExtensionRangeOptions"}};
  for (const auto& [kind, name] : kinds) {
    EXPECT_EQ(OptionsMessage(kind).full_name, "google.protobuf." + std::string(name));
    const auto found = std::ranges::find(OptionsMessage(kind).fields, "features", &Field::name);
    ASSERT_NE(found, OptionsMessage(kind).fields.end()) << name;
    EXPECT_EQ(found->message->full_name, "google.protobuf.FeatureSet");
  }
}

}  // namespace
}  // namespace leyline
