#include "analyzer/diff/match.h"

#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/snapshots.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::MustLoad;

constexpr std::string_view kHows[] = {"same", "renamed", "renumbered", "moved", "follows"};

std::string NameOf(const Message* node) { return std::string(node->full_name); }
std::string NameOf(const Enum* node) { return std::string(node->full_name); }
std::string NameOf(const Service* node) { return std::string(node->full_name); }
std::string NameOf(const File* node) { return node->path; }
template <class Node>
std::string NameOf(const Node* node) {
  return FullName(*node);
}

// "t.Old -> t.New renamed", "+ t.New", "- t.Old"; pairs that stayed the same are left out.
template <class Node>
std::vector<std::string> Told(const std::vector<Pair<Node>>& pairs) {
  std::vector<std::string> told;
  for (const Pair<Node>& pair : pairs) {
    if (!pair.both()) {
      told.push_back(pair.before != nullptr ? "- " + NameOf(pair.before)
                                            : "+ " + NameOf(pair.after));
    } else if (pair.how != How::kSame) {
      told.push_back(fmt::format("{} -> {} {}", NameOf(pair.before), NameOf(pair.after),
                                 kHows[static_cast<std::size_t>(pair.how)]));
    }
  }
  return told;
}

std::string Proto3(const std::string& body, const std::string& package = "t") {
  return fmt::format("syntax = \"proto3\";\npackage {};\n{}", package, body);
}

// A message with `count` fields of its own.
std::string Wide(const std::string& name, int count, const std::string& prefix = "f") {
  std::string text = fmt::format("message {} {{\n", name);
  for (int i = 1; i <= count; ++i) text += fmt::format("int32 {}{} = {};\n", prefix, i, i);
  return text + "}\n";
}

TEST(Match, OnlyGovernedFilesTakePart) {
  const Snapshot before = MustLoad(
      Sources{{"a.proto", Proto3("import \"imported/b.proto\";\nmessage M { N n = 1; }")},
              {"imported/b.proto", Proto3("message N { int32 a = 1; } enum E { X = 0; }")}});
  const Snapshot after = MustLoad(Sources{
      {"a.proto", Proto3("import \"imported/b.proto\";\nmessage M { N n = 1; }")},
      {"imported/b.proto", Proto3("message N { int32 b = 2; } message O {} enum E { X = 0; }")}});
  const Matches matches = Match(before, after);
  EXPECT_THAT(Told(matches.messages), IsEmpty());
  EXPECT_EQ(matches.messages.size(), 1U);
  EXPECT_EQ(matches.fields.size(), 1U);
  EXPECT_EQ(matches.files.size(), 1U);
  EXPECT_THAT(matches.enums, IsEmpty());
  // But what is imported is found by its name, so that a field of its type keeps it.
  EXPECT_EQ(matches.AfterOf(before.FindMessage("t.N")), after.FindMessage("t.N"));
  EXPECT_EQ(matches.AfterOf(before.FindEnum("t.E")), after.FindEnum("t.E"));
}

TEST(Match, AContractThatLeavesGovernanceIsGone) {
  const Snapshot before =
      MustLoad(Sources{{"a.proto", Proto3("message M {}")}, {"b.proto", Proto3("message N {}")}});
  const Snapshot after =
      MustLoad(Sources{{"a.proto", Proto3("import \"imported/b.proto\";\nmessage M {}")},
                       {"imported/b.proto", Proto3("message N {}")}});
  const Matches matches = Match(before, after);
  EXPECT_THAT(Told(matches.messages), ElementsAre("- t.N"));
  EXPECT_EQ(matches.AfterOf(before.FindMessage("t.N")), after.FindMessage("t.N"));
}

TEST(Match, RenamesGoToTheLikest) {
  const Snapshot before = MustLoad(Proto3(Wide("OldA", 5, "a") + Wide("OldB", 5, "b")));
  const Snapshot after = MustLoad(Proto3(Wide("NewB", 5, "b") + Wide("NewA", 6, "a")));
  EXPECT_THAT(Told(Match(before, after).messages),
              ElementsAre("t.OldA -> t.NewA renamed", "t.OldB -> t.NewB renamed"));
}

TEST(Match, EqualShapesGoByTheLikestName) {
  const Snapshot before = MustLoad(Proto3(Wide("AskUser", 3) + Wide("AskOrder", 3)));
  const Snapshot after = MustLoad(Proto3(Wide("AskedOrder", 3) + Wide("AskedUser", 3)));
  EXPECT_THAT(
      Told(Match(before, after).messages),
      ElementsAre("t.AskUser -> t.AskedUser renamed", "t.AskOrder -> t.AskedOrder renamed"));
}

TEST(Match, NestedContractsFollowTheirMessage) {
  const Snapshot before = MustLoad(Proto3(
      "message Old { int32 a = 1; int32 b = 2; int32 c = 3; message In { message Deep {} } enum E "
      "{ X = 0; } }"));
  const Snapshot after = MustLoad(Proto3(
      "message New { int32 a = 1; int32 b = 2; int32 c = 3; message In { message Deep {} } enum E "
      "{ X = 0; } }"));
  const Matches matches = Match(before, after);
  EXPECT_THAT(Told(matches.messages),
              ElementsAre("t.Old -> t.New renamed", "t.Old.In -> t.New.In follows",
                          "t.Old.In.Deep -> t.New.In.Deep follows"));
  EXPECT_THAT(Told(matches.enums), ElementsAre("t.Old.E -> t.New.E follows"));
  EXPECT_EQ(matches.BeforeOf(after.FindMessage("t.New.In")), before.FindMessage("t.Old.In"));
  EXPECT_EQ(matches.BeforeOf(before.FindMessage("t.Old")), nullptr);
}

TEST(Match, APackageTakesItsContractsAlong) {
  const Snapshot before = MustLoad(
      Sources{{"v1/a.proto", Proto3("message M { message N {} } enum E { X = 0; }", "t.v1")},
              {"v1/b.proto",
               Proto3("import \"v1/a.proto\";\nservice S { rpc Do(M) returns (M); }", "t.v1")}});
  const Snapshot after = MustLoad(
      Sources{{"v2/a.proto", Proto3("message M { message N {} } enum E { X = 0; }", "t.v2")},
              {"v2/b.proto",
               Proto3("import \"v2/a.proto\";\nservice S { rpc Do(M) returns (M); }", "t.v2")}});
  const Matches matches = Match(before, after);
  ASSERT_EQ(matches.packages.size(), 1U);
  EXPECT_EQ(matches.packages[0].before, "t.v1");
  EXPECT_EQ(matches.packages[0].after, "t.v2");
  EXPECT_EQ(matches.packages[0].before_files.size(), 2U);
  EXPECT_FALSE(matches.packages[0].is_split);
  EXPECT_THAT(Told(matches.files),
              ElementsAre("v1/a.proto -> v2/a.proto moved", "v1/b.proto -> v2/b.proto moved"));
  EXPECT_THAT(Told(matches.messages),
              ElementsAre("t.v1.M -> t.v2.M follows", "t.v1.M.N -> t.v2.M.N follows"));
  EXPECT_THAT(Told(matches.services), ElementsAre("t.v1.S -> t.v2.S follows"));
  EXPECT_THAT(Told(matches.methods), IsEmpty());
}

TEST(Match, APackageCanLoseItsName) {
  const Snapshot before = MustLoad("syntax = \"proto3\";\nmessage M { int32 a = 1; }\n");
  const Snapshot after = MustLoad(Proto3("message M { int32 a = 1; }"));
  EXPECT_THAT(Told(Match(before, after).messages), ElementsAre("M -> t.M follows"));
  EXPECT_THAT(Told(Match(after, before).messages), ElementsAre("t.M -> M follows"));
}

struct FieldsCase {
  const char* why;
  const char* before;
  const char* after;
  std::vector<std::string> want;
};

TEST(Match, FieldsByNumberAndName) {
  const std::vector<FieldsCase> cases = {
      {"nothing changed", "int32 a = 1;", "int32 a = 1;", {}},
      {"another number", "int32 a = 1;", "int32 a = 2;", {"t.M.a -> t.M.a renumbered"}},
      {"another number and type", "int32 a = 1;", "string a = 2;", {"t.M.a -> t.M.a renumbered"}},
      {"another name", "int32 a = 1;", "int32 b = 1;", {"t.M.a -> t.M.b renamed"}},
      {"another name and type", "int32 a = 1;", "string b = 1;", {"t.M.a -> t.M.b renamed"}},
      {"another everything", "int32 a = 1;", "int32 b = 2;", {"- t.M.a", "+ t.M.b"}},
      {"exchanged, one type",
       "int32 a = 1; int32 b = 2;",
       "int32 b = 1; int32 a = 2;",
       {"t.M.a -> t.M.a renumbered", "t.M.b -> t.M.b renumbered"}},
      {"exchanged, two types kept",
       "int32 a = 1; string b = 2;",
       "string b = 1; int32 a = 2;",
       {"t.M.a -> t.M.a renumbered", "t.M.b -> t.M.b renumbered"}},
      {"exchanged names, types stayed",
       "int32 a = 1; string b = 2;",
       "int32 b = 1; string a = 2;",
       {"t.M.a -> t.M.b renamed", "t.M.b -> t.M.a renamed"}},
      {"around in a ring",
       "int32 a = 1; int32 b = 2; int32 c = 3;",
       "int32 b = 1; int32 c = 2; int32 a = 3;",
       {"t.M.a -> t.M.a renumbered", "t.M.b -> t.M.b renumbered", "t.M.c -> t.M.c renumbered"}},
      {"shifted by an insertion",
       "int32 a = 1; int32 b = 2;",
       "int32 x = 1; int32 a = 2; int32 b = 3;",
       {"t.M.a -> t.M.a renumbered", "t.M.b -> t.M.b renumbered", "+ t.M.x"}},
      {"name reused with another type",
       "int32 a = 1;",
       "int32 b = 1; string a = 2;",
       {"t.M.a -> t.M.b renamed", "+ t.M.a"}},
      {"number and name taken over",
       "int32 a = 1; string b = 2;",
       "string a = 2;",
       {"- t.M.a", "t.M.b -> t.M.a renamed"}},
      {"maps",
       "map<string, int32> a = 1;",
       "map<string, int32> b = 1;",
       {"t.M.a -> t.M.b renamed"}},
  };
  for (const FieldsCase& c : cases) {
    const Snapshot before = MustLoad(Proto3(fmt::format("message M {{ {} }}", c.before)));
    const Snapshot after = MustLoad(Proto3(fmt::format("message M {{ {} }}", c.after)));
    EXPECT_EQ(Told(Match(before, after).fields), c.want) << c.why;
  }
}

std::vector<std::string> ToldValues(const std::vector<ValuePair>& pairs) {
  std::vector<std::string> told;
  const auto text = [](const ValueSet& set) {
    std::string names;
    for (const EnumValue* value : set.names) names += std::string(value->name) + " ";
    return names.empty() ? std::string("nothing") : fmt::format("{}= {}", names, set.number);
  };
  for (const ValuePair& pair : pairs) {
    if (pair.both() && pair.how == How::kSame && text(pair.before) == text(pair.after)) continue;
    told.push_back(fmt::format("{} -> {} {}", text(pair.before), text(pair.after),
                               kHows[static_cast<std::size_t>(pair.how)]));
  }
  return told;
}

TEST(Match, ValuesByNumberAndName) {
  const std::vector<FieldsCase> cases = {
      {"order", "A = 0; B = 1; C = 2;", "A = 0; C = 2; B = 1;", {}},
      {"added, removed",
       "A = 0; B = 1;",
       "A = 0; C = 2;",
       {"B = 1 -> nothing same", "nothing -> C = 2 same"}},
      {"renamed", "A = 0; B = 1;", "A = 0; C = 1;", {"B = 1 -> C = 1 renamed"}},
      {"renumbered", "A = 0; B = 1;", "A = 0; B = 2;", {"B = 1 -> B = 2 renumbered"}},
      {"exchanged",
       "A = 0; B = 1; C = 2;",
       "A = 0; C = 1; B = 2;",
       {"B = 1 -> B = 2 renumbered", "C = 2 -> C = 1 renumbered"}},
      {"alias added",
       "option allow_alias = true; A = 0; B = 1; X = 0;",
       "option allow_alias = true; A = 0; B = 1; X = 0; C = 1;",
       {"B = 1 -> B C = 1 same"}},
      {"alias takes over",
       "option allow_alias = true; A = 0; B = 1; C = 1;",
       "option allow_alias = true; A = 0; C = 1; B = 1;",
       {"B C = 1 -> C B = 1 same"}},
  };
  for (const FieldsCase& c : cases) {
    const Snapshot before = MustLoad(Proto3(fmt::format("enum E {{ {} }}", c.before)));
    const Snapshot after = MustLoad(Proto3(fmt::format("enum E {{ {} }}", c.after)));
    EXPECT_EQ(ToldValues(Match(before, after).values), c.want) << c.why;
  }
}

// Twice the input may take little more than twice the time, however alike everything is.
double SecondsFor(int count) {
  std::string old_text;
  std::string new_text;
  for (int i = 0; i < count; ++i) {
    old_text += Wide(fmt::format("Old{}", i), 3);
    new_text += Wide(fmt::format("New{}", i), 3);
  }
  old_text += Wide("Old", count * 4, "old");
  new_text += Wide("New", count * 4, "new");
  const Snapshot before = MustLoad(Proto3(old_text));
  const Snapshot after = MustLoad(Proto3(new_text));
  const std::clock_t start = std::clock();
  const Matches matches = Match(before, after);
  EXPECT_FALSE(matches.messages.empty());
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

std::string SureOf(const Evidence& evidence) {
  return fmt::format("{} {}/{}{}{}", evidence.is_sure ? "sure" : "unsure", evidence.shared,
                     evidence.of, evidence.names_alike ? " alike" : "",
                     evidence.uses_followed ? " used" : "");
}

TEST(Match, SaysHowSureARenameIs) {
  struct Case {
    const char* why;
    std::string before;
    std::string after;
    std::string want;
  };
  const std::vector<Case> cases = {
      {"a use followed", Wide("A", 3) + "message M { A a = 1; }",
       Wide("B", 3) + "message M { B a = 1; }", "sure 3/3 used"},
      {"a use followed, edited", Wide("A", 3) + "message M { A a = 1; }",
       Wide("B", 6) + "message M { B a = 1; }", "unsure 3/6 used"},
      {"nobody uses it, like name", Wide("Old", 3), Wide("OldThing", 3), "sure 3/3 alike"},
      {"nobody uses it", Wide("Old", 3), Wide("New", 3), "unsure 3/3"},
      {"nobody uses it, edited", Wide("Old", 3), Wide("OldThing", 4), "unsure 3/4 alike"},
  };
  for (const Case& c : cases) {
    const Snapshot before = MustLoad(Proto3(c.before));
    const Snapshot after = MustLoad(Proto3(c.after));
    const Matches matches = Match(before, after);
    const auto renamed =
        std::find_if(matches.messages.begin(), matches.messages.end(),
                     [](const Pair<Message>& pair) { return pair.how == How::kRenamed; });
    ASSERT_NE(renamed, matches.messages.end()) << c.why;
    EXPECT_EQ(SureOf(renamed->evidence), c.want) << c.why;
  }
}

// A use that is a scalar on one side says nothing; one that came from elsewhere speaks against it.
TEST(Match, ExchangedContractsAreTheSameOnTheWayBack) {
  const std::string a = "{ int32 x = 1; int32 y = 2; }\n";
  const std::string b = "{ string p = 5; string q = 6; }\n";
  const std::string c = "message C { int64 k = 1; }\n";
  const auto swapped = [&](bool is_after, const std::string& uses) {
    return MustLoad(Proto3("message A " + (is_after ? b : a) + "message B " + (is_after ? a : b) +
                           c + "message U { " + uses + " }"));
  };
  const struct {
    const char* before_uses;
    const char* after_uses;
    bool are_exchanged;
  } cases[] = {
      {"A a = 1; B b = 2; A s = 3;", "B a = 1; A b = 2; int32 s = 3;", true},
      {"A a = 1; B b = 2; C s = 3;", "B a = 1; A b = 2; A s = 3;", false},
  };
  for (const auto& each : cases) {
    const Snapshot before = swapped(false, each.before_uses);
    const Snapshot after = swapped(true, each.after_uses);
    const std::vector<std::string> renames = {"t.A -> t.B renamed", "t.B -> t.A renamed"};
    const std::vector<std::string> want = each.are_exchanged ? renames : std::vector<std::string>();
    EXPECT_EQ(Told(Match(before, after).messages), want) << each.after_uses;
    EXPECT_EQ(Told(Match(after, before).messages), want) << each.after_uses << " and back";
  }
}

TEST(Match, ExchangesNameAllWhoTookPart) {
  const Snapshot before =
      MustLoad(Proto3("message M { int32 a = 1; int32 b = 2; int32 c = 3; int32 d = 4; int32 e = "
                      "5; int32 f = 6; }"));
  const Snapshot after =
      MustLoad(Proto3("message M { int32 a = 2; int32 b = 1; int32 c = 4; int32 d = 5; int32 e = "
                      "3; int32 f = 7; }"));
  const Matches matches = Match(before, after);
  ASSERT_EQ(matches.fields.size(), 6U);
  ASSERT_NE(matches.fields[0].exchange, nullptr);
  EXPECT_THAT(matches.fields[0].exchange->names, ElementsAre("a", "b"));
  EXPECT_EQ(matches.fields[1].exchange, matches.fields[0].exchange);
  ASSERT_NE(matches.fields[2].exchange, nullptr);
  EXPECT_THAT(matches.fields[2].exchange->names, ElementsAre("c", "d", "e"));
  EXPECT_EQ(matches.fields[5].exchange, nullptr);
}

TEST(Match, FieldsKnowTheirKinInAMessageBesideThem) {
  const std::string deep = "message M { N n = 3; } message N { int32 x = 1; int32 z = 2; }";
  const Snapshot before = MustLoad(Proto3("message M { int32 x = 1; string z = 2; }"));
  const Snapshot after = MustLoad(Proto3(deep));
  for (const Pair<Field>& pair : Match(before, after).fields) {
    const bool has_kin = pair.before != nullptr && pair.before->name == "x";
    EXPECT_EQ(pair.kin, has_kin ? &after.FindMessage("t.N")->fields[0] : nullptr);
  }
  for (const Pair<Field>& pair : Match(after, before).fields) {
    const bool has_kin = pair.after != nullptr && pair.after->name == "x";
    EXPECT_EQ(pair.kin, has_kin ? &after.FindMessage("t.N")->fields[0] : nullptr);
  }
}

TEST(Match, TenThousandOfOneShapeGoByTheirNames) {
  std::string old_text;
  std::string new_text;
  std::string old_uses = "message Root {\n";
  std::string new_uses = old_uses;
  constexpr int kCount = 10000;
  for (int i = 0; i < kCount; ++i) {
    old_text += Wide(fmt::format("Old_{}x", i), 3);
    new_text += Wide(fmt::format("New_{}x", i), 3);
    old_uses += fmt::format("Old_{}x f{} = {};\n", i, i, i + 1);
    new_uses += fmt::format("New_{}x f{} = {};\n", i, i, i + 1);
  }
  const Snapshot before = MustLoad(Proto3(old_text + old_uses + "}\n"));
  const Snapshot after = MustLoad(Proto3(new_text + new_uses + "}\n"));
  const std::clock_t start = std::clock();
  const Matches matches = Match(before, after);
  // A tenth of it without sanitizers and with optimisation.
  EXPECT_LT(static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC, 5.0);
  int renamed = 0;
  for (const Pair<Message>& pair : matches.messages) {
    if (pair.how != How::kRenamed) continue;
    ++renamed;
    EXPECT_EQ(pair.before->name.substr(4), pair.after->name.substr(4));
  }
  EXPECT_EQ(renamed, kCount);
}

TEST(Match, HostileLikenessTakesLinearTime) {
  SecondsFor(100);
  const double small = SecondsFor(1000);
  const double large = SecondsFor(4000);
  // Quadratic would be 16; the floor keeps timer noise out.
  EXPECT_LT(large, 10 * small + 0.2);
}

}  // namespace
}  // namespace leyline
