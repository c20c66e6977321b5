#include "analyzer/schema/exports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/syntax/parse.h"

namespace leyline {
namespace {

using testing::IsEmpty;
using testing::UnorderedElementsAre;

ExportsChange Compare(const std::string& before, const std::string& after,
                      const std::string& head = "syntax = \"proto3\";\n") {
  const Parsed old_file = Parse("a.proto", head + before);
  const Parsed new_file = Parse("a.proto", head + after);
  EXPECT_THAT(old_file.errors, IsEmpty()) << before;
  EXPECT_THAT(new_file.errors, IsEmpty()) << after;
  return CompareExports(old_file.file.get(), new_file.file.get());
}

TEST(Exports, WhatStaysInItsFileReachesNobody) {
  constexpr const char* kBefore =
      "message A { int32 x = 1; message N { enum E { Z = 0; } } } enum F { Y = 0; }"
      " service S { rpc M(A) returns (A); }";
  for (const char* after :
       {kBefore,
        "message A { int32 x = 1; string new_one = 2; message N { enum E { Z = 0; } } }"
        " enum F { Y = 0; } service S { rpc M(A) returns (A); rpc M2(A) returns (A); }",
        "service S { rpc M(A) returns (A); } enum F { Y = 0; }"
        " message A { message N { enum E { Z = 0; } } int32 x = 1; }"}) {
    const ExportsChange change = Compare(kBefore, after);
    EXPECT_FALSE(change.any || change.rewrites || change.grew) << after;
    EXPECT_THAT(change.added, IsEmpty()) << after;
  }
}

TEST(Exports, WhatWentOrBecameAnotherReachesAll) {
  struct Case {
    const char* before;
    const char* after;
  };
  for (const auto& [before, after] : {
           Case{"message A {} message B {}", "message A {}"},
           {"message A { message B {} }", "message A {}"},
           {"message A {}", "enum A { Z = 0; }"},
           {"message A { enum E { Z = 0; } }", "message A {}"},
           {"service S {}", ""},
           {"import public \"b.proto\";", "import \"b.proto\";"},
           {"package p;", "package q;"},
           {"enum E { Z = 0; ONE = 1; }", "enum E { Z = 0; }"},
           {"enum E { Z = 0; ONE = 1; }", "enum E { Z = 0; UNO = 1; }"},
           {"enum E { Z = 0; ONE = 1; }", "enum E { Z = 0; ONE = 10; }"},
           {"enum E { Z = 0; ONE = 1; }", "enum E { Z = 0; HALF = 2; ONE = 1; }"},
           {"message A { int32 x = 1; int32 y = 2; }", "message A { string a = 1; string b = 2; }"},
       }) {
    const ExportsChange change = Compare(before, after);
    EXPECT_TRUE(change.any && change.rewrites) << before << " -> " << after;
  }
}

TEST(Exports, WhatCameIsSaidBySimpleName) {
  const ExportsChange change = Compare(
      "message A {} enum E { Z = 0; }",
      "message A { message In {} enum Of { Y = 0; } } enum E { Z = 0; ONE = 1; }"
      " message B { message C { message D {} } enum F { X = 0; } } service S {}");
  EXPECT_FALSE(change.any);
  EXPECT_TRUE(change.grew);
  EXPECT_THAT(change.added, UnorderedElementsAre("In", "Of", "E", "B", "C", "D", "F", "S"));
}

// Runtimes differ in what they make of it: nobody counts on it.
TEST(Exports, AnEnumOfProto2DoesNotGrow) {
  const ExportsChange change = Compare("enum E { Z = 0; }", "enum E { Z = 0; ONE = 1; }",
                                       "syntax = \"proto2\";\n");
  EXPECT_FALSE(change.any || change.grew);
  EXPECT_THAT(change.added, IsEmpty());
}

TEST(Exports, AnExtensionIsWhatItSays) {
  constexpr const char* kProto2 = "syntax = \"proto2\";\n";
  constexpr const char* kBefore =
      "message A { extensions 1 to 9; } extend A { optional int32 x = 1; }"
      " message B { extend A { optional int32 y = 2; } }";
  EXPECT_FALSE(Compare(kBefore, kBefore, kProto2).any);
  for (const char* after :
       {"message A { extensions 1 to 9; } extend A { optional int64 x = 1; }"
        " message B { extend A { optional int32 y = 2; } }",
        "message A { extensions 1 to 9; } extend A { optional int32 x = 1; } message B { }"}) {
    const ExportsChange change = Compare(kBefore, after, kProto2);
    EXPECT_TRUE(change.any) << after;
    EXPECT_FALSE(change.rewrites) << "no value of a message says something else";
  }
  const ExportsChange came = Compare(
      "message A { extensions 1 to 9; }",
      "message A { extensions 1 to 9; } extend A { optional int32 x = 1; }"
      " message B { extend A { optional int32 y = 2; } }",
      kProto2);
  EXPECT_FALSE(came.any);
  EXPECT_THAT(came.added, UnorderedElementsAre("x", "B", "y"));
}

// An option's value may be of the message: the same text is other bytes then.
TEST(Exports, AFieldOfAnotherTypeRewritesValues) {
  const ExportsChange change =
      Compare("message A { int32 x = 1; int32 y = 2; int32 z = 3; }",
              "message A { int32 x = 1; int32 y = 2; string z = 3; }");
  EXPECT_FALSE(change.any);
  EXPECT_TRUE(change.rewrites);
  EXPECT_FALSE(Compare("message A { int32 x = 1; int32 y = 2; }",
                       "message A { int32 x = 1; sint64 y = 2; }")
                   .rewrites)
      << "integers are written alike";
}

TEST(Exports, AFileThatCameOrWentIsAllNew) {
  const Parsed file = Parse("a.proto", "syntax = \"proto3\";\nmessage A {}");
  EXPECT_TRUE(CompareExports(file.file.get(), nullptr).any);
  EXPECT_TRUE(CompareExports(nullptr, file.file.get()).grew);
}

}  // namespace
}  // namespace leyline
