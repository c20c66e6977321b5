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
}

TEST(People, EachPersonOnce) {
  EXPECT_THAT(Persons({"carol", "bob@b.com", "bob", "BOB@a.com", "carol"}),
              ElementsAre("BOB@a.com", "bob@b.com", "carol"));
  EXPECT_TRUE(IsAmong("bob", {"carol", "Bob@a.com"}));
  EXPECT_FALSE(IsAmong("bob", {}));
}

}  // namespace
}  // namespace leyline
