// Emergencies: what a bypass lets pass, what it never does, and what it leaves owed. And waivers.
#include "ci/gate/bypass.h"

#include <algorithm>
#include <functional>

#include "base/digest.h"
#include "ci/events.h"
#include "ci/gate/policy_changes.h"
#include "tests/unit/ci/ballots_testing.h"

namespace leyline::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

// Nobody approved; dan grants, alice asks.
struct Emergency : World {
  Emergency() : World(SignedWorld()) {
    statements.clear();
    decisions.clear();
    policy.emergency_bypass = true;
    policy.emergency.allowed_roles = {"dan"};
    bypass.id = "b-1";
    bypass.target_ref = target_ref;
    bypass.changes = {changes[0].digest};
    bypass.codes = {"LG4001", "LG4004"};
    bypass.reason = "Billing is down until the field goes.";
    bypass.ticket = "OPS-1";
    bypass.requested_by = "alice";
    bypass.granted_by = "dan";
    bypass.granted_at = At(5 * kDay - 3600);
    bypass.expires_at = At(5 * kDay + 3600);
    bypass.grant = {.evidence = EvidenceLevel::kSigned, .key = KeyOf("dan")};
    bypass.request = {.evidence = EvidenceLevel::kSigned, .key = KeyOf("alice")};
  }
  GateVerdict Judge() const { return Judge({&bypass, 1}); }
  GateVerdict Judge(std::span<const Bypass> bypasses) const {
    GateRequest request = Request();
    request.bypasses = bypasses;
    request.log_is_local = log_is_local;
    return Evaluate(request);
  }
  GateVerdict JudgeAndRecord() {
    GateVerdict verdict = Judge();
    log.insert(log.end(), verdict.events.begin(), verdict.events.end());
    return verdict;
  }

  Bypass bypass;
  bool log_is_local = false;
};

TEST(Bypasses, LetPassWhatTheyNameAndLeaveADebt) {
  Emergency emergency;
  EXPECT_FALSE(emergency.Run().passed());
  const GateVerdict verdict = emergency.JudgeAndRecord();
  EXPECT_TRUE(verdict.passed()) << ::testing::PrintToString(Lines(verdict));
  EXPECT_THAT(Lines(verdict), Contains(HasSubstr("(bypassed by `b-1`: Billing is down")));
  EXPECT_TRUE(Find(verdict, "LG4001")->note);
  const std::vector<Debt> debts = DebtsOf(emergency.log);
  ASSERT_EQ(debts.size(), 1U);
  EXPECT_EQ(debts[0].due, Time{emergency.now.seconds + 72 * 3600});
  EXPECT_TRUE(emergency.JudgeAndRecord().passed()) << "again, while it holds";
  EXPECT_EQ(DebtsOf(emergency.log).size(), 1U) << "one bypass, one debt";
}

TEST(Bypasses, AreOwedByTheEarlierClock) {
  const Emergency emergency;
  GateRequest request = emergency.Request();
  request.bypasses = {&emergency.bypass, 1};
  request.clock_trouble = ClockTrouble{emergency.now, "one clock is fast"};
  request.now = Time{emergency.now.seconds + 1800};
  const GateVerdict verdict = Evaluate(request);
  const std::vector<Debt> debts = DebtsOf(verdict.events);
  ASSERT_EQ(debts.size(), 1U);
  EXPECT_EQ(debts[0].due, Time{emergency.now.seconds + 72 * 3600})
      << "an event of the future puts no debt off";
}

TEST(Bypasses, ThatDoNotHoldSayWhy) {
  struct Spoiled {
    const char* name;
    std::string code;
    std::function<void(Emergency&)> spoil;
  };
  const Spoiled cases[] = {
      {"switched off", "LG4501", [](Emergency& e) { e.policy.emergency_bypass = false; }},
      {"no role", "LG4502",
       [](Emergency& e) {
         e.bypass.granted_by = "mallory";
         e.bypass.grant.key = KeyOf("mallory");
       }},
      {"nobody", "LG4502", [](Emergency& e) { e.bypass.granted_by = "zoe"; }},
      {"not signed", "LG4502", [](Emergency& e) { e.bypass.grant = {}; }},
      {"not co-signed", "LG4502", [](Emergency& e) { e.bypass.request = {}; }},
      {"another's key", "LG4502", [](Emergency& e) { e.bypass.request.key = KeyOf("bob"); }},
      {"forged", "LG4502",
       [](Emergency& e) {
         e.bypass.grant = {EvidenceLevel::kSigned, "", "LG4012", "is bad"};
       }},
      {"asked for by a robot", "LG4502",
       [](Emergency& e) {
         e.bypass.requested_by = "robbie";
         e.policy.emergency.two_person = false;
       }},
      {"nobody else sees the log", "LG4501", [](Emergency& e) { e.log_is_local = true; }},
      {"more than a line of the log holds", "LG4507",
       [](Emergency& e) {
         for (int i = 0; i < 800; ++i)
           e.bypass.changes.push_back(DigestText(Sha256Of(std::to_string(i))));
         std::sort(e.bypass.changes.begin(), e.bypass.changes.end());
       }},
      {"one person", "LG4508",
       [](Emergency& e) {
         e.bypass.requested_by = "dan";
         e.bypass.request.key = KeyOf("dan");
       }},
      {"expired", "LG4503", [](Emergency& e) { e.bypass.expires_at = e.now; }},
      {"too long", "LG4503", [](Emergency& e) { e.bypass.expires_at = At(9 * kDay); }},
      {"in the future", "LG4503",
       [](Emergency& e) {
         e.bypass.granted_at = At(6 * kDay);
         e.bypass.expires_at = At(6 * kDay + 60);
       }},
      {"too much", "LG4507", [](Emergency& e) { e.bypass.codes.emplace_back("LG4012"); }},
      {"others are owed", "LG4506",
       [](Emergency& e) {
         Event event;
         event.type = event_type::kBypassUsed;
         event.subject = "b-0";
         event.at = e.now;
         event.data = {{"due", FormatTime(At(9 * kDay))}};
         e.log = {event};
       }},
  };
  for (const Spoiled& one : cases) {
    Emergency emergency;
    one.spoil(emergency);
    const GateVerdict verdict = emergency.Judge();
    EXPECT_FALSE(verdict.passed()) << one.name;
    EXPECT_THAT(Problems(verdict), Contains(one.code)) << one.name;
  }
}

TEST(Bypasses, AreForTheseChangesAndTheirBranchOnly) {
  Emergency emergency;
  emergency.bypass.target_ref = "refs/heads/dev";
  EXPECT_FALSE(emergency.Judge().passed());
  emergency.bypass.target_ref = emergency.target_ref;
  emergency.bypass.changes = {DigestNumber(8)};
  EXPECT_FALSE(emergency.Judge().passed());
  emergency.bypass.changes = {emergency.changes[0].digest};
  emergency.bypass.codes = {"LG4004"};
  EXPECT_THAT(Problems(emergency.Judge()), ElementsAre("LG4001")) << "what it doesn't name stays";
}

TEST(Bypasses, NeverLetAChangeOfTheRulesPass) {
  Emergency emergency;
  emergency.changes.push_back(
      PolicyChanges({{"governance/policy.yaml", "version: 1\n", "version: 2\n"}})[0]);
  const std::string& of_rules = emergency.changes[1].digest;
  emergency.bypass.changes.push_back(of_rules);
  std::sort(emergency.bypass.changes.begin(), emergency.bypass.changes.end());
  emergency.bypass.codes = {"LG3011", "LG4001", "LG4004", "LG5001"};
  const GateVerdict verdict = emergency.Judge();
  EXPECT_THAT(Problems(verdict), IsSupersetOf({"LG4001", "LG4507", "LG5001"}));
  EXPECT_THAT(Find(verdict, "LG4507")->message, HasSubstr("`governance/policy.yaml`"));
  EXPECT_THAT(verdict.events, Not(Contains(Field(&Event::type, event_type::kBypassUsed))));
}

TEST(Bypasses, PassOnlyOnRecord) {
  Emergency emergency;
  GateVerdict verdict = emergency.Judge();
  ASSERT_TRUE(verdict.passed());
  const GateRequest request = emergency.Request();
  RefuseUnrecordedBypass(request, "git:refs/leyline/log", verdict);
  EXPECT_EQ(verdict.outcome, GateOutcome::kBlocked);
  EXPECT_THAT(Problems(verdict), ElementsAre("LG4505"));
  EXPECT_THAT(verdict.requirements.back().next, HasSubstr("`git:refs/leyline/log`"));
  emergency.JudgeAndRecord();
  GateVerdict again = emergency.Judge();
  RefuseUnrecordedBypass(request, "git:refs/leyline/log", again);
  EXPECT_TRUE(again.passed()) << "what it owes is on record already";
  emergency.policy.block_on_validation_failure = false;
  emergency.log.clear();
  verdict = emergency.Judge();
  RefuseUnrecordedBypass(request, "git:refs/leyline/log", verdict);
  EXPECT_TRUE(verdict.passed()) << "nothing blocks by that policy";
}

TEST(Bypasses, CutNoCharacterOfTheirReason) {
  Emergency emergency;
  emergency.bypass.reason = std::string(199, 'x') + "\u00e9 is down";
  const std::vector<Event> events = emergency.Judge().events;
  const auto used = std::find_if(events.begin(), events.end(), [](const Event& event) {
    return event.type == event_type::kBypassUsed;
  });
  ASSERT_NE(used, events.end());
  EXPECT_EQ(DataOf(*used, "reason"), std::string(199, 'x'));
}

TEST(Bypasses, ThatDoNotHoldStopNoneThatDoes) {
  Emergency emergency;
  Bypass junk = emergency.bypass;
  junk.id = "a-junk";
  junk.grant = {};
  for (const auto& both : {std::vector{junk, emergency.bypass}, {emergency.bypass, junk}}) {
    const GateVerdict verdict = emergency.Judge(both);
    EXPECT_TRUE(verdict.passed()) << ::testing::PrintToString(Lines(verdict));
  }
  EXPECT_TRUE(Find(emergency.Judge(std::vector{junk, emergency.bypass}), "LG4502")->note);
  EXPECT_THAT(Problems(emergency.Judge(std::vector{junk})), Contains("LG4502"));
  junk.in_base = true;
  const GateVerdict verdict = emergency.Judge(std::vector{junk});
  EXPECT_FALSE(verdict.passed());
  EXPECT_THAT(Problems(verdict), Not(Contains("LG4502"))) << "this change didn't bring it";
}

TEST(Bypasses, WithOnePersonWhereThePolicySaysSo) {
  Emergency emergency;
  emergency.policy.emergency.two_person = false;
  emergency.bypass.request = {};
  EXPECT_TRUE(emergency.Judge().passed());
}

TEST(Bypasses, ADebtBlocksOnceItIsDueAndIsPaidByApproval) {
  Emergency emergency;
  emergency.policy.review_timeout_days = 7;
  emergency.JudgeAndRecord();
  emergency.changes.clear();  // another change, which needs nothing
  emergency.AnalyseAgain();
  emergency.now = At(8 * kDay - 1);
  EXPECT_THAT(Problems(emergency.Run()), IsEmpty());
  EXPECT_TRUE(Find(emergency.Run(), "LG4505")->note);
  emergency.now = At(8 * kDay);
  EXPECT_THAT(Problems(emergency.Run()), ElementsAre("LG4505")) << "at exactly the time it is late";
  // p-1 asks for the same changes afterwards, and is approved.
  emergency.proposal().ratifies = {"b-1"};
  emergency.proposal().digest = DigestOf(emergency.proposal());
  World approved = SignedWorld();
  emergency.decisions = approved.decisions;
  emergency.DecideAgain();
  EXPECT_THAT(Problems(emergency.Run()), ElementsAre("LG4505")) << "nobody signed that text";
  emergency.statements = {Said(emergency, "bob", Vote::kApprove),
                          Said(emergency, "carol", Vote::kApprove)};
  const GateVerdict verdict = emergency.RunAndRecord();
  EXPECT_THAT(Problems(verdict), IsEmpty()) << ::testing::PrintToString(Lines(verdict));
  EXPECT_THAT(DebtsOf(emergency.log), IsEmpty());
}

TEST(Bypasses, ADebtIsOneOfItsBranchAndChanges) {
  Emergency emergency;
  emergency.JudgeAndRecord();
  const std::vector<Debt> debts = DebtsOf(emergency.log);
  ASSERT_EQ(debts.size(), 1U);
  EXPECT_EQ(debts[0].target_ref, emergency.target_ref);
  EXPECT_EQ(debts[0].changes, emergency.bypass.changes);
  // The same id for other changes is another bypass.
  Emergency other;
  other.log = emergency.log;
  other.bypass.changes.push_back(DigestNumber(8));
  std::sort(other.bypass.changes.begin(), other.bypass.changes.end());
  EXPECT_THAT(Problems(other.Judge()), Contains("LG4506"));
  other.policy.emergency.max_open = 2;
  other.JudgeAndRecord();
  EXPECT_EQ(DebtsOf(other.log).size(), 2U);
  // Nobody pays for one change with the approval of another.
  World approved = SignedWorld();
  approved.log = other.log;
  approved.proposal().ratifies = {"b-1"};
  approved.proposal().digest = DigestOf(approved.proposal());
  approved.DecideAgain();
  approved.statements = {Said(approved, "bob", Vote::kApprove),
                         Said(approved, "carol", Vote::kApprove)};
  approved.RunAndRecord();
  const std::vector<Debt> left = DebtsOf(approved.log);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].changes, other.bypass.changes);
  // Elsewhere nobody is asked.
  emergency.now = At(30 * kDay);
  EXPECT_NE(Find(emergency.Run(), "LG4505"), nullptr);
  emergency.target_ref = "refs/heads/dev";
  EXPECT_EQ(Find(emergency.Run(), "LG4505"), nullptr);
}

TEST(Bypasses, DebtsOfOlderLogsAreOwedEverywhere) {
  Emergency emergency;
  Event used;
  used.type = event_type::kBypassUsed;
  used.subject = "b-1";
  used.data = {{"due", FormatTime(emergency.now)}};
  emergency.log = {used};
  EXPECT_THAT(Problems(emergency.Run()), Contains("LG4505"));
  emergency.JudgeAndRecord();
  EXPECT_EQ(DebtsOf(emergency.log).size(), 1U) << "it is the same bypass";
  Event ratified = used;
  ratified.type = event_type::kBypassRatified;
  ratified.data.clear();
  emergency.log.push_back(ratified);
  EXPECT_THAT(DebtsOf(emergency.log), IsEmpty());
}

TEST(Waivers, AcceptOneFindingForAWhile) {
  World world;
  world.proposals.clear();
  world.decisions.clear();
  GateRequest request = world.Request();
  EXPECT_FALSE(Evaluate(request).passed());
  Waiver waiver{.change_type = "REMOVE_FIELD",
                .element = world.changes[0].element,
                .digest = "",
                .owner = "olga",
                .reason = "the archive is rebuilt anyway",
                .expires = At(5 * kDay + 1)};
  request.waivers = {waiver};
  const GateVerdict verdict = Evaluate(request);
  EXPECT_TRUE(verdict.passed());
  EXPECT_TRUE(Find(verdict, "LG5011")->note);
  request.waivers[0].digest = DigestNumber(8);
  EXPECT_FALSE(Evaluate(request).passed()) << "another edit of the same element";
  request.waivers[0].digest = world.changes[0].digest;
  EXPECT_TRUE(Evaluate(request).passed());
  request.waivers[0].expires = world.now;
  EXPECT_FALSE(Evaluate(request).passed()) << "at exactly the time it is over";
  request.waivers[0] = waiver;
  request.waivers[0].change_type = "CHANGE_FIELD_TYPE";
  EXPECT_FALSE(Evaluate(request).passed());
}

}  // namespace
}  // namespace leyline::testing
