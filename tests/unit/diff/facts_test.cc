#include "analyzer/diff/facts.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/diff/content.h"
#include "base/digest.h"
#include "tests/support/snapshots.h"

namespace leyline {
namespace {

using testing::MustLoad;

std::string Text(const Facts& facts) {
  std::string text;
  for (const auto& [key, value] : facts) {
    text += fmt::format("{}{}={}", text.empty() ? "" : "; ", key, value);
  }
  return text;
}

struct FieldCase {
  const char* syntax;
  const char* declaration;
  const char* want;
};

// What proto2, proto3 and editions say in other words comes out the same.
TEST(FactsOfField, SayWhatItMeans) {
  const FieldCase cases[] = {
      {"syntax = \"proto3\";", "int32 foo_bar = 1;",
       "cardinality=singular; json_name=fooBar; name=foo_bar; number=1; presence=implicit; "
       "type=int32"},
      {"edition = \"2023\";", "int32 foo_bar = 1;",
       "cardinality=singular; json_name=fooBar; name=foo_bar; number=1; presence=explicit; "
       "type=int32"},
      // A feature counts by what it resolves to, an option by what it says.
      {"edition = \"2023\";", "int32 foo_bar = 1 [features.field_presence = IMPLICIT];",
       "cardinality=singular; json_name=fooBar; name=foo_bar; number=1; presence=implicit; "
       "type=int32"},
      {"syntax = \"proto3\";", "int32 foo_bar = 1 [deprecated = true];",
       "cardinality=singular; deprecated=true; json_name=fooBar; name=foo_bar; number=1; "
       "presence=implicit; type=int32"},
      {"syntax = \"proto3\";", "int64 foo_bar = 1 [jstype = JS_STRING];",
       "cardinality=singular; json_name=fooBar; name=foo_bar; number=1; options={jstype: "
       "JS_STRING}; presence=implicit; type=int64"},
      {"syntax = \"proto3\";", "optional int32 foo_bar = 1;",
       "cardinality=singular; json_name=fooBar; name=foo_bar; number=1; presence=explicit; "
       "type=int32"},
      {"syntax = \"proto2\";", "required int32 a = 1;",
       "cardinality=required; json_name=a; name=a; number=1; presence=explicit; type=int32"},
      {"syntax = \"proto3\";", "repeated int32 a = 1;",
       "cardinality=repeated; json_name=a; name=a; number=1; packed=true; type=int32"},
      {"syntax = \"proto2\";", "repeated int32 a = 1;",
       "cardinality=repeated; json_name=a; name=a; number=1; packed=false; type=int32"},
      {"syntax = \"proto3\";", "repeated string a = 1;",
       "cardinality=repeated; json_name=a; name=a; number=1; type=string; utf8=verified"},
      {"syntax = \"proto2\";", "optional string a = 1 [default = \"x\"];",
       "cardinality=singular; default=x; json_name=a; name=a; number=1; presence=explicit; "
       "type=string; utf8=unverified"},
      {"syntax = \"proto3\";", "map<string, Sub> a = 1;",
       "cardinality=map; json_name=a; name=a; number=1; type=map<string, t.M.Sub>; utf8=verified"},
      {"syntax = \"proto3\";", "oneof o { Sub a = 1; }",
       "cardinality=singular; json_name=a; name=a; number=1; oneof=o; presence=explicit; "
       "type=t.M.Sub"},
      {"syntax = \"proto3\";", "int32 a = 1 [json_name = \"A\"];",
       "cardinality=singular; json_name=A; name=a; number=1; presence=implicit; type=int32"},
      {"syntax = \"proto2\";", "optional group A = 1 {}",
       "cardinality=singular; encoding=delimited; json_name=a; name=a; number=1; "
       "presence=explicit; type=t.M.A"},
  };
  for (const FieldCase& c : cases) {
    const Snapshot snapshot = MustLoad(fmt::format(
        "{}\npackage t;\nmessage M {{\n message Sub {{}}\n {}\n}}\n", c.syntax, c.declaration));
    const Field& field = snapshot.FindMessage("t.M")->fields[0];
    EXPECT_EQ(Text(FactsOf(snapshot, field, Depth::kOwn)), c.want) << c.declaration;
  }
}

TEST(FactsOfExtension, NameItsExtendeeAndScope) {
  const Snapshot snapshot = MustLoad(
      "syntax = \"proto2\";\npackage t;\nmessage M { extensions 100 to 200; }\n"
      "message S { extend M { optional int32 e = 150; } }\n");
  const Field& field = *snapshot.FindExtension("t.S.e");
  EXPECT_EQ(Text(FactsOf(snapshot, field, Depth::kOwn)),
            "cardinality=singular; extendee=t.M; name=t.S.e; number=150; presence=explicit; "
            "scope=t.S; type=int32");
}

TEST(FactsOf, CoverTheOtherKinds) {
  const Snapshot snapshot = MustLoad(
      "syntax = \"proto2\";\npackage t;\n"
      "message M { oneof o { int32 b = 1; int32 a = 2; } extensions 10 to 19; }\n"
      "enum E { option allow_alias = true; A = 1; B = 1; }\n"
      "service S { rpc Do(stream M) returns (stream M); }\n");
  const Message& message = *snapshot.FindMessage("t.M");
  EXPECT_EQ(Text(FactsOf(snapshot, message, Depth::kOwn)), "extensions=10 to 19; name=t.M");
  EXPECT_EQ(Text(FactsOf(snapshot, message.oneofs[0], Depth::kOwn)), "fields=a, b; name=o");
  const Enum& enumeration = *snapshot.FindEnum("t.E");
  EXPECT_EQ(FactsOf(snapshot, enumeration, Depth::kOwn)[1],
            std::make_pair(std::string("openness"), std::string("closed")));
  const ValueSet values{.number = 1, .names = {&enumeration.values[0], &enumeration.values[1]}};
  EXPECT_EQ(Text(FactsOf(snapshot, values)), "aliases=B; name=A; number=1");
  EXPECT_TRUE(FactsOf(snapshot, ValueSet{}).empty());
  const Service& service = *snapshot.FindService("t.S");
  EXPECT_EQ(Text(FactsOf(snapshot, service, Depth::kOwn)), "name=t.S");
  EXPECT_EQ(Text(FactsOf(snapshot, service.methods[0], Depth::kOwn)),
            "client_streaming=true; input=t.M; name=Do; output=t.M; server_streaming=true");
  EXPECT_EQ(Text(FactsOf(snapshot, *snapshot.FindFile("a.proto"), Depth::kOwn)),
            "package=t; path=a.proto; syntax=proto2");
}

// A digest says what the report says.
TEST(AppendFacts, SaysThePartsOfTheFacts) {
  const Snapshot snapshot = MustLoad(
      "syntax = \"proto2\";\npackage t;\n"
      "message M { oneof o { string b = 1 [deprecated = true]; int32 a = 2; }\n"
      "  extensions 10 to 19; repeated int32 p = 3 [packed = true];\n"
      "  optional string d = 4 [default = \"\"]; }\n"
      "extend M { optional int32 e = 10; }\n"
      "enum E { option allow_alias = true; A = 1; B = 1; }\n"
      "service S { rpc Do(stream M) returns (stream M); }\n");
  const auto expect_same = [&](const auto& node, const Facts& facts) {
    std::string want;
    for (const auto& [key, value] : facts) {
      AppendPart(want, key);
      AppendPart(want, value);
    }
    std::string text;
    AppendFacts(text, snapshot, node);
    EXPECT_FALSE(text.empty());
    EXPECT_EQ(text, want);
    EXPECT_TRUE(std::is_sorted(facts.begin(), facts.end()));
  };
  const Message& message = *snapshot.FindMessage("t.M");
  const Enum& enumeration = *snapshot.FindEnum("t.E");
  const Service& service = *snapshot.FindService("t.S");
  const File& file = *snapshot.FindFile("a.proto");
  for (const Field& field : message.fields) {
    expect_same(field, FactsOf(snapshot, field, Depth::kOwn));
  }
  const Field& extension = *snapshot.FindExtension("t.e");
  expect_same(extension, FactsOf(snapshot, extension, Depth::kOwn));
  expect_same(message.oneofs[0], FactsOf(snapshot, message.oneofs[0], Depth::kOwn));
  expect_same(message, FactsOf(snapshot, message, Depth::kOwn));
  expect_same(enumeration, FactsOf(snapshot, enumeration, Depth::kOwn));
  const ValueSet values{.number = 1, .names = {&enumeration.values[0], &enumeration.values[1]}};
  expect_same(values, FactsOf(snapshot, values));
  expect_same(service, FactsOf(snapshot, service, Depth::kOwn));
  expect_same(service.methods[0], FactsOf(snapshot, service.methods[0], Depth::kOwn));
  expect_same(file, FactsOf(snapshot, file, Depth::kOwn));
}

std::string ContentOf(const std::string& body) {
  const Snapshot snapshot =
      MustLoad("syntax = \"proto2\";\npackage t;\nmessage M {" + body + "}\n");
  return ContentDigest(snapshot, *snapshot.FindMessage("t.M"));
}

TEST(ContentDigest, DoesNotDependOnOrderOrComments) {
  EXPECT_EQ(ContentOf("optional int32 a = 1; optional int32 b = 2; message N {} enum E { X = 0; "
                      "Y = 1; } reserved 5, 6; reserved \"p\", \"q\";"),
            ContentOf("reserved \"q\"; enum E { X = 0; Y = 1; } /* c */ message N {} reserved 5 to "
                      "6; optional int32 b = 2; reserved \"p\"; optional int32 a = 1;"));
}

TEST(ContentDigest, BindsEverythingInside) {
  const std::string base =
      "optional int32 a = 1; message N { optional int32 x = 1; } "
      "enum E { X = 0; Y = 1; } extensions 100 to 200; reserved 5;";
  const char* others[] = {
      "optional int64 a = 1; message N { optional int32 x = 1; } enum E { X = 0; Y = 1; } "
      "extensions 100 to 200; reserved 5;",
      "optional int32 a = 1; message N { optional int32 y = 1; } enum E { X = 0; Y = 1; } "
      "extensions 100 to 200; reserved 5;",
      "optional int32 a = 1; message N { optional int32 x = 1; } enum E { X = 0; Y = 2; } "
      "extensions 100 to 200; reserved 5;",
      "optional int32 a = 1; message N { optional int32 x = 1; } enum E { Y = 1; X = 0; } "
      "extensions 100 to 200; reserved 5;",
      "optional int32 a = 1; message N { optional int32 x = 1; } enum E { X = 0; Y = 1; } "
      "extensions 100 to 201; reserved 5;",
      "optional int32 a = 1; message N { optional int32 x = 1; } enum E { X = 0; Y = 1; } "
      "extensions 100 to 200; reserved 6;",
  };
  for (const char* other : others) EXPECT_NE(ContentOf(other), ContentOf(base)) << other;
}

TEST(ContentDigest, BindsMethodsAndImports) {
  const auto load = [](const std::string& service, const std::string& import) {
    return MustLoad({{"a.proto", "syntax = \"proto3\";\npackage t;\n" + import +
                                     "message M {}\nservice S {" + service + "}\n"},
                     {"b.proto", "syntax = \"proto3\";\npackage t;\n"}});
  };
  const Snapshot one = load("rpc A(M) returns (M); rpc B(M) returns (M);", "");
  const Snapshot same = load("rpc B(M) returns (M); rpc A(M) returns (M);", "");
  const Snapshot other = load("rpc A(M) returns (M);", "import public \"b.proto\";\n");
  const auto service = [](const Snapshot& s) { return ContentDigest(s, *s.FindService("t.S")); };
  const auto file = [](const Snapshot& s) { return ContentDigest(s, *s.FindFile("a.proto")); };
  EXPECT_EQ(service(one), service(same));
  EXPECT_NE(service(one), service(other));
  EXPECT_EQ(file(one), file(same));
  EXPECT_NE(file(one), file(other));
}

TEST(SyntaxText, NamesEditions) {
  EXPECT_EQ(SyntaxText(Edition::kProto2), "proto2");
  EXPECT_EQ(SyntaxText(Edition::kProto3), "proto3");
  EXPECT_EQ(SyntaxText(Edition::k2023), "edition 2023");
  EXPECT_EQ(SyntaxText(Edition::k2024), "edition 2024");
  EXPECT_EQ(SyntaxText(Edition::kUnknown), "unknown");
}

}  // namespace
}  // namespace leyline
