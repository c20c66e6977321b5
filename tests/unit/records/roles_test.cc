#include "records/roles.h"

#include <fmt/format.h>
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
  - {id: c1}
  - {id: cl}
groups: []
roles: {board: [council, dana], council: [board], empty: [], lead: [nobody-here], bo: [dana]}
)");
  for (const char* expected : {
           "roles.yaml:4:22: error LG1012: `dana@y` is no name",
           "roles.yaml:4:40: error LG2017: `BO@x` belongs to both `dana` and `bo`",
           "roles.yaml:4:46: error LG1012: `bo` is no e-mail",
           "roles.yaml:5:10: error LG2017: principal `dana` is described twice",
           "error LG1010: `weight`",
           "error LG1010: unknown key `mail`",
           "roles.yaml:8:10: error LG1021: `cl` looks like `c1`",
           "roles.yaml:9:9: error LG1012: `groups`: expected a map, found a list",
           "error LG2023: group `board` contains itself via `council`",
           "error LG1011: `empty` is empty (fix: write a value)",
           "error LG2023: `nobody-here` of `lead` is no principal and no group",
           "error LG1017: `bo` is also a principal",
       }) {
    EXPECT_THAT(problems, testing::HasSubstr(expected));
  }
}

constexpr std::string_view kKey =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFfG1W4rU7ec2MNwci4fw6NBQ8OfUoLHgl8sso9rbMOh";

TEST(Roles, HaveKeysGroupsAndMachines) {
  const Result<People> people = ParseRoles("roles.yaml", fmt::format(R"(version: 1
principals:
  - id: dana
    keys: ["{} dana@laptop"]
  - id: bo
  - {{id: ci, robot: true}}
groups: {{board: [dana, bo]}}
roles: {{data-architect: [board], lead: [bo]}}
)",
                                                                     kKey));
  ASSERT_TRUE(people.has_value()) << Format(people.error()[0]);
  EXPECT_THAT(people->BehindRole("data-architect"), testing::ElementsAre("bo", "dana"));
  EXPECT_THAT(people->BehindRole("dana"), testing::ElementsAre("dana"));
  EXPECT_EQ(people->OwnerOfKey(kKey)->id, "dana");
  EXPECT_TRUE(people->Find("ci")->robot);
  EXPECT_TRUE(people->has_keys());
}

TEST(Roles, KeysAreReadStrictly) {
  const std::string head = "version: 1\nprincipals:\n  - id: dana\n    keys: [";
  const std::string key(kKey);
  EXPECT_EQ(ProblemsOf(head + "{key: \"" + key + "\", revoked_at: \"2026-01-01T00:00:00Z\"}]\n"),
            "");
  EXPECT_THAT(ProblemsOf(head + "{key: \"" + key + "\", until: x}]\n"),
              testing::HasSubstr("LG1010: unknown key `until`"));
  EXPECT_THAT(ProblemsOf(head + "\"" + key + "\"]\n  - {id: bo, keys: [\"" + key + "\"]}\n"),
              testing::HasSubstr("LG2017: a key belongs to both `dana` and `bo`"));
  EXPECT_THAT(ProblemsOf(head + "\"ssh-ed25519\"]\n"), testing::HasSubstr("LG2017: this is not"));
  EXPECT_THAT(ProblemsOf(head + "\"ssh-rsa " + key.substr(12) + "\"]\n"),
              testing::HasSubstr("LG2017: the key says it is `ssh-rsa`"));
  EXPECT_THAT(ProblemsOf(head + "\"ssh-dss AAAAB3NzaC1kc3M=\"]\n"),
              testing::HasSubstr("LG2017: `ssh-dss` is not a kind of key that can sign"));
  EXPECT_THAT(ProblemsOf(head + "\"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAAwEAAQ==\"]\n"),
              testing::HasSubstr("LG2017: an RSA key of 24 bits is weak"));
}

}  // namespace
}  // namespace leyline
