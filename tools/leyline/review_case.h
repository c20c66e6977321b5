// A case seen as the people see it who review proposals: where each stands, at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ci/gate/status.h"
#include "tools/leyline/case.h"

namespace leyline {

// The branch that proposals go to; for commands about proposals.
std::vector<Flag> TargetFlagsOf(TargetFlags& flags);

struct ReviewCase {
  Case run;
  GateRequest request;                 // borrows from the run
  std::vector<ProposalStatus> status;  // borrows from the request

  // Null when there is none of that id.
  const ProposalStatus* Find(std::string_view id) const;
  const GovernanceDecision* DecisionOn(std::string_view id) const;
};

// `scope`: which proposals are read; `also`: one that is in any case.
Result<std::unique_ptr<ReviewCase>> ReadReviewCase(World& world, Git& git,
                                                   const TargetFlags& target, RecordScope scope,
                                                   const std::string& also = "");

// That there is no such proposal, with the nearest one.
ExitCode NoSuchProposal(World& world, const ReviewCase& review, const std::string& id);

Flag AsFlagOf(std::string& as);

// Who is at the keyboard, as roles.yaml at base calls them: `told`, else Person(). An error when
// they are nobody there, and signatures are needed.
Result<std::string> PrincipalAtWork(World& world, Git& git, const ReviewCase& review,
                                    const std::string& told);

// Writes a file of the governance folder and says so.
ExitCode WriteRecords(World& world, Git& git,
                      const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace leyline
