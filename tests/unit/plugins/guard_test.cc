#include "plugins/protoc-gen-leyline/guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "plugins/protoc-gen-leyline/contract_digest.h"
#include "tests/support/snapshots.h"

namespace leyline {
namespace {

using ::testing::HasSubstr;
using testing::MustLoad;

std::string DigestOfM(const std::string& text) {
  const Snapshot snapshot = MustLoad(text);
  return ContractDigest(*snapshot.FindMessage("t.M"));
}

constexpr char kBase[] =
    "syntax = \"proto3\"; package t; enum E { A = 0; } message M { int32 x = 1; E e = 2; }";

TEST(ContractDigest, IsOfTheMeaning) {
  EXPECT_EQ(DigestOfM(kBase),
            DigestOfM("syntax = \"proto3\";\npackage t;\n// Says what.\nmessage M { E e = 2; "
                      "int32 x = 1 [deprecated = true]; reserved 9; }\nenum E { A = 0; }"));
  const std::string head = "syntax = \"proto3\"; package t; ";
  for (const char* other : {"enum E { A = 0; } message M { int64 x = 1; E e = 2; }",
                            "enum E { A = 0; } message M { int32 y = 1; E e = 2; }",
                            "enum E { A = 0; } message M { optional int32 x = 1; E e = 2; }",
                            "enum E { A = 0; B = 1; } message M { int32 x = 1; E e = 2; }",
                            "enum E { A = 0; } message M { oneof o { int32 x = 1; } E e = 2; }",
                            "enum E { A = 0; } message M { int32 x = 1; }"}) {
    EXPECT_NE(DigestOfM(kBase), DigestOfM(head + other)) << other;
  }
}

TEST(VersionGuards, AreOneAPackageAndLanguage) {
  const Snapshot snapshot =
      MustLoad({{"a.proto", "syntax = \"proto3\"; package p.class; message A {}"},
                {"b.proto", "syntax = \"proto3\"; package p.class; message B { message C {} }"},
                {"c.proto", "syntax = \"proto3\"; enum E { Z = 0; }"}});
  const auto files = VersionGuards(snapshot, {"python", "cpp", "cpp"}, {});
  std::vector<std::string> names;
  for (const GeneratedFile& file : files) names.push_back(file.name);
  EXPECT_EQ(names,
            (std::vector<std::string>{"leyline_guard.h", "leyline_guard.py",
                                      "p/class/leyline_guard.h", "p/class/leyline_guard.py"}));
  EXPECT_THAT(files[0].content, HasSubstr("::std::array<ContractDigest, 0>"));
  EXPECT_THAT(files[2].content, HasSubstr("namespace p::class_::leyline_guard {"));
  EXPECT_THAT(files[2].content, HasSubstr("std::array<ContractDigest, 3>"));
  EXPECT_THAT(files[3].content, HasSubstr("\"p.class.B.C\":"));
}

TEST(VersionGuards, TakeWhatTheModeTakes) {
  const auto condition = [](Mode mode) {
    const std::string text = GuardCpp({.package = "p", .rules = {.mode = mode}, .contracts = {}});
    const std::size_t at = text.find("if (message_version") + 4;
    return text.substr(at, text.find(") return true", at) - at);
  };
  EXPECT_EQ(condition(Mode::kStrict), "message_version == CURRENT_VERSION");
  EXPECT_EQ(condition(Mode::kBackward),
            "message_version >= MIN_SUPPORTED_VERSION && "
            "message_version <= CURRENT_VERSION");
  EXPECT_EQ(condition(Mode::kForward),
            "message_version >= CURRENT_VERSION && message_version <= MAX_SUPPORTED_VERSION");
  EXPECT_EQ(condition(Mode::kFull),
            "message_version >= MIN_SUPPORTED_VERSION && "
            "message_version <= MAX_SUPPORTED_VERSION");
}

TEST(VersionGuards, TakeNewerVersionsOnlyWhereTheModeHoldsThem) {
  for (const Mode mode : {Mode::kStrict, Mode::kBackward}) {
    EXPECT_EQ((GuardRules{.mode = mode, .current_version = 3}).max_supported_version(), 3);
  }
  for (const Mode mode : {Mode::kForward, Mode::kFull}) {
    EXPECT_EQ((GuardRules{.mode = mode, .current_version = 3}).max_supported_version(), 4);
  }
}

}  // namespace
}  // namespace leyline
