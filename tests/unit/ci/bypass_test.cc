// Emergencies: what a bypass lets pass, what it never does, and what it leaves owed. And waivers.
#include "ci/gate/bypass.h"

#include <functional>

#include "tests/unit/ci/ballots_testing.h"

namespace leyline::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

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
  GateVerdict Judge() const {
    GateRequest request = Request();
    request.bypasses = {&bypass, 1};
    return Evaluate(request);
  }
  GateVerdict JudgeAndRecord() {
    GateVerdict verdict = Judge();
    log.insert(log.end(), verdict.events.begin(), verdict.events.end());
    return verdict;
  }

  Bypass bypass;
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
       [](Emergency& e) { e.bypass.grant = {EvidenceLevel::kSigned, "", "LG4012", "is bad"}; }},
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
