// Which files of two versions are looked at, and that no other could say more.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/rules/rule.h"
#include "analyzer/schema/load.h"
#include "analyzer/schema/load/same_tokens.h"
#include "analyzer/schema/load/scan_imports.h"
#include "tests/support/snapshots.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct TextPair {
  const char* a;
  const char* b;
  bool same;
};

TEST(HaveSameTokens, LooksPastCommentsAndSpace) {
  const TextPair pairs[] = {
      {"message M {}", "message M {}", true},
      {"message M {}", "// a\nmessage /* b */ M\n{\r\n}\n", true},
      {"message M {}", "\xEF\xBB\xBFmessage M {}", true},
      {"", " // nothing", true},
      {"message M {}", "message N {}", false},
      {"message M {}", "message M {};", false},
      {"ab", "a b", false},
      {"a.b", "a .b", false},
      {"1e+5", "1e +5", false},
      {"- 1", "-1", true},
      // What looks like a comment in a string is text.
      {"\"a//b\"", "\"a//c\"", false},
      {"\"a/*b*/\"", "\"a\"", false},
      {"'a\\'//b'", "'a\\'//c'", false},
      {"\"a b\"", "\"a  b\"", false},
      {"\"a\"", "'a'", false},
      // Lines that are the same are left out whole, where nothing can go on into the next.
      {"a\nb // x\nc", "a\nb // x\nd", false},
      {"a // y\nb /* x\nc */\nd", "a\nb /* x\nc */\nd", true},
      {"a // y\nb /* x\nc */ e\nd", "a\nb /* x\nc e */\nd", false},
      {"a // y\nb '/*'\nc", "a\nb '/*'\nc", true},
      {"a // y\nb '/*'\nc */", "a\nb '/*'\nc", false},
      {"a // y\nb // '\nc '", "a\nb // '\nc '", false},
      {"a // y\nb // '\nc", "a\nb // '\nc", true},
      {"a // y\nsame", "a\nsame", true},
      {"a // y\nsame\n", "a\nsame\nmore", false},
      {"x /* y */ b\nc", "x b\nc", true},
      {"xb\nc", "x /* y */b\nc", false},
      // In doubt: not the same.
      {"message M {} /* open", "message M {}", false},
      {"message M {} \"open", "message M {} \"open ", false},
  };
  for (const TextPair& pair : pairs) {
    EXPECT_EQ(HaveSameTokens(pair.a, pair.b), pair.same) << pair.a << " | " << pair.b;
    EXPECT_EQ(HaveSameTokens(pair.b, pair.a), pair.same) << pair.b << " | " << pair.a;
    EXPECT_TRUE(HaveSameTokens(pair.a, pair.a)) << pair.a;
  }
}

TEST(ScanImports, NamesEachImport) {
  const ScannedImports found = ScanImports(
      "syntax = 'proto3'; import \"a.proto\";import'b.proto' ;\nimport public \"c.proto\";"
      "import weak \"d.proto\"; import option\"e.proto\"; message import_x { int32 ximport = 1; "
      "bool import = 2; }");
  EXPECT_THAT(found.paths, ElementsAre("a.proto", "b.proto", "c.proto", "d.proto", "e.proto"));
  EXPECT_THAT(found.public_paths, ElementsAre("c.proto"));
  EXPECT_FALSE(found.may_be_any);
  EXPECT_FALSE(found.may_extend);
}

TEST(ScanImports, SaysWhenItDoesNotKnow) {
  const std::string far(5000, ' ');
  for (const std::string& text :
       {std::string("import \"a\" \".proto\";"), std::string("import \"a\\x2eproto\";"),
        std::string("import \"a\" // x\n'b';"), std::string("import \"a.proto"),
        "import" + far + "\"a.proto\";", "import//" + far + "\n\"a.proto\";",
        "import/*" + far + "*/\"a.proto\";", "import \"a\"" + far + ";",
        "import " + std::string(4092, ' ') + "public \"a.proto\";",
        "import \"a\"" + std::string(4092, ' ') + "/* x */;"}) {
    EXPECT_TRUE(ScanImports(text).may_be_any) << text.substr(0, 40);
  }
  for (const char* text :
       {"import /* x */ \"a\";", "import \"a\" /* x */;", "import // x\n// y\n 'a' // z\n;",
        "/* import // */ import // x\n \"a\";", "// import\n// this \nimport \"a\";",
        "// we import 'it' and import \"this\", and\nimport \"a\";",
        "// don't import\n/* what isn't */ message M {} import \"a\";"}) {
    const ScannedImports found = ScanImports(text);
    EXPECT_FALSE(found.may_be_any) << text;
    EXPECT_FALSE(found.paths.empty()) << text;
    EXPECT_THAT(found.paths, ::testing::Each("a")) << text;
  }
  EXPECT_THAT(ScanImports("import public// x\n\"a\";").public_paths, ElementsAre("a"));
  EXPECT_TRUE(ScanImports("extend M" + far + "{").may_extend);
  for (const char* text :
       {"extend M { int32 x = 1; }", "a;extend\t.a . b.\nC{}", "extend a .b {", "extend/* */M {",
        "extend M // it\n{", "extend a./**/b {", "message A{extend M{}}"}) {
    EXPECT_TRUE(ScanImports(text).may_extend) << text;
  }
  for (const char* text : {"extend the lease {", "extended M {", "a.extend M {", "extend {",
                           "extend", "extend M", "extend = 1;", "// extend it, {", "Xextend M {"}) {
    EXPECT_FALSE(ScanImports(text).may_extend) << text;
  }
  EXPECT_THAT(ScanImports("important \"a\"; x.import \"b\";").paths, IsEmpty());
}

std::vector<std::string> GovernedIn(const Snapshot& snapshot) {
  std::vector<std::string> paths;
  for (const auto& file : snapshot.files) {
    if (file->governed) paths.push_back(file->path);
  }
  return paths;
}

constexpr char kProto3[] = "syntax = \"proto3\"; package t; ";
constexpr char kEdition[] = "edition = \"2023\"; package t; ";

struct PairCase {
  const char* what;
  const char* before;  // of base.proto
  const char* after;
  std::vector<std::string> looked_at;
  const char* head = kProto3;
};

// user.proto imports base.proto and never changes; other.proto imports nothing.
TEST(LoadPair, LooksAtWhatMayReadDifferently) {
  const PairCase cases[] = {
      {"nothing", "message T { int32 a = 1; }", "message T { int32 a = 1; }", {}},
      {"a comment", "message T { int32 a = 1; }", "message T { int32 a = 1; /* one */ }", {}},
      {"a field",
       "message T { int32 a = 1; int32 b = 2; int32 c = 3; }",
       "message T { int64 a = 1; int32 b = 2; int32 c = 3; }",
       {"base.proto"}},
      {"a type that nobody names", "message T {}", "message T {} message Quite {}", {"base.proto"}},
      {"a type whose name the user says",
       "message T {}",
       "message T {} message Other {}",
       {"base.proto", "user.proto"}},
      {"a message that keeps only its name",
       "message T { int32 a = 1; }",
       "message T { int64 a = 1; }",
       {"base.proto", "user.proto"}},
      {"another kind of type", "message T {}", "enum T { T0 = 0; }", {"base.proto", "user.proto"}},
      {"an enum's values",
       "message T {} enum E { E0 = 0; }",
       "message T {} enum E { E0 = 0; E1 = 1; }",
       {"base.proto"}},
      {"the values of an enum whose name the user says",
       "message T {} enum Other { E0 = 0; }",
       "message T {} enum Other { E0 = 0; E1 = 1; }",
       {"base.proto", "user.proto"}},
      {"other values of an enum",
       "message T {} enum E { E0 = 0; }",
       "message T {} enum E { E1 = 0; }",
       {"base.proto", "user.proto"}},
      {"a field, beside an unused extension, and the word",
       "message T { int32 a = 1; int32 b = 2; extensions 9; } extend T { int32 e = 9; }",
       "message T { int32 a = 1; int32 b = 2; int32 c = 3; extensions 9; } extend T { int32 e = 9; "
       "}"
       "// extend features",
       {"base.proto"},
       kEdition},
      {"an extension whose name the user says",
       "message T { extensions 9; } extend T { int32 e = 9; }",
       "message T { extensions 9, 10; } extend T { int32 e = 9; int32 Other = 10; }",
       {"base.proto", "user.proto"},
       kEdition},
      {"another extension",
       "message T { extensions 9; } extend T { int32 e = 9; }",
       "message T { extensions 9; } extend T { int64 e = 9; }",
       {"base.proto", "user.proto"},
       kEdition},
      {"a field beside an extension",
       "message T { int32 a = 1; int32 b = 2; extensions 9; } extend T { int32 e = 9; }",
       "message T { int64 a = 1; int32 b = 2; extensions 9; } extend T { int32 e = 9; }",
       {"base.proto"},
       kEdition},
      {"a list beside an extension",
       "message T { int32 a = 1; int32 b = 2; int32 c = 3; extensions 9; } extend T { int32 e = 9; "
       "}",
       "message T { repeated int32 a = 1; int32 b = 2; int32 c = 3; extensions 9; } extend T { "
       "int32 "
       "e = 9; }",
       {"base.proto", "user.proto"},
       kEdition},
      {"the openness of an enum",
       "enum T { T0 = 0; }",
       "enum T { option features.enum_type = CLOSED; T0 = 0; }",
       {"base.proto", "user.proto"},
       kEdition},
  };
  for (const PairCase& c : cases) {
    const std::string head = c.head;
    Sources before = {{"base.proto", head + c.before},
                      {"user.proto", head + "import \"base.proto\"; message U { T t = 1; } "
                                            "message V { message Other {} Other o = 1; }"},
                      {"other.proto", head + "message O {}"}};
    Sources after = before;
    after["base.proto"] = head + c.after;
    const auto pair = testing::LoadSourcePair(before, after);
    ASSERT_TRUE(pair.has_value()) << c.what << ": " << Format(pair.error().front());
    EXPECT_EQ(GovernedIn(pair->before), c.looked_at) << c.what;
    EXPECT_EQ(GovernedIn(pair->after), c.looked_at) << c.what;
    const Snapshot whole_before = testing::MustLoad(before);
    const Snapshot whole_after = testing::MustLoad(after);
    EXPECT_EQ(testing::Dump(Diff(pair->before, pair->after)),
              testing::Dump(Diff(whole_before, whole_after)))
        << c.what;
  }
}

// A type that is passed on, and an option whose value's type changed two files away.
TEST(LoadPair, FollowsPublicImportsAndOptions) {
  const Sources before = {
      {"base.proto", "syntax = \"proto3\"; package t; message T {}"},
      {"pass.proto", "syntax = \"proto3\"; package t; import public \"base.proto\";"},
      {"user.proto",
       "syntax = \"proto3\"; package t; import \"pass.proto\"; message U { T t = 1; }"},
      {"value.proto", "syntax = \"proto3\"; package o; message Value { int32 a = 1; }"},
      {"option.proto",
       "syntax = \"proto2\"; package o; import \"google/protobuf/descriptor.proto\"; import "
       "\"value.proto\"; extend google.protobuf.FieldOptions { optional Value v = 50000; }"},
      {"set.proto",
       "syntax = \"proto3\"; package s; import \"option.proto\"; message S { int32 x = 1 "
       "[(o.v) = {a: 7}]; }"},
      {"far.proto", "syntax = \"proto3\"; package f; message F {}"}};
  Sources after = before;
  after["base.proto"] = "syntax = \"proto3\"; package t; enum T { T0 = 0; }";
  after["value.proto"] = "syntax = \"proto3\"; package o; message Value { int32 a = 2; }";
  const auto pair = testing::LoadSourcePair(before, after);
  ASSERT_TRUE(pair.has_value()) << Format(pair.error().front());
  EXPECT_THAT(GovernedIn(pair->after), ElementsAre("base.proto", "option.proto", "pass.proto",
                                                   "set.proto", "user.proto", "value.proto"));
  const Snapshot whole_before = testing::MustLoad(before);
  const Snapshot whole_after = testing::MustLoad(after);
  EXPECT_EQ(testing::Dump(Diff(pair->before, pair->after)),
            testing::Dump(Diff(whole_before, whole_after)));
}

// A value of an option in a file that is the same, where a field of its type became another.
TEST(LoadPair, ReadsValuesOfOptionsWhoseFieldsChanged) {
  for (const char* after_field :
       {"int64 a = 1;", "double a = 1;", "float a = 1;", "fixed32 a = 1;", "int32 a = 9;",
        "repeated int32 a = 1;", "optional int32 a = 1;", "oneof x { int32 a = 1; }"}) {
    const std::string rest = " int32 b = 2; int32 c = 3; int32 d = 4; }";
    const Sources before = {
        {"value.proto", "syntax = \"proto3\"; package o; message Value { int32 a = 1;" + rest},
        {"option.proto",
         "syntax = \"proto2\"; package o; import \"google/protobuf/descriptor.proto\"; import "
         "\"value.proto\"; extend google.protobuf.FieldOptions { optional Value v = 50000; }"},
        {"set.proto",
         "syntax = \"proto3\"; package s; import \"option.proto\"; message S { int32 x = 1 "
         "[(o.v) = {a: 7}]; }"}};
    Sources after = before;
    after["value.proto"] =
        std::string("syntax = \"proto3\"; package o; message Value { ") + after_field + rest;
    const auto pair = testing::LoadSourcePair(before, after);
    ASSERT_TRUE(pair.has_value()) << after_field << Format(pair.error().front());
    EXPECT_EQ(testing::Dump(Diff(pair->before, pair->after)),
              testing::Dump(Diff(testing::MustLoad(before), testing::MustLoad(after))))
        << after_field;
  }
}

// Whoever asks what a change reaches needs what stayed as it was, too.
TEST(LoadPair, LoadsWhatIsUnchangedForOthers) {
  const std::string head = "syntax = \"proto3\"; package t; ";
  const Sources before = {{"base.proto", head + "message T { int32 a = 1; }"},
                          {"user.proto", head + "import \"base.proto\"; message U { T t = 1; }"},
                          {"far.proto", head + "message F {}"}};
  Sources after = before;
  after["base.proto"] = head + "message T { int64 a = 1; }";
  const auto pair = testing::LoadSourcePair(before, after, 1, Unchanged::kLoaded);
  ASSERT_TRUE(pair.has_value()) << Format(pair.error().front());
  for (const Snapshot* side : {&pair->before, &pair->after}) {
    EXPECT_THAT(GovernedIn(*side), ElementsAre("base.proto", "user.proto")) << "not far.proto";
    ASSERT_NE(side->FindMessage("t.U"), nullptr);
    EXPECT_EQ(side->FindMessage("t.U")->fields[0].message, side->FindMessage("t.T"));
    EXPECT_NE(side->FindMessage("t.F"), nullptr);
  }
  EXPECT_EQ(testing::Dump(Diff(pair->before, pair->after)),
            testing::Dump(Diff(testing::MustLoad(before), testing::MustLoad(after))));
  const auto nothing = testing::LoadSourcePair(before, before, 1, Unchanged::kLoaded);
  ASSERT_TRUE(nothing.has_value());
  EXPECT_EQ(testing::Dump(Diff(nothing->before, nothing->after)), "");
  EXPECT_NE(nothing->before.FindMessage("t.U"), nullptr);
}

const std::string kHead = "syntax = \"proto3\"; package t; ";

// user.proto reads what base.proto says, far.proto and farther.proto have nothing to do with it.
Sources Neighbours(const std::string& base) {
  return {{"base.proto", kHead + base},
          {"user.proto", kHead + "import \"base.proto\"; message U { T t = 1; }"},
          {"farther.proto", kHead + "message V { int32 v = 1; }"},
          {"far.proto", kHead + "import \"farther.proto\"; message F { V v = 1; }"}};
}

// What is the same in both, with all that it imports, is parsed and linked once.
TEST(LoadPair, SharesWhatNothingThatDiffersIsBehind) {
  const Sources before = Neighbours("message T { int32 a = 1; }");
  Sources after = Neighbours("message T { int64 a = 1; }");
  for (const Unchanged unchanged : {Unchanged::kLoaded, Unchanged::kJudged}) {
    const auto pair = testing::LoadSourcePair(before, after, 1, unchanged);
    ASSERT_TRUE(pair.has_value()) << Format(pair.error().front());
    for (const char* path : {"far.proto", "farther.proto"}) {
      EXPECT_EQ(pair->before.FindFile(path), pair->after.FindFile(path)) << path;
    }
    for (const char* path : {"base.proto", "user.proto"}) {
      EXPECT_NE(pair->before.FindFile(path), pair->after.FindFile(path)) << path;
    }
    EXPECT_EQ(pair->before.FindMessage("t.U")->fields[0].message, pair->before.FindMessage("t.T"));
    EXPECT_THAT(pair->unchanged, ElementsAre("far.proto", "farther.proto"));
  }
}

// Places differ where only white space does, also for who imports it.
TEST(LoadPair, SharesNothingThatStandsElsewhere) {
  const Sources before = Neighbours("message T {}");
  Sources after = Neighbours("message T { int32 a = 1; }");
  after["farther.proto"] = "// moved\n" + after["farther.proto"];
  const auto pair = testing::LoadSourcePair(before, after, 1, Unchanged::kJudged);
  ASSERT_TRUE(pair.has_value()) << Format(pair.error().front());
  for (const char* path : {"far.proto", "farther.proto"}) {
    EXPECT_NE(pair->before.FindFile(path), pair->after.FindFile(path)) << path;
  }
  EXPECT_EQ(testing::Dump(Diff(pair->before, pair->after)),
            testing::Dump(Diff(testing::MustLoad(before), testing::MustLoad(after))));
}

TEST(LoadPair, JudgesWhatIsTheSameOnBothSides) {
  Sources before = Neighbours("message T {}");
  Sources after = Neighbours("message T { int32 a = 1; }");
  before["far.proto"] = after["far.proto"] = kHead + "message F { reserved 1; int32 f = 1; }";
  EXPECT_TRUE(testing::LoadSourcePair(before, after, 1, Unchanged::kLoaded).has_value());
  const auto pair = testing::LoadSourcePair(before, after, 1, Unchanged::kJudged);
  ASSERT_FALSE(pair.has_value());
  EXPECT_THAT(Format(pair.error().front()), ::testing::HasSubstr("far.proto:1:"));
}

// The change itself takes away what was wrong.
TEST(LoadPair, JudgesTheOldVersionBesideWhatIsShared) {
  const Sources good = Neighbours("message T {}");
  for (const char* bad : {"message T {} message F {}",       // as in far.proto
                          "message T {} message V { }",      // as in farther.proto
                          "message U {} message T {}",       // as in what imports it
                          "message T {} enum E { F = 0; }",  // a value is a sibling of its enum
                          "message Gone {}"}) {              // and user.proto finds nothing
    const auto pair = testing::LoadSourcePair(Neighbours(bad), good, 1, Unchanged::kJudged);
    EXPECT_FALSE(pair.has_value()) << bad;
    EXPECT_FALSE(testing::LoadSources("before", Neighbours(bad)).has_value()) << bad;
  }
}

// Both import it, nobody governs it, and Diff would not look at who does.
TEST(LoadPair, JudgesNothingBehindAnImportThatDiffers) {
  Sources before = Neighbours("message T {}");
  before["far.proto"] = kHead + "import \"imported/i.proto\"; message F { I i = 1; }";
  before["imported/i.proto"] = kHead + "message I {}";
  Sources after = before;
  after["base.proto"] = kHead + "message T { int32 a = 1; }";
  EXPECT_TRUE(testing::LoadSourcePair(before, after, 1, Unchanged::kJudged).has_value());
  after["imported/i.proto"] = kHead + "enum I { NONE = 0; }";
  EXPECT_FALSE(testing::LoadSourcePair(before, after, 1, Unchanged::kJudged).has_value());
  EXPECT_TRUE(testing::LoadSourcePair(before, after, 1, Unchanged::kLoaded).has_value());
}

TEST(LoadPair, ErrorsOfBothSidesAreTold) {
  const Sources good = {{"a.proto", "syntax = \"proto3\"; message M {}"}};
  const Sources bad = {{"a.proto", "syntax = \"proto3\"; message M { Nope n = 1; }"}};
  const auto after = testing::LoadSourcePair(good, bad);
  ASSERT_FALSE(after.has_value());
  EXPECT_THAT(Format(after.error().front()), ::testing::HasSubstr("a.proto:1:32"));
  EXPECT_FALSE(testing::LoadSourcePair(bad, good).has_value());
}

}  // namespace
}  // namespace leyline
