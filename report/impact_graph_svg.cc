#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/html_parts.h"
#include "report/impact_graph.h"
#include "report/impact_words.h"

namespace leyline {
namespace {

constexpr std::size_t kBoxWidth = 176;
constexpr std::size_t kBoxHeight = 40;
constexpr std::size_t kColumn = 240;  // from box to box
constexpr std::size_t kRow = 58;
constexpr std::size_t kMargin = 12;
constexpr std::size_t kLongest = 23;  // letters that fit into a box
// More labels than this lie upon each other; the titles of the edges still say them.
constexpr std::size_t kMostLabels = 30;

std::string_view ClassOf(Level level) {
  if (level == Level::kCompatible) return "good";
  return level == Level::kConditional ? "warn" : "bad";
}

// By letters, not bytes: names are ASCII, all else is made visible before.
std::string Fitted(std::string_view name) {
  const std::string text = Printable(ShortName(name));
  if (text.size() <= kLongest) return text;
  std::size_t cut = kLongest - 1;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "…";
}

struct Spot {
  std::size_t x = 0;
  std::size_t y = 0;
};

std::string NodeSvg(const GraphNode& node, Spot spot) {
  const bool plain = node.kind == GraphNode::Kind::kContract;
  const std::string word =
      plain ? ""
            : fmt::format("<text class=\"small word\" x=\"{}\" y=\"{}\">{}</text>", spot.x + 10,
                          spot.y + 33, HtmlEscaped(node.detail));
  const std::string box = fmt::format(
      "<g class=\"{}\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" "
      "rx=\"{}\"/><text x=\"{}\" y=\"{}\">{}</text>{}</g>",
      plain ? "" : ClassOf(node.level), HtmlEscaped(node.name), spot.x, spot.y, kBoxWidth,
      kBoxHeight, node.kind == GraphNode::Kind::kSubsystem ? 12 : 2, spot.x + 10,
      spot.y + (plain ? 25 : 18), HtmlEscaped(Fitted(node.name)), word);
  if (node.kind != GraphNode::Kind::kSubsystem) return box + "\n";
  return fmt::format("<a href=\"#s-{}\">{}</a>\n", HtmlEscaped(node.name), box);
}

std::string EdgeSvg(const GraphEdge& edge, Spot from, Spot to, bool labelled) {
  const std::size_t y1 = from.y + kBoxHeight / 2;
  const std::size_t y2 = to.y + kBoxHeight / 2;
  const std::size_t x1 = from.x + kBoxWidth;
  const std::size_t bend = kColumn / 4;
  const std::string_view level = edge.level == Level::kCompatible ? "" : ClassOf(edge.level);
  std::string svg = fmt::format(
      "<g><title>{}{}</title><path class=\"{}{}\" marker-end=\"url(#arrow)\" d=\"M{} {} C{} {} {} "
      "{} {} {}\"/>",
      HtmlEscaped(edge.label), edge.by_types ? " (known by the types)" : "", level,
      edge.by_types ? " types" : "", x1, y1, x1 + bend, y1, to.x - bend, y2, to.x - 6, y2);
  if (labelled && !edge.label.empty()) {
    const std::size_t at = 3;  // of 4: where the lines have parted
    svg += fmt::format(
        "<text class=\"small label\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
        (x1 + to.x) / 2, (y1 + at * y2) / (at + 1) - 5, HtmlEscaped(Fitted(edge.label)));
  }
  return svg + "</g>\n";
}

std::vector<Spot> SpotsOf(const ImpactGraph& graph, std::size_t& rows, std::size_t& columns) {
  std::map<std::size_t, std::size_t> height;
  for (const GraphNode& node : graph.nodes) {
    columns = std::max(columns, node.column + 1);
    rows = std::max(rows, ++height[node.column]);
  }
  std::vector<Spot> spots;
  std::map<std::size_t, std::size_t> next;
  for (const GraphNode& node : graph.nodes) {
    const std::size_t above = (rows - height[node.column]) * kRow / 2;  // columns are centred
    spots.push_back(
        {kMargin + node.column * kColumn, kMargin + above + next[node.column]++ * kRow});
  }
  return spots;
}

}  // namespace

std::string GraphSvg(const ImpactGraph& graph) {
  std::size_t rows = 0;
  std::size_t columns = 0;
  const std::vector<Spot> spots = SpotsOf(graph, rows, columns);
  if (rows == 0) return "";
  const std::size_t width = 2 * kMargin + (columns - 1) * kColumn + kBoxWidth;
  const std::size_t height = 2 * kMargin + (rows - 1) * kRow + kBoxHeight;
  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"group\" aria-label=\"graph; the table "
      "below "
      "says the same\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n"
      "<defs><marker id=\"arrow\" markerWidth=\"8\" markerHeight=\"8\" refX=\"6\" refY=\"4\" "
      "orient=\"auto\"><path d=\"M1 1 L7 4 L1 7\"/></marker></defs>\n",
      width, height);
  for (const GraphEdge& edge : graph.edges) {
    svg += EdgeSvg(edge, spots[edge.from], spots[edge.to], graph.edges.size() <= kMostLabels);
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) svg += NodeSvg(graph.nodes[i], spots[i]);
  return svg + "</svg>\n";
}

}  // namespace leyline
