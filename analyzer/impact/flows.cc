#include "analyzer/impact/flows.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace leyline {
namespace {

// A reader's end of one flow.
struct End {
  const Flow* flow = nullptr;
  std::size_t reach = 0;
  EdgeKind kind = EdgeKind::kData;
  Level worst = Level::kCompatible;
};

class EdgeList {
 public:
  EdgeList(const TypeGraph& graph, const Subsystems& subsystems)
      : graph_(graph), subsystems_(subsystems) {}

  void Add(const End& end, const FlowMap& map) {
    const Reach& reach = end.flow->tree.reaches[end.reach];
    const Subsystem& reader = subsystems_.list[reach.claim.subsystem];
    const ContractUse& use = reader.uses[reach.claim.use];
    Edge edge{.from = {},
              .to = reader.name,
              .kind = end.kind,
              .contract = std::string(graph_.name(end.flow->tree.places[reach.at].node)),
              .evidence = HowKnown::kDeclared,
              .meeting = end.flow->ends[end.reach].meeting,
              .element = end.flow->ends[end.reach].element,
              .retention_days = use.retention_days};
    own_store_ = use.role == Role::kStores;
    if (own_store_) {
      Edge own = edge;
      own.kind = EdgeKind::kStored;
      Put(std::move(own), reach.claim.subsystem);
    }
    const bool is_request = end.kind == EdgeKind::kRequest;
    const bool is_reply = end.kind == EdgeKind::kReply;
    edge.retention_days = 0;
    const Role writer = is_request ? Role::kCalls : is_reply ? Role::kServes : Role::kWrites;
    PutAll(edge, map.At(reach.at, writer));
    if (is_request || is_reply) return;
    edge.evidence = HowKnown::kTypeGraph;
    PutAll(edge, map, map.Outside({reach.at}));
    PutAll(edge, map, map.Inside({reach.at}));
  }

  bool is_cut() const { return cut_; }
  std::vector<Edge> Take() {
    std::vector<Edge> edges = std::move(edges_);
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
      return std::make_tuple(b.meeting.worst(), std::tie(a.from, a.to, a.kind, a.contract)) <
             std::make_tuple(a.meeting.worst(), std::tie(b.from, b.to, b.kind, b.contract));
    });
    return edges;
  }

 private:
  void PutAll(const Edge& edge, const std::vector<uint32_t>& writers) {
    for (uint32_t writer : writers) {
      const bool is_own_store = own_store_ && subsystems_.list[writer].name == edge.to;
      if (!is_own_store) Put(edge, writer);
      if (cut_) return;
    }
  }

  void PutAll(const Edge& edge, const FlowMap& map, const std::vector<uint32_t>& places) {
    for (uint32_t place : places) PutAll(edge, map.At(place, Role::kWrites));
  }

  void Put(Edge edge, uint32_t from) {
    edge.from = subsystems_.list[from].name;
    const auto key = std::make_tuple(edge.from, edge.to, edge.kind, edge.contract);
    const auto found = index_.find(key);
    if (found != index_.end()) {
      Edge& known = edges_[found->second];
      if (edge.meeting.worst() > known.meeting.worst()) known.element = edge.element;
      known.meeting.Join(edge.meeting);
      known.evidence = std::min(known.evidence, edge.evidence);
      return;
    }
    if (edges_.size() == kMostEdges) {
      cut_ = true;
      return;
    }
    index_.emplace(key, edges_.size());
    edges_.push_back(std::move(edge));
  }

  const TypeGraph& graph_;
  const Subsystems& subsystems_;
  std::vector<Edge> edges_;
  std::map<std::tuple<std::string, std::string, EdgeKind, std::string>, std::size_t> index_;
  bool cut_ = false;
  bool own_store_ = false;  // what the reader writes itself is its stored data
};

// Whether the changed contract is in what methods take, or return. A changed service is called.
bool Carries(const ReachTree& tree, uint32_t place, EdgeKind kind) {
  if (kind == EdgeKind::kRequest) return tree.places[place].in_requests || tree.IsRoot(place);
  return kind != EdgeKind::kReply || tree.places[place].in_replies;
}

std::vector<End> EndsOf(const std::vector<Flow>& flows, const Subsystems& subsystems) {
  std::vector<End> ends;
  for (const Flow& flow : flows) {
    for (std::size_t i = 0; i < flow.tree.reaches.size(); ++i) {
      const Claim& claim = flow.tree.reaches[i].claim;
      End end{.flow = &flow, .reach = i, .worst = flow.ends[i].meeting.worst()};
      if (!EndsAt(subsystems.list[claim.subsystem].uses[claim.use].role, end.kind)) continue;
      if (Carries(flow.tree, flow.tree.reaches[i].at, end.kind)) ends.push_back(end);
    }
  }
  std::stable_sort(ends.begin(), ends.end(),
                   [](const End& a, const End& b) { return a.worst > b.worst; });
  return ends;
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

FlowMap::FlowMap(const Flow& flow, const Subsystems& subsystems)
    : claimants_(flow.tree.places.size() * kRoles), inside_(flow.tree.places.size()) {
  for (uint32_t place = 0; place < flow.tree.places.size(); ++place) {
    outside_.push_back(flow.tree.places[place].holders);
    for (uint32_t holder : outside_.back()) inside_[holder].push_back(place);
  }
  for (const Reach& reach : flow.tree.reaches) {
    const Role role = subsystems.list[reach.claim.subsystem].uses[reach.claim.use].role;
    claimants_[reach.at * kRoles + static_cast<std::size_t>(role)].push_back(reach.claim.subsystem);
  }
}

const std::vector<uint32_t>& FlowMap::At(uint32_t place, Role role) const {
  return claimants_[place * kRoles + static_cast<std::size_t>(role)];
}

std::vector<uint32_t> FlowMap::Outside(const std::vector<uint32_t>& places) const {
  return From(places, outside_);
}

std::vector<uint32_t> FlowMap::Inside(const std::vector<uint32_t>& places) const {
  return From(places, inside_);
}

std::vector<uint32_t> FlowMap::From(const std::vector<uint32_t>& places, const Links& links) {
  std::vector<char> seen(links.size(), 0);
  std::vector<uint32_t> found = places;
  for (uint32_t place : places) seen[place] = 1;
  for (std::size_t at = 0; at < found.size(); ++at) {
    for (uint32_t next : links[found[at]]) {
      if (seen[next] != 0) continue;
      seen[next] = 1;
      found.push_back(next);
    }
  }
  found.erase(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(places.size()));
  return found;
}

std::vector<Edge> ListEdges(const std::vector<Flow>& flows, const TypeGraph& graph,
                            const Subsystems& subsystems, bool& cut) {
  EdgeList list(graph, subsystems);
  std::map<const Flow*, FlowMap> maps;  // made when first asked for
  for (const End& end : EndsOf(flows, subsystems)) {
    if (list.is_cut()) break;
    auto map = maps.find(end.flow);
    if (map == maps.end()) map = maps.emplace(end.flow, FlowMap(*end.flow, subsystems)).first;
    list.Add(end, map->second);
  }
  cut = list.is_cut();
  return list.Take();
}

}  // namespace leyline
