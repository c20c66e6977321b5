#include "ci/gate/impact_check.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/strings.h"

namespace leyline {
namespace {

using ImpactByDigest = std::unordered_map<std::string_view, const ChangeImpact*>;

Requirement Make(std::string_view code, bool satisfied, std::string message,
                 std::optional<SourceSpan> where, std::string next) {
  return {.code = std::string(code),
          .satisfied = satisfied,
          .message = std::move(message),
          .change_digest = "",
          .where = std::move(where),
          .next = satisfied ? "" : std::move(next)};
}

// The analysis must be there, and of these changes.
Requirement CheckAnalysis(const GateRequest& request, const Docket& docket,
                          const ImpactByDigest& impacts) {
  if (request.impact == nullptr) {
    return Make("LG3017", false,
                "the policy asks for impact analysis, and base has no subsystem map", std::nullopt,
                "write governance/subsystems.yaml and merge it first");
  }
  for (const Change* change : docket.gated) {
    if (IsPolicyChange(*change) || impacts.contains(change->digest)) continue;
    return Make("LG3017", false, "the impact analysis does not know " + WordsFor(*change),
                WhereIs(*change), "analyse the change as it is now");
  }
  return Make("LG3017", true,
              fmt::format("impact analysis: {} subsystem{} affected, risk {}",
                          request.impact->affected_subsystems.size(),
                          request.impact->affected_subsystems.size() == 1 ? "" : "s",
                          NameOf(request.impact->risk)),
              std::nullopt, "");
}

bool HasContractChange(const Docket& docket) {
  return std::any_of(docket.gated.begin(), docket.gated.end(),
                     [](const Change* change) { return !IsPolicyChange(*change); });
}

// The subsystems that a proposal's own changes hit.
std::set<std::string> HitBy(const ProposalFit& candidate, const ImpactByDigest& impacts) {
  std::set<std::string> hit;
  for (const EntryFit& entry : candidate.entries) {
    if (entry.fit != Fit::kExact) continue;
    const auto found = impacts.find(entry.change->digest);
    if (found == impacts.end()) continue;
    for (const Hit& one : found->second->hits) {
      if (one.level != Level::kCompatible) hit.insert(one.subsystem);
    }
  }
  return hit;
}

Requirement CheckSubsystems(const ProposalFit& candidate, const ImpactByDigest& impacts) {
  const ChangeProposal& proposal = *candidate.proposal;
  const std::vector<std::string> declared =
      proposal.affected_subsystems.value_or(std::vector<std::string>());
  std::vector<std::string> missing;
  for (const std::string& subsystem : HitBy(candidate, impacts)) {
    if (std::find(declared.begin(), declared.end(), subsystem) == declared.end()) {
      missing.push_back(subsystem);
    }
  }
  const std::string& id = proposal.proposal_id;
  return Make(
      "LG3008", missing.empty(),
      missing.empty() ? fmt::format("proposal `{}` names every subsystem that it affects", id)
                      : fmt::format("proposal `{}` does not name affected subsystems: {}", id,
                                    Join(missing, ", ")),
      proposal.where, fmt::format("add them to `affected_subsystems` in {}", ProposalFile(id)));
}

// The proposal that declares most; of equals the first by id, so that order doesn't matter.
const ChangeProposal* HighestRisk(const std::vector<const ProposalFit*>& used) {
  const auto is_less = [](const ProposalFit* a, const ProposalFit* b) {
    if (a->proposal->risk_level != b->proposal->risk_level) {
      return a->proposal->risk_level < b->proposal->risk_level;
    }
    return a->proposal->proposal_id > b->proposal->proposal_id;
  };
  return (*std::max_element(used.begin(), used.end(), is_less))->proposal;
}

// The risk is computed for the change set, so one proposal has to own up to it.
Requirement CheckRisk(const GateRequest& request, const std::vector<const ProposalFit*>& used) {
  const ChangeProposal* highest = HighestRisk(used);
  const Risk computed = request.impact->risk;
  const bool declared = highest->risk_level.has_value() && *highest->risk_level >= computed;
  const std::string reasons = Join(request.impact->risk_reasons, "; ");
  return Make(
      "LG3009", declared,
      fmt::format("proposal `{}` declares risk {}, computed is {}{}{}", highest->proposal_id,
                  highest->risk_level.has_value() ? NameOf(*highest->risk_level) : "unknown",
                  NameOf(computed), reasons.empty() ? "" : ": ", reasons),
      highest->where,
      fmt::format("write `risk_level: {}` in {}", NameOf(computed),
                  ProposalFile(highest->proposal_id)));
}

}  // namespace

std::vector<Requirement> CheckImpact(const GateRequest& request, const Docket& docket,
                                     const std::vector<const ProposalFit*>& used) {
  if (!request.policy->require_impact_analysis || !HasContractChange(docket)) return {};
  ImpactByDigest impacts;
  if (request.impact != nullptr) {
    for (const ChangeImpact& impact : request.impact->changes) {
      impacts.emplace(impact.change_digest, &impact);
    }
  }
  std::vector<Requirement> found = {CheckAnalysis(request, docket, impacts)};
  if (request.impact == nullptr || used.empty()) return found;
  for (const ProposalFit* candidate : used) found.push_back(CheckSubsystems(*candidate, impacts));
  found.push_back(CheckRisk(request, used));
  return found;
}

}  // namespace leyline
