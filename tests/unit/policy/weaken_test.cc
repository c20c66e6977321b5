#include "policy/weaken.h"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Policy Base() {
  Policy policy;
  policy.owner = "olga";
  policy.reviewers = {"bob", "carol"};
  policy.approval_ttl_days = 30;
  policy.min_evidence = EvidenceLevel::kSigned;
  policy.owner_approval = OwnerApproval::kRequired;
  policy.auto_generate_bindings = true;
  policy.environments = {{.name = "production", .refs = {"refs/heads/main"}}};
  policy.packages = {{.names = {"a.stored.*"}, .paths = {}, .mode = Mode::kFull}};
  return policy;
}

TEST(Weakenings, NameEachSettingThatAsksForLess) {
  struct Edit {
    std::function<void(Policy&)> make;
    std::string weakening;  // of the edit; its reverse tightens, unless it only differs
    bool both_ways = false;
  };
  const Edit edits[] = {
      {[](Policy& p) { p.min_approvals = 1; }, "`min_approvals` 2 -> 1"},
      {[](Policy& p) { p.owner = "mallory"; }, "`owner` olga -> mallory", true},
      {[](Policy& p) { p.reviewers.emplace_back("mallory"); }, "new approver `mallory`"},
      {[](Policy& p) { p.owner_approval = OwnerApproval::kAnyOfEligible; },
       "`owner_approval: required` true -> false"},
      {[](Policy& p) { p.min_evidence.reset(); }, "`min_evidence: sshsig` true -> false"},
      {[](Policy& p) { p.reject_sticky = false; }, "`reject_sticky` true -> false"},
      {[](Policy& p) { p.review_timeout_days = 7; }, "`review_timeout_days` 3 -> 7"},
      {[](Policy& p) { p.approval_ttl_days = 31; }, "`approval_ttl_days` 30 -> 31"},
      {[](Policy& p) { p.approval_ttl_days = 0; }, "`approval_ttl_days` 30 -> no limit"},
      {[](Policy& p) { p.block_on_validation_failure = false; },
       "`block_on_validation_failure` true -> false"},
      {[](Policy& p) { p.require_impact_analysis = false; },
       "`require_impact_analysis` true -> false"},
      {[](Policy& p) { p.auto_generate_bindings = false; },
       "`auto_generate_bindings` true -> false"},
      {[](Policy& p) { p.emergency_bypass = true; }, "`emergency_bypass` false -> true"},
      {[](Policy& p) { p.gating.mode = Mode::kForward; }, "`compatibility_mode` strict -> forward"},
      {[](Policy& p) { p.gating.surfaces = {Surface::kBinary, Surface::kRpc}; },
       "`surfaces` without json"},
      {[](Policy& p) {
         p.packages.insert(p.packages.begin(), {.names = {"a.**"}, .paths = {}, .unstable = true});
       },
       "another `packages` rule for a.**: unstable"},
      {[](Policy& p) { p.environments.clear(); }, "environment `production` is gone", true},
      {[](Policy& p) { p.environments[0].refs = {"x"}; }, "environment `production` is another",
       true},
      {[](Policy& p) { p.breaker.failure_threshold = 50; }, "`failure_threshold` 5 -> 50"},
      {[](Policy& p) { p.breaker.window_hours = 1; }, "`window_hours` 24 -> 1"},
      {[](Policy& p) { p.breaker.on_critical = OnCritical::kCount; },
       "`on_critical: forced_open` true -> false"},
      {[](Policy& p) { p.packages.clear(); }, "no `packages` rule for a.stored.* any more", true},
      {[](Policy& p) { p.environments.push_back({.name = "lab", .refs = {"refs/heads/lab"}}); },
       "new environment `lab` for refs/heads/lab", true},
      {[](Policy& p) { p.breaker.scope = "all"; }, "`scope` {target_ref}/{owner} -> all", true},
  };
  EXPECT_THAT(Weakenings(Base(), Base()), IsEmpty());
  for (const Edit& edit : edits) {
    Policy after = Base();
    edit.make(after);
    EXPECT_THAT(Weakenings(Base(), after), ElementsAre(edit.weakening));
    if (edit.both_ways) continue;
    EXPECT_THAT(Weakenings(after, Base()), IsEmpty()) << edit.weakening;
  }
}

TEST(Weakenings, OfAnEmergencyThatIsAllowed) {
  Policy before = Base();
  before.emergency_bypass = true;
  Policy after = before;
  after.emergency = {.allowed_roles = {"x"},
                     .two_person = false,
                     .max_hours = 25,
                     .review_due_hours = 73,
                     .max_open = 2};
  EXPECT_THAT(
      Weakenings(before, after),
      ElementsAre("`allowed_roles` of `emergency` are others", "`two_person` true -> false",
                  "`max_hours` 24 -> 25", "`review_due_hours` 72 -> 73", "`max_open` 1 -> 2"));
}

TEST(Weakenings, OfWhoIsWho) {
  const PrincipalKey key{.key = "ssh-ed25519 A", .revoked_at = Time{5}};
  const auto people = [](Principal bob, Roles roles) {
    return People({std::move(bob)}, std::move(roles));
  };
  const Principal bob{.id = "bob", .names = {}, .emails = {}, .keys = {key}, .robot = true};
  const People before = people(bob, {{"architects", {"bob"}}});
  EXPECT_THAT(Weakenings(before, before), IsEmpty());
  Principal other = bob;
  other.robot = false;
  other.keys[0].revoked_at.reset();
  other.keys.push_back({.key = "ssh-ed25519 B"});
  EXPECT_THAT(Weakenings(before, people(other, {})),
              ElementsAre("a key of `bob` holds at other times", "new key for `bob`",
                          "`bob` is no machine any more"));
  EXPECT_THAT(Weakenings(people(bob, {}), before), ElementsAre("`bob` comes behind `architects`"));
  EXPECT_THAT(Weakenings(People(), people(bob, {})), ElementsAre("`bob` comes with a key"));
  Principal called = bob;
  called.names = {"Bob Roe"};
  called.emails = {"bob@home.example"};
  EXPECT_THAT(Weakenings(people(called, {}), people(bob, {})),
              ElementsAre("`bob` is not called `Bob Roe` any more",
                          "`bob` is not called `bob@home.example` any more"));
}

}  // namespace
}  // namespace leyline
