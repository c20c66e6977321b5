// The pages and pictures of an impact report; names in it are hostile.
#include "report/impact_page.h"

#include <cmath>
#include <cstdio>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/impact_graph.h"
#include "report/impact_layout.h"
#include "report/impact_words.h"
#include "tests/unit/report/sample.h"

namespace leyline {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kEvil[] = "</td><script>alert(1)</script>\"'`|\n%0A";

// A report in which whatever may come from a pull request is hostile.
struct Hostile {
  Hostile() {
    changes[0].message = kEvil;
    changes[0].contract = std::string("shop.v1.Order") + kEvil;
    changes[0].element = changes[0].contract + ".total";
    Hit& hit = impact.changes[0].hits[0];
    hit.contract = std::string("shop.v1.Event") + kEvil;
    hit.path = {hit.contract + ".order"};
    impact.unclaimed = {kEvil};
    impact.risk_reasons = {kEvil};
    impact.approvers[0].contact = kEvil;
    impact.edges[0].contract = kEvil;
    impact.rollout.phases[0].gates = {kEvil};
    impact.rollout.phases[0].steps[0].action = kEvil;
    impact.rollback->findings[0].element = kEvil;
    impact.sizes[0].contract = kEvil;
  }
  ImpactView view() const { return {{kEvil, kEvil, changes}, &impact}; }
  std::vector<Change> changes = SampleChanges();
  ImpactReport impact = SampleImpact();
};

TEST(ImpactPage, NothingBreaksOutOfHtml) {
  const Hostile hostile;
  const std::string html = ImpactHtml(hostile.view());
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)"));
  EXPECT_THAT(html, Not(HasSubstr("\n%0A"))) << "a name is one line";
}

TEST(ImpactPage, NothingBreaksOutOfMarkdown) {
  const Hostile hostile;
  const std::string markdown = ImpactMarkdown(hostile.view());
  for (std::size_t at = markdown.find("<script"); at != std::string::npos;
       at = markdown.find("<script", at + 1)) {
    const std::size_t line = markdown.rfind('\n', at) + 1;
    const std::string before = markdown.substr(line, at - line);
    EXPECT_NE(before.rfind('`'), std::string::npos) << "outside of code: " << before;
  }
  EXPECT_THAT(markdown, Not(HasSubstr("\n%0A"))) << "a name is one line";
}

TEST(ImpactPage, NothingBreaksOutOfGraphs) {
  const Hostile hostile;
  const std::string dot = ImpactDot(hostile.view());
  EXPECT_THAT(dot, HasSubstr("</script>\\\"'`|\\\\x0a%0A"));
  const std::string mermaid = ImpactMermaid(hostile.view());
  EXPECT_THAT(mermaid, Not(HasSubstr("<script")));
  EXPECT_THAT(mermaid, HasSubstr("#60;script#62;"));
}

TEST(ImpactPage, SaysWhatMattersFirst) {
  const std::vector<Change> changes = SampleChanges();
  const ImpactReport impact = SampleImpact();
  const ImpactView view{{"a", "b", changes}, &impact};
  const std::string markdown = ImpactMarkdown(view);
  EXPECT_THAT(markdown, testing::StartsWith("<!-- leyline impact -->\n## Impact: risk HIGH\n"));
  EXPECT_THAT(markdown,
              HasSubstr("| **BREAKING** | `ledger` | `payments` | reads | "
                        "`shop.v1.Event.order` → `Order.total` | may break; safe only before "
                        "its writers |\n"));
  EXPECT_THAT(markdown, HasSubstr("1. `ledger`: take the new contract\n"));
  EXPECT_THAT(markdown, HasSubstr("   - [ ] each step runs everywhere\n"));
  EXPECT_THAT(markdown, HasSubstr("flowchart LR\n  n0[\"Order<br/>BREAKING\"]\n"));
  const std::string html = ImpactHtml(view);
  EXPECT_THAT(html, HasSubstr("<a href=\"#s-ledger\">"));
  EXPECT_THAT(html, HasSubstr("id=\"s-ledger\""));
}

TEST(ImpactGraphTest, IsTheChainsOfWhatIsHit) {
  const std::vector<Change> changes = SampleChanges();
  const ImpactReport impact = SampleImpact();
  EXPECT_EQ(ImpactDot({{"a", "b", changes}, &impact}), R"(digraph impact {
  rankdir=LR;
  node [fontname="sans-serif", shape=box];
  edge [fontname="sans-serif", fontsize=10];
  n0 [label="Order\nBREAKING", tooltip="shop.v1.Order", color="#b3150b"];
  n1 [label="Event", tooltip="shop.v1.Event"];
  n2 [label="ledger\nBREAKING", tooltip="ledger", color="#b3150b", style=rounded];
  n0 -> n1 [label="order"];
  n1 -> n2 [label="reads", style=dashed];
}
)");
}

TEST(ImpactGraphTest, LargeOnesAreSubsystemsAlone) {
  std::vector<Change> changes = {SampleChanges()[0]};
  ImpactReport impact;
  impact.changes.resize(1);
  for (int i = 0; i < 200; ++i) {
    Hit hit = SampleImpact().changes[0].hits[0];
    hit.subsystem = "s" + std::to_string(i);
    impact.changes[0].hits.push_back(hit);
    impact.affected_subsystems.push_back(hit.subsystem);
    Edge edge = SampleImpact().edges[0];
    edge.to = hit.subsystem;
    impact.edges.push_back(edge);
  }
  const ImpactGraph graph = GraphOf({{"a", "b", changes}, &impact});
  EXPECT_TRUE(graph.collapsed);
  EXPECT_LE(graph.nodes.size(), 2 * kMostGraphNodes);
  EXPECT_EQ(graph.edges.size() + graph.left_out, 200u);
  EXPECT_THAT(GraphSvg(graph), HasSubstr("<svg "));
  EXPECT_THAT(GraphMermaid(graph), HasSubstr(" more edges"));
  EXPECT_THAT(GraphMermaid(graph), HasSubstr("n0(\"shop<br/>writes\")"));
}

// As many readers of `contract` as asked for, each of its own owner.
ImpactReport ManyHits(const std::string& contract, int count) {
  ImpactReport impact = SampleImpact();
  impact.changes.resize(1);
  impact.changes[0].hits.clear();
  impact.affected_subsystems.clear();
  impact.approvers.clear();
  for (int i = 0; i < count; ++i) {
    Hit hit = SampleImpact().changes[0].hits[0];
    hit.subsystem = "s" + std::to_string(1000 + i);
    hit.contract = contract;
    hit.path = {contract + ".order"};
    impact.changes[0].hits.push_back(hit);
    impact.affected_subsystems.push_back(hit.subsystem);
    impact.approvers.push_back({"owner-" + std::to_string(i), "", {hit.subsystem}});
    impact.rollout.phases[0].steps[0].subsystems.push_back(hit.subsystem);
    impact.rollout.phases[0].gates.push_back("wait for " + hit.subsystem);
    impact.unclaimed.push_back(contract + std::to_string(i));
  }
  return impact;
}

// GitHub refuses a comment of more than 65,536 letters.
TEST(ImpactPage, FitsIntoAComment) {
  const std::vector<Change> changes = {SampleChanges()[0]};
  const ImpactReport many = ManyHits("shop.v1.Event", 5000);
  const std::string markdown = ImpactMarkdown({{"a", "b", changes}, &many});
  EXPECT_LT(markdown.size(), 65'536U);
  EXPECT_THAT(markdown, HasSubstr("`s1019` and 4980 more."));
  EXPECT_THAT(markdown, HasSubstr("* and 4970 more owners\n"));
  EXPECT_THAT(markdown, HasSubstr("- [ ] and 4971 more\n"));
  EXPECT_THAT(markdown, Not(HasSubstr("left out: a comment")));
  const ImpactReport huge = ManyHits("shop." + std::string(2000, 'x') + ".Event", 100);
  const std::string cut = ImpactMarkdown({{"a", "b", changes}, &huge});
  EXPECT_LT(cut.size(), 65'536U);
  EXPECT_THAT(cut, HasSubstr("left out: a comment can't be longer"));
}

TEST(ImpactPage, AVeryLongChainShowsItsEnds) {
  const Change change = SampleChanges()[0];
  Hit hit = SampleImpact().changes[0].hits[0];
  hit.path.clear();
  for (int i = 0; i < 40; ++i) hit.path.push_back("shop.v1.M" + std::to_string(i) + ".next");
  const std::vector<std::string> chain = ChainOf(change, hit);
  ASSERT_EQ(chain.size(), 11U);
  EXPECT_EQ(chain[0], "shop.v1.M0.next");
  EXPECT_EQ(chain[5], "... 31 more ...");
  EXPECT_EQ(chain[10], "Order.total");
}

// Boxes of one column never touch, whatever the edges wish.
void ExpectRoom(const ImpactGraph& graph) {
  for (std::size_t i = 1; i < graph.nodes.size(); ++i) {
    const GraphNode& above = graph.nodes[i - 1];
    const GraphNode& node = graph.nodes[i];
    EXPECT_LE(above.column, node.column);
    if (above.column == node.column) {
      EXPECT_GE(node.row - above.row, 0.999) << node.name;
    }
    EXPECT_GE(node.row, 0);
  }
}

ImpactGraph GraphWith(const std::vector<std::string>& contracts,
                      const std::vector<std::pair<std::size_t, std::size_t>>& edges) {
  ImpactGraph graph;
  for (const std::string& name : contracts) {
    const bool subsystem = name.starts_with("s-");
    graph.nodes.push_back(
        {.kind = subsystem ? GraphNode::Kind::kSubsystem : GraphNode::Kind::kContract,
         .name = name,
         .detail = ""});
  }
  for (const auto& [from, to] : edges) {
    graph.edges.push_back({.from = from, .to = to, .label = "field"});
  }
  LayOut(graph);
  return graph;
}

std::size_t Crossings(const ImpactGraph& graph) {
  std::size_t count = 0;
  for (const GraphEdge& a : graph.edges) {
    for (const GraphEdge& b : graph.edges) {
      const bool same = graph.nodes[a.from].column == graph.nodes[b.from].column &&
                        graph.nodes[a.to].column == graph.nodes[b.to].column;
      if (same && graph.nodes[a.from].row < graph.nodes[b.from].row &&
          graph.nodes[a.to].row > graph.nodes[b.to].row) {
        ++count;
      }
    }
  }
  return count;
}

TEST(ImpactLayoutTest, EdgesCrossOnlyWhereTheyMust) {
  // By name alone all four would cross.
  const ImpactGraph graph =
      GraphWith({"a", "b", "c", "d", "s-1", "s-2", "s-3", "s-4"}, {{0, 7}, {1, 6}, {2, 5}, {3, 4}});
  EXPECT_EQ(Crossings(graph), 0U);
  ExpectRoom(graph);
  for (const GraphEdge& edge : graph.edges) {
    EXPECT_DOUBLE_EQ(graph.nodes[edge.from].row, graph.nodes[edge.to].row) << "straight";
  }
}

TEST(ImpactLayoutTest, LongEdgesPassBetweenBoxes) {
  const ImpactGraph graph =
      GraphWith({"a", "b", "c", "s-1", "s-2"}, {{0, 1}, {1, 2}, {2, 3}, {0, 3}, {0, 4}});
  ExpectRoom(graph);
  for (const GraphEdge& edge : graph.edges) {
    const GraphNode& from = graph.nodes[edge.from];
    const GraphNode& to = graph.nodes[edge.to];
    ASSERT_EQ(edge.bends.size(), to.column - from.column - 1);
    for (std::size_t i = 0; i < edge.bends.size(); ++i) {
      for (const GraphNode& node : graph.nodes) {
        if (node.column != from.column + 1 + i) continue;
        EXPECT_GE(std::abs(node.row - edge.bends[i]), 0.699) << "it runs through " << node.name;
      }
    }
  }
}

TEST(ImpactLayoutTest, CirclesEnd) {
  const ImpactGraph graph =
      GraphWith({"a", "b", "c", "s-1"}, {{0, 1}, {1, 2}, {2, 0}, {1, 1}, {2, 3}});
  ExpectRoom(graph);
  EXPECT_EQ(graph.nodes.back().name, "s-1");
  EXPECT_THAT(GraphSvg(graph), HasSubstr("<path "));
}

// Labels lie on no box and on no other label; those that find no room are in the edges' titles.
TEST(ImpactLayoutTest, LabelsDoNotLieUponEachOther) {
  std::vector<std::string> names = {"a"};
  std::vector<std::pair<std::size_t, std::size_t>> edges;
  for (std::size_t i = 0; i < 40; ++i) {
    names.push_back("s-" + std::to_string(i));
    edges.emplace_back(0, i + 1);
  }
  const std::string svg = GraphSvg(GraphWith(names, edges));
  const std::string label = "class=\"small label\" x=\"";
  std::vector<std::pair<int, int>> spots;
  for (std::size_t at = svg.find(label); at != svg.npos; at = svg.find(label, at + 1)) {
    int x = 0;
    int y = 0;
    ASSERT_EQ(std::sscanf(svg.c_str() + at + label.size(), "%d\" y=\"%d\"", &x, &y), 2);
    spots.emplace_back(x, y);
  }
  EXPECT_GT(spots.size(), 10U);
  for (std::size_t i = 0; i < spots.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      EXPECT_TRUE(std::abs(spots[i].first - spots[j].first) > 20 ||
                  std::abs(spots[i].second - spots[j].second) > 11)
          << spots[i].first << " " << spots[i].second;
    }
  }
}

TEST(ImpactGraphTest, AContractIsOneBoxWhateverItsPart) {
  std::vector<Change> changes = SampleChanges();
  changes[1].contract = "shop.v1.Event";  // changed, and holds what changed
  changes[1].element = "shop.v1.Event.note";
  ImpactReport impact = SampleImpact();
  impact.changes[1].hits = impact.changes[0].hits;
  impact.changes[1].hits[0].path.clear();
  const ImpactGraph graph = GraphOf({{"a", "b", changes}, &impact});
  ASSERT_EQ(graph.nodes.size(), 3U);
  EXPECT_EQ(graph.nodes[1].name, "shop.v1.Event");
  EXPECT_EQ(graph.nodes[1].kind, GraphNode::Kind::kChanged);
}

TEST(ImpactGraphTest, WithoutWritersALargeOneIsAllChangesAndWhomTheyHit) {
  const std::vector<Change> changes = {SampleChanges()[0]};
  ImpactReport impact = ManyHits("shop.v1.Event", 200);
  impact.edges.clear();
  const ImpactGraph graph = GraphOf({{"a", "b", changes}, &impact});
  EXPECT_TRUE(graph.collapsed);
  EXPECT_EQ(graph.nodes[0].name, "1 change");
  EXPECT_EQ(graph.edges.size() + graph.left_out, 200U);
  EXPECT_EQ(graph.nodes.size(), kMostGraphNodes);
}

TEST(ImpactGraphTest, NothingIsNoPicture) { EXPECT_EQ(GraphSvg({}), ""); }

}  // namespace
}  // namespace leyline
