#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/records.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> ErrorsOf(std::string_view text) {
  const Result<GovernanceDecision> decision = ParseDecision("decisions/p-1.yaml", text);
  std::vector<std::string> lines;
  if (decision.has_value()) return lines;
  for (const Error& error : decision.error()) lines.push_back(Format(error));
  return lines;
}

// The seven fields of the governance document.
constexpr std::string_view kSeven = R"(proposal_id: p-1
decision: APPROVED
approvers: [data-architect, alice@example.org]
conditions: ["benchmark on ARM first"]
implementation_deadline: 2026-01-31T23:59:59Z
rollback_plan: Deploy release 1.4 again; the release manager does it.
decision_rationale: Readers need the order.
)";

std::string Replaced(std::string_view key, std::string_view line) {
  std::string text(kSeven);
  const std::size_t begin = text.find(std::string(key) + ":");
  const std::size_t end = text.find('\n', begin) + 1;
  return text.replace(begin, end - begin, line.empty() ? "" : std::string(line) + "\n");
}

TEST(DecisionTest, ReadsTheSevenFields) {
  const Result<GovernanceDecision> decision = ParseDecision("decisions/p-1.yaml", kSeven);
  ASSERT_TRUE(decision.has_value());
  EXPECT_EQ(decision->proposal_id, "p-1");
  EXPECT_EQ(decision->decision, DecisionKind::kApproved);
  EXPECT_THAT(decision->approvers, ElementsAre("data-architect", "alice@example.org"));
  EXPECT_THAT(decision->conditions, ElementsAre(Condition{.text = "benchmark on ARM first"}));
  EXPECT_EQ(FormatTime(*decision->implementation_deadline), "2026-01-31T23:59:59Z");
  EXPECT_EQ(decision->rollback_plan, "Deploy release 1.4 again; the release manager does it.");
  EXPECT_EQ(decision->decision_rationale, "Readers need the order.");
  EXPECT_EQ(decision->proposal_digest, "");
  EXPECT_FALSE(decision->decided_at.has_value());
  EXPECT_EQ(decision->where, (SourceSpan{"decisions/p-1.yaml", 1, 1}));
}

TEST(DecisionTest, ReadsTheOtherFields) {
  const std::string digest = "sha256:" + std::string(64, 'b');
  const Result<GovernanceDecision> decision = ParseDecision(
      "p-1.yaml", std::string(kSeven) + "schema_version: 1\nproposal_digest: " + digest +
                      "\ndecided_at: 2026-01-01T00:00:00Z\n");
  ASSERT_TRUE(decision.has_value());
  EXPECT_EQ(decision->proposal_digest, digest);
  EXPECT_EQ(FormatTime(*decision->decided_at), "2026-01-01T00:00:00Z");
}

TEST(DecisionTest, RejectionsAndDeferralsNeedOnlyAReason) {
  for (std::string kind : {"REJECTED", "DEFERRED"}) {
    const Result<GovernanceDecision> decision = ParseDecision(
        "p-1.yaml", "proposal_id: p-1\ndecision: " + kind + "\ndecision_rationale: It can wait.\n");
    ASSERT_TRUE(decision.has_value()) << kind;
    EXPECT_EQ(NameOf(decision->decision), kind);
    EXPECT_THAT(ErrorsOf("proposal_id: p-1\ndecision: " + kind + "\n"),
                ElementsAre("decisions/p-1.yaml:1:1: error LG4026: the decision has no "
                            "`decision_rationale` (fix: say why it was decided so)"));
  }
}

TEST(DecisionTest, RefusesWithPlaceCodeAndFix) {
  const struct {
    std::string_view key;
    std::string_view line;
    std::string want;
  } cases[] = {
      {"approvers", "",
       "1:1: error LG1011: an approval names no `approvers` (fix: list who approved)"},
      {"approvers", "approvers: []",
       "3:12: error LG1011: an approval names no `approvers` (fix: list who approved)"},
      {"approvers", "approvers: [alice, bob, alice]",
       "3:25: error LG1019: `approvers` lists `alice` twice (fix: remove one of them)"},
      {"approvers", "approvers: [Alice, bob]",
       "3:13: error LG1016: `approvers`: `Alice` is not an id (fix: use 1 to 64 of a-z, 0-9, `.`, "
       "`_`, `-`, beginning with a letter or digit)"},
      {"implementation_deadline", "",
       "1:1: error LG4024: an approval has no `implementation_deadline` (fix: write it like "
       "2026-01-31T23:59:59Z)"},
      {"implementation_deadline", "implementation_deadline: 2026-02-30T00:00:00Z",
       "5:26: error LG1015: `implementation_deadline`: `2026-02-30T00:00:00Z` is not an RFC 3339 "
       "UTC time (fix: write it like 2026-01-31T23:59:59Z)"},
      {"rollback_plan", "",
       "1:1: error LG4025: an approval has no `rollback_plan` (fix: say which release to go back "
       "to, how, and who does it)"},
      {"rollback_plan", "rollback_plan: n/a",
       "6:16: error LG4025: rollback_plan `n/a` is not a plan (fix: say which release to go back "
       "to, how, and who does it)"},
      {"rollback_plan", "rollback_plan: \"....................\"",
       "6:16: error LG4025: rollback_plan `....................` is not a plan (fix: say which "
       "release to go back to, how, and who does it)"},
      {"rollback_plan", "rollback_plan: revert the commit",
       "6:16: error LG4025: `rollback_plan` has 17 characters; at least 20 required (fix: say "
       "which "
       "release to go back to, how, and who does it)"},
      {"decision_rationale", "",
       "1:1: error LG4026: the decision has no `decision_rationale` (fix: say why it was decided "
       "so)"},
      {"decision_rationale", "decision_rationale: TBD",
       "7:21: error LG4026: `decision_rationale` gives no reason (fix: say why it was decided so)"},
      {"decision", "decision: ACCEPTED",
       "2:11: error LG1012: `decision`: unknown `ACCEPTED`; expected APPROVED, REJECTED, DEFERRED"},
      {"decision", "", "1:1: error LG1011: the decision has no `decision` (fix: add `decision:`)"},
      {"proposal_id", "",
       "1:1: error LG1011: the decision has no `proposal_id` (fix: add `proposal_id:`)"},
      {"proposal_id", "proposal_id: p-2",
       "1:14: error LG1016: proposal_id `p-2` does not match file name `p-1` (fix: rename the file "
       "to p-2.yaml or correct the id)"},
      {"conditions", "conditions: [{id: c1, kind: check}]",
       "4:14: error LG1011: the condition has no `text` (fix: add `text:`)"},
      {"conditions", "conditions: [{id: c1, kind: date, text: later}]",
       "4:14: error LG1011: a condition of kind `date` has no `due` (fix: write it like "
       "2026-01-31T23:59:59Z)"},
      {"conditions", "proposal_digest: abc",
       "4:18: error LG3006: `proposal_digest`: `abc` is not a digest (fix: write `sha256:` and 64 "
       "lower-case hex digits, as leyline prints them)"},
      {"conditions", "defer_until: 2026-01-31T23:59:59Z",
       "4:14: error LG1010: `defer_until` is not supported yet: `leyline defer "
       "PROPOSAL --until TIME` says it, and the review goes on by itself (fix: remove the key)"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(ErrorsOf(Replaced(c.key, c.line)), ElementsAre("decisions/p-1.yaml:" + c.want))
        << c.key << " " << c.line;
  }
}

TEST(DecisionTest, ABareApprovalNamesAllThatIsMissing) {
  GovernanceDecision decision;
  decision.decision = DecisionKind::kApproved;
  const Errors errors = ValidateDecision(decision);
  std::vector<std::string> codes;
  for (const Error& error : errors) {
    codes.push_back(error.code);
    EXPECT_EQ(error.where, std::nullopt);
  }
  EXPECT_THAT(codes, ElementsAre("LG4026", "LG1011", "LG4024", "LG4025"));
}

TEST(DecisionTest, WhatIsNotADecision) {
  EXPECT_THAT(
      ErrorsOf(""),
      ElementsAre(
          "decisions/p-1.yaml:1:1: error LG1011: the decision is empty (fix: write its keys; "
          "leyline schema shows them)"));
  EXPECT_THAT(ErrorsOf("a: [").size(), 1u);
}

TEST(DecisionTest, NamesOfKinds) {
  EXPECT_EQ(NameOf(DecisionKind::kApproved), "APPROVED");
  EXPECT_EQ(NameOf(DecisionKind::kRejected), "REJECTED");
  EXPECT_EQ(NameOf(DecisionKind::kDeferred), "DEFERRED");
}

}  // namespace
}  // namespace leyline
