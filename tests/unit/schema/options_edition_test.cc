// Options in files with editions: features as options, and features of the types of options.
#include <gtest/gtest.h>

#include "analyzer/schema/options.h"
#include "base/digest.h"
#include "tests/unit/schema/options_support.h"

namespace leyline {
namespace {

std::string BytesOf(const Options& options) { return Hex(options.bytes); }

TEST(EditionOptions, FeaturesOfOneElementAreOneMessage) {
  const auto linked = LinkWithBuiltins({{"x.proto", R"(edition = "2023";
import "google/protobuf/cpp_features.proto";
import "google/protobuf/java_features.proto";
option features.json_format = LEGACY_BEST_EFFORT;
option features.(pb.java).utf8_validation = VERIFY;
option features.(pb.cpp).string_type = CORD;
option java_package = "x";
option features.field_presence = IMPLICIT;
option features.(pb.cpp).legacy_closed_enum = true;
message M {
  string s = 1 [features = {[pb.cpp] {string_type: VIEW} field_presence: EXPLICIT}];
  string t = 2 [features.(pb.cpp) = {string_type: VIEW}, features.utf8_validation = NONE];
}
)"}});
  ASSERT_TRUE(linked.has_value()) << Lines(linked.error());
  const File& file = *linked->FindFile("x.proto");
  EXPECT_EQ(BytesOf(file.options),
            "0a01789203100802"
            "3002c23e0408011002ca3e021002");
  EXPECT_EQ(BytesOf(file.messages[0].fields[0].options), "aa01070801c23e021001");
  EXPECT_EQ(BytesOf(file.messages[0].fields[1].options), "aa01072003c23e021001");
  EXPECT_EQ(file.features.presence, Presence::kImplicit);
  EXPECT_EQ(file.features.json, JsonFormat::kLegacyBestEffort);
}

constexpr std::string_view kLibrary = R"(edition = "2023";
package lib;
import "google/protobuf/descriptor.proto";
option features.field_presence = IMPLICIT;
option features.enum_type = CLOSED;
enum Shut { S0 = 0; S1 = 1; }
enum Ajar { option features.enum_type = OPEN; A0 = 0; }
message M {
  int32 i = 1;
  int32 e = 2 [features.field_presence = EXPLICIT];
  int32 l = 3 [features = {field_presence: LEGACY_REQUIRED}];
  repeated int32 p = 4;
  repeated int32 x = 5 [features.repeated_field_encoding = EXPANDED];
  M d = 6 [features.message_encoding = DELIMITED];
  Ajar ajar = 7;
  repeated Shut shut = 8;
}
extend google.protobuf.MessageOptions {
  M m = 50001;
  M dm = 50002 [features.message_encoding = DELIMITED];
}
)";

// Options of `message X { body }` that uses the library.
Result<Snapshot> Use(std::string_view body) {
  return LinkWithBuiltins({{"lib.proto", std::string(kLibrary)},
                           {"x.proto", "edition = \"2023\"; import \"lib.proto\";\nmessage X { " +
                                           std::string(body) + " }"}});
}

TEST(EditionOptions, TypesOfOptionsAreWrittenByTheirFeatures) {
  struct Case {
    std::string_view body;
    std::string_view want;
  };
  const Case cases[] = {
      {"option (lib.m) = {i: 0 e: 0 l: 0};",
       "8ab518041000"
       "1800"},
      {"option (lib.m) = {i: 1 l: 0 p: [1, 2] x: [1, 2]};",
       "8ab5180c08011800220201022801"
       "2802"},
      {"option (lib.m) = {l: 1 d {l: 2}};",
       "8ab518061801331802"
       "34"},
      {"option (lib.m) = {l: 1 ajar: 5 shut: S1};", "8ab5180718013805420101"},
      {"option (lib.dm) = {l: 1};", "93b518180194b518"},
      {"option (lib.dm).i = 0; option (lib.dm).d.l = 1;",
       "93b518080094b51893b51833180134"
       "94b518"},
  };
  for (const Case& test : cases) {
    const auto linked = Use(test.body);
    ASSERT_TRUE(linked.has_value()) << test.body << "\n" << Lines(linked.error());
    EXPECT_EQ(BytesOf(linked->FindMessage("X")->options), test.want) << test.body;
  }
}

TEST(EditionOptions, ClosedEnumsAndRequiredFieldsAreChecked) {
  const auto closed = Use("option (lib.m) = {l: 1 shut: 5};");
  ASSERT_FALSE(closed.has_value());
  EXPECT_EQ(Lines(closed.error()), "x.proto:2:42: `lib.Shut` has no value with number 5\n");
  const auto required = Use("option (lib.m) = {i: 1};");
  ASSERT_FALSE(required.has_value());
  EXPECT_EQ(Lines(required.error()),
            "x.proto:2:35: the required field `l` of `lib.M` is not set\n");
}

TEST(EditionOptions, HaveALifetime) {
  struct Case {
    std::string_view text;
    std::string_view want;
  };
  const Case cases[] = {
      {"edition = \"2023\";\noption features.enforce_naming_style = STYLE2024;\n",
       "x.proto:2:17: `enforce_naming_style` exists since edition 2024\n"},
      {"edition = \"2023\";\noption features = {enforce_naming_style: STYLE2024};\n",
       "x.proto:2:20: `enforce_naming_style` exists since edition 2024\n"},
      {"edition = \"2024\";\noption java_multiple_files = true;\n",
       "x.proto:2:8: `java_multiple_files` is gone since edition 2024\n"},
      {"edition = \"2023\";\nimport \"google/protobuf/cpp_features.proto\";\n"
       "option features.(pb.cpp).enum_name_uses_string_view = true;\n",
       "x.proto:3:26: `enum_name_uses_string_view` exists since edition 2024\n"},
      {"edition = \"2023\";\nmessage M { option features.enum_type = OPEN; }\n",
       "x.proto:2:29: option `enum_type` can't be set on a message; its `targets` leave that "
       "out\n"},
  };
  for (const Case& test : cases) {
    const auto linked = LinkWithBuiltins({{"x.proto", std::string(test.text)}});
    ASSERT_FALSE(linked.has_value()) << test.text;
    EXPECT_EQ(Lines(linked.error()), test.want);
  }
  const auto fine = LinkWithBuiltins(
      {{"x.proto", "edition = \"2024\";\noption features.enforce_naming_style = STYLE_LEGACY;\n"}});
  EXPECT_TRUE(fine.has_value()) << Lines(fine.error());
}

// protoc 3.21 refuses these; later ones and buf take them.
TEST(EditionOptions, InfinityAndNanAreWords) {
  const auto linked = LinkWithBuiltins({{"x.proto", R"(syntax = "proto2";
import "google/protobuf/descriptor.proto";
extend google.protobuf.MessageOptions { optional float f = 50001; repeated double d = 50002; }
message X { option (f) = -inf; option (d) = inf; option (d) = nan; }
)"}});
  ASSERT_TRUE(linked.has_value()) << Lines(linked.error());
  EXPECT_EQ(BytesOf(linked->FindMessage("X")->options),
            "8db518000080ff91b518000000000000f07f91b518000000000000f87f");
}

TEST(EditionOptions, ScopesOfElements) {
  const auto linked = LinkWithBuiltins({{"x.proto", R"(syntax = "proto2";
package a.b;
import "google/protobuf/descriptor.proto";
message M {
  extend google.protobuf.FieldOptions { optional int32 f = 50001; }
  extend google.protobuf.MessageOptions { optional int32 m = 50001; }
  extend google.protobuf.ExtensionRangeOptions { optional int32 r = 50001; }
  option (M.m) = 1;
  optional int32 x = 1 [(f) = 1, (b.M.f) = 2];
  extensions 10 to 20, 30 [(M.r) = 3];
}
)"}});
  ASSERT_FALSE(linked.has_value());
  EXPECT_EQ(Lines(linked.error()), "x.proto:9:34: option `(b.M.f)` is set twice\n");
}

TEST(EditionOptions, RangesOfOneStatementShareTheirs) {
  const auto linked = LinkWithBuiltins({{"x.proto", R"(syntax = "proto2";
message M {
  extensions 10 to 20, 30 [verification = UNVERIFIED];
  extensions 40;
  optional string s = 1 [default = "x", json_name = "y", deprecated = true];
}
)"}});
  ASSERT_TRUE(linked.has_value()) << Lines(linked.error());
  const Message& message = *linked->FindMessage("M");
  ASSERT_EQ(message.extension_ranges.size(), 3u);
  EXPECT_EQ(BytesOf(message.extension_ranges[0].options), "1801");
  EXPECT_EQ(BytesOf(message.extension_ranges[1].options), "1801");
  EXPECT_EQ(BytesOf(message.extension_ranges[2].options), "");
  EXPECT_EQ(BytesOf(message.fields[0].options), "1801");
}

TEST(EditionOptions, ANewerDescriptorOfTheUserMayKnowMore) {
  const auto linked = LinkWithBuiltins({{"google/protobuf/descriptor.proto", R"(syntax = "proto2";
package google.protobuf;
message FileOptions { optional string java_package = 1; optional int32 from_2030 = 77; }
)"},
                                        {"x.proto", R"(syntax = "proto2";
import "google/protobuf/descriptor.proto";
option from_2030 = 5;
)"}});
  ASSERT_TRUE(linked.has_value()) << Lines(linked.error());
  EXPECT_EQ(BytesOf(linked->FindFile("x.proto")->options), "e80405");
}

}  // namespace
}  // namespace leyline
