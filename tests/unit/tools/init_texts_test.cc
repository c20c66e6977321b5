#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/impact/subsystems.h"
#include "policy/policy.h"
#include "tools/leyline/init/texts.h"

namespace leyline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kProfile =
    "schema_version: 1\n"
    "governance:\n"
    "  owner: architect\n"
    "  reviewers: [lead]\n"
    "  min_approvals: 1\n"
    "  review_timeout_days: 7\n"
    "  current_version: 1\n"
    "  compatibility_mode: backward\n"
    "  deployment_strategy: rolling\n";

// `42`, `n` and `null` are names of people and folders, and to YAML a number, a boolean and
// nothing.
TEST(InitTexts, NamesAreTextToEveryReader) {
  const std::string policy = PolicyText(
      {.profile = kProfile, .owner = "42", .reviewers = {"null", "ada"}, .buf = nullptr});
  const auto read_policy = ParsePolicy("policy.yaml", policy);
  ASSERT_TRUE(read_policy.has_value()) << Format(read_policy.error()[0]) << policy;
  EXPECT_EQ(read_policy->owner, "42");
  EXPECT_THAT(read_policy->reviewers, ElementsAre("null", "ada"));

  const DeclaredPackages packages = {{"shop.v1", true}};
  const std::vector<Surface> surfaces = {Surface::kBinary, Surface::kJson};
  const std::string subsystems = SubsystemsText("n", "42", packages, surfaces);
  const auto read_map = ParseSubsystems("subsystems.yaml", subsystems);
  ASSERT_TRUE(read_map.has_value()) << Format(read_map.error()[0]) << subsystems;
  EXPECT_EQ(read_map->list[0].name, "n");
  EXPECT_EQ(read_map->list[0].owner, "42");
  EXPECT_EQ(read_map->list[0].surfaces, surfaces) << "what the policy gates hits somebody";

  EXPECT_THAT(ConfigText({.contracts = {}, .imports = {}, .exclude = {}, .name = "1e3"}),
              HasSubstr("# repository: \"1e3\"\n"));
  EXPECT_THAT(SubsystemsText("shop", "ada", packages, surfaces), Not(HasSubstr("\"shop\"")))
      << "is clear";
}

}  // namespace
}  // namespace leyline
