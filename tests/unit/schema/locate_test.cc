#include "analyzer/schema/locate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/schema/load.h"
#include "analyzer/schema/wire.h"
#include "analyzer/syntax/parse.h"
#include "tests/unit/schema/descriptor_set_support.h"

namespace leyline {
namespace {

using testing::ElementsAre;

constexpr char kText[] = R"(// a comment
syntax = "proto3";
  package p;
message M {
  message First {}
  map<string, First> by_name = 1;
    enum E {
    ZERO = 0;
      ONE = 1;
  }
  message Second {
    optional int32 deep = 1;
    enum Inner { NONE = 0; }
  }
  oneof real {
    string s = 3;
  }
  optional int32 maybe = 4;
}
enum Top {
   TOP_ZERO = 0;
}
 service S {
  rpc Unary(M) returns (M);
  rpc Other(M) returns (M) {}
}
)";

constexpr char kExtensions[] = R"(package x;
message M {
  extensions 100 to max;
  optional group G = 1 {
    optional int32 a = 2;
  }
  extend M {
    optional int32 inner = 100;
  }
}
extend M {
  optional int32 outer = 101;
    repeated int32 last = 102;
}
)";

std::string At(const SourceSpan& span) {
  return span.file + ":" + std::to_string(span.line) + ":" + std::to_string(span.column);
}

// The places of everything in `kText` and `kExtensions`, in declaration order.
std::vector<std::string> PlacesIn(const File& file) {
  const Message& m = file.messages[0];
  if (file.package == "x") {
    return {At(Locator().Locate(m)),
            At(Locator().Locate(m.fields[0])),
            At(Locator().Locate(m.messages[0])),
            At(Locator().Locate(m.messages[0].fields[0])),
            At(Locator().Locate(m.extensions[0])),
            At(Locator().Locate(file.extensions[0])),
            At(Locator().Locate(file.extensions[1]))};
  }
  return {At(Locator().Locate(file)),
          At(Locator().LocateSyntax(file)),
          At(Locator().LocatePackage(file)),
          At(Locator().Locate(m)),
          At(Locator().Locate(m.messages[0])),
          At(Locator().Locate(m.fields[0])),
          At(Locator().Locate(m.enums[0])),
          At(Locator().Locate(m.enums[0].values[1])),
          At(Locator().Locate(m.messages[1])),
          At(Locator().Locate(m.messages[1].fields[0])),
          At(Locator().Locate(m.messages[1].enums[0])),
          At(Locator().Locate(m.messages[1].enums[0].values[0])),
          At(Locator().Locate(m.oneofs[0])),
          At(Locator().Locate(m.fields[1])),
          At(Locator().Locate(m.fields[2])),
          At(Locator().Locate(file.enums[0])),
          At(Locator().Locate(file.enums[0].values[0])),
          At(Locator().Locate(file.services[0])),
          At(Locator().Locate(file.services[0].methods[1]))};
}

const auto kPlaces =
    ElementsAre("a.proto:1:1", "a.proto:2:1", "a.proto:3:3", "a.proto:4:1", "a.proto:5:3",
                "a.proto:6:3", "a.proto:7:5", "a.proto:9:7", "a.proto:11:3", "a.proto:12:5",
                "a.proto:13:5", "a.proto:13:18", "a.proto:15:3", "a.proto:16:5", "a.proto:18:3",
                "a.proto:20:1", "a.proto:21:4", "a.proto:23:2", "a.proto:25:3");
const auto kExtensionPlaces =
    ElementsAre("a.proto:2:1", "a.proto:4:3", "a.proto:4:3", "a.proto:5:5", "a.proto:8:5",
                "a.proto:12:3", "a.proto:13:5");

Snapshot FromText(const char* text) {
  std::vector<std::unique_ptr<File>> files;
  Parsed parsed = Parse("a.proto", text);
  EXPECT_TRUE(parsed.errors.empty());
  files.push_back(std::move(parsed.file));
  auto snapshot = Link("test", std::move(files));
  EXPECT_TRUE(snapshot.has_value());
  return std::move(*snapshot);
}

Snapshot FromSet(const google::protobuf::FileDescriptorSet& set) {
  auto snapshot = LoadDescriptorSet("test", set.SerializeAsString(), {});
  EXPECT_TRUE(snapshot.has_value()) << Format(snapshot.error()[0]);
  return std::move(*snapshot);
}

TEST(Locate, InText) {
  EXPECT_THAT(PlacesIn(*FromText(kText).files[0]), kPlaces);
  EXPECT_THAT(PlacesIn(*FromText(kExtensions).files[0]), kExtensionPlaces);
}

TEST(Locate, InSourceInfo) {
  EXPECT_THAT(PlacesIn(*FromSet(CompileSet({{"a.proto", kText}})).files[0]), kPlaces);
  EXPECT_THAT(PlacesIn(*FromSet(CompileSet({{"a.proto", kExtensions}})).files[0]),
              kExtensionPlaces);
}

TEST(Locate, EachOfManyInSourceInfo) {
  constexpr int kFields = 300;
  std::string text = "syntax = \"proto3\";\nmessage M {\n";
  for (int i = 1; i <= kFields; ++i) {
    text += "  int32 f" + std::to_string(i) + " = " + std::to_string(i) + ";\n";
  }
  const Snapshot set = FromSet(CompileSet({{"a.proto", text + "}\n"}}));
  Locator locator;
  for (const Field& field : set.files[0]->messages[0].fields) {
    EXPECT_EQ(At(locator.Locate(field)), "a.proto:" + std::to_string(field.number + 2) + ":3");
  }
}

// As nobody writes them, and parsers must read them.
TEST(Locate, InSourceInfoWithUnpackedPaths) {
  auto set = CompileSet({{"a.proto", "syntax = \"proto3\";\nmessage M {}\n"}});
  set.mutable_file(0)->clear_source_code_info();
  std::string location;
  for (const uint64_t part : {4u, 0u}) {
    AppendTag(location, 1, WireType::kVarint);
    AppendVarint(location, part);
  }
  AppendBytes(location, 2, "\x06\x02\x09");
  std::string info;
  AppendBytes(info, 1, location);
  std::string file = set.file(0).SerializeAsString();
  AppendBytes(file, 9, info);
  std::string bytes;
  AppendBytes(bytes, 1, file);
  const auto snapshot = LoadDescriptorSet("test", std::move(bytes), {});
  ASSERT_TRUE(snapshot.has_value()) << Format(snapshot.error()[0]);
  EXPECT_EQ(At(Locator().Locate(snapshot->files[0]->messages[0])), "a.proto:7:3");
}

TEST(Locate, NamesTheFileAsItIsDisplayed) {
  Snapshot snapshot = FromText(kText);
  snapshot.files[0]->display = "contracts/a.proto";
  EXPECT_EQ(At(Locator().Locate(snapshot.files[0]->messages[0])), "contracts/a.proto:4:1");
  EXPECT_EQ(At(Locator().Locate(*snapshot.files[0])), "contracts/a.proto:1:1");
}

TEST(Locate, WithoutSourceInfoEverythingIsAtTheStart) {
  auto set = CompileSet({{"a.proto", kText}});
  set.mutable_file(0)->clear_source_code_info();
  EXPECT_THAT(PlacesIn(*FromSet(set).files[0]), testing::Each("a.proto:1:1"));
}

TEST(Locate, StatementsThatAreNotThereAreAtTheStart) {
  const Snapshot text = FromText("\nmessage M {}");
  EXPECT_EQ(At(Locator().LocateSyntax(*text.files[0])), "a.proto:1:1");
  EXPECT_EQ(At(Locator().LocatePackage(*text.files[0])), "a.proto:1:1");
  const Snapshot set = FromSet(CompileSet({{"a.proto", "\nmessage M {}"}}));
  EXPECT_EQ(At(Locator().LocateSyntax(*set.files[0])), "a.proto:1:1");
  EXPECT_EQ(At(Locator().LocatePackage(*set.files[0])), "a.proto:1:1");
}

TEST(Locate, EditionUnderItsOwnPath) {
  auto set = CompileSet({{"a.proto", "\n  syntax = 'proto3'; message M {}"}});
  auto& info = *set.mutable_file(0)->mutable_source_code_info();
  for (auto& location : *info.mutable_location()) {
    if (location.path_size() == 1 && location.path(0) == 12) location.set_path(0, 14);
  }
  EXPECT_EQ(At(Locator().LocateSyntax(*FromSet(set).files[0])), "a.proto:2:3");
}

// Source info is as hostile as the rest of a descriptor set.
TEST(Locate, BrokenSourceInfoIsAsNone) {
  const auto with_span = [](std::vector<int> span) {
    auto set = CompileSet({{"a.proto", "\nmessage M {}"}});
    auto& info = *set.mutable_file(0)->mutable_source_code_info();
    info.clear_location();
    auto& location = *info.add_location();
    location.add_path(4);
    location.add_path(0);
    for (int number : span) location.add_span(number);
    return set;
  };
  const auto place = [](const google::protobuf::FileDescriptorSet& set) {
    return At(Locator().Locate(FromSet(set).files[0]->messages[0]));
  };
  EXPECT_EQ(place(with_span({4, 5, 6})), "a.proto:5:6");
  EXPECT_EQ(place(with_span({4, 5})), "a.proto:1:1");
  EXPECT_EQ(place(with_span({-4, 5, 6})), "a.proto:1:1");
  EXPECT_EQ(place(with_span({4, 2147483647, 6})), "a.proto:1:1");
  auto broken = with_span({});
  broken.mutable_file(0)->clear_source_code_info();
  broken.mutable_file(0)->mutable_unknown_fields()->AddLengthDelimited(9, "\x0a\x63zz");
  EXPECT_EQ(place(broken), "a.proto:1:1");
}

// Not every writer packs the numbers.
TEST(Locate, UnpackedNumbers) {
  auto set = CompileSet({{"a.proto", "message M {}"}});
  set.mutable_file(0)->clear_source_code_info();
  const std::string location("\x08\x04\x08\x00\x10\x07\x10\x08\x10\x09", 10);
  set.mutable_file(0)->mutable_unknown_fields()->AddLengthDelimited(
      9, std::string("\x0a\x0a") + location);
  EXPECT_EQ(At(Locator().Locate(FromSet(set).files[0]->messages[0])), "a.proto:8:9");
}

}  // namespace
}  // namespace leyline
