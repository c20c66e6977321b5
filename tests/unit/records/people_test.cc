#include "records/people.h"

#include <algorithm>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

using testing::ElementsAre;

TEST(People, SamePerson) {
  EXPECT_TRUE(IsSamePerson("alice", "alice"));
  EXPECT_TRUE(IsSamePerson("Alice", "alice"));
  EXPECT_TRUE(IsSamePerson("alice", "alice@example.com"));
  EXPECT_TRUE(IsSamePerson("alice@example.com", "ALICE"));
  EXPECT_TRUE(IsSamePerson("alice@example.com", "alice@Example.com"));
  EXPECT_FALSE(IsSamePerson("alice@a.com", "alice@b.com"));
  EXPECT_FALSE(IsSamePerson("alice", "alicia"));
  EXPECT_FALSE(IsSamePerson("alice", "malice@example.com"));
  EXPECT_FALSE(IsSamePerson("alice", "alice+work@example.com")) << "as given";
  EXPECT_TRUE(IsSamePerson("alice+work@example.com", "Alice+Work@Example.com"));
  EXPECT_TRUE(IsSamePerson("Alice  Doe", "alice doe"));
}

TEST(People, EachPersonOnce) {
  EXPECT_THAT(People().Persons({"carol", "bob@b.com", "bob", "BOB@a.com", "carol"}),
              ElementsAre("BOB@a.com", "bob@b.com", "carol"));
  EXPECT_TRUE(People().IsAmong("bob", {"carol", "Bob@a.com"}));
  EXPECT_FALSE(People().IsAmong("bob", {}));
}

TEST(People, PrincipalsAreWhatRolesCallThem) {
  const People people(
      {{"architect", {"Dana Reyes", "dana"}, {"d.reyes@home.example", "dana@a.com"}},
       {"alex", {}, {"alex@a.com"}},
       {"other", {}, {"alex@b.com"}}});
  for (const char* label : {"architect", "DANA REYES", "dana  reyes", "Dana",
                            "D.Reyes@Home.Example", "dana@a.com", "d.reyes", "architect@c.com"}) {
    EXPECT_TRUE(people.AreSame("architect", label)) << label;
    EXPECT_TRUE(people.AreSame(label, "d.reyes@home.example")) << label;
    EXPECT_FALSE(people.AreSame("alex", label)) << label;
  }
  EXPECT_FALSE(people.AreSame("architect", "d.reyes+x@home.example")) << "as given";
  EXPECT_FALSE(people.AreSame("alex", "alex@b.com")) << "roles say who that is";
  EXPECT_TRUE(people.AreSame("alex", "alex@c.com")) << "nobody says who that is";
  EXPECT_TRUE(people.AreSame("unknown", "unknown@c.com"));
  EXPECT_THAT(people.Persons({"architect", "Dana Reyes", "alex", "other"}),
              ElementsAre("Dana Reyes", "alex", "other"));
}

// Names are looked up; this is what they are looked up for, name by name.
TEST(People, AreFoundAsComparingEachNameWould) {
  const std::vector<Principal> principals = {
      {"architect", {"Dana Reyes", "dana"}, {"d.reyes@home.example", "dana@a.com"}},
      {"alex", {}, {"alex@a.com"}},
      {"other", {"Alex", "dana@b.com"}, {"alex@b.com", "o@x.y"}},
      {"o", {"  Dana   Reyes"}, {"@odd.example"}}};
  const People people(principals);
  const auto whole = [](const std::string& a, const std::string& b) {
    return IsSamePerson(a + "@all", b + "@all");
  };
  const auto known = [&](const std::string& label) {
    std::vector<std::string> ids;
    for (const auto& same :
         {std::function<bool(const std::string&, const std::string&)>(whole), {IsSamePerson}}) {
      for (const Principal& one : principals) {
        bool is_called = same(one.id, label);
        for (const std::string& name : one.names) is_called |= same(name, label);
        for (const std::string& email : one.emails) is_called |= same(email, label);
        if (is_called) ids.push_back(one.id);
      }
      if (!ids.empty()) break;
    }
    return ids;
  };
  const std::vector<std::string> labels = {
      "architect", "DANA REYES",   "dana",    "Dana@c.com", "dana@A.com", "alex", "ALEX@b.com",
      "alex@z.z",  "alex@a.com",   "o",       "O@x.y",      "o@z.z",      "",     "@odd.example",
      "d.reyes",   "d.reyes@home", "unknown", "Unknown@u",  "other@c"};
  for (const std::string& a : labels) {
    for (const std::string& b : labels) {
      const auto as = known(a);
      const auto bs = known(b);
      const bool same =
          as.empty() || bs.empty()
              ? IsSamePerson(a, b)
              : std::find_first_of(as.begin(), as.end(), bs.begin(), bs.end()) != as.end();
      EXPECT_EQ(people.AreSame(a, b), same) << a << " and " << b;
    }
  }
}

}  // namespace
}  // namespace leyline
