// Coverage: which proposal stands for which change.
//
// A proposal covers a change when one of its entries has the change's digest and its words. The
// words are checked too: people approve what they read, not a digest.
#pragma once

#include <vector>

#include "ci/gate/docket.h"

namespace leyline {

// How an entry of a proposal lies to the changes of this change set.
enum class Fit : uint8_t {
  kExact,      // digest and words
  kStale,      // the words, but the facts have changed since
  kUnbound,    // the words, but no digest
  kOtherType,  // the same element, another change type
  kOtherText,  // the digest of one change, the words of something else
  kAbsent,     // nothing of the kind
};

struct EntryFit {
  ProposedChange asked;
  Fit fit = Fit::kAbsent;
  const Change* change = nullptr;  // null for kAbsent
};

// A proposal that has to do with this change set.
struct ProposalFit {
  const ChangeProposal* proposal = nullptr;
  bool spent = false;  // implemented, withdrawn or superseded
  std::vector<EntryFit> entries;
};

struct Coverage {
  std::vector<ProposalFit> candidates;  // by proposal id
  // For each gated change: the candidates with an exact entry, unspent ones and spent ones; and,
  // if there is none, those that nearly fit.
  struct Claims {
    std::vector<const ProposalFit*> exact;
    std::vector<const ProposalFit*> spent;
    std::vector<const ProposalFit*> near;
  };
  std::vector<Claims> claims;
};

// Linear in changes and entries. The result points into itself: it is moved, never copied.
Coverage ComputeCoverage(const GateRequest& request, const Docket& docket);

// Whether it covers a change of the rules themselves.
bool ChangesPolicy(const ProposalFit& candidate);

// LG5003, LG5004: one requirement for each entry that is not exact.
std::vector<Requirement> CheckEntries(const ProposalFit& candidate);

}  // namespace leyline
