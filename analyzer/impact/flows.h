// Flows: what the changes of one contract mean at each end that reads it, and who writes there.
#pragma once

#include <string>
#include <vector>

#include "analyzer/impact/impact.h"
#include "analyzer/impact/reach.h"

namespace leyline {

// One reach as the end of flows: over all changes of the contract.
struct FlowEnd {
  Meeting meeting;      // as its reader; of who only writes or owns it, nothing
  std::string element;  // the worst change
};

// One changed contract.
struct Flow {
  ReachTree tree;
  std::vector<FlowEnd> ends;  // one a reach
};

// The kind of flow that ends at a role; false: none does.
bool EndsAt(Role role, EdgeKind& kind);

// Who claims which place of a flow. Data goes from who writes a contract to who reads it, reads
// what it is inside of, or reads what is inside it: out or in, never both.
class FlowMap {
 public:
  FlowMap(const Flow& flow, const Subsystems& subsystems);

  // Subsystems that claim the place in the role.
  const std::vector<uint32_t>& At(uint32_t place, Role role) const;
  // The places of all contracts that hold one of these, or that they hold; without themselves.
  std::vector<uint32_t> Outside(const std::vector<uint32_t>& places) const;
  std::vector<uint32_t> Inside(const std::vector<uint32_t>& places) const;

 private:
  using Links = std::vector<std::vector<uint32_t>>;
  static std::vector<uint32_t> From(const std::vector<uint32_t>& places, const Links& links);

  static constexpr std::size_t kRoles = 6;
  std::vector<std::vector<uint32_t>> claimants_;  // by place * kRoles + role
  Links outside_;                                 // of a place: what holds it
  Links inside_;
};

// The edges of all flows, the worst first, at most kMostEdges; `cut` when there are more.
std::vector<Edge> ListEdges(const std::vector<Flow>& flows, const TypeGraph& graph,
                            const Subsystems& subsystems, bool& cut);

}  // namespace leyline
