// The pages of diff and gate; names in them are hostile.
#include "report/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/report/sample.h"

namespace leyline {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kEvil[] = "</td><script>alert(1)</script>\"'`|\n%0A";

TEST(DiffPage, SaysWhatBreaksOnWhichSurfaceAndInWhichDirection) {
  const std::vector<Change> changes = SampleChanges();
  const std::string html = DiffHtml({"a", "b", changes}, {});
  EXPECT_THAT(html, AllOf(StartsWith("<!doctype html>"), HasSubstr("<h1>Diff: <span class=\"badge "
                                                                   "bad\">BREAKING</span></h1>")));
  EXPECT_THAT(html, HasSubstr("href=\"#change-1\"><code>shop.v1.Order.total</code>"));
  EXPECT_THAT(html, HasSubstr("backward: new reader, old data"));
  EXPECT_THAT(html, HasSubstr("<strong>Instead:</strong>"));
  EXPECT_THAT(html, HasSubstr("1 change not shown"));
  EXPECT_THAT(DiffHtml({"a", "b", changes}, {.all = true}), Not(HasSubstr("not shown")));
  EXPECT_THAT(DiffHtml({"a", "b", {}}, {}),
              AllOf(HasSubstr("badge good\">COMPATIBLE"), HasSubstr("no changes")));
}

TEST(DiffPage, ReleasesAreNamed) {
  std::vector<Change> changes = SampleChanges();
  changes[0].release = "v1.0";
  const std::string html =
      DiffHtml({.before = "a", .after = "b", .changes = changes, .releases = {"v0.9", "v1.0"}}, {});
  EXPECT_THAT(html, AllOf(HasSubstr("Also against <code>v0.9, v1.0</code>"),
                          HasSubstr("Against release <code>v1.0</code>")));
}

TEST(DiffPage, IsCutWithACount) {
  const std::vector<Change> changes(502, SampleChanges()[0]);
  EXPECT_THAT(DiffHtml({"a", "b", changes}, {}), HasSubstr("2 more changes are left out"));
}

TEST(DiffPage, NothingBreaksOutOfIt) {
  std::vector<Change> changes = SampleChanges();
  changes[0].message = kEvil;
  changes[0].element = kEvil;
  changes[0].verdicts[0].condition = kEvil;
  changes[0].verdicts[0].witness = Witness{.hex = "00", .written = kEvil, .read = kEvil};
  changes[0].before->file = kEvil;
  const std::string html = DiffHtml({kEvil, kEvil, changes}, {});
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("\n%0A"))) << "a name is one line";
}

TEST(GatePage, SaysWhatIsMissingWhatHoldsAndWhomItHits) {
  const SampleGate gate;
  const std::string html = GateHtml(gate.view(), {});
  EXPECT_THAT(html, HasSubstr("<h1>Gate: <span class=\"badge bad\">BLOCKED</span></h1>"));
  EXPECT_THAT(html, HasSubstr("<h2>What is missing</h2>"));
  EXPECT_THAT(html, HasSubstr("LG5001: no proposal covers it"));
  EXPECT_THAT(html, HasSubstr("<br>next: write a proposal"));
  EXPECT_THAT(html, HasSubstr("Approvals, records and the circuit"));
  EXPECT_THAT(html, HasSubstr("<code>ledger</code> (payments)"));
  EXPECT_THAT(html, HasSubstr("see above"));
  EXPECT_THAT(GateHtml(gate.view(), {.all = true}), HasSubstr("not needed"));
}

TEST(GatePage, NothingBreaksOutOfIt) {
  SampleGate gate;
  gate.verdict.requirements[0].message = kEvil;
  gate.verdict.requirements[0].next = kEvil;
  gate.verdict.requirements[0].where = SourceSpan{kEvil, 1, 1};
  const std::string html = GateHtml(gate.view(), {});
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("\n%0A")));
}

}  // namespace
}  // namespace leyline
