#include "records/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace leyline {
namespace {

ChangeProposal Example() {
  ChangeProposal proposal;
  proposal.proposal_id = "p-1";
  proposal.level = ProposalLevel::kSubmitted;
  proposal.proposer = "billing-team";
  proposal.submitted_by = "alice";
  proposal.contract_name = "acme.v1.Invoice";
  proposal.change_type = "REMOVE_FIELD";
  proposal.changes = {{"REMOVE_FIELD",
                       "acme.v1.Invoice",
                       "acme.v1.Invoice.total",
                       "sha256:" + std::string(64, '0'),
                       {}}};
  proposal.title = "yes: \"010\"";
  proposal.description = "Nobody reads it.\n\n  # not a comment\n- or list";
  proposal.protobuf_diff = "--- a\n+++ b\n \n-x = 1;\n";
  proposal.performance_impact = {{"size", "-4 bytes"}, {"on", "1e3"}};
  proposal.affected_subsystems = {{"billing"}};
  proposal.risk_level = Risk::kHigh;
  proposal.target_ref = "refs/heads/main";
  proposal.submitted_at = ParseTime("2026-11-29T08:00:00Z").value();
  return proposal;
}

TEST(WrittenRecords, OfProposalsReadBackAsTheSame) {
  const ChangeProposal proposal = Example();
  const auto read = ParseProposal("p-1.yaml", TextOf(proposal));
  ASSERT_TRUE(read.has_value()) << Format(read.error()[0]) << TextOf(proposal);
  EXPECT_EQ(read->digest, DigestOf(proposal)) << TextOf(proposal);
  EXPECT_EQ(TextOf(*read), TextOf(proposal));
}

TEST(WrittenRecords, KeepWhateverPeopleSay) {
  EXPECT_TRUE(rc::check([] {
    const auto any = rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("ab01:#-'\"\\|>&*!%@`{}[],?~ \n\t")));
    ChangeProposal proposal = Example();
    proposal.description = *any;
    proposal.protobuf_diff = *any;
    proposal.title = *any;
    const auto read = ParseProposal("p-1.yaml", TextOf(proposal));
    if (!read.has_value()) RC_LOG(TextOf(proposal) + Format(read.error()[0]));
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->digest == DigestOf(proposal));
  }));
}

TEST(WrittenRecords, OfDecisionsReadBackAsTheSame) {
  GovernanceDecision decision;
  decision.proposal_id = "p-1";
  decision.decision = DecisionKind::kApproved;
  decision.approvers = {"bob", "carol"};
  decision.conditions = {{.text = "benchmark on ARM"},
                         {.text = "measured", .kind = ConditionKind::kManual, .id = "32"},
                         {.text = "not before",
                          .kind = ConditionKind::kDate,
                          .id = "later",
                          .due = Time{1'800'000'000}}};
  decision.proposal_digest = "sha256:" + std::string(64, '0');
  decision.decided_by = "olga";
  decision.decided_at = ParseTime("2026-11-29T08:00:00Z").value();
  decision.implementation_deadline = ParseTime("2026-12-29T08:00:00Z").value();
  decision.rollback_plan = "Bring the field back\nunder its old number.";
  decision.decision_rationale = "Two quarters without a reader.";
  const auto read = ParseDecision("p-1.yaml", TextOf(decision));
  ASSERT_TRUE(read.has_value()) << Format(read.error()[0]) << TextOf(decision);
  EXPECT_EQ(TextOf(*read), TextOf(decision));
}

}  // namespace
}  // namespace leyline
