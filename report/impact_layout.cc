// The method of Sugiyama and others: layers by longest paths; an edge that spans layers gets a knot
// in each; each layer is ordered by the means of its neighbours, to and fro, and the order with the
// fewest crossings is kept; then rows are moved towards the neighbours without changing the order.
#include "report/impact_layout.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace leyline {
namespace {

constexpr double kBoxRoom = 1.0;
constexpr double kKnotRoom = 0.4;
constexpr int kSweeps = 12;
constexpr int kMoves = 8;

using Index = std::size_t;

// Columns by the longest way from a source. Edges that close a circle don't count.
class Columns {
 public:
  explicit Columns(ImpactGraph& graph) : graph_(graph), out_(graph.nodes.size()) {
    for (const GraphEdge& edge : graph.edges) out_[edge.from].push_back(edge.to);
  }

  void Fill() {
    std::vector<Index> order = DepthFirst();
    for (GraphNode& node : graph_.nodes) node.column = 0;
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
      for (Index next : out_[*at]) {
        if (finished_[next] > finished_[*at]) continue;  // closes a circle
        Index& column = graph_.nodes[next].column;
        column = std::max(column, graph_.nodes[*at].column + 1);
      }
    }
    Index last = 0;
    for (const GraphNode& node : graph_.nodes) last = std::max(last, node.column);
    for (GraphNode& node : graph_.nodes) {
      if (node.kind == GraphNode::Kind::kSubsystem) node.column = last;
    }
  }

 private:
  // The nodes as they are finished: what is reached comes first. Graphs are small: no chain is
  // longer than kMostGraphNodes.
  std::vector<Index> DepthFirst() {
    std::vector<Index> order;
    finished_.assign(out_.size(), 0);
    std::vector<char> seen(out_.size(), 0);
    const auto visit = [&](auto& self, Index node) -> void {
      seen[node] = 1;
      for (Index next : out_[node]) {
        if (seen[next] == 0) self(self, next);
      }
      order.push_back(node);
      finished_[node] = order.size();
    };
    for (Index node = 0; node < out_.size(); ++node) {
      if (seen[node] == 0) visit(visit, node);
    }
    return order;
  }

  ImpactGraph& graph_;
  std::vector<std::vector<Index>> out_;
  std::vector<Index> finished_;
};

// Boxes and knots. The boxes come first, with the numbers of the graph.
class Layers {
 public:
  explicit Layers(const ImpactGraph& graph) : boxes_(graph.nodes.size()) {
    for (const GraphNode& node : graph.nodes) Add(node.column);
    for (const GraphEdge& edge : graph.edges) AddEdge(graph, edge);
    std::vector<Index> by_name(boxes_);
    std::iota(by_name.begin(), by_name.end(), Index{0});
    std::sort(by_name.begin(), by_name.end(),
              [&](Index a, Index b) { return graph.nodes[a].name < graph.nodes[b].name; });
    for (Index node : by_name) layers_[column_[node]].push_back(node);
    for (Index knot = boxes_; knot < column_.size(); ++knot) {
      layers_[column_[knot]].push_back(knot);
    }
  }

  void Order() {
    std::vector<std::vector<Index>> best = layers_;
    Index fewest = Crossings();
    for (int sweep = 0; sweep < kSweeps && fewest > 0; ++sweep) {
      const bool forth = sweep % 2 == 0;
      const Index count = layers_.size();
      for (Index i = 1; i < count; ++i) SortLayer(forth ? i : count - 1 - i, forth ? in_ : out_);
      const Index crossings = Crossings();
      if (crossings >= fewest) continue;
      fewest = crossings;
      best = layers_;
    }
    layers_ = std::move(best);
  }

  // The row of each box and knot.
  std::vector<double> Rows() const {
    std::vector<double> rows(column_.size(), 0);
    for (const std::vector<Index>& layer : layers_) {
      const std::vector<double> least = LeastRows(layer);
      const double middle = layer.empty() ? 0 : (least.front() + least.back()) / 2;
      for (Index i = 0; i < layer.size(); ++i) rows[layer[i]] = least[i] - middle;
    }
    for (int move = 0; move < kMoves; ++move) {
      const bool forth = move % 2 == 0;
      const Index count = layers_.size();
      for (Index i = 1; i < count; ++i) {
        MoveLayer(layers_[forth ? i : count - 1 - i], forth ? in_ : out_, rows);
      }
    }
    const auto top = std::min_element(rows.begin(), rows.end());
    const double above = top == rows.end() ? 0 : *top;
    for (double& row : rows) row -= above;
    return rows;
  }

  // Of each edge, in its order: its knots.
  const std::vector<std::vector<Index>>& knots() const { return knots_; }

 private:
  using Links = std::vector<std::vector<Index>>;

  Index Add(Index column) {
    column_.push_back(column);
    in_.emplace_back();
    out_.emplace_back();
    if (layers_.size() <= column) layers_.resize(column + 1);
    return column_.size() - 1;
  }

  void AddEdge(const ImpactGraph& graph, const GraphEdge& edge) {
    knots_.emplace_back();
    Index at = edge.from;
    const Index end = graph.nodes[edge.to].column;
    for (Index column = graph.nodes[edge.from].column + 1; column < end; ++column) {
      const Index knot = Add(column);
      knots_.back().push_back(knot);
      Link(at, knot);
      at = knot;
    }
    if (column_[at] < end) Link(at, edge.to);  // one that closes a circle has no say
  }

  void Link(Index from, Index to) {
    out_[from].push_back(to);
    in_[to].push_back(from);
  }

  std::vector<Index> Places() const {
    std::vector<Index> places(column_.size());
    for (const std::vector<Index>& layer : layers_) {
      for (Index i = 0; i < layer.size(); ++i) places[layer[i]] = i;
    }
    return places;
  }

  void SortLayer(Index layer, const Links& links) {
    const std::vector<Index> places = Places();
    std::vector<double> wish(column_.size());
    for (Index node : layers_[layer]) {
      double sum = 0;
      for (Index other : links[node]) sum += static_cast<double>(places[other]);
      wish[node] = links[node].empty() ? static_cast<double>(places[node])
                                       : sum / static_cast<double>(links[node].size());
    }
    std::stable_sort(layers_[layer].begin(), layers_[layer].end(),
                     [&](Index a, Index b) { return wish[a] < wish[b]; });
  }

  Index Crossings() const {
    const std::vector<Index> places = Places();
    Index crossings = 0;
    for (const std::vector<Index>& layer : layers_) {
      std::vector<std::pair<Index, Index>> links;
      for (Index node : layer) {
        for (Index next : out_[node]) links.emplace_back(places[node], places[next]);
      }
      for (Index i = 0; i < links.size(); ++i) {
        for (Index j = i + 1; j < links.size(); ++j) {
          const bool cross =
              (links[i].first < links[j].first && links[i].second > links[j].second) ||
              (links[i].first > links[j].first && links[i].second < links[j].second);
          crossings += cross ? 1 : 0;
        }
      }
    }
    return crossings;
  }

  double RoomOf(Index node) const { return node < boxes_ ? kBoxRoom : kKnotRoom; }

  // As near to each other as their rooms allow.
  std::vector<double> LeastRows(const std::vector<Index>& layer) const {
    std::vector<double> rows(layer.size(), 0);
    for (Index i = 1; i < layer.size(); ++i) {
      rows[i] = rows[i - 1] + (RoomOf(layer[i - 1]) + RoomOf(layer[i])) / 2;
    }
    return rows;
  }

  // As near to the means of the neighbours as order and rooms allow, by least squares: neighbours
  // in the layer that would come too near move together as one block.
  void MoveLayer(const std::vector<Index>& layer, const Links& links,
                 std::vector<double>& rows) const {
    struct Block {
      double sum = 0;
      double count = 0;
      double mean() const { return sum / count; }
    };
    const std::vector<double> least = LeastRows(layer);
    std::vector<Block> blocks;
    for (Index i = 0; i < layer.size(); ++i) {
      double wish = rows[layer[i]];
      if (const std::vector<Index>& others = links[layer[i]]; !others.empty()) {
        wish = 0;
        for (Index other : others) wish += rows[other] / static_cast<double>(others.size());
      }
      blocks.push_back({wish - least[i], 1});
      while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() >= blocks.back().mean()) {
        const Block last = blocks.back();
        blocks.pop_back();
        blocks.back().sum += last.sum;
        blocks.back().count += last.count;
      }
    }
    Index i = 0;
    for (const Block& block : blocks) {
      for (double n = 0; n < block.count; ++n, ++i) rows[layer[i]] = least[i] + block.mean();
    }
  }

  const Index boxes_;
  std::vector<Index> column_;
  Links in_;
  Links out_;
  std::vector<std::vector<Index>> layers_;
  std::vector<std::vector<Index>> knots_;
};

void SortByPlace(ImpactGraph& graph) {
  std::vector<Index> order(graph.nodes.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(), [&](Index a, Index b) {
    const GraphNode& one = graph.nodes[a];
    const GraphNode& other = graph.nodes[b];
    return std::tie(one.column, one.row, a) < std::tie(other.column, other.row, b);
  });
  std::vector<Index> now(order.size());
  std::vector<GraphNode> nodes;
  for (Index node : order) {
    now[node] = nodes.size();
    nodes.push_back(std::move(graph.nodes[node]));
  }
  graph.nodes = std::move(nodes);
  for (GraphEdge& edge : graph.edges) {
    edge.from = now[edge.from];
    edge.to = now[edge.to];
  }
}

}  // namespace

void LayOut(ImpactGraph& graph) {
  if (!graph.collapsed) Columns(graph).Fill();
  Layers layers(graph);
  layers.Order();
  const std::vector<double> rows = layers.Rows();
  for (Index i = 0; i < graph.nodes.size(); ++i) graph.nodes[i].row = rows[i];
  for (Index i = 0; i < graph.edges.size(); ++i) {
    for (Index knot : layers.knots()[i]) graph.edges[i].bends.push_back(rows[knot]);
  }
  SortByPlace(graph);
}

}  // namespace leyline
