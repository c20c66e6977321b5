#include "tools/leyline/impact_proposal.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace leyline {
namespace {

// The digest binds an entry to one change; without it names do.
bool AsksFor(const ProposedChange& entry, const Change& change) {
  if (!entry.digest.empty()) return entry.digest == change.digest;
  return entry.change_type == change.change_type && entry.contract_name == change.contract &&
         (entry.element.empty() || entry.element == change.element);
}

std::string TextOf(const ProposedChange& entry) {
  return fmt::format("{} `{}`", entry.change_type,
                     entry.element.empty() ? entry.contract_name : entry.element);
}

}  // namespace

Result<ChangesThere> ChangesAskedFor(const ChangeProposal& proposal, std::vector<Change> changes,
                                     std::vector<std::string>& absent) {
  const std::vector<ProposedChange> entries = ChangesOf(proposal);
  for (const ProposedChange& entry : entries) {
    const bool there = std::any_of(changes.begin(), changes.end(),
                                   [&](const Change& change) { return AsksFor(entry, change); });
    if (!there) absent.push_back(TextOf(entry));
  }
  ChangesThere there;
  for (Change& change : changes) {
    const bool wanted = std::any_of(entries.begin(), entries.end(),
                                    [&](const auto& entry) { return AsksFor(entry, change); });
    (wanted ? there.wanted : there.others).push_back(std::move(change));
  }
  if (!there.wanted.empty()) return there;
  return Fail({.kind = ErrorKind::kConfig,
               .message = fmt::format("proposal `{}` asks for none of the changes that are there",
                                      proposal.proposal_id),
               .where = proposal.where,
               .fix = "compare its entries with `leyline diff`: type, element and digest"});
}

ProposalView CompareWith(const ChangeProposal& proposal, const ImpactReport& impact,
                         std::vector<std::string> absent) {
  ProposalView view;
  view.id = proposal.proposal_id;
  view.absent = std::move(absent);
  std::vector<std::string> declared =
      proposal.affected_subsystems.value_or(std::vector<std::string>());
  std::sort(declared.begin(), declared.end());
  const std::vector<std::string>& found = impact.affected_subsystems;
  std::set_difference(found.begin(), found.end(), declared.begin(), declared.end(),
                      std::back_inserter(view.missing));
  std::set_difference(declared.begin(), declared.end(), found.begin(), found.end(),
                      std::back_inserter(view.not_hit));
  if (proposal.risk_level.has_value()) view.risk = NameOf(*proposal.risk_level);
  view.risk_covered = proposal.risk_level.has_value() && *proposal.risk_level >= impact.risk;
  return view;
}

}  // namespace leyline
