#include "report/impact_graph.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "report/impact_words.h"

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
  std::size_t Node(GraphNode::Kind kind, const std::string& name, std::size_t column) {
    const auto [found, is_new] = index_.try_emplace({kind, name, collapsed() ? column : 0});
    if (is_new) {
      found->second = graph_.nodes.size();
      graph_.nodes.push_back({.kind = kind, .name = name, .detail = {}, .column = column});
    }
    GraphNode& node = graph_.nodes[found->second];
    node.column = std::max(node.column, column);
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
  bool collapsed() const { return graph_.collapsed; }
  std::size_t size() const { return graph_.nodes.size(); }
  std::size_t edges() const { return graph_.edges.size(); }
  void LeaveOut() { ++graph_.left_out; }

  ImpactGraph Take() {
    Place();
    for (GraphNode& node : graph_.nodes) {
      if (node.detail.empty()) node.detail = std::string(NameOf(node.level));
      if (node.kind == GraphNode::Kind::kContract) node.detail.clear();
    }
    return std::move(graph_);
  }

 private:
  // Subsystems in the last column; in each column near to what a node hangs on.
  void Place() {
    std::size_t last = 0;
    for (const GraphNode& node : graph_.nodes) {
      if (node.kind != GraphNode::Kind::kSubsystem) last = std::max(last, node.column + 1);
    }
    for (GraphNode& node : graph_.nodes) {
      if (!graph_.collapsed && node.kind == GraphNode::Kind::kSubsystem) node.column = last;
    }
    std::vector<std::size_t> order(graph_.nodes.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::tie(graph_.nodes[a].column, graph_.nodes[a].name) <
             std::tie(graph_.nodes[b].column, graph_.nodes[b].name);
    });
    for (int pass = 0; pass < 3; ++pass) order = Nearer(order);
    Renumber(order);
  }

  std::vector<std::size_t> Nearer(std::vector<std::size_t> order) const {
    std::vector<double> row(graph_.nodes.size(), 0);
    std::map<std::size_t, double> next;
    for (std::size_t node : order) row[node] = next[graph_.nodes[node].column]++;
    std::vector<double> sum(graph_.nodes.size(), 0);
    std::vector<double> count(graph_.nodes.size(), 0);
    for (const GraphEdge& edge : graph_.edges) {
      sum[edge.to] += row[edge.from];
      count[edge.to] += 1;
    }
    const auto wish = [&](std::size_t node) {
      return count[node] == 0 ? row[node] : sum[node] / count[node];
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return std::make_tuple(graph_.nodes[a].column, wish(a)) <
             std::make_tuple(graph_.nodes[b].column, wish(b));
    });
    return order;
  }

  void Renumber(const std::vector<std::size_t>& order) {
    std::vector<std::size_t> now(order.size());
    std::vector<GraphNode> nodes;
    for (std::size_t node : order) {
      now[node] = nodes.size();
      nodes.push_back(std::move(graph_.nodes[node]));
    }
    graph_.nodes = std::move(nodes);
    for (GraphEdge& edge : graph_.edges) {
      edge.from = now[edge.from];
      edge.to = now[edge.to];
    }
  }

  ImpactGraph graph_;
  std::map<std::tuple<GraphNode::Kind, std::string, std::size_t>, std::size_t> index_;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> edges_;
  std::set<std::pair<std::size_t, std::string>> labels_;
};

// The chain of one hit, from what changed to the subsystem.
void AddChain(GraphBuilder& graph, const Change& change, const Hit& hit) {
  using Kind = GraphNode::Kind;
  std::size_t column = 0;
  std::size_t at = graph.Node(Kind::kChanged, change.contract, column);
  graph.Raise(at, LevelShown(change));
  for (auto link = hit.path.rbegin(); link != hit.path.rend(); ++link) {
    const std::string owner(OwnerOf(*link));
    const std::size_t next =
        owner == change.contract ? at : graph.Node(Kind::kContract, owner, ++column);
    if (next == at) continue;
    graph.Edge(at, next, PartOf(*link), Level::kCompatible, false);
    at = next;
  }
  const std::size_t subsystem = graph.Node(Kind::kSubsystem, hit.subsystem, column + 1);
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

}  // namespace

ImpactGraph GraphOf(const ImpactView& view) {
  GraphBuilder contracts;
  const bool none = view.impact->affected_subsystems.empty();
  if (AddContracts(contracts, view, none)) return contracts.Take();
  GraphBuilder subsystems;
  AddSubsystems(subsystems, *view.impact);
  return subsystems.Take();
}

}  // namespace leyline
