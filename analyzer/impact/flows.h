// Flows: what the changes of one contract mean at each end that reads it, and who writes there.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "analyzer/impact/impact.h"
#include "analyzer/impact/reach.h"

namespace leyline {

// One reach as the end of flows: over all changes of the contract.
struct FlowEnd {
  Meeting meeting;                // as its reader; of who only writes or owns it, nothing
  const Change* worst = nullptr;  // null: no flow ends here
};

// One changed contract.
struct Flow {
  ReachTree tree;
  std::vector<FlowEnd> ends;  // one a reach
};

// The kind of flow that ends at a role; false: none does.
bool EndsAt(Role role, EdgeKind& kind);

// Who writes what such a flow brings.
Role WriterOf(EdgeKind kind);

// Whether such data is exchanged at a place: of a service only what its methods take, or return.
bool Carries(const ReachTree::Place& place, EdgeKind kind);

// Who claims which place of a flow, and what is around it. Data goes from who writes a contract to
// who reads it, reads what it is inside of, or reads what is inside it: out or in, never both.
class FlowMap {
 public:
  FlowMap(const Flow& flow, const Subsystems& subsystems);

  // The places of one reach, the nearest first.
  std::span<const uint32_t> PlacesOf(std::size_t reach) const { return places_of_[reach]; }

  // Calls visit(subsystem) for each that claims the place in the role.
  template <class Visit>
  void ForEachAt(uint32_t place, Role role, Visit visit) const {
    for (const ReachTree::Spot& spot : flow_.tree.SpotsAt(place)) {
      const Claim& claim = flow_.tree.reaches[spot.reach].claim;
      if (subsystems_.list[claim.subsystem].uses[claim.use].role == role) visit(claim.subsystem);
    }
  }

  // A place, and the one from which it was found.
  struct Found {
    uint32_t place = 0;
    uint32_t origin = 0;
  };
  // The places of all contracts that hold one of these, or that they hold; without themselves.
  std::vector<Found> Outside(std::span<const uint32_t> places) const;
  std::vector<Found> Inside(std::span<const uint32_t> places) const;

 private:
  static std::vector<Found> From(std::span<const uint32_t> places, const IndexLists& links);

  const Flow& flow_;
  const Subsystems& subsystems_;
  IndexLists places_of_;  // of each reach
  IndexLists inside_;     // of each place: what it holds
};

// The edges of flows, in the order in which ends are added, at most kMostEdges.
class EdgeList {
 public:
  EdgeList(const TypeGraph& graph, const Subsystems& subsystems)
      : graph_(graph), subsystems_(subsystems) {}

  // Those to the ends of this level. One edge for each two subsystems and entry of the reader,
  // where they meet nearest to what changed.
  void Add(const Flow& flow, Level level);
  bool is_cut() const { return cut_; }  // there are more
  std::vector<Edge> Take();             // the worst first

 private:
  void AddEnd(const Flow& flow, const FlowMap& map, std::size_t reach, EdgeKind kind);
  void PutOnce(Edge& edge, uint32_t from, std::string_view contract);
  void Put(const Edge& edge);

  const TypeGraph& graph_;
  const Subsystems& subsystems_;
  std::vector<Edge> edges_;
  std::map<std::tuple<std::string, std::string, EdgeKind, std::string>, std::size_t> index_;
  bool cut_ = false;
  std::set<uint32_t> put_;  // writers that reach the end at hand
};

}  // namespace leyline
