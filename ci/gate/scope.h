// Which circuits a set of changes lies in.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/impact/impact.h"
#include "ci/gate/evaluate.h"

namespace leyline {

// Who answers for a change: the owner of the subsystem that owns, serves or writes the contract; of
// a contract that only travels inside others, of the one that carries it by the shortest path.
// "unowned" when there is none: changes that nobody answers for share one circuit.
std::string OwnerOf(const ChangeImpact& impact);

struct Scopes {
  std::vector<ScopeState> list;        // by name; one, of the policy's owner, when nothing changed
  std::vector<std::size_t> of_change;  // of each change: its index in `list`
};

// The policy's scope template for each change; breakers folded from the log at `now`. `impact` may
// be null; of changes beyond its end (to the rules themselves) the policy's owner is the owner.
Scopes ScopesOf(std::span<const Change> changes, const ImpactReport* impact, const Policy& policy,
                std::string_view target_ref, std::span<const Event> log, Time now);

}  // namespace leyline
