// From a changed contract backwards over "who uses this type": who is reached, and how.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/impact/claims.h"
#include "analyzer/impact/index_lists.h"
#include "analyzer/impact/type_graph.h"

namespace leyline {

inline constexpr uint32_t kShownEnd = 8;  // links at each end of a way

// An entry of the map that names contracts in which the changed one travels.
struct Reach {
  Claim claim;
  uint32_t at = 0;  // the nearest of them, into ReachTree::places
  // Of services, in any of them: whether the changed contract is in what methods take, or return.
  bool in_requests = false;
  bool in_replies = false;
};

// All contracts in which the changed one travels, the nearest first, and by which shortest way.
struct ReachTree {
  struct Place {
    TypeGraph::Node node = 0;
    uint32_t toward = 0;                   // the place that is one step nearer; a root: itself
    const TypeGraph::Edge* via = nullptr;  // the step; null: a root
    uint32_t depth = 0;                    // steps to the root
    uint32_t anchor = 0;  // the place on the way that is kShownEnd steps from the root, else itself
    // Of a service, as of a reach. A changed service itself takes.
    bool in_requests = false;
    bool in_replies = false;
  };
  // An entry names the contract of a place: one entry may name many.
  struct Spot {
    uint32_t place = 0;
    uint32_t reach = 0;
  };
  std::vector<Place> places;   // none when there is no reach
  std::vector<Reach> reaches;  // the nearest first
  std::vector<Spot> spots;     // by place
  IndexLists holders;          // of each place: those of the contracts that hold it
  std::vector<TypeGraph::Node> roots;

  bool IsRoot(uint32_t place) const { return places[place].via == nullptr; }
  std::span<const Spot> SpotsAt(uint32_t place) const;
};

class ReachSearch {
 public:
  // Borrows all.
  ReachSearch(const TypeGraph& graph, const Claims& claims);

  // `sources`: the contracts of one change.
  ReachTree From(const std::vector<TypeGraph::Node>& sources);

 private:
  void Visit(TypeGraph::Node node, const TypeGraph::Edge* via);
  ReachTree::Place NextPlace(const ReachTree& tree, TypeGraph::Node node) const;
  void Collect(ReachTree& tree);
  void LinkPlaces(ReachTree& tree);

  const TypeGraph& graph_;
  const Claims& claims_;
  std::vector<uint32_t> seen_;      // the round in which a node was last visited
  std::vector<uint32_t> place_of_;  // of nodes that were visited in this round
  std::vector<const TypeGraph::Edge*> via_;
  std::vector<uint32_t> met_;       // the round in which an entry of the map was last met
  std::vector<uint32_t> reach_of_;  // of entries that were met in this round
  uint32_t round_ = 0;
  std::vector<TypeGraph::Node> queue_;  // by place
};

// The links from a place to its root. Of a very long way only the ends, so that what a hit takes
// does not grow with it; parsers refuse messages that are nested deeper than 100.
struct Way {
  std::vector<std::string> links;
  uint32_t left_out = 0;
  uint32_t length() const { return static_cast<uint32_t>(links.size()) + left_out; }
};
Way WayFrom(const TypeGraph& graph, const ReachTree& tree, uint32_t place);

}  // namespace leyline
