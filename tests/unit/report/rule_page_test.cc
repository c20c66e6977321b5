#include "report/rule_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leyline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

// A rule's page with two changes: one that breaks and one that does not.
class RulePageTest : public testing::Test {
 protected:
  RulePageTest() {
    const auto verdict = [](Surface surface, Direction direction, Level level, Effect effect) {
      return Verdict{.surface = surface,
                     .direction = direction,
                     .level = level,
                     .effect = effect,
                     .condition = level == Level::kConditional ? "it fits" : "",
                     .silent = level == Level::kConditional};
    };
    for (Change& change : changes_) {
      change.before = SourceSpan{.file = "a.proto", .line = 3, .column = 5};
      change.change_type = "CHANGE_FIELD_TYPE";
      change.message = "something changed";
    }
    changes_[0].element = "t.M.a";
    for (Surface surface : {Surface::kBinary, Surface::kJson, Surface::kText}) {
      changes_[0].verdicts.push_back(
          verdict(surface, Direction::kBackward,
                  surface == Surface::kBinary ? Level::kConditional : Level::kBreaking,
                  surface == Surface::kBinary ? Effect::kTruncated : Effect::kParseFailure));
      changes_[0].verdicts.push_back(
          verdict(surface, Direction::kForward, Level::kCompatible, Effect::kNone));
    }
    changes_[1].element = "t.M.b";
    changes_[1].verdicts = {
        verdict(Surface::kBinary, Direction::kBackward, Level::kCompatible, Effect::kNone)};
    view_ = {.rule = FindRule("CHANGE_FIELD_TYPE"),
             .stem = "change_field_type",
             .shows = "What it shows.",
             .before = &before_,
             .after = &after_,
             .changes = changes_};
  }

  std::map<std::string, std::string> before_ = {{"a.proto", "x\ny\n"}, {"b.proto", "z\n"}};
  std::map<std::string, std::string> after_ = {{"a.proto", "x\nw\n"}, {"b.proto", "z\n"}};
  std::vector<Change> changes_{2};
  RuleView view_;
};

TEST_F(RulePageTest, SentencesEndWhereAnotherBegins) {
  EXPECT_THAT(SentencesOf("One. Two with a.proto and 1.5. `three` too."),
              ElementsAre("One.", "Two with a.proto and 1.5.", "`three` too."));
  EXPECT_THAT(SentencesOf("Alone"), ElementsAre("Alone"));
}

TEST_F(RulePageTest, MarkdownShowsBothSidesAndOneRowForSurfacesThatAgree) {
  const std::string page = RuleMarkdown(view_);
  EXPECT_THAT(page, HasSubstr("# CHANGE_FIELD_TYPE\n\nA field has another type.\n"));
  EXPECT_THAT(page,
              HasSubstr("`a.proto`\n\n```diff\n x\n-y\n+w\n```\n\n`b.proto`\n\n```diff\n z\n"));
  EXPECT_THAT(page, HasSubstr("\n1. Add a field"));
  EXPECT_THAT(page, HasSubstr("| binary | CONDITIONAL: the value is cut to its low 32 bits, "
                              "silently; safe as long as it fits | COMPATIBLE |  |\n"
                              "| json, text | BREAKING: the whole message is refused | COMPATIBLE "
                              "|  |\n"));
  EXPECT_THAT(page, HasSubstr("`FIELD_SAME_TYPE`, `FIELD_WIRE_JSON_COMPATIBLE_TYPE`"));
}

TEST_F(RulePageTest, FindingsAreThoseOfTheReportWithoutAdvice) {
  const std::string findings = ExampleFindings(view_, {});
  EXPECT_THAT(findings, HasSubstr("a.proto:3:5: BREAKING    CHANGE_FIELD_TYPE\n"));
  EXPECT_THAT(findings, Not(HasSubstr("instead:")));
  EXPECT_THAT(findings, Not(HasSubstr("COMPATIBLE")));
  view_.changes = view_.changes.subspan(1);
  EXPECT_THAT(ExampleFindings(view_, {}), HasSubstr("COMPATIBLE"));
}

TEST_F(RulePageTest, TextIsAsWideAsTheTerminal) {
  const std::string text = RuleText(view_, {.width = 60});
  std::size_t widest = 0;
  for (std::size_t start = 0, end = 0; (end = text.find('\n', start)) != std::string::npos;
       start = end + 1) {
    widest = std::max(widest, end - start);
  }
  EXPECT_LE(widest, 60U);
  EXPECT_GT(widest, 50U);
  EXPECT_THAT(text, HasSubstr("    - y\n    + w\n"));
}

TEST_F(RulePageTest, ColoursMarkLinesOnly) {
  const std::string text = RuleText(view_, {.colour = true});
  EXPECT_THAT(text, HasSubstr("\x1b[31m    - y\x1b[0m\n\x1b[32m    + w\x1b[0m\n"));
}

TEST_F(RulePageTest, IndexHasARowForEach) {
  const RuleView views[] = {view_};
  EXPECT_THAT(RuleIndexMarkdown(views),
              HasSubstr("| [CHANGE_FIELD_TYPE](change_field_type.md) | a field has another type | "
                        "BREAKING_CHANGE |\n"));
}

}  // namespace
}  // namespace leyline
