// Signed approvals: which count, and what each that does not is told.
#include <functional>

#include "tests/unit/ci/ballots_testing.h"

namespace leyline::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::StartsWith;

Statement& Bobs(World& world) { return world.statements[0].statement; }

// A new word of the same person, which replaces the one at `index`.
void SayInstead(World& world, std::size_t index, Vote vote) {
  const Statement& old = world.statements[index].statement;
  ProvenStatement said = Said(world, old.principal, vote);
  said.statement.supersedes = {DigestOf(old)};
  said.statement.issued_at = At(kDay + 60);
  world.statements.push_back(said);
}

TEST(Ballots, OfTwoOthersWithSignaturesPass) {
  World world = SignedWorld();
  const GateVerdict verdict = world.Run();
  EXPECT_THAT(Problems(verdict), IsEmpty()) << ::testing::PrintToString(Lines(verdict));
  EXPECT_THAT(Lines(verdict), Contains("LG4005 ok: 2 of 2 approvals for `p-1`: bob, carol"));
}

struct Spoiled {
  const char* name;
  std::string code;
  std::string clause;
  std::function<void(World&)> spoil;
};

TEST(Ballots, ThatDoNotCountSayWhy) {
  const Spoiled cases[] = {
      {"other person's key", "LG4012", "is what `mallory` signed",
       [](World& w) { w.statements[0].proof.key = KeyOf("mallory"); }},
      {"unknown key", "LG4010", "a key that roles.yaml at base doesn't have",
       [](World& w) { w.statements[0].proof.key = "ssh-ed25519 nobody"; }},
      {"bad signature", "LG4012", "does not verify",
       [](World& w) {
         w.statements[0].proof = {EvidenceLevel::kSigned, "", "LG4012", "does not verify"};
       }},
      {"no signature", "LG4018", "a signature is needed",
       [](World& w) { w.statements[0].proof = {}; }},
      {"other repository", "LG4016", "`acme-fork`",
       [](World& w) { Bobs(w).repository = "acme-fork"; }},
      {"nameless repository", "LG4016", "has no name",
       [](World& w) {
         w.repository = "";
         for (ProvenStatement& one : w.statements) one.statement.repository = "";
       }},
      {"other branch", "LG4016", "`refs/heads/dev`",
       [](World& w) { Bobs(w).target_ref = "refs/heads/dev"; }},
      {"other change", "LG4014", "now it is",
       [](World& w) { Bobs(w).changes = {DigestNumber(8)}; }},
      {"other text", "LG4015", "now it is",
       [](World& w) { Bobs(w).proposal_digest = DigestNumber(8); }},
      {"from the future", "LG4019", "in the future",
       [](World& w) { Bobs(w).issued_at = At(6 * kDay); }},
      {"before the proposal", "LG4019", "before the proposal was submitted",
       [](World& w) { Bobs(w).issued_at = At(-kDay); }},
      {"too old", "LG4019", "older than 4 days", [](World& w) { w.policy.approval_ttl_days = 4; }},
      {"proposer", "LG4007", "proposed it",
       [](World& w) { w.statements[0] = Said(w, "alice", Vote::kApprove); }},
      {"author", "LG4008", "wrote commits",
       [](World& w) { w.statements[0] = Said(w, "eve", Vote::kApprove); }},
      {"no role", "LG4009", "neither owner nor reviewer",
       [](World& w) { w.statements[0] = Said(w, "mallory", Vote::kApprove); }},
  };
  for (const Spoiled& one : cases) {
    World world = SignedWorld();
    one.spoil(world);
    const GateVerdict verdict = world.Run();
    EXPECT_THAT(Problems(verdict), IsSupersetOf({one.code, std::string("LG4005")})) << one.name;
    EXPECT_THAT(Lines(verdict), Contains(AllOf(HasSubstr(one.code + " NO"), HasSubstr(one.clause))))
        << one.name;
    for (const Requirement& requirement : verdict.requirements) {
      EXPECT_TRUE(requirement.satisfied || !requirement.next.empty()) << one.name;
    }
  }
}

TEST(Ballots, OfARevokedKeyAreVoidWheneverTheyWereGiven) {
  World world = SignedWorld();
  std::vector<Principal> principals(world.people.principals().begin(),
                                    world.people.principals().end());
  principals[1].keys[0].revoked_at = world.now;
  world.people = People(principals);
  EXPECT_THAT(Problems(world.Run()), Contains("LG4017"));
  principals[1].keys[0] = {.key = KeyOf("bob"), .expires = world.now};
  world.people = People(principals);
  EXPECT_THAT(Problems(world.Run()), Contains("LG4017")) << "at exactly the time it is over";
  principals[1].keys[0].expires = Time{world.now.seconds + 1};
  world.people = People(principals);
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
}

TEST(Ballots, WhatDoesNotCountIsANoteOnceOthersSuffice) {
  World world = SignedWorld();
  world.statements.push_back(Said(world, "mallory", Vote::kApprove));
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  world.statements.back().proof.key = KeyOf("bob");
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4012", "LG7003")) << "a forgery is none";
  world.statements.back().in_base = true;
  EXPECT_THAT(Problems(world.Run()), IsEmpty())
      << "one that was merged would else block its proposal for good";
  EXPECT_TRUE(Find(world.Run(), "LG4012")->note);
}

TEST(Ballots, AnObjectionThatProvesNothingIsANote) {
  World world = SignedWorld();
  world.statements.push_back(Said(world, "dan", Vote::kReject));
  world.statements.back().proof.key = "ssh-ed25519 nobody";
  const GateVerdict unknown = world.Run();
  EXPECT_THAT(Problems(unknown), IsEmpty()) << "else anybody could stop anything";
  ASSERT_NE(Find(unknown, "LG4010"), nullptr);
  EXPECT_TRUE(Find(unknown, "LG4010")->note) << "and nobody should take it for a yes";
  EXPECT_FALSE(Find(unknown, "LG4005")->note);
}

// Dan's key as it is from now on.
void SetKey(World& world, const PrincipalKey& key) {
  std::vector<Principal> principals(world.people.principals().begin(),
                                    world.people.principals().end());
  for (Principal& principal : principals) {
    if (principal.id == "dan") principal.keys[0] = key;
  }
  world.people = People(principals);
}

TEST(Ballots, AnObjectionOutlivesTheKeyThatSignedIt) {
  for (const PrincipalKey& ended :
       {PrincipalKey{.key = KeyOf("dan"), .expires = At(2 * kDay)},
        PrincipalKey{.key = KeyOf("dan"), .revoked_at = At(2 * kDay)}}) {
    World world = SignedWorld();
    world.statements.push_back(Said(world, "dan", Vote::kReject));
    SetKey(world, ended);
    EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4020"));
    world.statements.back().statement.issued_at = At(2 * kDay);
    EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "the key had ended";
    world.statements.back().statement.issued_at = At(kDay);
    SayInstead(world, 2, Vote::kRevoke);
    EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4020"))
        << "who has the key now could date it back";
  }
}

TEST(Ballots, AnApprovalOfAKeyThatEndedReplacesApprovalsOnly) {
  World world = SignedWorld();
  world.statements.push_back(Said(world, "dan", Vote::kReject));
  SayInstead(world, 2, Vote::kApprove);
  world.statements.back().proof.key = "ssh-ed25519 dan-2";
  std::vector<Principal> principals(world.people.principals().begin(),
                                    world.people.principals().end());
  principals[3].keys.push_back({.key = "ssh-ed25519 dan-2"});
  world.people = People(principals);
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  principals[3].keys.back().revoked_at = At(3 * kDay);
  world.people = People(principals);
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4020")) << "who stole it takes nothing back";
  world.statements[2].statement.vote = Vote::kApprove;
  world.statements.pop_back();
  SayInstead(world, 2, Vote::kApprove);
  world.statements.back().proof.key = "ssh-ed25519 dan-2";
  world.policy.min_approvals = 3;
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4005", "LG4017"))
      << "the older approval does not come back";
}

TEST(Ballots, RejectWins) {
  World world = SignedWorld();
  world.statements.push_back(Said(world, "dan", Vote::kReject));
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4020"));
  EXPECT_THAT(Find(world.Run(), "LG4020")->message, "`p-1` was rejected by `dan`: because");
  world.statements.back() = Said(world, "mallory", Vote::kReject);
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "who has no role has no say";
}

TEST(Ballots, ARejectionOutlivesTheTextItWasAboutAndIsTakenBackOnlyByItsAuthor) {
  World world = SignedWorld();
  world.statements.push_back(Said(world, "dan", Vote::kReject));
  world.statements.back().statement.proposal_digest = DigestNumber(8);
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4020"));
  world.policy.reject_sticky = false;
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  world.policy.reject_sticky = true;
  SayInstead(world, 2, Vote::kRevoke);
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
}

TEST(Ballots, NothingResurrects) {
  World world = SignedWorld();
  SayInstead(world, 0, Vote::kRevoke);
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4005", "LG4021", "LG4027"));
  SayInstead(world, 2, Vote::kApprove);
  world.statements.back().statement.proposal_digest = DigestNumber(8);
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4005", "LG4015", "LG4027"))
      << "the newest word is about another text, and no older one comes back";
  // Two last words, as of two branches that were merged: the more negative one holds.
  world.statements = {Said(world, "bob", Vote::kApprove), Said(world, "bob", Vote::kRevoke),
                      Said(world, "carol", Vote::kApprove)};
  EXPECT_THAT(Problems(world.Run()), Contains("LG4005"));
}

TEST(Ballots, TheDecisionsApproversMustHaveSigned) {
  World world = SignedWorld();
  world.decision().approvers = {"bob", "carol", "dan"};
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4027"));
  world.decision().approvers = {"bob"};
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "both signed; one is named";
}

TEST(Ballots, ADecisionThatProvesNothingIsNone) {
  const Spoiled cases[] = {
      {"no signature", "LG4018", "is not signed", [](World& w) { w.decision().proof = {}; }},
      {"bad signature", "LG4018", "does not verify",
       [](World& w) {
         w.decision().proof = {EvidenceLevel::kSigned, "", "LG4012", "does not verify"};
       }},
      {"unknown key", "LG4010", "a key that roles.yaml at base doesn't have",
       [](World& w) { w.decision().proof.key = "ssh-ed25519 nobody"; }},
      {"other person's key", "LG4018", "is what `bob` signed, and names `olga`",
       [](World& w) { w.decision().proof.key = KeyOf("bob"); }},
      {"nobody named", "LG4018", "is what `olga` signed, and names ``",
       [](World& w) { w.decision().decided_by = ""; }},
  };
  for (const Spoiled& one : cases) {
    World world = SignedWorld();
    one.spoil(world);
    world.policy.review_timeout_days = 7;
    for (const DecisionKind kind :
         {DecisionKind::kApproved, DecisionKind::kRejected, DecisionKind::kDeferred}) {
      world.decision().decision = kind;
      const GateVerdict verdict = world.Run();
      EXPECT_THAT(Problems(verdict), ElementsAre("LG4001", one.code)) << one.name;
      EXPECT_THAT(Lines(verdict),
                  Contains(AllOf(HasSubstr(one.code + " NO"), HasSubstr(one.clause))))
          << one.name;
    }
  }
}

TEST(Ballots, AMachineWritesDownWhatPeopleApprovedAndRejectsNothing) {
  World world = SignedWorld();
  world.policy.review_timeout_days = 7;
  std::vector<Principal> principals(world.people.principals().begin(),
                                    world.people.principals().end());
  for (Principal& principal : principals) principal.robot = principal.id == "bob";
  world.people = People(principals);
  world.policy.owner = "olga";
  world.policy.reviewers = {"alice", "carol"};
  world.decision().decided_by = "bob";
  world.decision().proof.key = KeyOf("bob");
  EXPECT_THAT(Problems(world.Run()), ::testing::Not(Contains("LG4038")));
  world.decision().decision = DecisionKind::kRejected;
  EXPECT_THAT(Problems(world.Run()), IsSupersetOf({std::string("LG4001"), std::string("LG4038")}));
}

TEST(Ballots, ADecisionAgainstOutlivesTheKeyThatSignedIt) {
  World world = SignedWorld();
  world.policy.review_timeout_days = 7;
  std::vector<Principal> principals(world.people.principals().begin(),
                                    world.people.principals().end());
  for (Principal& principal : principals) {
    if (principal.id == "olga") principal.keys[0].expires = At(3 * kDay);
  }
  world.people = People(principals);
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4001", "LG4017"));
  world.decision().decision = DecisionKind::kRejected;
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4002"));
  world.decision().decided_at = At(3 * kDay);
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4001", "LG4017"));
}

TEST(Ballots, TheOwnersApprovalCanBeRequired) {
  World world = SignedWorld();
  world.policy.owner_approval = OwnerApproval::kRequired;
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4006"));
  world.statements.push_back(Said(world, "olga", Vote::kApprove));
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  world.proposal().submitted_by = "olga";
  world.DecideAgain();
  world.statements = {Said(world, "bob", Vote::kApprove), Said(world, "carol", Vote::kApprove)};
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4006")) << "then all reviewers must";
  world.statements.push_back(Said(world, "dan", Vote::kApprove));
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  world.policy.when_owner_proposes = OwnerProposes::kBlock;
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4006"));
}

TEST(Ballots, RolesStandForPersonsAndAPersonCountsOnce) {
  World world = SignedWorld();
  std::vector<Principal> principals(world.people.principals().begin(),
                                    world.people.principals().end());
  world.people = People(principals, {{"architects", {"bob", "carol"}}, {"testers", {"bob"}}});
  world.policy.reviewers = {"architects", "testers"};
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  world.decision().approvers = {"architects", "testers"};
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "both roles are backed";
  world.policy.min_approvals = 4;
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG2005", "LG4005"));
}

TEST(Ballots, OwnersOfSubsystemsThatAreHitMustConsent) {
  World world = SignedWorld();
  std::vector<Principal> principals(world.people.principals().begin(),
                                    world.people.principals().end());
  world.people = People(principals, {{"billing-team", {"alice", "mallory"}}});
  world.policy.subsystem_owners = SubsystemOwners::kRequired;
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4006"));
  EXPECT_THAT(Find(world.Run(), "LG4006")->message,
              "`p-1` hits a subsystem of `billing-team`, who has not agreed");
  world.statements.push_back(Said(world, "mallory", Vote::kApprove));
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "a role of the policy is not needed for that";
  world.statements.back() = Said(world, "alice", Vote::kApprove);
  EXPECT_THAT(Problems(world.Run()), IsEmpty()) << "the team that asks for it has agreed";
  world.statements.erase(world.statements.begin());
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4005", "LG4027")) << "and counts for no more";
}

TEST(Ballots, MachinesApproveNothing) {
  World world = SignedWorld();
  world.policy.min_evidence = EvidenceLevel::kDeclared;
  world.policy.reviewers = {"bob", "carol", "robbie"};
  world.statements.clear();
  world.decision().approvers = {"bob", "robbie"};
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4005", "LG4039"));
}

// The policy block of the governance document: each of its settings decides something.
TEST(Policy, EachSettingOfTheDocumentChangesAVerdict) {
  struct Setting {
    const char* name;
    std::function<void(World&)> change;
    std::string code;  // that appears, or goes with the change undone
  };
  const Setting settings[] = {
      {"owner",
       [](World& w) {
         w.decision().approvers = {"bob", "ned"};
         w.policy.owner = "ned";
       },
       ""},
      {"reviewers", [](World& w) { w.policy.reviewers = {"bob", "dan"}; }, "LG4009"},
      {"min_approvals", [](World& w) { w.policy.min_approvals = 3; }, "LG4005"},
      {"review_timeout_days", [](World& w) { w.policy.review_timeout_days = 1; }, "LG4004"},
      {"compatibility_mode", [](World& w) { w.policy.gating.mode = Mode::kStrict; }, "LG6002"},
      {"require_impact_analysis", [](World& w) { w.has_impact = false; }, "LG3017"},
      {"auto_generate_bindings",
       [](World& w) {
         w.bindings = BindingsTrial{1, {"python"}, {{.message = "no bindings for python"}}};
         w.policy.auto_generate_bindings = true;
       },
       "LG9004"},
  };
  for (const Setting& setting : settings) {
    World world;
    setting.change(world);
    const auto problems = Problems(world.Run());
    if (setting.code.empty()) {
      EXPECT_THAT(problems, IsEmpty()) << setting.name;
    } else {
      EXPECT_THAT(problems, Contains(setting.code)) << setting.name;
    }
  }
  World unasked;
  unasked.bindings = BindingsTrial{1, {"python"}, {{.message = "no bindings for python"}}};
  EXPECT_TRUE(unasked.Run().passed()) << "auto_generate_bindings: false";
  World strict;
  strict.policy.gating.mode = Mode::kStrict;
  strict.version_bumped = true;
  EXPECT_TRUE(strict.Run().passed()) << "current_version + 1 in the same change";
  World world;
  world.has_impact = false;
  world.policy.require_impact_analysis = false;
  EXPECT_TRUE(world.Run().passed());
  world.policy.min_approvals = 3;
  EXPECT_FALSE(world.Run().passed());
  world.policy.block_on_validation_failure = false;
  EXPECT_TRUE(world.Run().passed()) << "reported, and not blocked on";

  World tripped;
  tripped.decisions.clear();
  tripped.policy.breaker.failure_threshold = 1;
  tripped.RunAndRecord();
  tripped.decisions = World().decisions;
  EXPECT_EQ(tripped.Run().outcome, GateOutcome::kCircuitOpen) << "circuit_breaker";
  tripped.policy.breaker.failure_threshold = 5;
  EXPECT_TRUE(tripped.Run().passed()) << "failure_threshold";
  tripped.policy.breaker.failure_threshold = 1;
  tripped.now.seconds += 3600;
  EXPECT_TRUE(tripped.Run().passed()) << "recovery_timeout_ms: one hour, then a probe";
  tripped.policy.breaker.recovery_timeout_ms = 7'200'000;
  EXPECT_EQ(tripped.Run().outcome, GateOutcome::kCircuitOpen);

  World counted;
  counted.policy.breaker.failure_threshold = 2;
  counted.decisions.clear();
  counted.RunAndRecord();
  counted.now.seconds += 2 * 3600;
  counted.change_request = "pr-8";
  EXPECT_EQ(counted.Run().scopes_after[0].breaker.mode, BreakerMode::kOpen);
  counted.policy.breaker.window_hours = 1;
  EXPECT_EQ(counted.Run().scopes_after[0].breaker.mode, BreakerMode::kClosed) << "window_hours";
}

TEST(Ballots, WhereWordsSufficeAStatementComesBeforeTheDecisionsClaim) {
  World world;
  EXPECT_THAT(Problems(world.Run()), IsEmpty());
  world.statements = {Said(world, "bob", Vote::kReject)};
  world.statements[0].proof = {};
  EXPECT_THAT(Problems(world.Run()), ElementsAre("LG4005", "LG4020"));
}

TEST(Ballots, OnlyThoseAreAskedWhoseApprovalIsMissing) {
  World world = SignedWorld();
  world.decisions.clear();
  const auto next = [&] { return Find(world.Run(), "LG4001")->next; };
  EXPECT_THAT(next(), StartsWith("whoever decides runs leyline decide p-1, or writes "));
  world.statements.pop_back();
  EXPECT_THAT(next(), StartsWith("ask carol, dan, olga to run leyline approve p-1; then whoever "));
}

}  // namespace
}  // namespace leyline::testing
