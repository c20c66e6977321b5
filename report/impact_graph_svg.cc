#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/html_parts.h"
#include "report/impact_graph.h"
#include "report/impact_words.h"

namespace leyline {
namespace {

constexpr double kLeastBox = 104;  // for "CONDITIONAL"
constexpr double kMostBox = 176;
constexpr double kBoxHeight = 40;
constexpr double kLeastGap = 56;  // between the boxes of two columns
constexpr double kMostGap = 150;
constexpr double kCollapsedGap = 420;  // two columns only, and many edges between them
constexpr double kRow = 58;
constexpr double kMargin = 12;
constexpr double kArrow = 6;
constexpr double kLetter = 6.2;    // of a label, on the average
constexpr double kNameLetter = 7;  // of a name
constexpr double kLabelHeight = 13;
constexpr std::size_t kLongest = 23;  // letters that fit into a box

std::string_view ClassOf(Level level) {
  if (level == Level::kCompatible) return "good";
  return level == Level::kConditional ? "warn" : "bad";
}

bool IsInsideLetter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// By letters, not bytes: names are ASCII, all else is made visible before.
std::string Fitted(std::string_view name) {
  const std::string text = Printable(ShortName(name));
  if (text.size() <= kLongest) return text;
  std::size_t cut = kLongest - 1;
  while (cut > 0 && IsInsideLetter(text[cut])) --cut;
  return text.substr(0, cut) + "…";
}

// Of subsystems the end tells them apart: many are named like a package.
std::string Fitted(const GraphNode& node) {
  if (node.kind != GraphNode::Kind::kSubsystem) return Fitted(node.name);
  const std::string text = Printable(node.name);
  if (text.size() <= kLongest) return text;
  std::size_t begin = text.size() - (kLongest - 3);  // small letters are wide
  while (begin < text.size() && IsInsideLetter(text[begin])) ++begin;
  return "…" + text.substr(begin);
}

struct Point {
  double x = 0;
  double y = 0;
};

struct Rect {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
  bool Meets(const Rect& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

// From one column to the next: a curve that leaves and arrives level.
struct Curve {
  Point from;
  Point to;
  Point At(double t) const {
    const double s = 1 - t;
    const double middle = (from.x + to.x) / 2;
    const double level = 3 * s * s * t;
    const double arrive = 3 * s * t * t;
    return {s * s * s * from.x + (level + arrive) * middle + t * t * t * to.x,
            (s * s * s + level) * from.y + (arrive + t * t * t) * to.y};
  }
};

class Drawing {
 public:
  explicit Drawing(const ImpactGraph& graph) : graph_(graph) {
    std::size_t label = 0;
    std::size_t name = 0;
    for (const GraphEdge& edge : graph.edges) label = std::max(label, Fitted(edge.label).size());
    for (const GraphNode& node : graph.nodes) name = std::max(name, Fitted(node).size());
    gap_ = std::clamp(static_cast<double>(label) * kLetter + 24, kLeastGap, kMostGap);
    if (graph.collapsed) gap_ = kCollapsedGap;
    box_ = std::clamp(static_cast<double>(name) * kNameLetter + 20, kLeastBox, kMostBox);
    for (const GraphNode& node : graph.nodes) {
      const Rect box = BoxOf(node);
      width_ = std::max(width_, box.right + kMargin);
      height_ = std::max(height_, box.bottom + kMargin);
      taken_.push_back(box);
    }
    FindPorts();
  }

  std::string Svg() {
    std::string svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"group\" aria-label=\"graph; the table "
        "below says the same\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
        "{1:.0f}\">"
        "\n<defs><marker id=\"arrow\" markerWidth=\"8\" markerHeight=\"8\" refX=\"6\" refY=\"4\" "
        "orient=\"auto\"><path d=\"M1 1 L7 4 L1 7\"/></marker></defs>\n",
        width_, height_);
    std::string labels;
    for (std::size_t i = 0; i < graph_.edges.size(); ++i) {
      const GraphEdge& edge = graph_.edges[i];
      const std::vector<Curve> curves = CurvesOf(i);
      svg += EdgeSvg(edge, curves);
      labels += LabelSvg(edge, curves);
    }
    svg += labels;
    for (const GraphNode& node : graph_.nodes) svg += NodeSvg(node);
    return svg + "</svg>\n";
  }

 private:
  double LeftOf(std::size_t column) const {
    return kMargin + static_cast<double>(column) * (box_ + gap_);
  }
  static double MiddleOf(double row) { return kMargin + row * kRow + kBoxHeight / 2; }

  Rect BoxOf(const GraphNode& node) const {
    const double left = LeftOf(node.column);
    const double top = MiddleOf(node.row) - kBoxHeight / 2;
    return {left, top, left + box_, top + kBoxHeight};
  }

  // Edges leave and reach a box side by side, in the order of where they come from or go to.
  void FindPorts() {
    struct Port {
      std::size_t edge;
      double toward;
    };
    std::map<std::pair<std::size_t, bool>, std::vector<Port>> ports;
    for (std::size_t i = 0; i < graph_.edges.size(); ++i) {
      const GraphEdge& edge = graph_.edges[i];
      const double first = edge.bends.empty() ? graph_.nodes[edge.to].row : edge.bends.front();
      const double last = edge.bends.empty() ? graph_.nodes[edge.from].row : edge.bends.back();
      ports[{edge.from, true}].push_back({i, first});
      ports[{edge.to, false}].push_back({i, last});
    }
    ends_.resize(graph_.edges.size());
    for (auto& [end, list] : ports) {
      const auto [node, leaves] = end;
      std::stable_sort(list.begin(), list.end(),
                       [](const Port& a, const Port& b) { return a.toward < b.toward; });
      const Rect box = BoxOf(graph_.nodes[node]);
      const double step = (kBoxHeight - 8) / static_cast<double>(list.size());
      for (std::size_t i = 0; i < list.size(); ++i) {
        const double y = box.top + 4 + (static_cast<double>(i) + 0.5) * step;
        Curve& ends = ends_[list[i].edge];
        (leaves ? ends.from : ends.to) = {leaves ? box.right : box.left - kArrow, y};
      }
    }
  }

  std::vector<Curve> CurvesOf(std::size_t index) const {
    const GraphEdge& edge = graph_.edges[index];
    std::vector<Curve> curves;
    Point at = ends_[index].from;
    std::size_t column = graph_.nodes[edge.from].column;
    for (double row : edge.bends) {
      const double left = LeftOf(++column);
      const double y = MiddleOf(row);
      curves.push_back({at, {left, y}});
      at = {left + box_, y};
    }
    curves.push_back({at, ends_[index].to});
    return curves;
  }

  static std::string EdgeSvg(const GraphEdge& edge, const std::vector<Curve>& curves) {
    std::string path = fmt::format("M{:.0f} {:.1f}", curves[0].from.x, curves[0].from.y);
    for (const Curve& curve : curves) {
      const double middle = (curve.from.x + curve.to.x) / 2;
      path += fmt::format(" L{:.0f} {:.1f} C{:.0f} {:.1f} {:.0f} {:.1f} {:.0f} {:.1f}",
                          curve.from.x, curve.from.y, middle, curve.from.y, middle, curve.to.y,
                          curve.to.x, curve.to.y);
    }
    const std::string_view level = edge.level == Level::kCompatible ? "" : ClassOf(edge.level);
    return fmt::format(
        "<g><title>{}{}</title><path class=\"{}{}\" marker-end=\"url(#arrow)\" d=\"{}\"/></g>\n",
        HtmlEscaped(edge.label), edge.by_types ? " (known by the types)" : "", level,
        edge.by_types ? " types" : "", path);
  }

  // Where it lies on no box and no other label; else the edge's title alone says it.
  std::string LabelSvg(const GraphEdge& edge, const std::vector<Curve>& curves) {
    if (edge.label.empty()) return "";
    const std::string text = Fitted(edge.label);
    const std::optional<Point> spot = FreeSpot(static_cast<double>(text.size()) * kLetter, curves);
    if (!spot.has_value()) return "";
    return fmt::format(
        "<text class=\"small label\" x=\"{:.0f}\" y=\"{:.0f}\" text-anchor=\"middle\">{}</text>\n",
        spot->x, spot->y, HtmlEscaped(text));
  }

  std::optional<Point> FreeSpot(double width, const std::vector<Curve>& curves) {
    for (const double t : {0.5, 0.65, 0.35, 0.8, 0.2}) {
      for (const Curve& curve : curves) {
        for (const double above : {4.0, -kLabelHeight + 1, kLabelHeight + 5}) {
          const Point on = curve.At(t);
          const Rect rect{on.x - width / 2, on.y - above - kLabelHeight + 3, on.x + width / 2,
                          on.y - above + 3};
          const bool is_taken = std::any_of(taken_.begin(), taken_.end(),
                                            [&](const Rect& other) { return rect.Meets(other); });
          if (is_taken || rect.top < 0) continue;
          taken_.push_back(rect);
          return Point{on.x, on.y - above};
        }
      }
    }
    return std::nullopt;
  }

  std::string NodeSvg(const GraphNode& node) const {
    const Rect rect = BoxOf(node);
    const bool plain = node.kind == GraphNode::Kind::kContract;
    const std::string word =
        plain ? ""
              : fmt::format("<text class=\"small word\" x=\"{:.0f}\" y=\"{:.0f}\">{}</text>",
                            rect.left + 10, rect.top + 33, HtmlEscaped(node.detail));
    const std::string box = fmt::format(
        "<g class=\"{}\"><title>{}</title><rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" "
        "height=\"{:.0f}\" rx=\"{}\"/><text x=\"{:.0f}\" y=\"{:.0f}\">{}</text>{}</g>",
        plain || IsWriter(graph_, node) ? "" : ClassOf(node.level), HtmlEscaped(node.name),
        rect.left, rect.top, box_, kBoxHeight, node.kind == GraphNode::Kind::kSubsystem ? 12 : 2,
        rect.left + 10, rect.top + (plain ? 25 : 18), HtmlEscaped(Fitted(node)), word);
    if (node.kind != GraphNode::Kind::kSubsystem) return box + "\n";
    return fmt::format("<a href=\"#s-{}\">{}</a>\n", HtmlEscaped(node.name), box);
  }

  const ImpactGraph& graph_;
  double gap_ = 0;
  double box_ = 0;  // the width of all boxes
  double width_ = 0;
  double height_ = 0;
  std::vector<Rect> taken_;  // by boxes and labels
  std::vector<Curve> ends_;  // of each edge: where it leaves and where it arrives
};

}  // namespace

std::string GraphSvg(const ImpactGraph& graph) {
  return graph.nodes.empty() ? "" : Drawing(graph).Svg();
}

}  // namespace leyline
