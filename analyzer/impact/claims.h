// The subsystem map, resolved: which contract of the type graph is claimed by whom.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/impact/subsystems.h"
#include "analyzer/impact/type_graph.h"
#include "base/result.h"

namespace leyline {

struct Claim {
  uint32_t subsystem = 0;  // into Subsystems::list
  uint32_t use = 0;        // into its uses
  uint32_t entry = 0;      // the number of the use in the whole map
};

// What the field paths of an entry mean: nothing of the contract but this is used.
struct FieldScope {
  // A path that ends at a message or an enum: all inside is used.
  struct End {
    TypeGraph::Node type = 0;
    std::vector<std::string> links;  // "acme.v1.Order.customer", from the contract to the type
  };
  // A step of a path.
  struct Step {
    std::string field;               // "acme.v1.Customer.address"
    std::vector<std::string> links;  // the steps before it
  };
  std::vector<Step> steps;
  std::vector<End> ends;
};

struct Claims {
  uint32_t entries = 0;                     // uses of all subsystems
  std::vector<std::vector<Claim>> of_node;  // one list a node of the graph, in the order of the map
  // Of the entries that name fields: by subsystem, then use.
  std::map<std::pair<uint32_t, uint32_t>, FieldScope> scopes;

  const FieldScope* ScopeOf(const Claim& claim) const {
    const auto found = scopes.find({claim.subsystem, claim.use});
    return found == scopes.end() ? nullptr : &found->second;
  }
};

// What impact needs to know of a map and two snapshots, whatever changed between them. Borrows
// from the snapshots.
struct ResolvedMap {
  TypeGraph graph;
  Claims claims;
};

// LG2101 for an entry that names no contract of either side, or one that its role can't be about;
// LG2103 for a path that leads to no field of either side.
Result<ResolvedMap> ResolveMap(const Subsystems& subsystems, const Snapshot& before,
                               const Snapshot& after);

}  // namespace leyline
