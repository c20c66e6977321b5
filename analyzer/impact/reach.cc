// Breadth first, so that the first way found to a declared contract is a shortest one.
#include "analyzer/impact/reach.h"

#include <algorithm>
#include <set>
#include <utility>

namespace leyline {

ReachSearch::ReachSearch(const TypeGraph& graph, const Claims& claims)
    : graph_(graph),
      claims_(claims),
      seen_(graph.size(), 0),
      place_of_(graph.size(), 0),
      via_(graph.size(), nullptr) {}

ReachTree ReachSearch::From(const std::vector<TypeGraph::Node>& sources) {
  ++round_;
  queue_.clear();
  ReachTree tree;
  tree.roots = sources;
  for (TypeGraph::Node source : sources) Visit(source, nullptr);
  for (std::size_t at = 0; at < queue_.size(); ++at) {
    for (const TypeGraph::Edge& edge : graph_.UsersOf(queue_[at])) Visit(edge.user, &edge);
  }
  Collect(tree);
  if (tree.reaches.empty()) return tree;
  for (TypeGraph::Node node : queue_) tree.places.push_back(PlaceOf(node));
  for (TypeGraph::Node node : queue_) {
    for (const TypeGraph::Edge& edge : graph_.UsersOf(node)) {
      if (edge.method == nullptr) continue;
      ReachTree::Place& service = tree.places[place_of_[edge.user]];
      (edge.is_reply ? service.in_replies : service.in_requests) = true;
    }
  }
  return tree;
}

void ReachSearch::Visit(TypeGraph::Node node, const TypeGraph::Edge* via) {
  if (seen_[node] == round_) return;
  seen_[node] = round_;
  via_[node] = via;
  place_of_[node] = static_cast<uint32_t>(queue_.size());
  queue_.push_back(node);
}

void ReachSearch::Collect(ReachTree& tree) {
  std::set<std::pair<uint32_t, uint32_t>> found;
  for (uint32_t place = 0; place < queue_.size(); ++place) {
    for (const Claim& claim : claims_.of_node[queue_[place]]) {
      if (found.emplace(claim.subsystem, claim.use).second) tree.reaches.push_back({claim, place});
    }
  }
}

// Services end the way of data: what they take is written by callers, not by who serves.
ReachTree::Place ReachSearch::PlaceOf(TypeGraph::Node node) const {
  const TypeGraph::Edge* via = via_[node];
  ReachTree::Place place{
      .node = node, .toward = place_of_[via == nullptr ? node : via->used], .via = via};
  for (const TypeGraph::Edge& edge : graph_.UsersOf(node)) {
    if (edge.method == nullptr) place.holders.push_back(place_of_[edge.user]);
  }
  std::sort(place.holders.begin(), place.holders.end());
  place.holders.erase(std::unique(place.holders.begin(), place.holders.end()), place.holders.end());
  return place;
}

std::vector<std::string> LinksFrom(const TypeGraph& graph, const ReachTree& tree, uint32_t place) {
  std::vector<std::string> links;
  for (; !tree.IsRoot(place); place = tree.places[place].toward) {
    links.push_back(graph.LabelOf(*tree.places[place].via));
  }
  return links;
}

}  // namespace leyline
