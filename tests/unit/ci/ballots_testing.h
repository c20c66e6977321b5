// The small world of gate_testing.h in which approvals are signed.
#pragma once

#include <string>
#include <vector>

#include "ci/gate/ballots.h"
#include "tests/unit/ci/gate_testing.h"

namespace leyline::testing {

inline std::string KeyOf(const std::string& person) { return "ssh-ed25519 " + person; }

inline ProvenStatement Said(const World& world, const std::string& person, Vote vote) {
  const ChangeProposal& proposal = world.proposals[0];
  ProvenStatement said;
  said.statement = {.principal = person,
                    .vote = vote,
                    .reason = vote == Vote::kApprove ? "" : "because",
                    .repository = world.repository,
                    .target_ref = world.target_ref,
                    .proposal_id = proposal.proposal_id,
                    .proposal_digest = proposal.digest,
                    .changes = ChangeDigestsOf(proposal),
                    .supersedes = {},
                    .issued_at = At(kDay)};
  said.statement.where = {"governance/approvals/p-1/" + person + ".json", 1, 1};
  said.proof = {.evidence = EvidenceLevel::kSigned, .key = KeyOf(person)};
  return said;
}

// Everybody has a key; bob and carol have approved, and olga has signed the decision.
inline World SignedWorld() {
  World world;
  std::vector<Principal> principals;
  for (const char* person : {"alice", "bob", "carol", "dan", "eve", "mallory", "olga"}) {
    principals.push_back(
        {.id = person, .names = {}, .emails = {}, .keys = {{.key = KeyOf(person)}}});
  }
  principals.push_back({.id = "robbie", .names = {}, .emails = {}, .robot = true});
  world.people = People(std::move(principals));
  world.statements = {Said(world, "bob", Vote::kApprove), Said(world, "carol", Vote::kApprove)};
  world.decision().decided_by = "olga";
  world.decision().proof = {.evidence = EvidenceLevel::kSigned, .key = KeyOf("olga")};
  return world;
}

}  // namespace leyline::testing
