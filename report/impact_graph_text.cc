// DOT and Mermaid.
#include <fmt/format.h>

#include "base/strings.h"
#include "report/impact_graph.h"
#include "report/impact_words.h"

namespace leyline {
namespace {

std::string LabelOf(const GraphNode& node) {
  const bool is_subsystem = node.kind == GraphNode::Kind::kSubsystem;
  return Printable(is_subsystem ? node.name : ShortName(node.name));
}

// In double quotes, where only these two mean something.
std::string DotEscaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// In double quotes Mermaid takes entities by their number. Letters, digits and what names are made
// of need none.
std::string MermaidEscaped(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-, ";
  std::string out;
  for (const char c : text) {
    const bool plain = kPlain.find(c) != std::string_view::npos || (c & 0x80) != 0;
    out += plain ? std::string(1, c) : fmt::format("#{};", static_cast<int>(c));
  }
  return out;
}

std::string_view ColourOf(Level level) {
  if (level == Level::kCompatible) return "#116329";
  return level == Level::kConditional ? "#855000" : "#b3150b";
}

}  // namespace

std::string GraphDot(const ImpactGraph& graph) {
  std::string out =
      "digraph impact {\n  rankdir=LR;\n  node [fontname=\"sans-serif\", shape=box];\n"
      "  edge [fontname=\"sans-serif\", fontsize=10];\n";
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const GraphNode& node = graph.nodes[i];
    const bool plain = node.kind == GraphNode::Kind::kContract;
    out += fmt::format(
        "  n{} [label=\"{}{}\", tooltip=\"{}\"{}{}];\n", i, DotEscaped(LabelOf(node)),
        plain ? "" : "\\n" + node.detail, DotEscaped(Printable(node.name)),
        plain || IsWriter(graph, node) ? "" : fmt::format(", color=\"{}\"", ColourOf(node.level)),
        node.kind == GraphNode::Kind::kSubsystem ? ", style=rounded" : "");
  }
  for (const GraphEdge& edge : graph.edges) {
    out += fmt::format("  n{} -> n{} [label=\"{}\"{}];\n", edge.from, edge.to,
                       DotEscaped(Printable(edge.label)), edge.by_types ? ", style=dashed" : "");
  }
  if (graph.left_out > 0) {
    out += fmt::format("  more [shape=plaintext, label=\"{} more edges\"];\n", graph.left_out);
  }
  return out + "}\n";
}

std::string GraphMermaid(const ImpactGraph& graph) {
  std::string out = "flowchart LR\n";
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const GraphNode& node = graph.nodes[i];
    const bool subsystem = node.kind == GraphNode::Kind::kSubsystem;
    const std::string detail = node.detail.empty() ? "" : fmt::format("<br/>{}", node.detail);
    out += fmt::format("  n{}{}\"{}{}\"{}\n", i, subsystem ? "(" : "[",
                       MermaidEscaped(LabelOf(node)), detail, subsystem ? ")" : "]");
  }
  for (const GraphEdge& edge : graph.edges) {
    const std::string_view arrow = edge.by_types ? "-.->" : "-->";
    const std::string label =
        edge.label.empty() ? "" : fmt::format("|\"{}\"|", MermaidEscaped(Printable(edge.label)));
    out += fmt::format("  n{} {}{} n{}\n", edge.from, arrow, label, edge.to);
  }
  if (graph.left_out > 0) out += fmt::format("  more[\"{} more edges\"]\n", graph.left_out);
  return out;
}

}  // namespace leyline
