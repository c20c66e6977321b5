// What each format must be to be taken: by forges, viewers, and against hostile text.
#include "report/formats.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/strings.h"
#include "report/findings.h"
#include "report/junit.h"
#include "report/markdown.h"
#include "report/review.h"
#include "report/sarif.h"
#include "tests/unit/report/sample.h"

namespace leyline {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// The break of the samples, with hostile words in its sentence.
std::vector<Change> Hostile() {
  std::vector<Change> changes = {SampleChanges()[0]};
  changes[0].message = "field `a|b` ]](x) <script> @team #1 --> \"\n::error::";
  return changes;
}

TEST(Findings, OfWhatIsGoneStandAtWhatStillIs) {
  std::vector<Change> changes = {SampleChanges()[0]};
  const DiffView view{.before = "a", .after = "b", .changes = changes, .root = "contracts"};
  EXPECT_EQ(FindingsOf(view)[0].where, (SourceSpan{"contracts/orders/order.proto", 39, 3}));
  changes[0].anchor = SourceSpan{"orders/order.proto", 30, 1};
  EXPECT_EQ(FindingsOf(view)[0].where, (SourceSpan{"contracts/orders/order.proto", 30, 1}));
}

TEST(Findings, AFingerprintIsOfTheSymbolAndNotOfTheLineAndUnique) {
  std::vector<Change> changes(2, SampleChanges()[0]);
  const std::vector<Finding> first = FindingsOf(DiffView{"a", "b", changes});
  changes[0].before->line = 50;
  const std::vector<Finding> moved = FindingsOf(DiffView{"a", "b", changes});
  EXPECT_EQ(first[0].fingerprint, moved[0].fingerprint);
  EXPECT_NE(first[0].fingerprint, first[1].fingerprint);
}

TEST(Findings, OfAGateAreWhatIsMissingAndWhatIsGated) {
  const SampleGate gate;
  const std::vector<Finding> findings = FindingsOf(gate.view());
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].rule, "LG5001");
  EXPECT_EQ(findings[0].symbol, "shop.v1.Order.total");
  EXPECT_THAT(findings[0].message, HasSubstr("next: write a proposal"));
  EXPECT_EQ(findings[1].rule, "REMOVE_FIELD");
}

TEST(Sarif, HasWhatGithubAsksFor) {
  const std::vector<Change> changes = Hostile();
  const std::string text = DiffSarif({"a", "b", changes});
  EXPECT_THAT(text, StartsWith(R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json",)"
                               R"("version":"2.1.0","runs":[{"tool":)"));
  EXPECT_THAT(text, HasSubstr(R"("automationDetails":{"id":"leyline/diff/"})"));
  EXPECT_THAT(text, HasSubstr(R"("ruleId":"REMOVE_FIELD","ruleIndex":0,"level":"error")"));
  EXPECT_THAT(text, HasSubstr(R"("region":{"startLine":39,"startColumn":3})"));
  EXPECT_THAT(text, HasSubstr(R"("primaryLocationLineHash":")"));
  EXPECT_THAT(text, HasSubstr(R"(\\]\\](x))")) << "no links";
  EXPECT_THAT(text, HasSubstr(R"("suppressions":[])"));
}

TEST(Sarif, PathsAreUris) {
  std::vector<Change> changes = Hostile();
  changes[0].before->file = "a b/100%/\xc3\xbc.proto";
  EXPECT_THAT(DiffSarif({"a", "b", changes}), HasSubstr(R"("uri":"a%20b/100%25/%C3%BC.proto")"));
}

TEST(Sarif, SaysWhatGithubWouldRefuse) {
  const std::vector<Change> changes(25'001, SampleChanges()[0]);
  const std::string text = DiffSarif({"a", "b", changes});
  EXPECT_THAT(text, HasSubstr("1 more findings are left out."));
}

TEST(Junit, BreaksFailAndTheRestPasses) {
  const std::vector<Change> changes = Hostile();
  const std::string text = DiffJunit({"a", "b", changes});
  EXPECT_THAT(text, HasSubstr("<testsuite name=\"shop.v1.Order\" tests=\"1\" failures=\"1\""));
  EXPECT_THAT(text, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(text, HasSubstr("&quot;\\x0a::error::")) << text;
  EXPECT_THAT(DiffJunit({"a", "b", {}}),
              AllOf(HasSubstr("failures=\"0\""), HasSubstr("name=\"REMOVE_FIELD\"/>")));
}

TEST(Junit, OfAGateShowsWhatHolds) {
  const SampleGate gate;
  EXPECT_THAT(GateJunit(gate.view()),
              AllOf(HasSubstr("<failure type=\"LG5001\" message=\"no proposal covers it; next: "),
                    HasSubstr("name=\"LG3017 impact analysis is there\"/>")));
}

TEST(Gitlab, IsAnArrayEvenOfNothing) {
  EXPECT_EQ(DiffGitlab({"a", "b", {}}), "[]\n");
  const std::vector<Change> changes = SampleChanges();
  EXPECT_THAT(DiffGitlab({"a", "b", changes}),
              AllOf(StartsWith("[{\"description\":\"field `total`"),
                    HasSubstr(R"("severity":"critical","location":{"path":"orders/order.proto",)"
                              R"("lines":{"begin":39}}}])")));
}

TEST(Rdjsonl, IsAnObjectALine) {
  const std::vector<Change> changes = Hostile();
  const std::string text = DiffRdjsonl({"a", "b", changes});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
  EXPECT_THAT(text, HasSubstr(R"("severity":"ERROR","source":{"name":"leyline"},)"
                              R"("code":{"value":"REMOVE_FIELD"}})"));
}

TEST(Markdown, UntrustedTextIsNoMarkup) {
  const std::vector<Change> changes = Hostile();
  const std::string text = DiffMarkdown({"a", "b", changes}, {});
  EXPECT_THAT(text, StartsWith(std::string(kDiffComment) + "\n### leyline: 1 breaking"));
  EXPECT_THAT(text, Not(AnyOf(HasSubstr("<script"), HasSubstr("@team"), HasSubstr("a|b"))));
}

TEST(Markdown, IsCappedWithACount) {
  const std::vector<Change> changes(2'000, SampleChanges()[0]);
  const std::string text = DiffMarkdown({"a", "b", changes}, {});
  EXPECT_LT(text.size(), 65'536u);
  const auto rows = std::count(text.begin(), text.end(), '|') / 5 - 2;
  EXPECT_THAT(text, HasSubstr("... and " + std::to_string(2'000 - rows) + " more changes; the"));
}

TEST(Markdown, OfAGateSaysWhatToDoAndWhomItHits) {
  const SampleGate gate;
  EXPECT_THAT(GateMarkdown(gate.view(), {}),
              AllOf(StartsWith(std::string(kGateComment) + "\n### leyline: BLOCKED\n"),
                    HasSubstr("- [ ] LG5001 no proposal covers it<br>next: write a proposal\n"),
                    HasSubstr("- [x] LG3017"), HasSubstr("<br>may hit ledger (payments) |")));
}

}  // namespace
}  // namespace leyline
