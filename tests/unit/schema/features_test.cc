// Equal meaning resolves to equal features, whatever the edition says it with.
#include "analyzer/schema/features.h"

#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

const Field& FieldOf(const Snapshot& snapshot, std::string_view name) {
  for (const Field& field : snapshot.FindMessage("M")->fields) {
    if (field.name == name) return field;
  }
  ADD_FAILURE() << name;
  return snapshot.FindMessage("M")->fields[0];
}

constexpr std::string_view kProto2 = R"(
syntax = "proto2";
enum Closed { A = 1; }
message M {
  optional int32 number = 1;
  required int32 needed = 2;
  repeated int32 many = 3;
  repeated int32 packed = 4 [packed = true];
  optional string text = 5;
  optional M child = 6;
  optional group Part = 7 {}
  map<string, M> map = 8;
  oneof o { int32 choice = 9; }
  optional Closed closed = 10;
}
)";

constexpr std::string_view kEdition = R"(
edition = "2023";
option features.utf8_validation = NONE;
enum Closed { option features.enum_type = CLOSED; A = 1; }
message M {
  message Part {}
  int32 number = 1;
  int32 needed = 2 [features.field_presence = LEGACY_REQUIRED];
  repeated int32 many = 3 [features.repeated_field_encoding = EXPANDED];
  repeated int32 packed = 4;
  string text = 5;
  M child = 6;
  Part part = 7 [features.message_encoding = DELIMITED];
  map<string, M> map = 8;
  oneof o { int32 choice = 9; }
  Closed closed = 10;
}
)";

TEST(Features, Proto2IsAnEditionWrittenDifferently) {
  const Snapshot proto2 = LinkOrFail(kProto2);
  const Snapshot edition = LinkOrFail(kEdition);
  for (const Field& field : proto2.FindMessage("M")->fields) {
    const Field& other = FieldOf(edition, field.name);
    EXPECT_EQ(field.features, other.features) << field.name;
    EXPECT_EQ(field.has_presence(), other.has_presence()) << field.name;
    EXPECT_EQ(field.is_packed(), other.is_packed()) << field.name;
    EXPECT_EQ(field.is_required(), other.is_required()) << field.name;
    EXPECT_EQ(field.is_delimited(), other.is_delimited()) << field.name;
  }
  EXPECT_TRUE(proto2.FindEnum("Closed")->is_closed());
  EXPECT_TRUE(edition.FindEnum("Closed")->is_closed());
}

TEST(Features, Proto3IsAnEditionWrittenDifferently) {
  const Snapshot proto3 = LinkOrFail(R"(
syntax = "proto3";
enum E { A = 0; }
message M {
  int32 number = 1;
  optional int32 maybe = 2;
  repeated E many = 3;
  repeated int32 expanded = 4 [packed = false];
  string text = 5;
  M child = 6;
  map<int32, string> map = 7;
  oneof o { string choice = 8; }
  bytes raw = 9;
}
)");
  const Snapshot edition = LinkOrFail(R"(
edition = "2024";
option features.field_presence = IMPLICIT;
enum E { A = 0; }
message M {
  int32 number = 1;
  int32 maybe = 2 [features.field_presence = EXPLICIT];
  repeated E many = 3;
  repeated int32 expanded = 4 [features = { repeated_field_encoding: EXPANDED }];
  string text = 5;
  M child = 6;
  map<int32, string> map = 7;
  oneof o { string choice = 8; }
  bytes raw = 9;
}
)");
  for (const Field& field : proto3.FindMessage("M")->fields) {
    EXPECT_EQ(field.features, FieldOf(edition, field.name).features) << field.name;
  }
  EXPECT_EQ(proto3.FindEnum("E")->features.enum_type, edition.FindEnum("E")->features.enum_type);
  EXPECT_EQ(proto3.FindMessage("M")->features.json, JsonFormat::kAllow);
}

TEST(Features, OfProto2Fields) {
  const Snapshot snapshot = LinkOrFail(kProto2);
  EXPECT_EQ(FieldOf(snapshot, "number").features, Features{.presence = Presence::kExplicit});
  EXPECT_EQ(FieldOf(snapshot, "needed").features, Features{.presence = Presence::kLegacyRequired});
  EXPECT_EQ(FieldOf(snapshot, "many").features, Features{.repeated = RepeatedEncoding::kExpanded});
  EXPECT_EQ(FieldOf(snapshot, "packed").features, Features{.repeated = RepeatedEncoding::kPacked});
  EXPECT_EQ(FieldOf(snapshot, "text").features,
            (Features{.presence = Presence::kExplicit, .utf8 = Utf8Validation::kNone}));
  EXPECT_EQ(
      FieldOf(snapshot, "part").features,
      (Features{.presence = Presence::kExplicit, .message_encoding = MessageEncoding::kDelimited}));
  EXPECT_EQ(FieldOf(snapshot, "map").features, Features{.utf8 = Utf8Validation::kNone});
  EXPECT_EQ(snapshot.FindMessage("M")->features.json, JsonFormat::kLegacyBestEffort);
}

TEST(Features, OfProto3Fields) {
  const Snapshot snapshot = LinkOrFail(R"(
syntax = "proto3";
message M { int32 plain = 1; optional int32 maybe = 2; oneof o { int32 one = 3; } M child = 4; }
)");
  EXPECT_EQ(FieldOf(snapshot, "plain").features.presence, Presence::kImplicit);
  EXPECT_EQ(FieldOf(snapshot, "maybe").features.presence, Presence::kExplicit);
  EXPECT_EQ(FieldOf(snapshot, "one").features.presence, Presence::kExplicit);
  EXPECT_EQ(FieldOf(snapshot, "child").features.presence, Presence::kExplicit);
  EXPECT_FALSE(FieldOf(snapshot, "plain").has_presence());
}

TEST(Features, InheritInwards) {
  const Snapshot snapshot = LinkOrFail(R"(
edition = "2023";
option features.json_format = LEGACY_BEST_EFFORT;
option features.message_encoding = DELIMITED;
message M {
  M child = 1;
  map<int32, M> map = 2;
  repeated M many = 3 [features.message_encoding = LENGTH_PREFIXED];
  message Inner { option features.json_format = ALLOW; enum E { A = 0; } }
  enum F { B = 0; }
}
)");
  EXPECT_TRUE(FieldOf(snapshot, "child").is_delimited());
  EXPECT_FALSE(FieldOf(snapshot, "map").is_delimited());
  EXPECT_FALSE(FieldOf(snapshot, "many").is_delimited());
  EXPECT_EQ(snapshot.FindMessage("M")->features.json, JsonFormat::kLegacyBestEffort);
  EXPECT_EQ(snapshot.FindMessage("M.Inner")->features.json, JsonFormat::kAllow);
  EXPECT_EQ(snapshot.FindEnum("M.Inner.E")->features.json, JsonFormat::kAllow);
  EXPECT_EQ(snapshot.FindEnum("M.F")->features.json, JsonFormat::kLegacyBestEffort);
}

TEST(Features, DefaultsOfEditions) {
  EXPECT_EQ(DefaultsOf(Edition::k2023).visibility, DefaultVisibility::kExportAll);
  EXPECT_EQ(DefaultsOf(Edition::k2024).visibility, DefaultVisibility::kExportTopLevel);
  EXPECT_EQ(DefaultsOf(Edition::kProto2).enum_type, EnumType::kClosed);
  EXPECT_EQ(DefaultsOf(Edition::kProto3).presence, Presence::kImplicit);
  EXPECT_EQ(DefaultsOf(Edition::k2023).presence, Presence::kExplicit);
}

TEST(Features, ReadsOptionsThatDecide) {
  const Snapshot snapshot = LinkOrFail(R"(
syntax = "proto2";
message Set { option message_set_wire_format = true; extensions 4 to max; }
message M {}
enum E { option allow_alias = true; A = 0; B = 0; }
enum F { C = 0; }
)");
  EXPECT_TRUE(snapshot.FindMessage("Set")->message_set);
  EXPECT_FALSE(snapshot.FindMessage("M")->message_set);
  EXPECT_TRUE(snapshot.FindEnum("E")->allow_alias);
  EXPECT_FALSE(snapshot.FindEnum("F")->allow_alias);
}

}  // namespace
}  // namespace leyline
