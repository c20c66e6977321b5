#include "report/text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/report/sample.h"

namespace leyline {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(DiffText, ShowsWhatBreaksWithItsPlace) {
  const std::vector<Change> changes = SampleChanges();
  const std::string text = DiffText({"main:.", "HEAD:.", changes}, {});
  EXPECT_THAT(text, HasSubstr("orders/order.proto:39:3: BREAKING    REMOVE_FIELD\n"
                              "    field `total` (3) of `shop.v1.Order` was removed\n"));
  EXPECT_THAT(text, HasSubstr("    binary CONDITIONAL  backward: "));
  EXPECT_THAT(text, HasSubstr("; safe as\n                        long as number 3 is never used "
                              "again; silent\n"));
  EXPECT_THAT(text,
              HasSubstr("main:. -> HEAD:.: 2 changes (1 breaking, 0 conditional, 1 compatible)"));
  EXPECT_THAT(text, Not(HasSubstr("ADD_FIELD")));
}

TEST(DiffText, AllShowsCompatibleChangesAndEscapesThem) {
  const std::vector<Change> changes = SampleChanges();
  const std::string text = DiffText({"a", "b", changes}, {.colour = false, .all = true});
  EXPECT_THAT(text, HasSubstr("COMPATIBLE  ADD_FIELD\n"));
  EXPECT_THAT(text, HasSubstr("<\\x1b[31m>"));
}

TEST(DiffText, SaysAgainstWhichReleaseAChangeShows) {
  std::vector<Change> changes = SampleChanges();
  changes[0].release = "v1\x1b";
  std::string text = DiffText(
      {.before = "a", .after = "b", .changes = changes, .releases = {"v1.0", "v1.1", "v2"}}, {});
  EXPECT_THAT(text, HasSubstr("BREAKING    REMOVE_FIELD against v1\\x1b\n    field `total`"));
  EXPECT_THAT(text, HasSubstr("; history of 3 releases, v1.0 to v2"));
  text = DiffText({.before = "a", .after = "b", .changes = {}, .releases = {"v1.0"}}, {});
  EXPECT_EQ(text, "a -> b: 0 changes; history of v1.0\n");
}

TEST(DiffText, WithAGatingOnlyWhatCounts) {
  std::vector<Change> changes = SampleChanges();
  const Gating binary{.mode = Mode::kBackward, .surfaces = {Surface::kBinary}};
  const std::string text =
      DiffText({.before = "a", .after = "b", .changes = changes, .gating = &binary}, {});
  EXPECT_THAT(text, HasSubstr("CONDITIONAL REMOVE_FIELD\n"));
  EXPECT_THAT(text, HasSubstr("    binary CONDITIONAL  backward: "));
  EXPECT_THAT(text, Not(HasSubstr("    json")));
  EXPECT_THAT(text,
              HasSubstr("(0 breaking, 1 conditional, 1 compatible); mode backward on binary"));
}

TEST(DiffText, ShowsOnlyAWitnessThatProvesTheLevel) {
  std::vector<Change> changes = SampleChanges();
  EXPECT_THAT(DiffText({"a", "b", changes}, {}), HasSubstr("witness: json {\"total\":5}"));
  // What makes it breaking has none; that of a milder or another verdict proves nothing of it.
  Verdict& json = changes[0].verdicts[1];
  Verdict forward = json;
  forward.direction = Direction::kForward;
  json.witness = Witness{.reason = "it takes data of an older release"};
  changes[0].verdicts.push_back(forward);
  EXPECT_THAT(DiffText({"a", "b", changes}, {}), Not(HasSubstr("witness:")));
  const Gating both{.mode = Mode::kFull, .surfaces = {Surface::kJson}};
  EXPECT_THAT(DiffText({.before = "a", .after = "b", .changes = changes, .gating = &both}, {}),
              HasSubstr("witness: json {\"total\":5}"));
}

TEST(DiffText, NothingChangedIsOneLine) {
  EXPECT_EQ(DiffText({"a", "b", {}}, {}), "a -> b: 0 changes\n");
}

Change WithVerdicts(std::vector<Verdict> verdicts) {
  return {.change_type = "CHANGE_FIELD_TYPE",
          .contract = "A",
          .element = "A.x",
          .message = "the type changed",
          .before_facts = {},
          .after_facts = {},
          .before = SourceSpan{"a.proto", 1, 1},
          .after = SourceSpan{"a.proto", 2, 3},
          .digest = "sha256:0",
          .verdicts = std::move(verdicts)};
}

Verdict Of(Surface surface, Direction direction, Level level, Effect effect) {
  return {.surface = surface,
          .direction = direction,
          .level = level,
          .effect = effect,
          .condition = "",
          .silent = true};
}

TEST(DiffText, SaysWhatTheLevelsAreAboutAndWhatTheyLeaveOut) {
  const std::vector<Change> changes = {
      WithVerdicts(
          {Of(Surface::kBinary, Direction::kBackward, Level::kCompatible, Effect::kNone),
           Of(Surface::kBinary, Direction::kForward, Level::kBreaking, Effect::kTruncated)}),
      WithVerdicts(
          {Of(Surface::kText, Direction::kBackward, Level::kConditional, Effect::kMisread)}),
      WithVerdicts(
          {Of(Surface::kBinary, Direction::kBackward, Level::kCompatible, Effect::kNone)})};
  EXPECT_EQ(DiffText({"a", "b", changes}, {}),
            "a -> b: 3 changes (0 breaking, 0 conditional, 3 compatible); mode backward on binary, "
            "json, rpc; 2 of the compatible are worse in other directions or on other surfaces: "
            "--all or --mode full\n");
  EXPECT_THAT(DiffText({"a", "b", std::span(changes).first(1)}, {}),
              HasSubstr("; 1 of the compatible is worse in other directions"));
  EXPECT_EQ(DiffText({"a", "b", std::span(changes).last(1)}, {}),
            "a -> b: 1 change (0 breaking, 0 conditional, 1 compatible); mode backward on binary, "
            "json, rpc; --all shows the compatible ones\n");
  EXPECT_THAT(DiffText({"a", "b", changes}, {.all = true}),
              HasSubstr("; 2 of the compatible are worse in other directions or on other "
                        "surfaces\n"));
  const Gating chosen{.mode = Mode::kBackward, .surfaces = {Surface::kBinary}};
  EXPECT_THAT(DiffText({"a", "b", changes, &chosen}, {}), Not(HasSubstr("worse")));
}

TEST(DiffText, VerdictsThatSayTheSameShareARow) {
  using enum Direction;
  const auto of = [](Direction direction, Effect effect) {
    return Of(Surface::kBinary, direction, Level::kBreaking, effect);
  };
  const std::vector<Change> changes = {
      WithVerdicts({of(kBackward, Effect::kTruncated), of(kBackward, Effect::kMisread),
                    of(kBackward, Effect::kTruncated), of(kForward, Effect::kTruncated),
                    of(kForward, Effect::kMisread), of(kRoundTrip, Effect::kTruncated)})};
  const std::string text = DiffText({"a", "b", changes}, {});
  const auto count = [&](std::string_view part) {
    int found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
      ++found;
    return found;
  };
  EXPECT_EQ(count("    binary BREAKING "), 2) << text;
  EXPECT_THAT(text, HasSubstr("    binary BREAKING     backward, forward, round trip: "));
  EXPECT_THAT(text, HasSubstr("    binary BREAKING     backward, forward: "));
}

// A surface is a line or so, whatever the order in which directions and surfaces come.
TEST(DiffText, SurfacesAndConditionsShareARow) {
  using enum Direction;
  std::vector<Verdict> verdicts;
  for (Surface surface : {Surface::kJson, Surface::kText}) {
    for (Direction direction : {kBackward, kForward, kRoundTrip}) {
      verdicts.push_back(Of(surface, direction, Level::kConditional, Effect::kRounded));
    }
  }
  for (std::size_t i : {0u, 3u}) {
    verdicts[i].condition = "it fits a float";
    verdicts[i + 1].condition = "it fits a double";
    verdicts[i + 2].condition = "it fits a float, and it fits a double";
  }
  verdicts.push_back(Of(Surface::kSource, kBackward, Level::kBreaking, Effect::kSymbolGone));
  std::vector<Change> changes = {WithVerdicts(verdicts)};
  EXPECT_THAT(DiffText({"a", "b", changes}, {.width = 200}),
              HasSubstr("\n    json, text CONDITIONAL  backward, forward, round trip: the value is "
                        "rounded; safe as long as it fits a float (backward), it fits a double "
                        "(forward), both (round trip); silent\n"
                        "    source     BREAKING     backward: "));
  // One that differs keeps a row of its own.
  changes[0].verdicts[4].silent = false;
  const std::string text = DiffText({"a", "b", changes}, {.width = 200});
  EXPECT_THAT(text, HasSubstr("\n    json   CONDITIONAL  backward, forward, round trip: "));
  EXPECT_THAT(text,
              HasSubstr("\n    text   CONDITIONAL  backward, round trip: the value is rounded; "
                        "safe as long as it fits a float (backward), it fits a float, and it "
                        "fits a double (round trip); silent\n"
                        "    text   CONDITIONAL  forward: the value is rounded; safe as long "
                        "as it fits a double\n"));
}

TEST(DiffText, RowsAreBrokenAtTheWidth) {
  std::vector<Change> changes = {WithVerdicts(
      {Of(Surface::kJson, Direction::kBackward, Level::kConditional, Effect::kMisread)})};
  changes[0].verdicts[0].condition = "one two three four five six seven eight nine ten eleven";
  const std::string narrow = DiffText({"a", "b", changes}, {.width = 60});
  const std::size_t at = narrow.find("    json");
  const std::string row = narrow.substr(at, narrow.find("    instead") - at);
  EXPECT_THAT(row, HasSubstr("\n                        "));
  for (std::size_t start = 0; start < row.size();) {
    const std::size_t end = row.find('\n', start);
    EXPECT_LE(end - start, 60u) << row;
    start = end + 1;
  }
  std::string joined;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (row[i] != '\n') {
      joined.push_back(row[i]);
    } else if (i + 1 < row.size()) {
      i += 24;
      joined.push_back(' ');
    }
  }
  EXPECT_THAT(DiffText({"a", "b", changes}, {.width = 500}), HasSubstr(joined + "\n"));
}

TEST(DiffText, ColourOnlyAdds) {
  const std::vector<Change> changes = SampleChanges();
  std::string text = DiffText({"a", "b", changes}, {.colour = true, .all = false});
  EXPECT_THAT(text, HasSubstr("\x1b[31mBREAKING"));
}

TEST(ImpactText, NamesSubsystemsPathsAndTheUnclaimed) {
  const std::vector<Change> changes = SampleChanges();
  const ImpactReport impact = SampleImpact();
  const std::string text = ImpactText({{"a", "b", changes}, &impact}, {});
  EXPECT_THAT(text,
              HasSubstr("BREAKING    ledger (payments) reads shop.v1.Event.order -> "
                        "Order.total\n                may break; safe only before its writers\n"));
  EXPECT_THAT(text, HasSubstr("BREAKING    shop -> ledger: shop.v1.Event (data, by the types): "
                              "reader first\n"));
  EXPECT_THAT(text, HasSubstr("  Migrate: subsystems go over to it\n"
                              "    1. ledger: take the new contract\n"
                              "    2. shop: take the new contract\n"
                              "    gate: each step runs everywhere\n"));
  EXPECT_THAT(text, HasSubstr("    1 point: released in a given order: shop\n"));
  EXPECT_THAT(text, HasSubstr("rollback: the way back does not satisfy mode full:\n"
                              "    ADD_FIELD `shop.v1.Order.total` is BREAKING on json\n"));
  EXPECT_THAT(text,
              HasSubstr("    stored by ledger, 90 days: shop.v1.Event: 12.5 bytes, +2.5 bytes "
                        "(+25 %); 2 bytes or more, was 0\n    to 20 bytes; encode 0 -> 1 ns, "
                        "decode 0 -> 0 ns\n"));
  EXPECT_THAT(text, HasSubstr("owners to ask:\n    payments (#pay): ledger\n"));
  EXPECT_THAT(text, HasSubstr("who uses them is not known:\n    shop.v1.Note\n"));
  EXPECT_THAT(text, HasSubstr("affected: ledger\nrisk HIGH: a breaking change hits ledger\n"));
}

TEST(GateText, ShowsWhatIsMissingAndWhomItHits) {
  const SampleGate gate;
  const std::string text = GateText(gate.view(), {});
  EXPECT_THAT(text, HasSubstr("    may hit ledger (payments), which reads shop.v1.Event.order\n"));
  EXPECT_THAT(text, HasSubstr("  missing orders/order.proto:39:3: LG5001 no proposal covers it\n"
                              "          next: write a proposal\n"));
  EXPECT_THAT(text, HasSubstr("  ok      LG3017 impact analysis is there\n"));
  EXPECT_THAT(
      text, HasSubstr("BLOCKED: 2 changes (1 breaking, 0 conditional, 1 compatible), 1 gated; base "
                      "0123456789ab of refs/heads/main, mode backward\n"));
}

TEST(GateText, SaysOnceWhatSeveralInARowAskFor) {
  SampleGate gate;
  const auto asks = [](const char* code, bool satisfied, const char* message, const char* next) {
    return Requirement{code, satisfied, message, "", std::nullopt, next};
  };
  gate.verdict.requirements = {asks("LG5001", false, "one", "propose"),
                               asks("LG5001", false, "two", "propose"),
                               asks("LG4001", false, "three", "decide"),
                               asks("LG4002", true, "four", "decide"),
                               asks("LG5001", false, "five", "propose")};
  EXPECT_THAT(GateText(gate.view(), {}), HasSubstr("  missing LG5001 one\n"
                                                   "  missing LG5001 two\n"
                                                   "          next: propose\n"
                                                   "  missing LG4001 three\n"
                                                   "          next: decide\n"
                                                   "  ok      LG4002 four\n"
                                                   "  missing LG5001 five\n"
                                                   "          next: propose\n"));
}

// What blocks a merge is not called compatible, whatever it is by other rules.
TEST(GateText, SaysHowBadAChangeIsUnderThePolicy) {
  SampleGate gate;
  gate.policy.gating.mode = Mode::kFull;
  gate.changes[0].verdicts = {
      Of(Surface::kRpc, Direction::kForward, Level::kConditional, Effect::kMisread),
      Of(Surface::kSource, Direction::kBackward, Level::kBreaking, Effect::kSymbolGone)};
  const std::string text = GateText(gate.view(), {});
  EXPECT_THAT(text, HasSubstr(": CONDITIONAL REMOVE_FIELD\n"));
  EXPECT_THAT(text, Not(HasSubstr("source")));
  EXPECT_THAT(text, HasSubstr("BLOCKED: 2 changes (0 breaking, 1 conditional, 1 compatible)"));
}

}  // namespace
}  // namespace leyline
