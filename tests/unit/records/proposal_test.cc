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
using ::testing::StartsWith;

constexpr std::string_view kFile = "governance/proposals/p-1.yaml";

std::vector<std::string> Lines(const Errors& errors) {
  std::vector<std::string> lines;
  for (const Error& error : errors) lines.push_back(Format(error));
  return lines;
}

ChangeProposal Good(std::string_view text) {
  Result<ChangeProposal> proposal = ParseProposal(std::string(kFile), text);
  EXPECT_TRUE(proposal.has_value()) << (proposal ? "" : Format(proposal.error().front()));
  return proposal ? *proposal : ChangeProposal();
}

std::vector<std::string> ErrorsOf(std::string_view text) {
  const Result<ChangeProposal> proposal = ParseProposal("p-1.yaml", text);
  if (!proposal.has_value()) return Lines(proposal.error());
  return Lines(ValidateProposal(*proposal, proposal->level));
}

// The nine fields of the governance document.
constexpr std::string_view kNine = R"(proposal_id: p-1
proposer: training-team
contract_name: esper.v1.SystemStatePacket
change_type: ADD_FIELD
description: Carry the epoch so that readers can order the packets.
protobuf_diff: |
  --- a/esper.proto
  +++ b/esper.proto
  @@ -1 +1 @@
  +  int64 epoch = 2;
performance_impact: {size_percent: 1.5, note: "small"}
affected_subsystems: [tolaria, kasmina]
risk_level: LOW
)";

// test_change_proposal_validation of the governance document.
TEST(ProposalTest, test_change_proposal_validation) {
  ChangeProposal proposal;
  proposal.proposal_id = "test-001";
  proposal.contract_name = "SystemStatePacket";
  proposal.change_type = "ADD_FIELD";
  EXPECT_THAT(ValidateProposal(proposal, ProposalLevel::kDraft), IsEmpty());
}

TEST(ProposalTest, SubmittedNamesEachMissingField) {
  ChangeProposal proposal;
  proposal.proposal_id = "test-001";
  proposal.contract_name = "SystemStatePacket";
  proposal.change_type = "ADD_FIELD";
  std::vector<std::string> want;
  for (std::string field :
       {"proposer", "description", "protobuf_diff", "affected_subsystems", "risk_level"}) {
    want.push_back("error LG3001: missing field `" + field +
                   "`, needed when status is submitted (fix: add `" + field + ":`)");
  }
  EXPECT_EQ(Lines(ValidateProposal(proposal, ProposalLevel::kSubmitted)), want);
}

TEST(ProposalTest, AnEmptyProposalNamesAllItsFields) {
  EXPECT_THAT(Lines(ValidateProposal({}, ProposalLevel::kDraft)),
              ElementsAre("error LG1011: missing required field `proposal_id` (fix: add "
                          "`proposal_id:`)",
                          "error LG1011: missing required field `contract_name` (fix: add "
                          "`contract_name:`)",
                          "error LG1011: missing required field `change_type` (fix: add "
                          "`change_type:`)"));
  EXPECT_EQ(ValidateProposal({}, ProposalLevel::kSubmitted).size(), 8u);
}

TEST(ProposalTest, NineFieldsAreComplete) {
  const ChangeProposal proposal = Good(kNine);
  EXPECT_EQ(proposal.level, ProposalLevel::kSubmitted);
  EXPECT_EQ(proposal.proposal_id, "p-1");
  EXPECT_EQ(proposal.proposer, "training-team");
  EXPECT_EQ(proposal.contract_name, "esper.v1.SystemStatePacket");
  EXPECT_EQ(proposal.change_type, "ADD_FIELD");
  EXPECT_EQ(proposal.description, "Carry the epoch so that readers can order the packets.");
  EXPECT_THAT(proposal.protobuf_diff, StartsWith("--- a/esper.proto\n"));
  EXPECT_THAT(proposal.performance_impact,
              ElementsAre(std::pair<std::string, std::string>("size_percent", "1.5"),
                          std::pair<std::string, std::string>("note", "small")));
  EXPECT_THAT(*proposal.affected_subsystems, ElementsAre("tolaria", "kasmina"));
  EXPECT_EQ(proposal.risk_level, Risk::kLow);
  EXPECT_EQ(proposal.where, (SourceSpan{std::string(kFile), 1, 1}));
  EXPECT_THAT(ValidateProposal(proposal, ProposalLevel::kSubmitted), IsEmpty());
}

TEST(ProposalTest, ReadsTheOtherFields) {
  const std::string digest = "sha256:" + std::string(64, 'a');
  const ChangeProposal proposal = Good(R"(schema_version: 1
proposal_id: p-1
status: draft
submitted_by: alice@example.org
title: Carry the epoch
changes:
  - {contract_name: esper.v1.A, change_type: ADD_FIELD, element: esper.v1.A.epoch, digest: ")" +
                                       digest + R"("}
  - {contract_name: esper.v1.B, change_type: REMOVE_FIELD}
no_consumers: true
target_ref: refs/heads/main
submitted_at: 2026-01-31T10:00:00Z
risk_level: CRITICAL
)");
  EXPECT_EQ(proposal.level, ProposalLevel::kDraft);
  EXPECT_EQ(proposal.submitted_by, "alice@example.org");
  EXPECT_EQ(proposal.title, "Carry the epoch");
  EXPECT_EQ(proposal.target_ref, "refs/heads/main");
  EXPECT_EQ(FormatTime(*proposal.submitted_at), "2026-01-31T10:00:00Z");
  EXPECT_EQ(proposal.risk_level, Risk::kCritical);
  EXPECT_TRUE(proposal.no_consumers);
  EXPECT_FALSE(proposal.affected_subsystems.has_value());
  ASSERT_EQ(proposal.changes.size(), 2u);
  EXPECT_EQ(proposal.changes[0].contract_name, "esper.v1.A");
  EXPECT_EQ(proposal.changes[0].change_type, "ADD_FIELD");
  EXPECT_EQ(proposal.changes[0].element, "esper.v1.A.epoch");
  EXPECT_EQ(proposal.changes[0].digest, digest);
  EXPECT_EQ(proposal.changes[1].where, (SourceSpan{std::string(kFile), 8, 5}));
  EXPECT_THAT(ValidateProposal(proposal, ProposalLevel::kDraft), IsEmpty());
}

// A valid submitted proposal with one line replaced by another.
std::string Replaced(std::string_view key, std::string_view line) {
  std::string text(kNine);
  const std::size_t begin = text.find("\n" + std::string(key) + ":") + 1;
  std::size_t end = text.find('\n', begin) + 1;
  while (end < text.size() && text[end] == ' ') end = text.find('\n', end) + 1;
  return text.replace(begin, end - begin, std::string(line) + "\n");
}

TEST(ProposalTest, RefusesWithPlaceCodeAndFix) {
  const struct {
    std::string_view key;
    std::string_view line;
    std::string_view want;
  } cases[] = {
      {"change_type", "change_type: DROP_FIELD",
       "p-1.yaml:4:14: error LG3003: unknown change_type `DROP_FIELD` (fix: did you mean "
       "`REMOVE_FIELD`?)"},
      {"change_type", "change_type: QUITE_ANOTHER_THING",
       "p-1.yaml:4:14: error LG3003: unknown change_type `QUITE_ANOTHER_THING` (fix: `leyline "
       "rules` lists them)"},
      {"contract_name", "contract_name: esper.v1.*",
       "p-1.yaml:3:16: error LG3002: `esper.v1.*` is not the full name of a contract (fix: write "
       "it like acme.v1.Invoice: no leading dot, no wild cards)"},
      {"description", "description: too short",
       "p-1.yaml:5:14: error LG3004: `description` has 9 characters; 20 to 5000 required (fix: say "
       "why the change is needed)"},
      {"description", "description: <say why the change is needed>",
       "p-1.yaml:5:14: error LG3004: `description` still contains the template text (fix: say why "
       "the change is needed)"},
      {"description", "description: aaaaaaaaaaaaaaaaaaaaaaaa",
       "p-1.yaml:5:14: error LG3004: `description` gives no reason (fix: say why the change is "
       "needed)"},
      {"description", "description: \"\"",
       "p-1.yaml:5:14: error LG3001: missing field `description`, needed when status is submitted "
       "(fix: add `description:`)"},
      {"description", "description: 5",
       "p-1.yaml:5:14: error LG1012: `description`: expected text, found the integer `5` (fix: put "
       "it in quotes: \"5\")"},
      {"protobuf_diff", "protobuf_diff: adds a field",
       "p-1.yaml:6:16: error LG3005: `protobuf_diff` has no line that adds or removes anything "
       "(fix: paste a unified diff, or write `auto`)"},
      {"affected_subsystems", "affected_subsystems: []",
       "p-1.yaml:12:22: error LG3007: `affected_subsystems` is empty (fix: list the subsystems, or "
       "say `no_consumers: true`)"},
      {"affected_subsystems", "affected_subsystems: [a, a]",
       "p-1.yaml:12:26: error LG1019: `affected_subsystems` lists `a` twice (fix: remove one of "
       "them)"},
      {"affected_subsystems", "affected_subsystems: [a]\nno_consumers: true",
       "p-1.yaml:13:15: error LG3007: `no_consumers: true` contradicts the list in "
       "`affected_subsystems` (fix: keep one of them)"},
      {"risk_level", "risk_level: high",
       "p-1.yaml:13:13: error LG1012: `risk_level`: unknown `high`; expected LOW, MEDIUM, HIGH, "
       "CRITICAL (fix: did you mean `HIGH`?)"},
      {"risk_level", "risk_level: LOW\ntitle: abc",
       "p-1.yaml:14:8: error LG3004: `title` has 3 characters; 5 to 200 required (fix: say why the "
       "change is needed)"},
      {"risk_level", "risk_level: LOW\nstatus: done",
       "p-1.yaml:14:9: error LG1012: `status`: unknown `done`; expected draft, submitted"},
      {"risk_level", "risk_level: LOW\nestimated_cost: [x]",
       "p-1.yaml:14:17: error LG1010: `estimated_cost` is not supported yet: nothing reads it "
       "(fix: "
       "remove the key)"},
      {"performance_impact", "performance_impact: {size: [1]}",
       "p-1.yaml:11:28: error LG1012: `performance_impact.size`: expected a number or text, found "
       "a list"},
      {"risk_level", "risk_level: LOW\nchanges: []",
       "p-1.yaml:14:10: error LG3021: `changes` is empty (fix: list the changes or leave it out)"},
      {"risk_level",
       "risk_level: LOW\nchanges: [{contract_name: esper.v1.SystemStatePacket, change_type: "
       "ADD_FIELD, digest: abc}]",
       "p-1.yaml:14:87: error LG3006: `digest`: `abc` is not a digest (fix: write `sha256:` and 64 "
       "lower-case hex digits, as leyline prints them)"},
      {"risk_level", "risk_level: LOW\nchanges: [{contract_name: a.B, change_type: ADD_FIELD}]",
       "p-1.yaml:14:10: error LG3021: `contract_name` and `change_type` name a change that "
       "`changes` does not list (fix: leave the two fields out)"},
      {"risk_level",
       "risk_level: LOW\nchanges: [{contract_name: esper.v1.SystemStatePacket, change_type: "
       "ADD_FIELD}, {change_type: ADD_FIELD, contract_name: esper.v1.SystemStatePacket}]",
       "p-1.yaml:14:80: error LG3021: `changes` lists ADD_FIELD of `esper.v1.SystemStatePacket` "
       "twice (fix: remove one of them)"},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(ErrorsOf(Replaced(c.key, c.line)), ElementsAre(std::string(c.want))) << c.line;
  }
}

TEST(ProposalTest, TheIdIsTheFileName) {
  EXPECT_THAT(
      ErrorsOf("status: draft\nproposal_id: p-2\ncontract_name: A\nchange_type: ADD_FIELD\n"),
      ElementsAre("p-1.yaml:2:14: error LG1016: proposal_id `p-2` does not match file name "
                  "`p-1` (fix: rename the file to p-2.yaml or correct the id)"));
}

TEST(ProposalTest, AllErrorsOfAFileAtOnce) {
  const auto errors = ErrorsOf(R"(proposal_id: p-2
contract_name: .a
change_type: DROP_FIELD
description: 5
unknown: 1
changes: [{contract_name: a.B, change_typ: X}]
)");
  const std::vector<std::string> starts = {
      "p-1.yaml:1:1: error LG3001: missing field `affected_subsystems`",
      "p-1.yaml:1:1: error LG3001: missing field `proposer`",
      "p-1.yaml:1:1: error LG3001: missing field `protobuf_diff`",
      "p-1.yaml:1:1: error LG3001: missing field `risk_level`",
      "p-1.yaml:1:14: error LG1016",
      "p-1.yaml:2:16: error LG3002",
      "p-1.yaml:3:14: error LG3003",
      "p-1.yaml:4:14: error LG1012",
      "p-1.yaml:5:1: error LG1010",
      "p-1.yaml:6:10: error LG3021",
      "p-1.yaml:6:11: error LG1011: the change has no `change_type`",
      "p-1.yaml:6:32: error LG1010"};
  ASSERT_EQ(errors.size(), starts.size());
  for (std::size_t i = 0; i < starts.size(); ++i) EXPECT_THAT(errors[i], StartsWith(starts[i]));
}

TEST(ProposalTest, WhatIsNotAProposal) {
  EXPECT_THAT(ErrorsOf(""),
              ElementsAre("p-1.yaml:1:1: error LG1011: the proposal is empty (fix: write its keys; "
                          "leyline schema shows them)"));
  EXPECT_THAT(ErrorsOf("[a]"), ElementsAre("p-1.yaml:1:1: error LG1012: `proposal`: expected a "
                                           "map, found a list"));
  EXPECT_THAT(ErrorsOf("a: ["), ::testing::SizeIs(1));
  EXPECT_THAT(
      ErrorsOf(std::string(65 * 1024, '#')),
      ElementsAre("p-1.yaml:1:1: error LG1001: 66560 bytes exceeds the limit of 65536 (fix: "
                  "split the file)"));
}

TEST(ProposalTest, BothFormsOfChanges) {
  ChangeProposal proposal;
  EXPECT_THAT(ChangesOf(proposal), IsEmpty());
  proposal.contract_name = "a.B";
  proposal.change_type = "ADD_FIELD";
  ASSERT_EQ(ChangesOf(proposal).size(), 1u);
  EXPECT_EQ(ChangesOf(proposal)[0].contract_name, "a.B");
  EXPECT_EQ(ChangesOf(proposal)[0].change_type, "ADD_FIELD");
  const std::string digest = DigestOf(proposal);
  proposal.changes = ChangesOf(proposal);
  proposal.contract_name = proposal.change_type = "";
  EXPECT_EQ(DigestOf(proposal), digest);
  proposal.changes.push_back(proposal.changes[0]);
  EXPECT_EQ(ChangesOf(proposal).size(), 2u);
}

TEST(ProposalDigestTest, IsOfTheMeaning) {
  const std::string digest = Good(kNine).digest;
  EXPECT_THAT(digest, StartsWith("sha256:"));
  const std::string_view same[] = {
      // Another order of keys, quotes, comments, flow style, order within sets, the level.
      R"(# a comment
risk_level: "LOW"
affected_subsystems:
  - kasmina   # first
  - 'tolaria'
performance_impact:
  note: small
  size_percent: "1.5"
status: draft
protobuf_diff: "--- a/esper.proto\n+++ b/esper.proto\n@@ -1 +1 @@\n+  int64 epoch = 2;\n"
description: >-
  Carry the epoch so that
  readers can order the packets.
changes: [{change_type: ADD_FIELD, contract_name: esper.v1.SystemStatePacket}]
proposer: training-team
proposal_id: p-1
)",
  };
  for (std::string_view text : same) EXPECT_EQ(Good(text).digest, digest);
  const std::pair<std::string_view, std::string_view> other[] = {
      {"risk_level", "risk_level: HIGH"},
      {"proposer", "proposer: another-team"},
      {"description", "description: Carry the epoch so that readers can order the packages."},
      {"change_type", "change_type: REMOVE_FIELD"},
      {"affected_subsystems", "affected_subsystems: [tolaria]"},
      {"affected_subsystems",
       "affected_subsystems: [tolaria, kasmina]\nno_consumers: false\ntarget_ref: r"},
      {"performance_impact", "performance_impact: {size_percent: 1.6, note: \"small\"}"},
      {"risk_level", "risk_level: LOW\nsubmitted_by: alice"},
      {"risk_level", "risk_level: LOW\nsubmitted_at: 2026-01-31T10:00:00Z"},
      {"risk_level", "risk_level: LOW\ntitle: A title"},
  };
  std::vector<std::string> digests = {digest};
  for (const auto& [key, line] : other) digests.push_back(Good(Replaced(key, line)).digest);
  std::sort(digests.begin(), digests.end());
  EXPECT_EQ(std::adjacent_find(digests.begin(), digests.end()), digests.end());
}

}  // namespace
}  // namespace leyline
