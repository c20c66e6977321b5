// Edges, the order of subsystems, and the phases.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/impact/precedence.h"
#include "tests/unit/impact/impact_testing.h"

namespace leyline {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

constexpr Level kSafe = Level::kCompatible;
constexpr Level kBad = Level::kBreaking;

const std::string kContracts = R"(syntax = "proto3";
package acme;
message Money { int64 f = 1; string currency = 2; }
message Order { Money total = 1; Address to = 2; }
message Address { string city = 1; Money f = 2; }
message Envelope { oneof payload { Order order = 1; Note note = 2; } }
message Note { string f = 1; Money fee = 2; }
message Ask { Money most = 1; }
message Answer { Money price = 1; }
service Shop { rpc Price(Ask) returns (Answer); }
)";

TEST(RolloutTest, AReaderThatMayGoFirstDoes) {
  const ImpactReport report = ImpactOf({ChangeOn("acme.Order", kSafe, kBad)}, kContracts, R"(
- {name: shop, owner: t, writes: [acme.Order], deployment: {production: v7}}
- {name: ledger, owner: t, reads: [acme.Order]}
- {name: bystander, owner: t, reads: [acme.Ask]}
)");
  EXPECT_THAT(EdgeLines(report), ElementsAre("shop -> ledger DATA acme.Order READER_FIRST"));
  EXPECT_EQ(report.edges[0].meeting, (Meeting{.if_first = kSafe, .if_last = kBad}));
  EXPECT_THAT(PhaseLines(report.rollout), ElementsAre("MIGRATE: ledger / shop"));
  EXPECT_THAT(report.rollout.phases[0].gates,
              ElementsAre("each step runs in every environment before the next one begins (now: "
                          "shop in production runs v7)"));
  EXPECT_EQ(report.rollout.points, 1);
}

TEST(RolloutTest, AWriterThatMustStopGoesFirst) {
  const ImpactReport report = ImpactOf({ChangeOn("acme.Order", kBad, kSafe)}, kContracts, R"(
- {name: shop, owner: t, writes: [acme.Order]}
- {name: ledger, owner: t, reads: [acme.Order]}
)");
  EXPECT_THAT(EdgeLines(report), ElementsAre("shop -> ledger DATA acme.Order WRITER_FIRST"));
  EXPECT_THAT(PhaseLines(report.rollout), ElementsAre("MIGRATE: shop / ledger"));
}

TEST(RolloutTest, WhereNoOrderIsSafeBothFormsAreWritten) {
  const ImpactReport report = ImpactOf({ChangeOn("acme.Order", kBad, kBad)}, kContracts, R"(
- {name: shop, owner: t, writes: [acme.Order]}
- {name: ledger, owner: t, reads: [acme.Order]}
- {name: far, owner: t, writes: [acme.Note]}
)");
  EXPECT_THAT(PhaseLines(report.rollout),
              ElementsAre("EXPAND: - / shop", "MIGRATE: ledger", "CONTRACT: shop / -"));
  EXPECT_THAT(report.rollout.phases[0].gates,
              ElementsAre("shop writes both forms in every environment"));
  EXPECT_EQ(report.rollout.points, 5);
}

TEST(RolloutTest, NobodyIsDeclaredToWrite) {
  const ImpactReport report = ImpactOf({ChangeOn("acme.Order", kBad, kBad)}, kContracts,
                                       "- {name: ledger, owner: t, reads: [acme.Order]}\n");
  EXPECT_THAT(report.rollout.phases[0].gates,
              ElementsAre("whoever writes `acme.Order` writes both forms; no subsystem is declared "
                          "to"));
}

// Data goes out into what holds it, or in to what it holds; never both, so a note is no order.
TEST(RolloutTest, EdgesByTheTypes) {
  const ImpactReport report = ImpactOf({ChangeOn("acme.Money", kSafe, kBad)}, kContracts, R"(
- {name: shop, owner: t, writes: [acme.Order]}
- {name: bus, owner: t, writes: [acme.Envelope]}
- {name: notes, owner: t, reads: [acme.Note]}
- {name: ledger, owner: t, reads: [acme.Order]}
- {name: tap, owner: t, reads: [acme.Envelope]}
)");
  EXPECT_THAT(EdgeLines(report),
              UnorderedElementsAre("shop -> ledger DATA acme.Order READER_FIRST",
                                   "bus -> ledger DATA acme.Order READER_FIRST may",
                                   "bus -> notes DATA acme.Note READER_FIRST may",
                                   "bus -> tap DATA acme.Envelope READER_FIRST",
                                   "shop -> tap DATA acme.Envelope READER_FIRST may"));
  EXPECT_THAT(PhaseLines(report.rollout), ElementsAre("MIGRATE: ledger, notes, tap / bus, shop"));
}

// An entry that names several contracts stands at each of them, not at the nearest alone.
TEST(RolloutTest, EdgesOfAPackage) {
  const std::vector<Change> change = {ChangeOn("acme.Money", kSafe, kBad)};
  const std::vector<std::string> edge = {"shop -> ledger DATA acme.Answer READER_FIRST"};
  const ImpactReport writes = ImpactOf(change, kContracts, R"(
- {name: shop, owner: t, writes: ["acme.*r*"]}
- {name: ledger, owner: t, reads: [acme.Answer]}
)");
  EXPECT_THAT(EdgeLines(writes), ElementsAreArray(edge));
  EXPECT_THAT(PhaseLines(writes.rollout), ElementsAre("MIGRATE: ledger / shop"));
  const ImpactReport reads = ImpactOf(change, kContracts, R"(
- {name: shop, owner: t, writes: [acme.Answer]}
- {name: ledger, owner: t, reads: ["acme.*r*"]}
)");
  EXPECT_THAT(EdgeLines(reads), ElementsAreArray(edge));
  EXPECT_THAT(PhaseLines(reads.rollout), ElementsAre("MIGRATE: ledger / shop"));
  const ImpactReport both = ImpactOf({ChangeOn("acme.Money", kBad, kBad)}, kContracts, R"(
- {name: shop, owner: t, writes: ["acme.*r*"]}
- {name: ledger, owner: t, reads: [acme.Answer]}
)");
  EXPECT_THAT(PhaseLines(both.rollout),
              ElementsAre("EXPAND: - / shop", "MIGRATE: ledger", "CONTRACT: shop / -"));
}

// Data that is in one form at a time: who is hit in an order, and with whom it is not declared.
TEST(RolloutTest, WhomNobodyIsDeclaredToExchangeItWith) {
  const auto steps = [&](Level backward, Level forward, const std::string& map) {
    const ImpactReport report =
        ImpactOf({ChangeOn("acme.Order", backward, forward)}, kContracts, map);
    std::vector<std::string> lines;
    for (const Phase& phase : report.rollout.phases) {
      for (const Step& step : phase.steps) {
        lines.push_back((step.subsystems.empty() ? "-" : step.subsystems[0]) + ": " + step.action);
      }
    }
    return lines;
  };
  const std::string shop = "- {name: shop, owner: t, writes: [acme.Order]}\n";
  const std::string ledger = "- {name: ledger, owner: t, reads: [acme.Order]}\n";
  EXPECT_THAT(steps(kSafe, kBad, shop),
              ElementsAre("shop: take the new contract after those it is exchanged with, whom the "
                          "map doesn't name"));
  EXPECT_THAT(steps(kSafe, kBad, ledger),
              ElementsAre("ledger: take the new contract before those it is exchanged with, whom "
                          "the map doesn't name"));
  EXPECT_THAT(steps(kBad, kBad, shop),
              ElementsAre("shop: take the new contract; no order is safe for those it is exchanged "
                          "with, whom the map doesn't name: find them, or use both forms"));
  const std::string store = "- {name: s, owner: t, stores: [acme.Order]}\n";
  EXPECT_THAT(steps(kSafe, kBad, store), ElementsAre("s: take the new contract, in any order"));
}

// What methods take is read by the server,
// What methods take is read by the server, what they return by the caller.
TEST(RolloutTest, RequestsAndReplies) {
  const std::string map = R"(
- {name: shop, owner: t, serves: [acme.Shop]}
- {name: app, owner: t, calls: [acme.Shop]}
)";
  const ImpactReport asks = ImpactOf({ChangeOn("acme.Ask", kSafe, kBad)}, kContracts, map);
  EXPECT_THAT(EdgeLines(asks), Contains("app -> shop REQUEST acme.Shop READER_FIRST"));
  EXPECT_THAT(PhaseLines(asks.rollout), ElementsAre("MIGRATE: shop / app"));
  const ImpactReport answers = ImpactOf({ChangeOn("acme.Answer", kSafe, kBad)}, kContracts, map);
  EXPECT_THAT(EdgeLines(answers), Contains("shop -> app REPLY acme.Shop READER_FIRST"));
  EXPECT_THAT(PhaseLines(answers.rollout), ElementsAre("MIGRATE: app / shop"));
  // In both: each would have to go first.
  const ImpactReport both = ImpactOf({ChangeOn("acme.Money", kSafe, kBad)}, kContracts, map);
  ASSERT_EQ(both.rollout.cycles.size(), 1u);
  EXPECT_THAT(both.rollout.cycles[0].subsystems, ElementsAre("app", "shop"));
  EXPECT_TRUE(both.rollout.cycles[0].declared);
  EXPECT_THAT(PhaseLines(both.rollout), ElementsAre("EXPAND: - / app, shop", "MIGRATE: app, shop",
                                                    "CONTRACT: app, shop / -"));
}

TEST(RolloutTest, ACycleThatOnlyTheTypesShow) {
  const ImpactReport report = ImpactOf({ChangeOn("acme.Money", kSafe, kBad)}, kContracts, R"(
- {name: a, owner: t, writes: [acme.Order], reads: [acme.Note]}
- {name: b, owner: t, writes: [acme.Note], reads: [acme.Envelope]}
)");
  ASSERT_EQ(report.rollout.cycles.size(), 1u)
      << "b reads a's orders in envelopes, and its own notes";
  EXPECT_THAT(report.rollout.cycles[0].subsystems, ElementsAre("a", "b"));
  EXPECT_FALSE(report.rollout.cycles[0].declared);
}

TEST(RolloutTest, WhoReadsWhatItWritesNeedsTwoReleases) {
  const ImpactReport report =
      ImpactOf({ChangeOn("acme.Order", kSafe, kBad)}, kContracts,
               "- {name: shop, owner: t, writes: [acme.Order], reads: [acme.Order]}\n");
  ASSERT_EQ(report.rollout.cycles.size(), 1u);
  EXPECT_THAT(report.rollout.cycles[0].subsystems, ElementsAre("shop"));
}

TEST(RolloutTest, StoredDataIsAnEdgeOfItsOwn) {
  const std::string map = R"(
- {name: shop, owner: t, writes: [acme.Order]}
- name: archive
  owner: keepers
  contact: "#keep"
  stores: [{contract: acme.Order, retention_days: 90}]
)";
  const ImpactReport lost = ImpactOf({ChangeOn("acme.Order", kBad, kSafe)}, kContracts, map);
  EXPECT_THAT(EdgeLines(lost),
              UnorderedElementsAre("archive -> archive STORED acme.Order WRITER_FIRST",
                                   "shop -> archive DATA acme.Order WRITER_FIRST"));
  EXPECT_EQ(lost.edges[0].retention_days, 90);
  EXPECT_THAT(lost.rollout.phases[0].gates,
              Contains("archive rewrites the stored `acme.Order`, or wait 90 days after the old "
                       "form was last written, before it goes"));
  EXPECT_EQ(lost.risk, Risk::kCritical);
  const ImpactReport back = ImpactOf({ChangeOn("acme.Order", kSafe, kBad)}, kContracts, map);
  EXPECT_THAT(back.rollout.phases[0].gates, Contains(HasSubstr("archive can't go back")));
  EXPECT_EQ(back.risk, Risk::kHigh) << "a reader that goes first loses nothing";
  ASSERT_EQ(back.approvers.size(), 2u);
  EXPECT_EQ(back.approvers[0].owner, "keepers");
  EXPECT_EQ(back.approvers[0].contact, "#keep");
  EXPECT_THAT(back.approvers[0].subsystems, ElementsAre("archive"));
}

TEST(RolloutTest, AnEntryWithFieldsIsHitThroughThemOnly) {
  const std::string map = R"(
- {name: whole, owner: t, reads: [{contract: acme.Order, fields: [total]}]}
- {name: deep, owner: t, reads: [{contract: acme.Order, fields: [to.f.f]}]}
- {name: city, owner: t, reads: [{contract: acme.Order, fields: [to.city]}]}
)";
  ImpactReport report = ImpactOf({ChangeOn("acme.Money", kBad, kBad)}, kContracts, map);
  const std::vector<Hit>& hits = report.changes[0].hits;
  ASSERT_EQ(hits.size(), 3u);
  EXPECT_EQ(hits[0].level, kSafe) << "city";
  EXPECT_TRUE(hits[0].outside_fields);
  EXPECT_EQ(hits[1].level, kBad);
  EXPECT_THAT(hits[1].path, ElementsAre("acme.Order.to", "acme.Address.f"));
  EXPECT_EQ(hits[1].evidence, HowKnown::kDeclared);
  EXPECT_THAT(hits[2].path, ElementsAre("acme.Order.total"));
  EXPECT_EQ(hits[2].evidence, HowKnown::kTypeGraph);
  EXPECT_THAT(report.affected_subsystems, ElementsAre("deep", "whole"));
  Change refused = ChangeOn("acme.Money", kBad, kSafe);
  refused.verdicts[0].effect = Effect::kParseFailure;
  report = ImpactOf({refused}, kContracts, map);
  EXPECT_EQ(report.changes[0].hits[0].level, kBad) << "all of the message is refused";
}

TEST(RolloutTest, FieldsThatAreNone) {
  const Snapshot side = SnapshotOf(kContracts);
  const Subsystems map = MapOf(R"(
- name: a
  owner: t
  reads:
    - {contract: acme.Order, fields: [totl, to.city.name, to.town]}
    - {contract: acme, fields: [total]}
)");
  const Result<ImpactReport> report = ComputeImpact({}, side, side, map);
  ASSERT_FALSE(report.has_value());
  std::vector<std::string> lines;
  for (const Error& error : report.error()) lines.push_back(Format(error));
  EXPECT_THAT(
      lines,
      ElementsAre("subsystems.yaml:7:39: error LG2103: `totl` of `acme.Order`: `acme.Order` has no "
                  "field `totl` (fix: did you mean `total`?)",
                  "subsystems.yaml:7:45: error LG2103: `to.city.name` of `acme.Order`: "
                  "`acme.Address.city` is no message and has no field `name` (fix: end the path "
                  "before `name`)",
                  "subsystems.yaml:7:59: error LG2103: `to.town` of `acme.Order`: `acme.Address` "
                  "has no field `town` (fix: correct or remove the path)",
                  "subsystems.yaml:8:18: error LG2103: `acme` is no message, and has no fields "
                  "(fix: name one message, or leave `fields` out)"));
}

TEST(RolloutTest, APackageIsWhatItsFilesDeclare) {
  const ImpactReport report = ImpactOf({ChangeOn("acme.Order", kBad, kSafe)}, kContracts,
                                       "- {name: a, owner: t, reads: [acme]}\n");
  ASSERT_EQ(report.changes[0].hits.size(), 1u);
  EXPECT_EQ(report.changes[0].hits[0].contract, "acme.Order");
}

TEST(RolloutTest, NobodyWaitsForNothing) {
  const ImpactReport report = ImpactOf({ChangeOn("acme.Order", kSafe, kSafe)}, kContracts,
                                       "- {name: a, owner: t, reads: [acme.Order]}\n");
  EXPECT_THAT(report.rollout.phases, IsEmpty());
  EXPECT_EQ(report.rollout.points, 0);
}

// Every pair is known to the order although no pair is built: half a million here.
TEST(RolloutTest, ManyReadersOfManyWriters) {
  std::string map;
  for (int i = 0; i < 700; ++i) {
    map += "- {name: w" + std::to_string(i) + ", owner: t, writes: [acme.Order]}\n";
    map += "- {name: r" + std::to_string(i) + ", owner: t, reads: [acme.Order]}\n";
  }
  const ImpactReport report = ImpactOf({ChangeOn("acme.Order", kSafe, kBad)}, kContracts, map);
  ASSERT_EQ(report.rollout.phases.size(), 1u);
  ASSERT_EQ(report.rollout.phases[0].steps.size(), 2u);
  EXPECT_EQ(report.rollout.phases[0].steps[0].subsystems.size(), 700u);
  EXPECT_EQ(report.edges.size(), kMostEdges);
  EXPECT_TRUE(report.edges_cut);
}

TEST(PrecedenceTest, GroupsInOrder) {
  Precedence precedence(5);
  precedence.Add(3, 1);
  precedence.Add(1, 4);
  precedence.Add(4, 3);
  precedence.Add(0, 3);
  precedence.Add(4, 2);
  const Precedence::Sorted sorted = precedence.Sort();
  ASSERT_EQ(sorted.groups.size(), 3u);
  EXPECT_THAT(sorted.groups[0], ElementsAre(0));
  EXPECT_THAT(sorted.groups[1], UnorderedElementsAre(1, 3, 4));
  EXPECT_THAT(sorted.groups[2], ElementsAre(2));
}

TEST(PrecedenceTest, ALongChainIsNotRecursion) {
  constexpr uint32_t kLength = 200'000;
  Precedence precedence(kLength);
  for (uint32_t i = 1; i < kLength; ++i) precedence.Add(i, i - 1);
  const Precedence::Sorted sorted = precedence.Sort();
  EXPECT_EQ(sorted.groups.size(), kLength);
  EXPECT_THAT(sorted.groups.front(), ElementsAre(kLength - 1));
}

}  // namespace
}  // namespace leyline
