#include "report/github.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/strings.h"
#include "tests/unit/report/sample.h"

namespace leyline {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Github, AnnotatesWhatBreaks) {
  const std::vector<Change> changes = SampleChanges();
  EXPECT_EQ(DiffGithub({"a", "b", changes}),
            "::error title=REMOVE_FIELD::field `total` (3) of `shop.v1.Order` was removed "
            "[shop.v1.Order.total]\n");
}

TEST(Github, SaysAgainstWhichReleaseAChangeShows) {
  std::vector<Change> changes = SampleChanges();
  changes[0].release = "v1.0";
  EXPECT_THAT(DiffGithub({"a", "b", changes}), HasSubstr("[shop.v1.Order.total] against v1.0\n"));
}

TEST(Github, UntrustedTextCannotForgeACommand) {
  std::vector<Change> changes = {SampleChanges()[1]};
  changes[0].verdicts = {
      {Surface::kJson, Direction::kBackward, Level::kBreaking, Effect::kNameUnknown, "", false}};
  const std::string text = DiffGithub({"a", "b", changes});
  EXPECT_THAT(text, HasSubstr("file=orders/order.proto,line=41,col=3,title=ADD_FIELD::"));
  EXPECT_THAT(text, HasSubstr("%250A::error:: was added\\x0a"));
  EXPECT_EQ(Split(text, '\n').size(), 2u);
}

TEST(Github, SaysHowManyMoreThanItsLimit) {
  std::vector<Change> changes(12, SampleChanges()[0]);
  const std::string text = DiffGithub({"a", "b", changes});
  EXPECT_EQ(Split(text, '\n').size(), 14u);
  EXPECT_THAT(text, HasSubstr("::error title=leyline::3 more, see the log of this step\n"
                              "error: REMOVE_FIELD: field `total` (3) of `shop.v1.Order` was "
                              "removed [shop.v1.Order.total]\nerror: "));
  changes.resize(10);
  EXPECT_THAT(DiffGithub({"a", "b", changes}), Not(HasSubstr("more")));
}

TEST(Github, CompatibleChangesAreLinesOfTheLogWhereAllAreAskedFor) {
  std::vector<Change> changes = {SampleChanges()[1]};
  changes[0].message = "was added ##[error]x";
  EXPECT_EQ(DiffGithub({"a", "b", changes}), "");
  EXPECT_THAT(DiffGithub({"a", "b", changes}, true),
              testing::MatchesRegex("compatible: .*:41:3: ADD_FIELD: was added ## \\[error\\]x "
                                    "\\[.*\\]\n"));
}

TEST(Github, GateNamesWhatIsMissingAndTheNextStep) {
  const SampleGate gate;
  EXPECT_EQ(GateGithub(gate.view()),
            "::error file=orders/order.proto,line=39,col=3,title=LG5001::no proposal covers it; "
            "next: write "
            "a proposal\n");
}

TEST(Github, APassIsSaidToo) {
  SampleGate gate;
  gate.verdict.outcome = GateOutcome::kPass;
  gate.verdict.requirements.clear();
  EXPECT_EQ(GateGithub(gate.view()),
            "::notice title=leyline::PASS: 2 changes (1 breaking, 0 conditional, 1 compatible), 1 "
            "gated; base 0123456789ab of refs/heads/main, mode backward\n");
}

}  // namespace
}  // namespace leyline
