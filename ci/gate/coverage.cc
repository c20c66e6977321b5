#include "ci/gate/coverage.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace leyline {
namespace {

using ChangesByText = std::unordered_map<std::string_view, std::vector<const Change*>>;

struct Index {
  ChangesByText by_digest;
  ChangesByText by_element;
  ChangesByText by_contract;
};

Index MakeIndex(std::span<const Change> changes) {
  Index index;
  for (const Change& change : changes) {
    index.by_digest[change.digest].push_back(&change);
    index.by_element[change.element].push_back(&change);
    index.by_contract[change.contract].push_back(&change);
  }
  return index;
}

std::span<const Change* const> Find(const ChangesByText& changes, std::string_view text) {
  const auto found = changes.find(text);
  if (text.empty() || found == changes.end()) return {};
  return found->second;
}

// What an entry says it is about. The short form of a proposal names the contract alone.
std::string_view ElementOf(const ProposedChange& asked) {
  return asked.element.empty() ? asked.contract_name : asked.element;
}

bool SameElement(const ProposedChange& asked, const Change& change) {
  return asked.contract_name == change.contract &&
         (asked.element.empty() || asked.element == change.element);
}

EntryFit FitByDigest(const ProposedChange& asked, const Index& index) {
  EntryFit entry{asked, Fit::kAbsent, nullptr};
  for (const Change* change : Find(index.by_digest, asked.digest)) {
    const bool same_element = SameElement(asked, *change);
    if (same_element && asked.change_type == change->change_type)
      return {asked, Fit::kExact, change};
    entry = {asked, same_element ? Fit::kOtherType : Fit::kOtherText, change};
  }
  return entry;
}

EntryFit FitByWords(const ProposedChange& asked, const Index& index,
                    const std::set<const Change*>& taken) {
  EntryFit entry{asked, Fit::kAbsent, nullptr};
  const bool is_short = asked.element.empty();
  for (const Change* change : is_short ? Find(index.by_contract, asked.contract_name)
                                       : Find(index.by_element, asked.element)) {
    if (!SameElement(asked, *change) || taken.contains(change)) continue;
    if (asked.change_type == change->change_type) {
      return {asked, asked.digest.empty() ? Fit::kUnbound : Fit::kStale, change};
    }
    if (entry.change == nullptr && !is_short) entry = {asked, Fit::kOtherType, change};
  }
  return entry;
}

// Exact entries first: a change that one entry covers is no near miss of another.
ProposalFit FitProposal(const ChangeProposal& proposal, const Index& index) {
  ProposalFit candidate{&proposal, false, {}};
  std::set<const Change*> taken;
  for (const ProposedChange& asked : ChangesOf(proposal)) {
    candidate.entries.push_back(FitByDigest(asked, index));
    const EntryFit& entry = candidate.entries.back();
    if (entry.fit == Fit::kExact) taken.insert(entry.change);
  }
  for (EntryFit& entry : candidate.entries) {
    if (entry.fit == Fit::kAbsent) entry = FitByWords(entry.asked, index, taken);
  }
  return candidate;
}

bool Concerns(const ProposalFit& candidate) {
  return std::any_of(candidate.entries.begin(), candidate.entries.end(),
                     [](const EntryFit& entry) { return entry.change != nullptr; });
}

void AddOnce(std::vector<const ProposalFit*>& list, const ProposalFit* candidate) {
  if (list.empty() || list.back() != candidate) list.push_back(candidate);
}

void Claim(const ProposalFit& candidate, const std::unordered_map<const Change*, std::size_t>& at,
           std::vector<Coverage::Claims>& claims) {
  for (const EntryFit& entry : candidate.entries) {
    const auto found = at.find(entry.change);
    if (found == at.end()) continue;
    Coverage::Claims& of = claims[found->second];
    if (entry.fit != Fit::kExact) {
      if (!candidate.spent) AddOnce(of.near, &candidate);
    } else {
      AddOnce(candidate.spent ? of.spent : of.exact, &candidate);
    }
  }
}

// What an entry that is not exact says wrong, and its code.
std::pair<std::string_view, std::string> Problem(const EntryFit& entry) {
  const ProposedChange& asked = entry.asked;
  const std::string words = fmt::format("{} `{}`", asked.change_type, ElementOf(asked));
  switch (entry.fit) {
    case Fit::kExact:
      return {};
    case Fit::kStale:
      return {"LG5003", fmt::format("approved {} as {}, now it is {}", words, asked.digest,
                                    entry.change->digest)};
    case Fit::kUnbound:
      return {"LG5003", fmt::format("names {} without the digest of what exactly changes", words)};
    case Fit::kOtherType:
      return {"LG5004",
              fmt::format("says {}, the contracts show {}", words, WordsFor(*entry.change))};
    case Fit::kOtherText:
      return {"LG5003",
              fmt::format("says {}, but its digest is that of {}", words, WordsFor(*entry.change))};
    case Fit::kAbsent:
      return {"LG5003", fmt::format("lists {}, which did not change", words)};
  }
  return {};
}

std::string Cure(const ChangeProposal& proposal, const EntryFit& entry) {
  const std::string file = ProposalFile(proposal.proposal_id);
  if (entry.fit == Fit::kAbsent) return fmt::format("make the change, or take it out of {}", file);
  if (entry.fit == Fit::kUnbound) {
    return fmt::format("write `digest: {}` beside it in {}", entry.change->digest, file);
  }
  return "write a new proposal for the changes as they are now, and have it approved";
}

}  // namespace

Coverage ComputeCoverage(const GateRequest& request, const Docket& docket) {
  const Index index = MakeIndex(request.changes);
  Coverage coverage;
  for (const ChangeProposal* proposal : docket.proposals) {
    ProposalFit candidate = FitProposal(*proposal, index);
    candidate.spent = docket.spent.contains(proposal->proposal_id) ||
                      docket.ended.contains(proposal->proposal_id);
    if (Concerns(candidate)) coverage.candidates.push_back(std::move(candidate));
  }
  std::unordered_map<const Change*, std::size_t> at;
  for (std::size_t i = 0; i < docket.gated.size(); ++i) at.emplace(docket.gated[i], i);
  coverage.claims.resize(docket.gated.size());
  for (const ProposalFit& candidate : coverage.candidates) Claim(candidate, at, coverage.claims);
  return coverage;
}

bool ChangesPolicy(const ProposalFit& candidate) {
  return std::any_of(candidate.entries.begin(), candidate.entries.end(), [](const EntryFit& entry) {
    return entry.fit == Fit::kExact && IsPolicyChange(*entry.change);
  });
}

std::vector<Requirement> CheckEntries(const ProposalFit& candidate) {
  std::vector<Requirement> requirements;
  for (const EntryFit& entry : candidate.entries) {
    if (entry.fit == Fit::kExact) continue;
    const auto [code, problem] = Problem(entry);
    requirements.push_back(
        {.code = std::string(code),
         .satisfied = false,
         .message = fmt::format("proposal `{}` {}", candidate.proposal->proposal_id, problem),
         .change_digest = entry.change == nullptr ? "" : entry.change->digest,
         .where = entry.asked.where,
         .next = Cure(*candidate.proposal, entry)});
  }
  return requirements;
}

std::vector<std::string> ImplementedProposals(const GateRequest& request) {
  const Docket docket = MakeDocket(request);
  const Coverage coverage = ComputeCoverage(request, docket);
  std::vector<std::string> ids;
  for (const ProposalFit& candidate : coverage.candidates) {  // by id
    const ChangeProposal& proposal = *candidate.proposal;
    const bool exact = std::any_of(candidate.entries.begin(), candidate.entries.end(),
                                   [](const EntryFit& entry) { return entry.fit == Fit::kExact; });
    const bool open = !candidate.spent && proposal.target_ref == request.target_ref;
    if (exact && open && ApprovalOf(docket, proposal) != nullptr) {
      ids.push_back(proposal.proposal_id);
    }
  }
  return ids;
}

}  // namespace leyline
