#include "analyzer/impact/impact.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analyzer/syntax/parse.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Snapshot Build(const std::vector<std::pair<std::string, std::string>>& texts) {
  std::vector<std::unique_ptr<File>> files;
  for (const auto& [path, text] : texts) {
    Parsed parsed = Parse(path, text);
    EXPECT_TRUE(parsed.errors.empty()) << Format(parsed.errors.front());
    files.push_back(std::move(parsed.file));
  }
  Result<Snapshot> snapshot = Link("test", std::move(files));
  EXPECT_TRUE(snapshot.has_value()) << Format(snapshot.error().front());
  return snapshot ? std::move(*snapshot) : Snapshot();
}

constexpr std::string_view kEsper = R"(syntax = "proto3";
package esper.v1;
message SystemStatePacket { TelemetryFrame telemetry = 1; }
message TelemetryFrame { repeated Sample samples = 1; Health health = 2; }
message Sample { int64 at = 1; }
enum Health { HEALTH_UNSPECIFIED = 0; }
message KernelUpdate { map<string, Sample> by_name = 1; }
message Loner { int32 x = 1; Loner next = 2; }
message Request { oneof what { Sample sample = 1; } }
message Reply {}
service ControlService { rpc Push(stream Request) returns (Reply); }
)";

// The contracts above with one declaration left out of them.
std::string Without(std::string_view declaration) {
  std::string text(kEsper);
  text.erase(text.find(declaration), declaration.size());
  return text;
}

Subsystems Map(std::string_view list) {
  Result<Subsystems> subsystems =
      ParseSubsystems("subsystems.yaml", "version: 1\nsubsystems:\n" + std::string(list));
  EXPECT_TRUE(subsystems.has_value()) << Format(subsystems.error().front());
  return subsystems.value_or(Subsystems());
}

Verdict On(Surface surface, Direction direction, Level level) {
  Verdict verdict;
  verdict.surface = surface;
  verdict.direction = direction;
  verdict.level = level;
  return verdict;
}

Change ChangeOf(std::string contract, std::vector<Verdict> verdicts) {
  Change change;
  change.change_type = "CHANGE_FIELD_TYPE";
  change.contract = std::move(contract);
  change.digest = "sha256:" + change.contract;
  change.verdicts = std::move(verdicts);
  return change;
}

const std::vector<Verdict> kBreaking = {
    On(Surface::kBinary, Direction::kBackward, Level::kBreaking)};
const std::vector<Verdict> kConditional = {
    On(Surface::kBinary, Direction::kForward, Level::kConditional)};

ImpactReport Impact(const std::vector<Change>& changes, std::string_view map,
                    std::string_view before = kEsper, std::string_view after = kEsper) {
  const Snapshot old_side = Build({{"esper.proto", std::string(before)}});
  const Snapshot new_side = Build({{"esper.proto", std::string(after)}});
  Result<ImpactReport> report = ComputeImpact(changes, old_side, new_side, Map(map));
  EXPECT_TRUE(report.has_value()) << Format(report.error().front());
  return report.value_or(ImpactReport());
}

// "tolaria stores esper.v1.A BREAKING via a.b > c.d"
std::vector<std::string> Lines(const ChangeImpact& impact) {
  std::vector<std::string> lines;
  for (const Hit& hit : impact.hits) {
    std::string line = hit.subsystem + " " + std::string(NameOf(hit.role)) + " " + hit.contract +
                       " " + std::string(NameOf(hit.level));
    if (!hit.path.empty()) line += " via " + hit.path[0];
    for (std::size_t i = 1; i < hit.path.size(); ++i) line += " > " + hit.path[i];
    lines.push_back(line);
  }
  return lines;
}

TEST(ImpactTest, TheDeclaredContractItself) {
  const ImpactReport report = Impact({ChangeOf("esper.v1.Sample", kBreaking)},
                                     "- {name: tolaria, owner: team, reads: [esper.v1.Sample]}\n");
  ASSERT_EQ(report.changes.size(), 1u);
  EXPECT_EQ(report.changes[0].change_digest, "sha256:esper.v1.Sample");
  EXPECT_THAT(Lines(report.changes[0]), ElementsAre("tolaria reads esper.v1.Sample BREAKING"));
  EXPECT_EQ(report.changes[0].hits[0].owner, "team");
  EXPECT_THAT(report.affected_subsystems, ElementsAre("tolaria"));
  EXPECT_THAT(report.unclaimed, IsEmpty());
  EXPECT_EQ(report.risk, Risk::kHigh);
  EXPECT_THAT(
      report.risk_reasons,
      ElementsAre("`tolaria` breaks: reads `esper.v1.Sample`; safe only after its writers"));
}

TEST(ImpactTest, ThroughMessagesMapsAndMethods) {
  const ImpactReport report = Impact({ChangeOf("esper.v1.Sample", kConditional)}, R"(
- {name: reader, owner: t, reads: [esper.v1.SystemStatePacket]}
- {name: forwarder, owner: t, reads: [esper.v1.KernelUpdate], writes: [esper.v1.KernelUpdate]}
- {name: caller, owner: t, calls: [esper.v1.ControlService]}
- {name: stranger, owner: t, reads: [esper.v1.Loner]}
)");
  EXPECT_THAT(
      Lines(report.changes[0]),
      ElementsAre("caller calls esper.v1.ControlService CONDITIONAL via "
                  "esper.v1.ControlService.Push > esper.v1.Request.sample",
                  "forwarder writes esper.v1.KernelUpdate CONDITIONAL via "
                  "esper.v1.KernelUpdate.by_name",
                  "forwarder reads esper.v1.KernelUpdate CONDITIONAL via "
                  "esper.v1.KernelUpdate.by_name",
                  "reader reads esper.v1.SystemStatePacket CONDITIONAL via "
                  "esper.v1.SystemStatePacket.telemetry > esper.v1.TelemetryFrame.samples"));
  EXPECT_THAT(report.affected_subsystems, ElementsAre("caller", "forwarder", "reader"));
  EXPECT_EQ(report.risk, Risk::kMedium);
  EXPECT_EQ(report.risk_reasons.size(), 4u);
}

TEST(ImpactTest, EnumsReachTheirUsers) {
  const ImpactReport report =
      Impact({ChangeOf("esper.v1.Health", kConditional)},
             "- {name: reader, owner: t, reads: [esper.v1.TelemetryFrame]}\n");
  EXPECT_THAT(Lines(report.changes[0]),
              ElementsAre("reader reads esper.v1.TelemetryFrame CONDITIONAL via "
                          "esper.v1.TelemetryFrame.health"));
}

TEST(ImpactTest, EachEntryOfTheMapByItsShortestPath) {
  const ImpactReport report = Impact(
      {ChangeOf("esper.v1.Sample", kBreaking)},
      "- {name: r, owner: t, reads: [esper.v1.SystemStatePacket, esper.v1.TelemetryFrame]}\n");
  EXPECT_THAT(Lines(report.changes[0]),
              ElementsAre("r reads esper.v1.SystemStatePacket BREAKING via "
                          "esper.v1.SystemStatePacket.telemetry > esper.v1.TelemetryFrame.samples",
                          "r reads esper.v1.TelemetryFrame BREAKING via "
                          "esper.v1.TelemetryFrame.samples"));
}

TEST(ImpactTest, CyclesEnd) {
  const ImpactReport report = Impact({ChangeOf("esper.v1.Loner", kBreaking)},
                                     "- {name: r, owner: t, reads: [esper.v1.Loner]}\n");
  EXPECT_THAT(Lines(report.changes[0]), ElementsAre("r reads esper.v1.Loner BREAKING"));
}

TEST(ImpactTest, UsesOfARemovedTypeComeFromBefore) {
  const std::string after = Without("oneof what { Sample sample = 1; }");
  const std::string_view map = "- {name: c, owner: t, serves: [esper.v1.ControlService]}\n";
  const std::vector<Change> changes = {ChangeOf("esper.v1.Sample", kBreaking)};
  const std::string want =
      "c serves esper.v1.ControlService BREAKING via esper.v1.ControlService.Push > "
      "esper.v1.Request.sample";
  EXPECT_THAT(Lines(Impact(changes, map, kEsper, after).changes[0]), ElementsAre(want));
  EXPECT_THAT(Lines(Impact(changes, map, after, kEsper).changes[0]), ElementsAre(want));
  EXPECT_THAT(Impact(changes, map, after, after).unclaimed, ElementsAre("esper.v1.Sample"));
}

TEST(ImpactTest, ExtensionsReachThoseWhoHandleTheExtendedMessage) {
  const std::string text = R"(syntax = "proto2";
package a;
message Base { extensions 10 to 20; }
message Extra {}
message Scope { extend Base { optional Extra extra = 10; } }
extend Base { optional int32 plain = 11; }
)";
  const std::string_view map = "- {name: r, owner: t, reads: [a.Base]}\n";
  const ImpactReport report =
      Impact({ChangeOf("a.plain", kBreaking), ChangeOf("a.Extra", kBreaking)}, map, text, text);
  EXPECT_THAT(Lines(report.changes[0]),
              ElementsAre("r reads a.Base BREAKING via a.Base.[a.plain]"));
  EXPECT_THAT(Lines(report.changes[1]),
              ElementsAre("r reads a.Base BREAKING via a.Base.[a.Scope.extra] > a.Scope.extra"));
}

TEST(ImpactTest, AChangeOfAFileIsOneOfAllInIt) {
  const ImpactReport report =
      Impact({ChangeOf("esper.proto", {On(Surface::kRpc, Direction::kBackward, Level::kBreaking)})},
             R"(
- {name: a, owner: t, reads: [esper.v1.Reply]}
- {name: b, owner: t, calls: [esper.v1.ControlService]}
)");
  EXPECT_THAT(Lines(report.changes[0]), ElementsAre("a reads esper.v1.Reply COMPATIBLE",
                                                    "b calls esper.v1.ControlService BREAKING"));
  EXPECT_THAT(report.affected_subsystems, ElementsAre("b"));
  EXPECT_THAT(report.unclaimed, IsEmpty());
  EXPECT_EQ(report.risk, Risk::kCritical);
  EXPECT_THAT(
      report.risk_reasons,
      ElementsAre("`b` breaks: calls `esper.v1.ControlService`; safe only before the servers"));
}

TEST(ImpactTest, OnlyTheSubsystemsSurfacesCount) {
  const std::vector<Change> changes = {
      ChangeOf("esper.v1.Sample", {On(Surface::kJson, Direction::kBackward, Level::kBreaking),
                                   On(Surface::kBinary, Direction::kForward, Level::kCompatible),
                                   On(Surface::kRpc, Direction::kBackward, Level::kConditional)})};
  const ImpactReport report = Impact(changes, R"(
- {name: binary, owner: t, reads: [esper.v1.Sample]}
- {name: json, owner: t, reads: [esper.v1.Sample], surfaces: [json]}
- {name: rpc, owner: t, reads: [esper.v1.Sample], surfaces: [rpc, binary]}
- {name: serves, owner: t, serves: [esper.v1.ControlService]}
- {name: owns, owner: t, owns: [esper.v1.Sample]}
)");
  EXPECT_THAT(
      Lines(report.changes[0]),
      ElementsAre("binary reads esper.v1.Sample COMPATIBLE", "json reads esper.v1.Sample BREAKING",
                  "owns owns esper.v1.Sample CONDITIONAL", "rpc reads esper.v1.Sample CONDITIONAL",
                  "serves serves esper.v1.ControlService CONDITIONAL via "
                  "esper.v1.ControlService.Push > esper.v1.Request.sample"));
  EXPECT_THAT(report.affected_subsystems, ElementsAre("json", "owns", "rpc", "serves"));
}

TEST(ImpactTest, RoundTripsConcernStoresOwnersAndForwarders) {
  const ImpactReport report =
      Impact({ChangeOf("esper.v1.Sample",
                       {On(Surface::kBinary, Direction::kRoundTrip, Level::kBreaking)})},
             R"(
- {name: archive, owner: t, stores: [esper.v1.Sample]}
- {name: bus, owner: t, reads: [esper.v1.Sample], writes: [esper.v1.TelemetryFrame]}
- {name: owner, owner: t, owns: [esper.v1.Sample]}
- {name: reader, owner: t, reads: [esper.v1.Sample]}
- {name: writer, owner: t, writes: [esper.v1.Sample]}
)");
  EXPECT_THAT(
      Lines(report.changes[0]),
      ElementsAre("archive stores esper.v1.Sample BREAKING",
                  "bus writes esper.v1.TelemetryFrame BREAKING via "
                  "esper.v1.TelemetryFrame.samples",
                  "bus reads esper.v1.Sample BREAKING", "owner owns esper.v1.Sample BREAKING",
                  "reader reads esper.v1.Sample COMPATIBLE",
                  "writer writes esper.v1.Sample COMPATIBLE"));
  EXPECT_TRUE(report.changes[0].hits[1].forwards);
  EXPECT_TRUE(report.changes[0].hits[2].forwards);
  EXPECT_FALSE(report.changes[0].hits[0].forwards);
}

TEST(ImpactTest, StoredDataAndRpcPathsAreCritical) {
  const ImpactReport report = Impact({ChangeOf("esper.v1.Sample", kBreaking)}, R"(
- name: archive
  owner: t
  reads: [esper.v1.Sample]
  stores: [{contract: esper.v1.KernelUpdate, retention_days: 90}]
- {name: cache, owner: t, stores: [esper.v1.Sample]}
)");
  EXPECT_EQ(report.risk, Risk::kCritical);
  EXPECT_THAT(
      report.risk_reasons,
      ElementsAre("`archive` may break: stores (for 90 days) `esper.v1.KernelUpdate`, which "
                  "holds `esper.v1.Sample`; can't read what it has stored",
                  "`cache` breaks: stores (for a time that is not said) `esper.v1.Sample`; can't "
                  "read what it has stored"));
}

TEST(ImpactTest, UnknownCountsAsBreaking) {
  const ImpactReport report = Impact(
      {ChangeOf("esper.v1.Sample", {On(Surface::kBinary, Direction::kBackward, Level::kUnknown)})},
      "- {name: r, owner: t, reads: [esper.v1.Sample]}\n");
  EXPECT_EQ(report.risk, Risk::kHigh);
  EXPECT_THAT(report.risk_reasons,
              ElementsAre("`r` may break: reads `esper.v1.Sample`; what it means depends on the "
                          "change"));
}

// Whoever adds a method or a field need not fear what an order of releases settles.
TEST(ImpactTest, ABackwardCompatibleChangeThatOneOrderMakesSafeIsMedium) {
  const std::string_view callers = R"(
- {name: app, owner: t, calls: [esper.v1.ControlService]}
- {name: shop, owner: t, serves: [esper.v1.ControlService]}
)";
  const ImpactReport added =
      Impact({ChangeOf("esper.v1.ControlService",
                       {On(Surface::kRpc, Direction::kForward, Level::kBreaking)})},
             callers);
  EXPECT_EQ(added.risk, Risk::kMedium);
  EXPECT_THAT(added.risk_reasons,
              ElementsAre("`app` breaks: calls `esper.v1.ControlService`; safe only after the "
                          "servers",
                          "`shop` breaks: serves `esper.v1.ControlService`; safe only before its "
                          "callers"));
  const std::vector<Verdict> new_form = {
      On(Surface::kBinary, Direction::kForward, Level::kBreaking)};
  const auto risk_for = [&](std::string_view uses, std::vector<Verdict> verdicts) {
    return Impact({ChangeOf("esper.v1.Sample", std::move(verdicts))},
                  fmt::format("- {{name: s, owner: t, {}}}\n", uses))
        .risk;
  };
  EXPECT_EQ(risk_for("reads: [esper.v1.Sample]", new_form), Risk::kMedium);
  EXPECT_EQ(risk_for("stores: [esper.v1.Sample]", new_form), Risk::kHigh) << "no way back";
  std::vector<Verdict> lost = new_form;
  lost.push_back(On(Surface::kBinary, Direction::kRoundTrip, Level::kBreaking));
  EXPECT_EQ(risk_for("reads: [esper.v1.Sample]", lost), Risk::kMedium);
  EXPECT_EQ(risk_for("reads: [esper.v1.Sample], writes: [esper.v1.Sample]", lost), Risk::kHigh)
      << "it passes on what it doesn't know";
}

TEST(ImpactTest, AnOwnerAnswersForItsUsers) {
  const ImpactReport report = Impact({ChangeOf("esper.v1.Sample", kBreaking)},
                                     "- {name: keeper, owner: t, owns: [esper.v1.Sample]}\n");
  EXPECT_THAT(report.risk_reasons,
              ElementsAre("BREAKING change of `esper.v1.Sample`, which no subsystem claims: whom "
                          "it hits is not known",
                          "`keeper` owns `esper.v1.Sample`, and the change is BREAKING for who "
                          "uses it"));
}

TEST(ImpactTest, UnclaimedContractsAreListedNotForgotten) {
  const std::vector<Change> breaking = {ChangeOf("esper.v1.Loner", kBreaking),
                                        ChangeOf("esper.v1.Loner", kConditional)};
  const ImpactReport report = Impact(breaking, "- {name: r, owner: t, reads: [esper.v1.Sample]}\n");
  EXPECT_EQ(report.changes.size(), 2u);
  EXPECT_THAT(report.changes[0].hits, IsEmpty());
  EXPECT_THAT(report.unclaimed, ElementsAre("esper.v1.Loner"));
  EXPECT_EQ(report.risk, Risk::kHigh);
  EXPECT_THAT(report.risk_reasons, ElementsAre("BREAKING change of `esper.v1.Loner`, which no "
                                               "subsystem claims: whom it hits is not known"));
  const std::vector<Change> conditional = {
      ChangeOf("esper.v1.Loner", {On(Surface::kJson, Direction::kBackward, Level::kConditional)})};
  EXPECT_EQ(Impact(conditional, " []\n").risk, Risk::kMedium);
  EXPECT_EQ(Impact({ChangeOf("esper.v1.Loner", kConditional)}, " []\n").risk, Risk::kLow);
}

TEST(ImpactTest, NothingChanged) {
  const ImpactReport report = Impact({}, "- {name: r, owner: t, reads: [esper.v1.Sample]}\n");
  EXPECT_THAT(report.changes, IsEmpty());
  EXPECT_EQ(report.risk, Risk::kLow);
  EXPECT_THAT(report.risk_reasons, IsEmpty());
}

TEST(ImpactTest, GlobsClaimWhatFitsTheRole) {
  const std::vector<Change> changes = {ChangeOf("esper.v1.Sample", kBreaking),
                                       ChangeOf("esper.v1.ControlService", kBreaking)};
  const ImpactReport report = Impact(changes, R"(
- {name: data, owner: t, reads: [esper.**]}
- {name: rpc, owner: t, calls: ["*.v1.Con*"]}
- {name: own, owner: t, owns: [esper.v1.*]}
)");
  EXPECT_THAT(
      Lines(report.changes[0]),
      ElementsAre("data reads esper.v1.Sample BREAKING", "own owns esper.v1.Sample BREAKING",
                  "rpc calls esper.v1.ControlService BREAKING via "
                  "esper.v1.ControlService.Push > esper.v1.Request.sample"));
  EXPECT_THAT(Lines(report.changes[1]), ElementsAre("own owns esper.v1.ControlService BREAKING",
                                                    "rpc calls esper.v1.ControlService BREAKING"));
}

TEST(ImpactTest, EntriesThatNameNothing) {
  const Snapshot side = Build({{"esper.proto", std::string(kEsper)}});
  const Subsystems map = Map(R"(
- name: r
  owner: t
  reads: [esper.v1.Sampel, other.Sample, esper.v2.*, esper.v1.ControlService, far.away.Thing]
  calls: [esper.v1.Sample, esper.v1.S*]
)");
  const Result<ImpactReport> report = ComputeImpact({}, side, side, map);
  ASSERT_FALSE(report.has_value());
  std::vector<std::string> lines;
  for (const Error& error : report.error()) lines.push_back(Format(error));
  EXPECT_THAT(
      lines,
      ElementsAre(
          "subsystems.yaml:6:11: error LG2101: no contract is named `esper.v1.Sampel` (fix: "
          "did you mean `esper.v1.Sample`?)",
          "subsystems.yaml:6:28: error LG2101: no contract is named `other.Sample` (fix: did "
          "you mean `esper.v1.Sample`?)",
          "subsystems.yaml:6:42: error LG2101: `reads`: `esper.v2.*` matches no contract "
          "(fix: correct or remove the entry)",
          "subsystems.yaml:6:54: error LG2101: `reads`: `esper.v1.ControlService` is a "
          "service (fix: use `serves` or `calls` for services)",
          "subsystems.yaml:6:79: error LG2101: no contract is named `far.away.Thing` (fix: "
          "correct or remove the entry)",
          "subsystems.yaml:7:11: error LG2101: `calls`: `esper.v1.Sample` is a message "
          "(fix: use `reads`, `writes` or `stores` for data)",
          "subsystems.yaml:7:28: error LG2101: `calls`: `esper.v1.S*` matches no service "
          "(fix: correct or remove the entry)"));
}

TEST(ImpactTest, ALongChainIsNotRecursion) {
  constexpr int kLength = 20'000;
  std::string text = "syntax = \"proto3\";\npackage c;\n";
  for (int i = 0; i < kLength; ++i) {
    text += "message M" + std::to_string(i) + " { M" + std::to_string(i + 1) + " next = 1; }\n";
  }
  text += "message M" + std::to_string(kLength) + " {}\n";
  const ImpactReport report = Impact({ChangeOf("c.M" + std::to_string(kLength), kBreaking)},
                                     "- {name: r, owner: t, reads: [c.M0]}\n", text, text);
  ASSERT_EQ(report.changes[0].hits.size(), 1u);
  const Hit& hit = report.changes[0].hits[0];
  EXPECT_EQ(hit.path.size() + hit.links_left_out, static_cast<std::size_t>(kLength));
  EXPECT_EQ(hit.path.size(), 16u) << "a hit takes no more for a longer chain";
  EXPECT_EQ(hit.path.front(), "c.M0.next");
  EXPECT_EQ(hit.path[7], "c.M7.next");
  EXPECT_EQ(hit.path[8], "c.M19992.next");
  EXPECT_EQ(hit.path.back(), "c.M19999.next");
}

// One entry that names many services: what they take and what they return, whichever is nearer.
TEST(ImpactTest, AnEntryIsHitThroughAllThatItNames) {
  constexpr std::string_view kCalls = R"(syntax = "proto3";
package esper.v1;
message Sample { int64 at = 1; }
message In { Sample sample = 1; }
message Out { Sample sample = 1; }
message Nothing {}
service Taker { rpc Take(In) returns (Nothing); }
service Giver { rpc Give(Nothing) returns (Out); }
)";
  const ImpactReport report = Impact({ChangeOf("esper.v1.Sample", kBreaking)},
                                     "- {name: s, owner: t, serves: [esper.v1]}\n", kCalls, kCalls);
  EXPECT_THAT(Lines(report.changes[0]),
              ElementsAre("s serves esper.v1.Taker BREAKING via esper.v1.Taker.Take > "
                          "esper.v1.In.sample"));
  EXPECT_EQ(report.changes[0].hits[0].meeting,
            (Meeting{.if_first = Level::kBreaking, .if_last = Level::kBreaking}))
      << "it reads requests, and callers read its replies";
}

TEST(ImpactTest, ReasonsAreFew) {
  std::string map;
  for (int i = 0; i < 30; ++i) {
    map += "- {name: s" + std::to_string(i) + ", owner: t, reads: [esper.v1.Sample]}\n";
  }
  const ImpactReport report = Impact({ChangeOf("esper.v1.Sample", kBreaking)}, map);
  ASSERT_EQ(report.risk_reasons.size(), 21u);
  EXPECT_EQ(report.risk_reasons.back(), "10 more reasons of this kind");
  EXPECT_EQ(report.affected_subsystems.size(), 30u);
}

TEST(ImpactTest, ReasonsOfOneSubsystemAreOne) {
  const ImpactReport report =
      Impact({ChangeOf("esper.v1.Sample", kBreaking), ChangeOf("esper.v1.Health", kBreaking),
              ChangeOf("esper.v1.Loner", kBreaking)},
             "- {name: a, owner: t, reads: [esper.v1.Sample, esper.v1.TelemetryFrame]}\n");
  EXPECT_THAT(report.risk_reasons,
              ElementsAre("BREAKING change of `esper.v1.Loner`, which no subsystem claims: whom it "
                          "hits is not known",
                          "`a` breaks: reads `esper.v1.Sample`; safe only after its writers (and 2 "
                          "more such hits)"));
}

TEST(NamesTest, OfRisksAndRoles) {
  EXPECT_EQ(NameOf(Risk::kLow), "LOW");
  EXPECT_EQ(NameOf(Risk::kMedium), "MEDIUM");
  EXPECT_EQ(NameOf(Risk::kHigh), "HIGH");
  EXPECT_EQ(NameOf(Risk::kCritical), "CRITICAL");
  EXPECT_EQ(NameOf(Role::kOwns), "owns");
  EXPECT_EQ(NameOf(Role::kCalls), "calls");
}

}  // namespace
}  // namespace leyline
