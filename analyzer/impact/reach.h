// From a changed contract backwards over "who uses this type": who is reached, and how.
#pragma once

#include <string>
#include <vector>

#include "analyzer/impact/claims.h"
#include "analyzer/impact/type_graph.h"

namespace leyline {

// An entry of the map that names a contract in which the changed one travels, the nearest one that
// it names.
struct Reach {
  Claim claim;
  uint32_t at = 0;  // into ReachTree::places
};

// All contracts in which the changed one travels, the nearest first, and by which shortest way.
struct ReachTree {
  struct Place {
    TypeGraph::Node node = 0;
    uint32_t toward = 0;                   // the place that is one step nearer; a root: itself
    const TypeGraph::Edge* via = nullptr;  // the step; null: a root
    std::vector<uint32_t> holders = {};    // places of the contracts that hold this one, sorted
    // Of a service: whether the changed contract is in what its methods take, or return.
    bool in_requests = false;
    bool in_replies = false;
  };
  std::vector<Place> places;   // none when there is no reach
  std::vector<Reach> reaches;  // the nearest first
  std::vector<TypeGraph::Node> roots;

  bool IsRoot(uint32_t place) const { return places[place].via == nullptr; }
};

class ReachSearch {
 public:
  // Borrows all.
  ReachSearch(const TypeGraph& graph, const Claims& claims);

  // `sources`: the contracts of one change.
  ReachTree From(const std::vector<TypeGraph::Node>& sources);

 private:
  void Visit(TypeGraph::Node node, const TypeGraph::Edge* via);
  void Collect(ReachTree& tree);
  ReachTree::Place PlaceOf(TypeGraph::Node node) const;

  const TypeGraph& graph_;
  const Claims& claims_;
  std::vector<uint32_t> seen_;      // the round in which a node was last visited
  std::vector<uint32_t> place_of_;  // of nodes that were visited in this round
  std::vector<const TypeGraph::Edge*> via_;
  uint32_t round_ = 0;
  std::vector<TypeGraph::Node> queue_;  // by place
};

// The links from a place to its root.
std::vector<std::string> LinksFrom(const TypeGraph& graph, const ReachTree& tree, uint32_t place);

}  // namespace leyline
