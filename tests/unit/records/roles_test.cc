#include "records/roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

std::string ProblemsOf(std::string_view text) {
  const Result<People> people = ParseRoles("roles.yaml", text);
  std::string problems;
  if (people.has_value()) return problems;
  for (const Error& error : people.error()) problems += Format(error) + "\n";
  return problems;
}

TEST(Roles, SayWhatAPrincipalIsCalled) {
  const Result<People> people = ParseRoles("roles.yaml", R"(version: 1
principals:
  - id: data-architect
    names: [Dana Reyes, data-architect]
    emails: [d.reyes@home.example]
  - id: bo
)");
  ASSERT_TRUE(people.has_value()) << Format(people.error()[0]);
  EXPECT_TRUE(people->AreSame("data-architect", "D.Reyes@home.example"));
  EXPECT_TRUE(people->AreSame("data-architect", "dana reyes"));
  EXPECT_FALSE(people->AreSame("bo", "dana reyes"));
}

TEST(Roles, AreReadStrictly) {
  EXPECT_EQ(ProblemsOf("version: 1\nprincipals: [{id: bo}]\n"), "");
  EXPECT_THAT(ProblemsOf("version: 1\nprincipals: []\n"), testing::HasSubstr("LG1011"));
  EXPECT_THAT(ProblemsOf("# nothing\n"), testing::HasSubstr("roles.yaml:"));
  EXPECT_THAT(ProblemsOf("version: 1\n"), testing::HasSubstr("LG1011"));
  const std::string problems = ProblemsOf(R"(version: 1
principals:
  - {id: dana, names: [Dana], emails: [dana@x, bo@x]}
  - {id: bo, names: [dana@y], emails: [BO@x, bo]}
  - {id: dana}
  - {id: cy, weight: 3, mail: [c@x]}
groups: []
)");
  for (const char* expected : {
           "roles.yaml:4:22: error LG1012: `dana@y` is no name",
           "roles.yaml:4:40: error LG2017: `BO@x` belongs to both `dana` and `bo`",
           "roles.yaml:4:46: error LG1012: `bo` is no e-mail",
           "roles.yaml:5:10: error LG2017: principal `dana` is described twice",
           "error LG1010: `weight`",
           "error LG1010: unknown key `mail`",
           "error LG1010: `groups`",
       }) {
    EXPECT_THAT(problems, testing::HasSubstr(expected));
  }
}

}  // namespace
}  // namespace leyline
