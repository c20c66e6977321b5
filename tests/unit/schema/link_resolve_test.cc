// Imports and the scoping rules.
#include <string>

#include <gtest/gtest.h>

#include "analyzer/syntax/parse.h"
#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

constexpr LinkCase kCases[] = {
    {"innermost_scope_decides", R"(syntax = "proto2";
message Bar { message Baz {} }
message Foo { message Bar {} optional Bar.Baz x = 1; }
)",
     "t.proto:3:39: `Bar.Baz` means `Foo.Bar.Baz`, which is not defined: the innermost scope that "
     "has "
     "the first part of a name decides\n",
     ""},
    {"leading_dot_is_absolute", R"(syntax = "proto2";
message Bar { message Baz {} }
message Foo { message Bar {} optional .Bar.Baz x = 1; }
)",
     "", ""},
    {"inner_package_decides", R"(syntax = "proto2"; package a.b; import "b.proto";
message M { optional b.X x = 1; }
-- b.proto
syntax = "proto2"; package b; message X {}
)",
     "t.proto:2:22: `b.X` means `a.b.X`, which is not defined: the innermost scope that has the "
     "first "
     "part of a name decides\n",
     ""},
    {"package_of_no_import_decides_nothing", R"(syntax = "proto2"; package a; import "b.proto";
message M { optional b.X x = 1; }
-- b.proto
syntax = "proto2"; package b; message X {}
-- c.proto
syntax = "proto2"; package a.b; message Y {}
)",
     "", ""},
    {"fields_are_no_types", R"(syntax = "proto2";
message Foo {}
message M { optional Foo Foo = 1; optional Foo x = 2; }
)",
     "", ""},
    {"fields_hide_extendees", R"(syntax = "proto2";
message Foo { extensions 1 to 4; }
message M { optional int32 Foo = 1; extend Foo { optional int32 x = 1; } }
)",
     "t.proto:3:44: `Foo` is a field here; expected a message\n", ""},
    {"methods_hide_messages", R"(syntax = "proto3";
message Foo {}
service S { rpc Foo(Foo) returns (.Foo); }
)",
     "t.proto:3:21: `Foo` is a method here; expected a message\n", ""},
    {"fields_are_no_scopes", R"(syntax = "proto2";
message M { message X {} }
message N { optional int32 M = 1; optional M.X x = 2; }
)",
     "", ""},
    {"service_is_no_type", R"(syntax = "proto2";
service S {}
message M { optional S s = 1; }
)",
     "t.proto:3:22: `S` is a service here; expected a message or enum\n", ""},
    {"enum_is_no_message", R"(syntax = "proto2";
enum E { A = 0; }
extend E { optional int32 x = 1; }
service S { rpc F(E) returns (E); }
)",
     "t.proto:3:8: `E` is an enum here; expected a message\n"
     "t.proto:4:19: `E` is an enum here; expected a message\n"
     "t.proto:4:31: `E` is an enum here; expected a message\n",
     ""},
    {"not_imported", R"(syntax = "proto2";
message M { optional b.X x = 1; }
-- b.proto
syntax = "proto2"; package b; message X {}
)",
     "t.proto:2:22: `b.X` seems to be defined in `b.proto`, which is not imported by `t.proto`\n",
     ""},
    {"imports_are_not_passed_on", R"(syntax = "proto2"; import "c.proto";
message M { optional b.X x = 1; }
-- b.proto
syntax = "proto2"; package b; message X {}
-- c.proto
syntax = "proto2"; import "b.proto";
)",
     "t.proto:2:22: `b.X` seems to be defined in `b.proto`, which is not imported by `t.proto`\n",
     ""},
    {"public_imports_are_passed_on", R"(syntax = "proto2"; import "c.proto";
message M { optional b.X x = 1; }
-- b.proto
syntax = "proto2"; package b; message X {}
-- c.proto
syntax = "proto2"; import public "d.proto";
-- d.proto
syntax = "proto2"; import public "b.proto";
)",
     "", ""},
    {"packages_come_through_public_imports", R"(syntax = "proto2"; package z.y; import "c.proto";
message M { optional b.X x = 1; }
-- b.proto
syntax = "proto2"; package z.b; message X {}
-- c.proto
syntax = "proto2"; import public "b.proto";
)",
     "", ""},
    {"import_option_is_for_options", R"(edition = "2024"; import option "b.proto";
message M { B b = 1; }
-- b.proto
edition = "2024"; message B {}
)",
     "t.proto:2:13: `B` is imported by `import option`, for use in options only\n", ""},
    {"unknown_names", R"(syntax = "proto2";
message Somebody {}
message M { optional Somebudy x = 1; optional .M.Y y = 2; }
)",
     "t.proto:3:22: `Somebudy` is not defined\n"
     "t.proto:3:47: `.M.Y` is not defined\n",
     ""},
    {"missing_import_quietens_its_names", R"(syntax = "proto2";
import "nope.proto";
message M { optional nope.X x = 1; }
)",
     "t.proto:2:1: imported file `nope.proto` is not found\n", ""},
    {"import_twice", R"(syntax = "proto2";
import "c.proto";
import public "c.proto";
-- c.proto
syntax = "proto2";
)",
     "t.proto:3:1: import `c.proto` is listed twice\n", ""},
    {"import_of_itself", R"(syntax = "proto2";
import "t.proto";
)",
     "t.proto:2:1: files import each other in a cycle: t.proto -> t.proto\n", ""},
    {"import_cycle", R"(syntax = "proto2"; import "c.proto";
-- a.proto
syntax = "proto2"; import "t.proto";
-- c.proto
syntax = "proto2";
import "b.proto";
-- b.proto
syntax = "proto2"; import "c.proto";
)",
     "b.proto:1:20: files import each other in a cycle: b.proto -> c.proto -> b.proto\n", ""},
};

TEST(Resolve, Cases) { ExpectErrors(kCases); }

std::string FirstFix(std::string_view text) {
  const Result<Snapshot> snapshot = LinkTexts(SplitFiles(text));
  return snapshot.has_value() ? "links" : snapshot.error().front().fix;
}

TEST(ResolveFix, SuggestsANearName) {
  EXPECT_EQ(
      FirstFix("syntax = \"proto3\"; package a; message Customer {} message M { Custmer c = 1; }"),
      "did you mean `a.Customer`?");
  EXPECT_EQ(FirstFix("syntax = \"proto3\"; message Customer {} message M { Xyz c = 1; }"), "");
}

TEST(ResolveFix, SuggestsTheImport) {
  EXPECT_EQ(
      FirstFix("syntax = \"proto3\"; message M { B b = 1; }\n-- b.proto\nsyntax = \"proto3\"; "
               "message B {}"),
      "add `import \"b.proto\";`");
}

TEST(Resolve, TwoFilesOfOnePath) {
  std::vector<std::unique_ptr<File>> files;
  files.push_back(Parse("a.proto", "syntax = \"proto3\";").file);
  files.push_back(Parse("a.proto", "syntax = \"proto3\"; message M {}").file);
  const Result<Snapshot> snapshot = Link("x", std::move(files));
  ASSERT_FALSE(snapshot.has_value());
  EXPECT_EQ(
      Format(snapshot.error()[0]),
      "a.proto:1:1: error: two files have the path `a.proto` (fix: keep each contract below one "
      "root only)");
}

// Neither a stack nor the time may grow out of bounds with the length of a chain.
TEST(Resolve, ChainsOfManyFiles) {
  constexpr int kFiles = 100'000;
  std::vector<std::unique_ptr<File>> files;
  for (int i = 0; i < kFiles; ++i) {
    std::string text = "syntax=\"proto3\";message M" + std::to_string(i) + "{";
    if (i > 0) text += "M" + std::to_string(i - 1) + " a=1;";
    text += "}";
    if (i > 0) text += "import public \"" + std::to_string(i - 1) + "\";";
    files.push_back(Parse(std::to_string(i), text).file);
  }
  const Result<Snapshot> snapshot = Link("chain", std::move(files));
  ASSERT_TRUE(snapshot.has_value()) << Format(snapshot.error()[0]);
  EXPECT_EQ(snapshot->symbols.size(), static_cast<std::size_t>(kFiles));
}

TEST(Resolve, LongCyclesAreShortened) {
  constexpr int kFiles = 30'000;
  std::vector<std::unique_ptr<File>> files;
  for (int i = 0; i < kFiles; ++i) {
    files.push_back(
        Parse(std::to_string(100'000 + i),
              "syntax=\"proto3\";import \"" + std::to_string(100'000 + (i + 1) % kFiles) + "\";")
            .file);
  }
  const Result<Snapshot> snapshot = Link("cycle", std::move(files));
  ASSERT_FALSE(snapshot.has_value());
  ASSERT_EQ(snapshot.error().size(), 1u);
  const std::string& message = snapshot.error()[0].message;
  EXPECT_TRUE(message.ends_with("100019 -> (29980 more) -> 100000")) << message;
}

}  // namespace
}  // namespace leyline
