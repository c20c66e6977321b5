#include "policy/policy.h"

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/check.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// The block of the governance document, word for word.
constexpr std::string_view kDocumented = R"(governance:
  # Ownership configuration
  owner: "data-architect"
  reviewers:
    - "system-architect"
    - "integration-specialist"

  # Change control settings
  min_approvals: 2              # Minimum approvals required
  review_timeout_days: 3        # Maximum review period
  emergency_bypass: false       # Emergency change bypass

  # Version management
  current_version: 1            # Current schema version
  compatibility_mode: "strict"  # strict, backward, forward

  # CI/CD enforcement
  block_on_validation_failure: true
  require_impact_analysis: true
  auto_generate_bindings: true
)";

// A policy with one more line, or with a line of its own for a key.
std::string With(std::string_view line) {
  return "governance:\n  owner: a\n  reviewers: [b, c]\n  " + std::string(line) + "\n";
}

std::vector<std::string> ErrorsOf(std::string_view text) {
  const Result<Policy> policy = ParsePolicy("policy.yaml", text);
  std::vector<std::string> lines;
  if (policy.has_value()) return lines;
  for (const Error& error : policy.error()) {
    EXPECT_EQ(error.kind, ErrorKind::kConfig);
    lines.push_back(Format(error));
  }
  return lines;
}

Policy Good(std::string_view text) {
  Result<Policy> policy = ParsePolicy("policy.yaml", text);
  EXPECT_TRUE(policy.has_value()) << (policy ? "" : Format(policy.error().front()));
  return policy ? *policy : Policy();
}

TEST(PolicyTest, TakesTheDocumentedBlockWordForWord) {
  const Policy policy = Good(kDocumented);
  EXPECT_EQ(policy.owner, "data-architect");
  EXPECT_THAT(policy.reviewers, ElementsAre("system-architect", "integration-specialist"));
  EXPECT_EQ(policy.min_approvals, 2);
  EXPECT_EQ(policy.review_timeout_days, 3);
  EXPECT_FALSE(policy.emergency_bypass);
  EXPECT_EQ(policy.current_version, 1);
  EXPECT_EQ(policy.min_supported_version, 1);
  EXPECT_EQ(policy.gating.mode, Mode::kStrict);
  EXPECT_EQ(policy.deployment_strategy, Deployment::kLockstep);
  EXPECT_TRUE(policy.block_on_validation_failure);
  EXPECT_TRUE(policy.require_impact_analysis);
  EXPECT_TRUE(policy.auto_generate_bindings);
  EXPECT_THAT(policy.gating.surfaces, ElementsAre(Surface::kBinary, Surface::kJson, Surface::kRpc));
  EXPECT_EQ(policy.breaker.failure_threshold, 5);
  EXPECT_EQ(policy.breaker.recovery_timeout_ms, 3'600'000);
  EXPECT_EQ(policy.breaker.half_open_requests, 1);
  EXPECT_EQ(policy.breaker.probe_lease_ms, 900'000);
  EXPECT_EQ(policy.breaker.scope, "{target_ref}/{owner}");
  EXPECT_THAT(policy.digest, StartsWith("sha256:"));
  EXPECT_THAT(CheckForProduction(policy), IsEmpty());
}

TEST(PolicyTest, ReadsEveryKey) {
  const Policy policy = Good(R"(
schema_version: 1
governance:
  owner: a
  reviewers: [b, c, d]
  min_approvals: 4
  review_timeout_days: 7
  emergency_bypass: false
  current_version: 9
  min_supported_version: 7
  compatibility_mode: backward
  deployment_strategy: rolling
  block_on_validation_failure: false
  require_impact_analysis: false
  auto_generate_bindings: false
  surfaces: [rpc, text, source]
  circuit_breaker:
    failure_threshold: 2
    recovery_timeout_ms: 60000
    half_open_requests: 3
    probe_lease_ms: 59999
    scope: "all of {target_ref}"
)");
  EXPECT_EQ(policy.min_approvals, 4);
  EXPECT_EQ(policy.review_timeout_days, 7);
  EXPECT_EQ(policy.current_version, 9);
  EXPECT_EQ(policy.min_supported_version, 7);
  EXPECT_EQ(policy.gating.mode, Mode::kBackward);
  EXPECT_EQ(policy.deployment_strategy, Deployment::kRolling);
  EXPECT_FALSE(policy.block_on_validation_failure);
  EXPECT_FALSE(policy.require_impact_analysis);
  EXPECT_FALSE(policy.auto_generate_bindings);
  EXPECT_THAT(policy.gating.surfaces, ElementsAre(Surface::kText, Surface::kSource, Surface::kRpc));
  EXPECT_EQ(policy.breaker.failure_threshold, 2);
  EXPECT_EQ(policy.breaker.recovery_timeout_ms, 60'000);
  EXPECT_EQ(policy.breaker.half_open_requests, 3);
  EXPECT_EQ(policy.breaker.probe_lease_ms, 59'999);
  EXPECT_EQ(ExpandScope(policy.breaker.scope, "refs/heads/main", "x"), "all of refs/heads/main");
}

TEST(PolicyTest, EachModeHasAStrategyOfItsOwn) {
  const struct {
    std::string_view mode;
    Mode want_mode;
    Deployment want;
  } cases[] = {
      {"strict", Mode::kStrict, Deployment::kLockstep},
      {"backward", Mode::kBackward, Deployment::kConsumersFirst},
      {"forward", Mode::kForward, Deployment::kProducersFirst},
      {"full", Mode::kFull, Deployment::kRolling},
  };
  for (const auto& c : cases) {
    const Policy policy = Good(With("compatibility_mode: " + std::string(c.mode)));
    EXPECT_EQ(policy.gating.mode, c.want_mode) << c.mode;
    EXPECT_EQ(policy.deployment_strategy, c.want) << c.mode;
    EXPECT_EQ(NameOf(policy.gating.mode), c.mode);
  }
}

TEST(PolicyTest, ModeMustFitTheStrategy) {
  const std::string_view modes[] = {"strict", "backward", "forward", "full"};
  const std::string_view strategies[] = {"lockstep", "consumers_first", "producers_first",
                                         "rolling"};
  // Rows: modes. 1: fits.
  const bool fits[4][4] = {{true, false, false, false},
                           {false, true, false, true},
                           {false, false, true, true},
                           {true, true, true, true}};
  for (int m = 0; m < 4; ++m) {
    for (int s = 0; s < 4; ++s) {
      const std::string text = With("compatibility_mode: " + std::string(modes[m]) +
                                    "\n  deployment_strategy: " + std::string(strategies[s]));
      const std::vector<std::string> errors = ErrorsOf(text);
      EXPECT_EQ(errors.empty(), fits[m][s]) << text;
      if (!errors.empty()) {
        EXPECT_THAT(errors, ElementsAre(StartsWith("policy.yaml:5:24: error LG2011")));
      }
    }
  }
}

struct Bad {
  std::string_view line;
  std::string_view want;
};

TEST(PolicyTest, RefusesWithPlaceCodeAndFix) {
  const Bad cases[] = {
      {"min_approvals: 0", "policy.yaml:4:18: error LG2003: `min_approvals`: 0 is outside 1..1000"},
      {"review_timeout_days: 8",
       "policy.yaml:4:24: error LG2006: `review_timeout_days`: 8 is outside 1..7"},
      {"review_timeout_days: 0",
       "policy.yaml:4:24: error LG2006: `review_timeout_days`: 0 is outside 1..7"},
      {"min_approvals: \"2\"",
       "policy.yaml:4:18: error LG1012: `min_approvals`: expected an integer, found text `2`"},
      {"min_approvals: 02",
       "policy.yaml:4:18: error LG1014: `min_approvals`: `02` is not an integer to every reader "
       "(fix: write 2)"},
      {"emergency_bypass: true",
       "policy.yaml:4:21: error LG2013: `emergency_bypass: true` needs `emergency` with "
       "`allowed_roles` (fix: say who may grant one: emergency: {allowed_roles: [ROLE]}; or set it "
       "to false)"},
      {"emergency_bypass: no",
       "policy.yaml:4:21: error LG1014: `emergency_bypass`: `no` is not a boolean to every reader "
       "(fix: write false)"},
      {"compatibility_mode: bakward",
       "policy.yaml:4:23: error LG2010: `compatibility_mode`: unknown `bakward`; expected strict, "
       "backward, forward, full (fix: did you mean `backward`?)"},
      {"compatibility_mode: STRICT",
       "policy.yaml:4:23: error LG2010: `compatibility_mode`: unknown `STRICT`; expected strict, "
       "backward, forward, full (fix: did you mean `strict`?)"},
      {"current_version: 0",
       "policy.yaml:4:20: error LG2012: `current_version`: 0 is outside 1..2147483647"},
      {"min_supported_version: 2",
       "policy.yaml:4:26: error LG2012: `min_supported_version` 2 is above `current_version` 1 "
       "(fix: lower it)"},
      {"surfaces: []", "policy.yaml:4:13: error LG1011: `surfaces` is empty (fix: write a value)"},
      {"surfaces: [json, json]",
       "policy.yaml:4:20: error LG1019: `surfaces` lists `json` twice (fix: remove one of them)"},
      {"surfaces: [Binary]",
       "policy.yaml:4:14: error LG1012: `surfaces`: unknown `Binary`; expected binary, json, text, "
       "source, rpc (fix: did you mean `binary`?)"},
      {"min_approval: 2",
       "policy.yaml:4:3: error LG1010: unknown key `min_approval` in the governance block (fix: "
       "did you mean `min_approvals`?)"},
      {"timelock: {min_delay_minutes: 0}",
       "policy.yaml:4:13: error LG1010: `timelock` is not supported yet: an approved change may "
       "merge at once (fix: remove the key)"},
      {"circuit_breaker: {failure_threshold: 0}",
       "policy.yaml:4:40: error LG2015: `failure_threshold`: 0 is outside 1..1000"},
      {"circuit_breaker: {recovery_timeout_ms: 999}",
       "policy.yaml:4:42: error LG2015: `recovery_timeout_ms`: 999 is outside 1000..2592000000"},
      {"circuit_breaker: {half_open_requests: 101}",
       "policy.yaml:4:41: error LG2015: `half_open_requests`: 101 is outside 1..100"},
      {"circuit_breaker: {probe_lease_ms: 3600000}",
       "policy.yaml:4:37: error LG2015: `probe_lease_ms` 3600000 must be less than "
       "`recovery_timeout_ms` 3600000 (fix: shorten the lease)"},
      {"circuit_breaker: {scope: \"{team}\"}",
       "policy.yaml:4:28: error LG2015: `scope`: `{team}` is not a scope (fix: write text with "
       "{target_ref} and {owner})"},
      {"circuit_breaker: {on_critical: shrug}",
       "policy.yaml:4:34: error LG2015: `on_critical`: `shrug` is no answer (fix: write "
       "forced_open "
       "or count)"},
      {"circuit_breaker: {window_hours: 0}",
       "policy.yaml:4:35: error LG2015: `window_hours`: 0 is outside 1..720"},
      {"circuit_breaker: on",
       "policy.yaml:4:20: error LG1012: `circuit_breaker`: expected a map, found the word `on`"},
  };
  for (const Bad& c : cases) {
    EXPECT_THAT(ErrorsOf(With(c.line)), ElementsAre(std::string(c.want))) << c.line;
  }
}

TEST(PolicyTest, KeysOfTheFullFormatAreRefusedByName) {
  const std::string_view keys[] = {"late_quorum_extension_hours", "compare_against",
                                   "decision_model", "enforcement", "timelock"};
  for (std::string_view key : keys) {
    const auto errors = ErrorsOf(With(std::string(key) + ": 1"));
    ASSERT_EQ(errors.size(), 1u) << key;
    EXPECT_THAT(errors[0],
                ::testing::HasSubstr("LG1010: `" + std::string(key) + "` is not supported yet: "));
  }
}

Change Removed(const std::string& contract, const std::string& file) {
  return {.change_type = "REMOVE_FIELD",
          .contract = contract,
          .element = contract + ".x",
          .message = "",
          .before_facts = {},
          .after_facts = {},
          .before = SourceSpan{file, 3, 1},
          .after = SourceSpan{file, 2, 1},
          .digest = "",
          .verdicts = {{.surface = Surface::kJson,
                        .direction = Direction::kBackward,
                        .level = Level::kBreaking,
                        .effect = Effect::kNameUnknown,
                        .condition = "",
                        .silent = false}}};
}

TEST(PolicyTest, PackagesAreGatedInTheirOwnWay) {
  const auto policy = ParsePolicy("policy.yaml", With(R"(compatibility_mode: backward
  packages:
    - {names: [acme.v1alpha.**], unstable: true}
    - {names: [acme.wire.*], surfaces: [binary]}
    - {paths: ["contracts/lab/**"], unstable: true}
    - {names: [acme.wire.*], unstable: true})"));
  ASSERT_TRUE(policy.has_value()) << Format(policy.error()[0]);
  EXPECT_TRUE(IsGated(Removed("acme.v1.A", "contracts/a.proto"), *policy));
  EXPECT_FALSE(IsGated(Removed("acme.v1alpha.A", "contracts/a.proto"), *policy));
  EXPECT_FALSE(IsGated(Removed("acme.v1alpha.sub.A", "contracts/a.proto"), *policy));
  EXPECT_TRUE(IsGated(Removed("acme.v1alphabet.A", "contracts/a.proto"), *policy));
  Change wire = Removed("acme.wire.A", "contracts/a.proto");
  EXPECT_FALSE(IsGated(wire, *policy)) << "json is no surface there";
  wire.verdicts[0].surface = Surface::kBinary;
  EXPECT_TRUE(IsGated(wire, *policy)) << "the first rule that fits holds";
  Change moved = Removed("acme.v1.A", "contracts/lab/a.proto");
  EXPECT_FALSE(IsGated(moved, *policy));
  moved.before->file = "contracts/a.proto";
  EXPECT_TRUE(IsGated(moved, *policy)) << "moving out of a governed place is a change there";
  Change rules = Removed("contracts/lab/policy.yaml", "contracts/lab/policy.yaml");
  rules.verdicts.clear();
  EXPECT_TRUE(IsGated(rules, *policy)) << "nothing excuses a change of which nothing is known";
}

TEST(PolicyTest, EnvironmentsSaySomeThingsOtherwise) {
  const auto policy = ParsePolicy("policy.yaml", With(R"(min_approvals: 2
  environments:
    - {name: development, refs: ["*"], min_approvals: 1, block_on_validation_failure: false}
    - {name: production, refs: [refs/heads/main], min_evidence: sshsig, owner_approval: required})"));
  ASSERT_TRUE(policy.has_value()) << Format(policy.error()[0]);
  const Policy main = PolicyFor(*policy, "refs/heads/main");
  EXPECT_EQ(main.min_approvals, 2);
  EXPECT_EQ(main.min_evidence, EvidenceLevel::kSigned);
  EXPECT_EQ(main.owner_approval, OwnerApproval::kRequired);
  EXPECT_THAT(CheckForProduction(main), IsEmpty());
  const Policy lab = PolicyFor(*policy, "refs/heads/lab");
  EXPECT_EQ(lab.min_approvals, 1);
  EXPECT_FALSE(lab.block_on_validation_failure);
  EXPECT_EQ(main.digest, lab.digest);
}

TEST(PolicyTest, CanBeMetByThePeopleThereAre) {
  const auto codes = [](const std::string& lines, const People& people) {
    std::vector<std::string> found;
    for (const Error& error :
         CheckAgainstPeople(ParsePolicy("policy.yaml", With(lines)).value(), people))
      found.push_back(error.code);
    return found;
  };
  EXPECT_THAT(codes("min_approvals: 3", People()), IsEmpty());
  EXPECT_THAT(codes("min_approvals: 4", People()), ElementsAre("LG2005"));
  EXPECT_THAT(codes("min_evidence: sshsig", People()), ElementsAre("LG2005")) << "nobody has a key";
  const People roles({{.id = "ann", .names = {}, .emails = {}}}, {{"board", {"ann"}}});
  EXPECT_THAT(codes("min_approvals: 1", roles), ElementsAre("LG2007", "LG2007", "LG2007"));
}

TEST(PolicyTest, OwnersAndReviewers) {
  EXPECT_THAT(
      ErrorsOf("governance:\n  owner: a\n  reviewers: []\n"),
      ElementsAre("policy.yaml:3:14: error LG1011: `reviewers` is empty (fix: write a value)"));
  EXPECT_THAT(
      ErrorsOf("governance:\n  owner: a\n  reviewers: [b, a]\n"),
      ElementsAre("policy.yaml:3:14: error LG2008: owner `a` is also a reviewer (fix: remove the "
                  "owner from `reviewers`; the owner's approval counts anyway)"));
  EXPECT_THAT(ErrorsOf("governance:\n  owner: a\n  reviewers: [b, b, c]\n"),
              ElementsAre("policy.yaml:3:18: error LG2009: `reviewers` lists `b` twice (fix: "
                          "remove one of them)"));
  EXPECT_THAT(ErrorsOf("governance:\n  owner: a\n  reviewers: [b, c, b@x.com]\n"),
              ElementsAre("policy.yaml:3:14: error LG2009: reviewers `b` and `b@x.com` are one "
                          "person (fix: keep one of the two names)"));
  EXPECT_THAT(
      ErrorsOf("governance:\n  owner: a\n  reviewers: [a@x.com]\n  min_approvals: 1\n"),
      ElementsAre("policy.yaml:3:14: error LG2008: owner `a` is also a reviewer (fix: remove "
                  "the owner from `reviewers`; the owner's approval counts anyway)"));
  EXPECT_THAT(ErrorsOf("governance:\n  min_approvals: 1\n"),
              ElementsAre("policy.yaml:2:3: error LG1011: the governance block has no `owner` "
                          "(fix: add `owner:`)",
                          "policy.yaml:2:3: error LG1011: the governance block has no `reviewers` "
                          "(fix: add `reviewers:`)"));
  EXPECT_THAT(ErrorsOf("governance:\n  owner: \"data-\xD0\xB0rchitect\"\n  reviewers: [b, c]\n"),
              ElementsAre("policy.yaml:2:10: error LG1021: `owner`: `data-\xD0\xB0rchitect` "
                          "contains U+0430; ids are ASCII (fix: type it again in plain letters)"));
}

TEST(PolicyTest, TopLevel) {
  EXPECT_THAT(
      ErrorsOf(""),
      ElementsAre("policy.yaml:1:1: error LG1011: the policy is empty (fix: write its keys; "
                  "leyline schema shows them)"));
  EXPECT_THAT(ErrorsOf("schema_version: 2\n" + With("")),
              ElementsAre("policy.yaml:1:17: error LG1020: `schema_version` 2 is newer than this "
                          "tool (1) (fix: update leyline)"));
  EXPECT_THAT(ErrorsOf("governence: {}\n"),
              ElementsAre("policy.yaml:1:1: error LG1010: unknown key `governence` in the policy "
                          "(fix: did you mean `governance`?)",
                          "policy.yaml:1:1: error LG1011: the policy has no `governance` (fix: add "
                          "`governance:`)"));
}

TEST(PolicyTest, AllErrorsOfAFileAtOnce) {
  const auto errors = ErrorsOf(R"(governance:
  owner: yes
  reviewers: [b, b]
  min_approvals: 0
  min_approvals: 2
  review_timeout_days: 0x2
  emergency_bypass: on
  compatibility_mode: none
  nonsense: 1
)");
  const std::vector<std::string> starts = {
      "policy.yaml:2:10: error LG1014", "policy.yaml:3:18: error LG2009",
      "policy.yaml:4:18: error LG2003", "policy.yaml:5:3: error LG1006",
      "policy.yaml:6:24: error LG1014", "policy.yaml:7:21: error LG1014",
      "policy.yaml:8:23: error LG2010", "policy.yaml:9:3: error LG1010"};
  ASSERT_EQ(errors.size(), starts.size());
  for (std::size_t i = 0; i < starts.size(); ++i) EXPECT_THAT(errors[i], StartsWith(starts[i]));
}

TEST(PolicyTest, DigestIsOfTheMeaning) {
  const std::string digest = Good(With("min_approvals: 2")).digest;
  EXPECT_EQ(Good(With("")).digest, digest);  // the default
  EXPECT_EQ(Good("governance: {reviewers: ['c', \"b\"], owner: a} # other order").digest, digest);
  EXPECT_NE(Good(With("min_approvals: 1")).digest, digest);
  EXPECT_NE(Good(With("surfaces: [binary]")).digest, digest);
  EXPECT_NE(Good(With("circuit_breaker: {failure_threshold: 4}")).digest, digest);
  EXPECT_NE(Good(With("compatibility_mode: full")).digest, digest);
  EXPECT_NE(Good("governance: {owner: a, reviewers: [b, d]}").digest, digest);
}

TEST(PolicyTest, AVersionBumpIsOnlyThat) {
  const struct {
    std::string_view before;
    std::string_view after;
    bool want;
  } cases[] = {
      {"", "current_version: 2", true},
      {"current_version: 4", "current_version: 5", true},
      {"current_version: 4\n  min_supported_version: 3",
       "current_version: 5\n  min_supported_version: 3", true},
      {"", "current_version: 1", false},
      {"", "current_version: 3", false},
      {"current_version: 2", "current_version: 1", false},
      {"", "current_version: 2\n  min_approvals: 1", false},
      {"", "current_version: 2\n  min_supported_version: 1", false},
      {"current_version: 4\n  min_supported_version: 3",
       "current_version: 5\n  min_supported_version: 4", false},
      {"current_version: 2147483647", "current_version: 1", false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(IsVersionBump(Good(With(c.before)), Good(With(c.after))), c.want)
        << c.before << " -> " << c.after;
  }
}

TEST(PolicyTest, AShortRecoveryShortensTheLease) {
  EXPECT_EQ(Good(With("circuit_breaker: {recovery_timeout_ms: 10000}")).breaker.probe_lease_ms,
            5000);
}

TEST(PolicyTest, ProductionNeedsTwoApprovalsAndABlock) {
  const Policy policy = Good(With("min_approvals: 1\n  block_on_validation_failure: false"));
  const Errors errors = CheckForProduction(policy);
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(Format(errors[0]),
            "policy.yaml:4:18: error LG2004: `min_approvals` is 1; production needs 2 (fix: set it "
            "to 2 or more)");
  EXPECT_EQ(Format(errors[1]),
            "policy.yaml:5:32: error LG2014: validation failures must block in production (fix: "
            "set `block_on_validation_failure: true`)");
}

TEST(PolicyTest, ExpandsScopes) {
  EXPECT_EQ(ExpandScope("{target_ref}/{owner}", "refs/heads/main", "team"), "refs/heads/main/team");
  EXPECT_EQ(ExpandScope("{owner}{owner}", "r", "{target_ref}"), "{target_ref}{target_ref}");
  EXPECT_EQ(ExpandScope("one", "r", "o"), "one");
  EXPECT_EQ(ExpandScope("{other}", "r", "o"), "{other}");
}

std::string ReadProfile(const std::string& name) {
  std::ifstream file(std::string(LEYLINE_SOURCE_DIR) + "/policy/profiles/" + name + ".yaml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(ProfilesTest, AreValid) {
  EXPECT_THAT(ErrorsOf(ReadProfile("solo")), IsEmpty());
  EXPECT_THAT(ErrorsOf(ReadProfile("team")), IsEmpty());
  EXPECT_THAT(ErrorsOf(ReadProfile("production")), IsEmpty());
}

TEST(ProfilesTest, SayWhatTheyAreFor) {
  const Policy solo = Good(ReadProfile("solo"));
  EXPECT_EQ(solo.min_approvals, 1);
  EXPECT_EQ(solo.gating.mode, Mode::kBackward);
  EXPECT_EQ(CheckForProduction(solo).size(), 1u);
  const Policy team = Good(ReadProfile("team"));
  EXPECT_EQ(team.gating.mode, Mode::kFull);
  EXPECT_THAT(CheckForProduction(team), IsEmpty());
  const Policy production = Good(ReadProfile("production"));
  EXPECT_EQ(production.gating.mode, Mode::kStrict);
  EXPECT_EQ(production.breaker.failure_threshold, 3);
  EXPECT_THAT(CheckForProduction(production), IsEmpty());
}

TEST(Policy, ProductionIsAnEnvironment) {
  const std::string head = "governance:\n  owner: a\n  reviewers: [b, c]\n";
  const auto policy = ParsePolicy(
      "policy.yaml", head +
                         "  environments:\n"
                         "    - {name: production, refs: [refs/heads/main, \"refs/heads/rel/*\"]}\n"
                         "    - {name: development, refs: [\"**\"]}\n");
  ASSERT_TRUE(policy.has_value()) << Format(policy.error()[0]);
  EXPECT_TRUE(IsProduction(*policy, "refs/heads/main"));
  EXPECT_TRUE(IsProduction(*policy, "refs/heads/rel/1"));
  EXPECT_FALSE(IsProduction(*policy, "refs/heads/rel/1/x"));
  EXPECT_FALSE(IsProduction(*policy, "refs/heads/mainline"));
  EXPECT_FALSE(IsProduction(*ParsePolicy("policy.yaml", head), "refs/heads/main"));
  EXPECT_NE(policy->digest, ParsePolicy("policy.yaml", head)->digest);
  EXPECT_THAT(ErrorsOf(head + "  environments: [{refs: [x], min_approvals: 1}]\n"),
              ElementsAre("policy.yaml:4:18: error LG1011: the environment has no `name` (fix: add "
                          "`name:`)"));
}

}  // namespace
}  // namespace leyline
