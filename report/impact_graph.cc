#include "report/impact_graph.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "report/impact_layout.h"
#include "report/impact_words.h"
#include "report/text_parts.h"

namespace leyline {
namespace {

constexpr std::size_t kMostGraphEdges = 120;

// "acme.Order.total" -> "acme.Order"; "acme.Base.[acme.ext]" -> "acme.Base".
std::string_view OwnerOf(std::string_view link) {
  const std::size_t extension = link.find(".[");
  return link.substr(0, extension == std::string_view::npos ? link.rfind('.') : extension);
}

std::string_view PartOf(std::string_view link) { return link.substr(OwnerOf(link).size() + 1); }

class GraphBuilder {
 public:
  // A contract is one box, whether it changed, holds what changed, or both.
  std::size_t Node(GraphNode::Kind kind, const std::string& name, std::size_t column = 0) {
    const bool is_subsystem = kind == GraphNode::Kind::kSubsystem;
    const auto [found, is_new] =
        index_.try_emplace({is_subsystem, name, column}, graph_.nodes.size());
    if (is_new)
      graph_.nodes.push_back({.kind = kind, .name = name, .detail = {}, .column = column});
    GraphNode& node = graph_.nodes[found->second];
    if (kind == GraphNode::Kind::kChanged) node.kind = kind;
    return found->second;
  }

  void Raise(std::size_t node, Level level) {
    graph_.nodes[node].level = std::max(graph_.nodes[node].level, level);
  }

  void Edge(std::size_t from, std::size_t to, std::string_view label, Level level, bool by_types) {
    const auto [found, is_new] = edges_.try_emplace({from, to}, graph_.edges.size());
    if (is_new) graph_.edges.push_back({.from = from, .to = to, .label = {}, .by_types = by_types});
    GraphEdge& edge = graph_.edges[found->second];
    edge.level = std::max(edge.level, level);
    edge.by_types = edge.by_types && by_types;
    if (!labels_.emplace(found->second, label).second || label.empty()) return;
    edge.label += fmt::format("{}{}", edge.label.empty() ? "" : ", ", label);
  }

  void Collapse() { graph_.collapsed = true; }
  std::size_t size() const { return graph_.nodes.size(); }
  std::size_t edges() const { return graph_.edges.size(); }
  void LeaveOut() { ++graph_.left_out; }

  // In the second column of a collapsed graph. Counts those that it has no room for.
  bool HasRoomFor(const std::string& subsystem) {
    if (index_.contains({true, subsystem, 1}) || size() < kMostGraphNodes) return true;
    if (omitted_.insert(subsystem).second) LeaveOut();
    return false;
  }

  ImpactGraph Take() {
    LayOut(graph_);
    for (GraphNode& node : graph_.nodes) {
      if (node.kind == GraphNode::Kind::kContract) continue;
      node.detail = IsWriter(graph_, node) ? "writes" : std::string(NameOf(node.level));
    }
    return std::move(graph_);
  }

 private:
  ImpactGraph graph_;
  std::map<std::tuple<bool, std::string, std::size_t>, std::size_t> index_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> edges_;
  std::set<std::pair<std::size_t, std::string>> labels_;
  std::set<std::string> omitted_;
};

// The chain of one hit, from what changed to the subsystem.
void AddChain(GraphBuilder& graph, const Change& change, const Hit& hit) {
  using Kind = GraphNode::Kind;
  std::size_t at = graph.Node(Kind::kChanged, change.contract);
  graph.Raise(at, LevelShown(change));
  for (auto link = hit.path.rbegin(); link != hit.path.rend(); ++link) {
    const std::string owner(OwnerOf(*link));
    const std::size_t next = owner == change.contract ? at : graph.Node(Kind::kContract, owner);
    if (next == at) continue;
    graph.Edge(at, next, PartOf(*link), Level::kCompatible, false);
    at = next;
  }
  const std::size_t subsystem = graph.Node(Kind::kSubsystem, hit.subsystem);
  graph.Raise(subsystem, hit.level);
  graph.Edge(at, subsystem, NameOf(hit.role), hit.level, hit.evidence == HowKnown::kTypeGraph);
}

// False when there are too many contracts to be read.
bool AddContracts(GraphBuilder& graph, const ImpactView& view, bool all) {
  for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
    for (const Hit& hit : view.impact->changes[i].hits) {
      if (!all && hit.level == Level::kCompatible) continue;
      AddChain(graph, view.diff.changes[i], hit);
      if (graph.size() > kMostGraphNodes) return false;
    }
  }
  return true;
}

void AddSubsystems(GraphBuilder& graph, const ImpactReport& impact) {
  graph.Collapse();
  for (const Edge& edge : impact.edges) {
    const Level level = edge.meeting.worst();
    if (level == Level::kCompatible) continue;
    if (graph.size() + 2 > 2 * kMostGraphNodes || graph.edges() == kMostGraphEdges) {
      graph.LeaveOut();
      continue;
    }
    const std::size_t from = graph.Node(GraphNode::Kind::kSubsystem, edge.from, 0);
    const std::size_t to = graph.Node(GraphNode::Kind::kSubsystem, edge.to, 1);
    graph.Raise(to, level);
    graph.Edge(from, to, "", level, edge.evidence == HowKnown::kTypeGraph);
  }
}

// Where nobody is known to write what is hit: all changes as one box.
void AddHitSubsystems(GraphBuilder& graph, const ImpactView& view) {
  const auto count = static_cast<int32_t>(view.diff.changes.size());
  const std::size_t changes = graph.Node(GraphNode::Kind::kChanged, Counted(count, "change"));
  for (std::size_t i = 0; i < view.diff.changes.size(); ++i) {
    for (const Hit& hit : view.impact->changes[i].hits) {
      if (hit.level == Level::kCompatible) continue;
      graph.Raise(changes, LevelShown(view.diff.changes[i]));
      if (!graph.HasRoomFor(hit.subsystem)) continue;
      const std::size_t subsystem = graph.Node(GraphNode::Kind::kSubsystem, hit.subsystem, 1);
      graph.Raise(subsystem, hit.level);
      graph.Edge(changes, subsystem, "", hit.level, hit.evidence == HowKnown::kTypeGraph);
    }
  }
}

}  // namespace

ImpactGraph GraphOf(const ImpactView& view) {
  GraphBuilder contracts;
  const bool none = view.impact->affected_subsystems.empty();
  if (AddContracts(contracts, view, none)) return contracts.Take();
  GraphBuilder subsystems;
  AddSubsystems(subsystems, *view.impact);
  if (subsystems.size() == 0) AddHitSubsystems(subsystems, view);
  return subsystems.Take();
}

}  // namespace leyline
