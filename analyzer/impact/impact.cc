// From each changed contract backwards over "who uses this type", breadth first, so that the first
// path found to a declared contract is a shortest one.
#include "analyzer/impact/impact.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "analyzer/impact/claims.h"
#include "analyzer/impact/risk.h"
#include "analyzer/impact/roles.h"
#include "analyzer/impact/type_graph.h"

namespace leyline {
namespace {

using Node = TypeGraph::Node;

// One way from a declared contract to a changed one. The level comes later: it depends on the
// change.
struct Reach {
  Claim claim;
  Node contract = 0;
  std::vector<std::string> path;
};

class ReachSearch {
 public:
  ReachSearch(const TypeGraph& graph, const Subsystems& subsystems,
              const std::vector<std::vector<Claim>>& claims)
      : graph_(graph),
        subsystems_(subsystems),
        claims_(claims),
        seen_(graph.size(), 0),
        via_(graph.size(), nullptr) {}

  // One reach a subsystem and role, the shortest. Sources are the contracts of one change.
  std::vector<Reach> From(const std::vector<Node>& sources) {
    ++round_;
    found_.clear();
    reaches_.clear();
    queue_.clear();
    for (Node source : sources) Visit(source, nullptr);
    for (std::size_t at = 0; at < queue_.size(); ++at) {
      const Node node = queue_[at];
      Collect(node);
      for (const TypeGraph::Edge& edge : graph_.UsersOf(node)) Visit(edge.user, &edge);
    }
    return std::move(reaches_);
  }

 private:
  void Visit(Node node, const TypeGraph::Edge* via) {
    if (seen_[node] == round_) return;
    seen_[node] = round_;
    via_[node] = via;
    queue_.push_back(node);
  }

  void Collect(Node node) {
    for (const Claim& claim : claims_[node]) {
      const Role role = subsystems_.list[claim.subsystem].uses[claim.use].role;
      if (!found_.emplace(claim.subsystem, role).second) continue;
      reaches_.push_back({.claim = claim, .contract = node, .path = PathFrom(node)});
    }
  }

  std::vector<std::string> PathFrom(Node node) const {
    std::vector<std::string> path;
    for (const TypeGraph::Edge* edge = via_[node]; edge != nullptr; edge = via_[edge->used]) {
      path.push_back(graph_.LabelOf(*edge));
    }
    return path;
  }

  const TypeGraph& graph_;
  const Subsystems& subsystems_;
  const std::vector<std::vector<Claim>>& claims_;
  std::vector<uint32_t> seen_;  // the round in which a node was last visited
  std::vector<const TypeGraph::Edge*> via_;
  uint32_t round_ = 0;
  std::vector<Node> queue_;
  std::set<std::pair<uint32_t, Role>> found_;
  std::vector<Reach> reaches_;
};

class ImpactBuilder {
 public:
  ImpactBuilder(const TypeGraph& graph, const Subsystems& subsystems,
                const std::vector<std::vector<Claim>>& claims)
      : graph_(graph), subsystems_(subsystems), search_(graph, subsystems, claims) {}

  void Add(const Change& change) {
    ChangeImpact impact;
    impact.change_digest = change.digest;
    for (const Reach& reach : ReachesOf(change.contract)) {
      const ContractUse& use = UseOf(reach.claim);
      impact.hits.push_back(MakeHit(change, reach));
      risk_.Hits(change, impact.hits.back(), use.retention_days);
      if (impact.hits.back().level == Level::kCompatible) continue;
      affected_.insert(impact.hits.back().subsystem);
    }
    if (impact.hits.empty()) {
      unclaimed_.insert(change.contract);
      risk_.HitsNobodyKnown(change);
    }
    std::sort(impact.hits.begin(), impact.hits.end(), [](const Hit& a, const Hit& b) {
      return std::tie(a.subsystem, a.role) < std::tie(b.subsystem, b.role);
    });
    report_.changes.push_back(std::move(impact));
  }

  ImpactReport Finish() {
    report_.affected_subsystems.assign(affected_.begin(), affected_.end());
    report_.unclaimed.assign(unclaimed_.begin(), unclaimed_.end());
    report_.risk = risk_.risk();
    report_.risk_reasons = risk_.reasons();
    return std::move(report_);
  }

 private:
  // Many changes share a contract; it is searched once.
  const std::vector<Reach>& ReachesOf(const std::string& contract) {
    const auto [found, is_new] = reaches_.try_emplace(contract);
    if (is_new) found->second = search_.From(SourcesOf(contract));
    return found->second;
  }

  // A change of a file as a whole is one of everything in it.
  std::vector<Node> SourcesOf(const std::string& contract) const {
    const Node* node = graph_.Find(contract);
    return node != nullptr ? std::vector<Node>{*node} : graph_.InFile(contract);
  }

  const ContractUse& UseOf(const Claim& claim) const {
    return subsystems_.list[claim.subsystem].uses[claim.use];
  }

  Hit MakeHit(const Change& change, const Reach& reach) const {
    const Subsystem& subsystem = subsystems_.list[reach.claim.subsystem];
    const Role role = UseOf(reach.claim).role;
    return {.subsystem = subsystem.name,
            .owner = subsystem.owner,
            .role = role,
            .contract = std::string(graph_.name(reach.contract)),
            .path = reach.path,
            .level = LevelFor(change, role, subsystem)};
  }

  const TypeGraph& graph_;
  const Subsystems& subsystems_;
  ReachSearch search_;
  std::unordered_map<std::string, std::vector<Reach>> reaches_;
  ImpactReport report_;
  std::set<std::string> affected_;
  std::set<std::string> unclaimed_;
  RiskAssessment risk_;
};

}  // namespace

Result<ImpactReport> ComputeImpact(std::span<const Change> changes, const Snapshot& before,
                                   const Snapshot& after, const Subsystems& subsystems) {
  const TypeGraph graph(before, after);
  Result<std::vector<std::vector<Claim>>> claims = ResolveClaims(subsystems, graph);
  if (!claims.has_value()) return Fail(std::move(claims.error()));
  ImpactBuilder builder(graph, subsystems, *claims);
  for (const Change& change : changes) builder.Add(change);
  return builder.Finish();
}

}  // namespace leyline
