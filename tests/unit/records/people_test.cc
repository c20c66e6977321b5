#include "records/people.h"

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

}  // namespace
}  // namespace leyline
