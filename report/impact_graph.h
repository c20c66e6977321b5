// The picture of an impact report: what changed, what it travels in, and whom it hits. One model
// for SVG, DOT and Mermaid.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/views.h"

namespace leyline {

struct GraphNode {
  enum class Kind : uint8_t { kChanged, kContract, kSubsystem };
  Kind kind = Kind::kContract;
  std::string name;    // in full, as it came
  std::string detail;  // "BREAKING", "3 changes"
  Level level = Level::kCompatible;
  std::size_t column = 0;
  double row = 0;
};

struct GraphEdge {
  std::size_t from = 0;  // into nodes
  std::size_t to = 0;
  std::string label;  // "telemetry", "reads, stores"
  Level level = Level::kCompatible;
  bool by_types = false;
  std::vector<double> bends = {};  // the rows in which it passes the columns between its ends
};

struct ImpactGraph {
  std::vector<GraphNode> nodes;  // by column, then row
  std::vector<GraphEdge> edges;
  // Too large to show each contract: subsystems alone, from who writes to who reads. One may stand
  // in both columns.
  bool collapsed = false;
  std::size_t left_out = 0;  // edges beyond what can be read
};

inline constexpr std::size_t kMostGraphNodes = 60;

// One that stands in a collapsed graph for what it writes: its level says nothing.
inline bool IsWriter(const ImpactGraph& graph, const GraphNode& node) {
  return graph.collapsed && node.kind == GraphNode::Kind::kSubsystem && node.column == 0;
}

// Only what is hit, but when nothing is.
ImpactGraph GraphOf(const ImpactView& view);

std::string GraphSvg(const ImpactGraph& graph);
std::string GraphDot(const ImpactGraph& graph);
std::string GraphMermaid(const ImpactGraph& graph);

}  // namespace leyline
