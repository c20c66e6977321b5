#include "analyzer/impact/flows.h"

#include <algorithm>

namespace leyline {
namespace {

IndexLists PlacesOfReaches(const ReachTree& tree) {
  IndexLists reaches;  // of each place
  std::vector<uint32_t> list;
  auto spot = tree.spots.begin();
  for (uint32_t place = 0; place < tree.places.size(); ++place) {
    list.clear();
    for (; spot != tree.spots.end() && spot->place == place; ++spot) list.push_back(spot->reach);
    reaches.Append(list);
  }
  return reaches.Reversed(tree.reaches.size());
}

}  // namespace

bool EndsAt(Role role, EdgeKind& kind) {
  switch (role) {
    case Role::kReads:
    case Role::kStores:
      kind = EdgeKind::kData;
      return true;
    case Role::kServes:
      kind = EdgeKind::kRequest;
      return true;
    case Role::kCalls:
      kind = EdgeKind::kReply;
      return true;
    case Role::kOwns:
    case Role::kWrites:
      return false;
  }
  return false;
}

Role WriterOf(EdgeKind kind) {
  if (kind == EdgeKind::kRequest) return Role::kCalls;
  return kind == EdgeKind::kReply ? Role::kServes : Role::kWrites;
}

bool Carries(const ReachTree::Place& place, EdgeKind kind) {
  if (kind == EdgeKind::kRequest) return place.in_requests;
  return kind != EdgeKind::kReply || place.in_replies;
}

FlowMap::FlowMap(const Flow& flow, const Subsystems& subsystems)
    : flow_(flow),
      subsystems_(subsystems),
      places_of_(PlacesOfReaches(flow.tree)),
      inside_(flow.tree.holders.Reversed(flow.tree.places.size())) {}

std::vector<FlowMap::Found> FlowMap::Outside(std::span<const uint32_t> places) const {
  return From(places, flow_.tree.holders);
}

std::vector<FlowMap::Found> FlowMap::Inside(std::span<const uint32_t> places) const {
  return From(places, inside_);
}

std::vector<FlowMap::Found> FlowMap::From(std::span<const uint32_t> places,
                                          const IndexLists& links) {
  std::vector<char> seen(links.size(), 0);
  std::vector<Found> found;
  for (uint32_t place : places) {
    seen[place] = 1;
    found.push_back({place, place});
  }
  for (std::size_t at = 0; at < found.size(); ++at) {
    for (uint32_t next : links[found[at].place]) {
      if (seen[next] != 0) continue;
      seen[next] = 1;
      found.push_back({next, found[at].origin});
    }
  }
  found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(places.size()));
  return found;
}

void EdgeList::Add(const Flow& flow, Level level) {
  const FlowMap map(flow, subsystems_);
  for (std::size_t i = 0; i < flow.ends.size() && !cut_; ++i) {
    const Claim& claim = flow.tree.reaches[i].claim;
    EdgeKind kind;
    if (!EndsAt(subsystems_.list[claim.subsystem].uses[claim.use].role, kind)) continue;
    if (flow.ends[i].meeting.worst() == level) AddEnd(flow, map, i, kind);
  }
}

void EdgeList::AddEnd(const Flow& flow, const FlowMap& map, std::size_t reach, EdgeKind kind) {
  const ReachTree& tree = flow.tree;
  const Claim& claim = tree.reaches[reach].claim;
  const Subsystem& reader = subsystems_.list[claim.subsystem];
  const ContractUse& use = reader.uses[claim.use];
  const auto name_at = [&](uint32_t place) { return graph_.name(tree.places[place].node); };
  Edge edge{.from = reader.name,
            .to = reader.name,
            .kind = kind,
            .contract = std::string(name_at(tree.reaches[reach].at)),
            .evidence = HowKnown::kDeclared,
            .meeting = flow.ends[reach].meeting,
            .element = flow.ends[reach].worst->element,
            .retention_days = use.retention_days};
  put_.clear();
  if (use.role == Role::kStores) {
    edge.kind = EdgeKind::kStored;
    Put(edge);
    put_.insert(claim.subsystem);  // what the reader writes itself is its stored data
    edge.kind = kind;
  }
  edge.retention_days = 0;
  const Role writer = WriterOf(kind);
  const std::span<const uint32_t> places = map.PlacesOf(reach);
  for (uint32_t place : places) {
    if (!Carries(tree.places[place], kind)) continue;
    map.ForEachAt(place, writer, [&](uint32_t from) { PutOnce(edge, from, name_at(place)); });
  }
  if (kind != EdgeKind::kData) return;
  edge.evidence = HowKnown::kTypeGraph;
  for (const auto& around : {map.Outside(places), map.Inside(places)}) {
    for (const FlowMap::Found& found : around) {
      map.ForEachAt(found.place, writer,
                    [&](uint32_t from) { PutOnce(edge, from, name_at(found.origin)); });
    }
  }
}

void EdgeList::PutOnce(Edge& edge, uint32_t from, std::string_view contract) {
  if (cut_ || !put_.insert(from).second) return;
  edge.from = subsystems_.list[from].name;
  edge.contract = contract;
  Put(edge);
}

void EdgeList::Put(const Edge& edge) {
  const auto [found, is_new] =
      index_.try_emplace({edge.from, edge.to, edge.kind, edge.contract}, edges_.size());
  if (!is_new) {
    Edge& known = edges_[found->second];
    if (edge.meeting.worst() > known.meeting.worst()) known.element = edge.element;
    known.meeting.Join(edge.meeting);
    known.evidence = std::min(known.evidence, edge.evidence);
  } else if (edges_.size() == kMostEdges) {
    index_.erase(found);
    cut_ = true;
  } else {
    edges_.push_back(edge);
  }
}

std::vector<Edge> EdgeList::Take() {
  std::sort(edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) {
    return std::make_tuple(b.meeting.worst(), std::tie(a.from, a.to, a.kind, a.contract)) <
           std::make_tuple(a.meeting.worst(), std::tie(b.from, b.to, b.kind, b.contract));
  });
  return std::move(edges_);
}

}  // namespace leyline
