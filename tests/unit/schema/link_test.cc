// The linked half of the model: names, parents, types, json names, defaults, and the whole
// snapshot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/schema/link_support.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsNull;
using ::testing::NotNull;

TEST(Link, NamesEverything) {
  const Snapshot snapshot = LinkOrFail(R"(
syntax = "proto2";
package acme.v1;
message User {
  extensions 100 to 200;
  message Inner { enum Kind { KIND_A = 0; } }
  optional Inner.Kind kind = 1;
  oneof contact { string mail = 2; string phone = 3; }
  extend User { optional int32 rank = 100; }
}
extend User { optional int32 tier = 101; }
enum Top { TOP_A = 0; }
service Users { rpc Get(User) returns (User.Inner); }
)");
  const Message* user = snapshot.FindMessage("acme.v1.User");
  ASSERT_THAT(user, NotNull());
  const Message* inner = snapshot.FindMessage("acme.v1.User.Inner");
  ASSERT_THAT(inner, NotNull());
  EXPECT_EQ(inner->parent, user);
  EXPECT_EQ(inner->file, snapshot.FindFile("t.proto"));
  const Enum* kind = snapshot.FindEnum("acme.v1.User.Inner.Kind");
  ASSERT_THAT(kind, NotNull());
  EXPECT_EQ(kind->parent, inner);
  EXPECT_EQ(FullName(kind->values[0]), "acme.v1.User.Inner.Kind.KIND_A");
  EXPECT_EQ(user->fields[0].enum_type, kind);
  EXPECT_EQ(user->fields[0].type, FieldType::kEnum);
  EXPECT_EQ(FullName(user->fields[0]), "acme.v1.User.kind");

  const Oneof& contact = user->oneofs[0];
  EXPECT_EQ(FullName(contact), "acme.v1.User.contact");
  EXPECT_THAT(contact.fields, ElementsAre(&user->fields[1], &user->fields[2]));
  EXPECT_EQ(user->fields[1].oneof, &contact);
  EXPECT_THAT(user->fields[0].oneof, IsNull());

  const Field* rank = snapshot.FindExtension("acme.v1.User.rank");
  ASSERT_THAT(rank, NotNull());
  EXPECT_EQ(rank->extendee, user);
  EXPECT_EQ(rank->parent, user);
  const Field* tier = snapshot.FindExtension("acme.v1.tier");
  ASSERT_THAT(tier, NotNull());
  EXPECT_EQ(tier->extendee, user);
  EXPECT_THAT(tier->parent, IsNull());

  const Service* users = snapshot.FindService("acme.v1.Users");
  ASSERT_THAT(users, NotNull());
  EXPECT_EQ(users->methods[0].parent, users);
  EXPECT_EQ(users->methods[0].input, user);
  EXPECT_EQ(users->methods[0].output, inner);
  EXPECT_EQ(FullName(users->methods[0]), "acme.v1.Users.Get");
}

TEST(Link, FindsNothingThatIsNotThere) {
  const Snapshot snapshot =
      LinkOrFail("syntax = \"proto3\"; package a; message M { int32 f = 1; }");
  EXPECT_THAT(snapshot.FindMessage("M"), IsNull());
  EXPECT_THAT(snapshot.FindMessage("a"), IsNull());
  EXPECT_THAT(snapshot.FindEnum("a.M"), IsNull());
  EXPECT_THAT(snapshot.FindService("a.M"), IsNull());
  EXPECT_THAT(snapshot.FindExtension("a.M.f"), IsNull());
  EXPECT_THAT(snapshot.FindFile("u.proto"), IsNull());
}

TEST(Link, SortsFilesByPath) {
  const Result<Snapshot> snapshot =
      LinkTexts({{"c.proto", "syntax = \"proto3\"; import \"a.proto\";"},
                 {"a.proto", "syntax = \"proto3\";"},
                 {"b.proto", "syntax = \"proto3\";"}});
  ASSERT_TRUE(snapshot.has_value());
  std::vector<std::string> paths;
  for (const auto& file : snapshot->files) paths.push_back(file->path);
  EXPECT_THAT(paths, ElementsAre("a.proto", "b.proto", "c.proto"));
  EXPECT_EQ(snapshot->files[2]->imports[0].file, snapshot->files[0].get());
  EXPECT_EQ(snapshot->label, "test");
}

TEST(Link, KeepsJsonNames) {
  const Snapshot snapshot = LinkOrFail(R"(
syntax = "proto3";
message M {
  int32 plain = 1;
  int32 with_under_scores = 2;
  int32 own_name = 3 [json_name = "@type"];
  int32 digit_1x = 4;
}
)");
  const Message* m = snapshot.FindMessage("M");
  EXPECT_EQ(m->fields[0].json_name, "plain");
  EXPECT_EQ(m->fields[1].json_name, "withUnderScores");
  EXPECT_EQ(m->fields[2].json_name, "@type");
  EXPECT_TRUE(m->fields[2].has_json_name);
  EXPECT_EQ(m->fields[3].json_name, "digit1x");
  EXPECT_FALSE(m->fields[3].has_json_name);
}

TEST(Link, ReadsMapsAndGroups) {
  const Snapshot snapshot = LinkOrFail(R"(
syntax = "proto2";
message M {
  map<string, M> by_name = 1;
  repeated group Part = 2 { optional int32 x = 1; }
}
)");
  const Message* m = snapshot.FindMessage("M");
  EXPECT_TRUE(m->fields[0].is_map());
  EXPECT_EQ(m->fields[0].message, m);
  EXPECT_EQ(TypeText(m->fields[0]), "map<string, M>");
  EXPECT_EQ(m->fields[1].name, "part");
  EXPECT_EQ(m->fields[1].message, snapshot.FindMessage("M.Part"));
  EXPECT_TRUE(m->fields[1].is_delimited());
  EXPECT_THAT(snapshot.FindMessage("M.ByNameEntry"), IsNull());
}

TEST(Link, KnownValidFilesAreNotJudged) {
  constexpr std::string_view kWrong =
      "syntax = \"proto3\"; message M { int32 a = 1; int32 b = 1; }";
  EXPECT_NE(LinkErrors(kWrong), "");
  LinkOptions options;
  options.known_valid = [](const File& file) { return file.path == "t.proto"; };
  EXPECT_EQ(LinkErrors(kWrong, options), "");
}

TEST(Link, ThreadsChangeNothing) {
  std::vector<SourceText> sources;
  for (int i = 0; i < 200; ++i) {
    const std::string n = std::to_string(i);
    std::string text = "syntax = \"proto3\"; package p" + n + ";";
    if (i > 0) text += "import \"f" + std::to_string(i - 1) + ".proto\";";
    text += "message M { M a = 1; int32 b = 1; p" + std::to_string(i / 2) + ".M c = 2; }";
    sources.push_back({"f" + n + ".proto", text});
  }
  const auto text = [&](int threads) {
    LinkOptions options;
    options.threads = threads;
    std::string lines;
    const Result<Snapshot> snapshot = LinkTexts(sources, options);
    for (const Error& error : snapshot.error()) lines += Format(error) + "\n";
    return lines;
  };
  const std::string one = text(1);
  EXPECT_NE(one.find("f3.proto:1:80: error: field `p3.M.b` has number 1"), std::string::npos)
      << one;
  EXPECT_EQ(one, text(2));
  EXPECT_EQ(one, text(7));
}

}  // namespace
}  // namespace leyline
