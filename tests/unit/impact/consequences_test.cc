#include "analyzer/impact/consequences.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/strings.h"

namespace leyline {
namespace {

constexpr Level kSafe = Level::kCompatible;
constexpr Level kIf = Level::kConditional;
constexpr Level kBad = Level::kBreaking;

std::string Words(Role role, Meeting meeting, bool forwards = false) {
  Hit hit;
  hit.role = role;
  hit.meeting = meeting;
  hit.forwards = forwards;
  return Join(ConsequencesOf(hit), "; ");
}

TEST(ConsequencesTest, SayWhichOrderIsSafe) {
  const struct {
    Role role;
    Level if_first;
    Level if_last;
    std::string want;
  } cases[] = {
      {Role::kReads, kSafe, kBad, "safe only before its writers"},
      {Role::kReads, kBad, kSafe, "safe only after its writers"},
      {Role::kReads, kBad, kBad, "no order is safe"},
      {Role::kReads, kSafe, kIf, "safe before its writers, else as long as the condition holds"},
      {Role::kReads, kIf, kIf, "safe as long as the condition holds"},
      {Role::kReads, kSafe, kSafe, ""},
      {Role::kReads, kIf, kBad, "safe only before its writers, as long as the condition holds"},
      {Role::kWrites, kSafe, kBad, "safe only before its readers"},
      {Role::kWrites, kBad, kSafe, "safe only after its readers"},
      {Role::kWrites, kBad, kBad, "no order is safe for its readers"},
      {Role::kStores, kSafe, kBad, "can't go back once new data is stored"},
      {Role::kStores, kBad, kSafe, "can't read what it has stored"},
      {Role::kStores, kIf, kSafe, "can't read what it has stored, outside the condition"},
      {Role::kStores, kBad, kBad,
       "can't read what it has stored, nor go back once new data is stored"},
      {Role::kServes, kSafe, kBad, "safe only before its callers"},
      {Role::kCalls, kSafe, kBad, "safe only before the servers"},
      {Role::kCalls, kBad, kSafe, "safe only after the servers"},
      {Role::kOwns, kSafe, kBad, ""},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(Words(c.role, {.if_first = c.if_first, .if_last = c.if_last}), c.want)
        << NameOf(c.role);
  }
}

TEST(ConsequencesTest, SayWhatIsLostAndWhatIsToDo) {
  EXPECT_EQ(Words(Role::kStores, {.passed_on = kBad}), "loses data when it rewrites it");
  EXPECT_EQ(Words(Role::kStores, {.passed_on = kBad}, true), "loses data when it passes it on");
  EXPECT_EQ(Words(Role::kReads, {.passed_on = kIf}, true), "may lose data when it passes it on");
  EXPECT_EQ(Words(Role::kReads, {.code = kBad}), "its code must be edited");
  EXPECT_EQ(Words(Role::kReads, {.if_first = Level::kUnknown}),
            "what it means depends on the change");
}

// What static evidence alone shows is never said to break.
TEST(ConsequencesTest, OnlyWhatIsDeclaredBreaks) {
  EXPECT_EQ(Verb(kBad, HowKnown::kDeclared), "breaks");
  EXPECT_EQ(Verb(kBad, HowKnown::kTypeGraph), "may break");
  EXPECT_EQ(Verb(Level::kUnknown, HowKnown::kDeclared), "may break");
  EXPECT_EQ(Verb(kIf, HowKnown::kDeclared), "breaks outside the condition");
  EXPECT_EQ(Verb(kIf, HowKnown::kTypeGraph), "may break outside the condition");
  EXPECT_EQ(Verb(kSafe, HowKnown::kDeclared), "");
}

}  // namespace
}  // namespace leyline
