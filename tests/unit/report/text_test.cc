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
  EXPECT_THAT(text, HasSubstr("safe as long as number 3 is never used again; silent\n"));
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

TEST(DiffText, NothingChangedIsOneLine) {
  EXPECT_EQ(DiffText({"a", "b", {}}, {}), "a -> b: 0 changes\n");
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
  EXPECT_THAT(text, HasSubstr("BREAKING    ledger (payments) reads shop.v1.Event.order\n"));
  EXPECT_THAT(text, HasSubstr("who uses them is not known:\n    shop.v1.Note\n"));
  EXPECT_THAT(text, HasSubstr("affected: ledger\nrisk HIGH: a breaking change hits ledger\n"));
}

TEST(GateText, ShowsWhatIsMissingAndWhomItHits) {
  const SampleGate gate;
  const std::string text = GateText(gate.view(), {});
  EXPECT_THAT(text, HasSubstr("    hits ledger (payments), which reads shop.v1.Event.order\n"));
  EXPECT_THAT(text, HasSubstr("  missing orders/order.proto:39:3: LG5001 no proposal covers it\n"
                              "          next: write a proposal\n"));
  EXPECT_THAT(text, HasSubstr("  ok      LG3017 impact analysis is there\n"));
  EXPECT_THAT(
      text, HasSubstr("BLOCKED: 2 changes (1 breaking, 0 conditional, 1 compatible), 1 gated; base "
                      "0123456789ab of refs/heads/main, mode backward\n"));
}

}  // namespace
}  // namespace leyline
