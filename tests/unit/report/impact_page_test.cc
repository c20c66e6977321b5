// The pages and pictures of an impact report; names in it are hostile.
#include "report/impact_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/impact_graph.h"
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
  EXPECT_THAT(markdown, HasSubstr("| **BREAKING** | `ledger` | `payments` | reads | "
                                  "`shop.v1.Event.order` → `Order.total` | may break; safe before "
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
}

TEST(ImpactGraphTest, NothingIsNoPicture) { EXPECT_EQ(GraphSvg({}), ""); }

}  // namespace
}  // namespace leyline
