// What an approval of a replaced type binds: the digest follows what the types hold.
#include "analyzer/diff/type_contents.h"

#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "tests/support/snapshots.h"

namespace leyline {
namespace {

using testing::MustLoad;

std::string DigestOfOnly(std::string_view change_type, const std::string& before,
                         const std::string& after) {
  const Snapshot old_side = MustLoad(before);
  const Snapshot new_side = MustLoad(after);
  std::string digest;
  for (const Change& change : Diff(old_side, new_side)) {
    if (change.change_type != change_type) continue;
    EXPECT_EQ(digest, "") << "more than one " << change_type;
    digest = change.digest;
  }
  EXPECT_NE(digest, "") << "no " << change_type;
  return digest;
}

struct Edit {
  const char* change_type;
  const char* before;
  const char* after;   // as it was approved
  const char* edited;  // what came later: nothing in the changed element itself
  bool same = false;
};

TEST(TypeContents, AreBoundByTheDigest) {
  const Edit edits[] = {
      {"CHANGE_FIELD_TYPE", "message A { int32 x = 1; } message M { A a = 1; }",
       "message A { int32 x = 1; } message B { uint32 x = 1; } message M { B a = 1; }",
       "message A { int32 x = 1; } message B { string x = 1; } message M { B a = 1; }"},
      {"CHANGE_FIELD_TYPE", "message A { int32 x = 1; } message M { map<string, A> a = 1; }",
       "message A { int32 x = 1; } message B { uint32 x = 1; } message M { map<string, B> a = 1; }",
       "message A { int32 x = 1; } message B { string x = 1; } message M { map<string, B> a = 1; "
       "}"},
      // Two steps away, through a type that holds itself.
      {"CHANGE_FIELD_TYPE", "message A { int32 x = 1; } message M { A a = 1; }",
       "message A { int32 x = 1; } message C { B up = 1; int32 y = 2; }"
       "message B { C c = 2; } message M { B a = 1; }",
       "message A { int32 x = 1; } message C { B up = 1; bool y = 2; }"
       "message B { C c = 2; } message M { B a = 1; }"},
      {"CHANGE_FIELD_TYPE", "enum E { E0 = 0; E1 = 1; } message M { E e = 1; }",
       "enum E { E0 = 0; E1 = 1; } enum F { F0 = 0; F1 = 1; } message M { F e = 1; }",
       "enum E { E0 = 0; E1 = 1; } enum F { F0 = 0; F2 = 2; } message M { F e = 1; }"},
      {"CHANGE_METHOD_INPUT", "message A { int32 x = 1; } service S { rpc Do(A) returns (A); }",
       "message A { int32 x = 1; } message B { int32 x = 1; }"
       "service S { rpc Do(B) returns (A); }",
       "message A { int32 x = 1; } message B { string x = 1; }"
       "service S { rpc Do(B) returns (A); }"},
      // What the type doesn't reach, and the order of what it does.
      {"CHANGE_FIELD_TYPE", "message A { int32 x = 1; } message M { A a = 1; }",
       "message A { int32 x = 1; } message B { uint32 x = 1; int32 y = 2; } message M { B a = 1; }",
       "message N {} message A { int32 x = 1; }"
       "message B { int32 y = 2; uint32 x = 1; } message M { B a = 1; }",
       true},
  };
  const auto source = [](const char* body) {
    return fmt::format("syntax = \"proto3\"; package t; {}", body);
  };
  for (const Edit& edit : edits) {
    const std::string approved =
        DigestOfOnly(edit.change_type, source(edit.before), source(edit.after));
    const std::string later =
        DigestOfOnly(edit.change_type, source(edit.before), source(edit.edited));
    EXPECT_EQ(approved == later, edit.same) << edit.after << "\n" << edit.edited;
  }
}

TEST(TypeContents, OfAGroupComeWithItsField) {
  const auto source = [](const char* body) {
    return fmt::format("syntax = \"proto2\"; package t; message M {{ {} }}", body);
  };
  const std::string approved = DigestOfOnly(
      "ADD_FIELD", source(""), source("optional group G = 1 { optional int32 b = 1; }"));
  const std::string later = DigestOfOnly(
      "ADD_FIELD", source(""), source("optional group G = 1 { required fixed64 b = 1; }"));
  EXPECT_NE(approved, later);
}

}  // namespace
}  // namespace leyline
