// Breadth first, so that the first way found to a declared contract is a shortest one.
#include "analyzer/impact/reach.h"

#include <algorithm>

namespace leyline {

std::span<const ReachTree::Spot> ReachTree::SpotsAt(uint32_t place) const {
  const auto [first, last] =
      std::equal_range(spots.begin(), spots.end(), Spot{.place = place},
                       [](const Spot& a, const Spot& b) { return a.place < b.place; });
  return {first, last};
}

ReachSearch::ReachSearch(const TypeGraph& graph, const Claims& claims)
    : graph_(graph),
      claims_(claims),
      seen_(graph.size(), 0),
      place_of_(graph.size(), 0),
      via_(graph.size(), nullptr),
      met_(claims.entries, 0),
      reach_of_(claims.entries, 0) {}

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
  for (TypeGraph::Node node : queue_) tree.places.push_back(NextPlace(tree, node));
  LinkPlaces(tree);
  for (const ReachTree::Spot& spot : tree.spots) {
    Reach& reach = tree.reaches[spot.reach];
    reach.in_requests = reach.in_requests || tree.places[spot.place].in_requests;
    reach.in_replies = reach.in_replies || tree.places[spot.place].in_replies;
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

// Those nearer to the root are there already.
ReachTree::Place ReachSearch::NextPlace(const ReachTree& tree, TypeGraph::Node node) const {
  const auto at = static_cast<uint32_t>(tree.places.size());
  const TypeGraph::Edge* via = via_[node];
  if (via == nullptr) return {.node = node, .toward = at, .anchor = at, .in_requests = true};
  const ReachTree::Place& next = tree.places[place_of_[via->used]];
  const uint32_t depth = next.depth + 1;
  return {.node = node,
          .toward = place_of_[via->used],
          .via = via,
          .depth = depth,
          .anchor = depth > kShownEnd ? next.anchor : at};
}

void ReachSearch::Collect(ReachTree& tree) {
  for (uint32_t place = 0; place < queue_.size(); ++place) {
    for (const Claim& claim : claims_.of_node[queue_[place]]) {
      if (met_[claim.entry] != round_) {
        met_[claim.entry] = round_;
        reach_of_[claim.entry] = static_cast<uint32_t>(tree.reaches.size());
        tree.reaches.push_back({.claim = claim, .at = place});
      }
      tree.spots.push_back({place, reach_of_[claim.entry]});
    }
  }
}

// Services end the way of data: what they take is written by callers, not by who serves.
void ReachSearch::LinkPlaces(ReachTree& tree) {
  std::vector<uint32_t> holders;
  for (TypeGraph::Node node : queue_) {
    holders.clear();
    for (const TypeGraph::Edge& edge : graph_.UsersOf(node)) {
      const uint32_t user = place_of_[edge.user];
      if (edge.method == nullptr) {
        holders.push_back(user);
      } else {
        (edge.is_reply ? tree.places[user].in_replies : tree.places[user].in_requests) = true;
      }
    }
    std::sort(holders.begin(), holders.end());
    holders.erase(std::unique(holders.begin(), holders.end()), holders.end());
    tree.holders.Append(holders);
  }
}

Way WayFrom(const TypeGraph& graph, const ReachTree& tree, uint32_t place) {
  Way way;
  way.links.reserve(std::min(tree.places[place].depth, 2 * kShownEnd));
  if (tree.places[place].depth > 2 * kShownEnd) {
    for (uint32_t i = 0; i < kShownEnd; ++i, place = tree.places[place].toward) {
      way.links.push_back(graph.LabelOf(*tree.places[place].via));
    }
    way.left_out = tree.places[place].depth - kShownEnd;
    place = tree.places[place].anchor;
  }
  for (; !tree.IsRoot(place); place = tree.places[place].toward) {
    way.links.push_back(graph.LabelOf(*tree.places[place].via));
  }
  return way;
}

}  // namespace leyline
