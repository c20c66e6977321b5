#include "analyzer/impact/impact.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "analyzer/impact/claims.h"
#include "analyzer/impact/deploy_order.h"
#include "analyzer/impact/flows.h"
#include "analyzer/impact/reach.h"
#include "analyzer/impact/risk.h"
#include "analyzer/impact/roles.h"
#include "analyzer/impact/rollout.h"
#include "analyzer/impact/type_graph.h"

namespace leyline {
namespace {

using Node = TypeGraph::Node;

// One changed contract with all its changes.
struct Contract {
  Flow flow;
  std::vector<char> forwards;  // of each reach
};

class ImpactBuilder {
 public:
  ImpactBuilder(const TypeGraph& graph, const Subsystems& subsystems, const Claims& claims)
      : graph_(graph), subsystems_(subsystems), claims_(claims), search_(graph, claims) {}

  void Add(const Change& change) {
    Contract& contract = ContractOf(change.contract);
    ChangeImpact impact;
    impact.change_digest = change.digest;
    bool used = false;
    for (std::size_t i = 0; i < contract.flow.tree.reaches.size(); ++i) {
      impact.hits.push_back(MakeHit(change, contract, i));
      const Hit& hit = impact.hits.back();
      risk_.Hits(change, hit);
      used = used || hit.role != Role::kOwns;
      if (hit.level != Level::kCompatible) {
        affected_.insert(contract.flow.tree.reaches[i].claim.subsystem);
      }
    }
    if (!used) {
      unclaimed_.insert(change.contract);
      risk_.HitsNobodyKnown(change);
    }
    std::sort(impact.hits.begin(), impact.hits.end(), [](const Hit& a, const Hit& b) {
      return std::tie(a.subsystem, a.role, a.contract) < std::tie(b.subsystem, b.role, b.contract);
    });
    report_.changes.push_back(std::move(impact));
  }

  ImpactReport Finish(std::span<const Change> changes) {
    AddAffected();
    report_.unclaimed.assign(unclaimed_.begin(), unclaimed_.end());
    report_.edges = ListEdges(flows(), graph_, subsystems_, report_.edges_cut);
    const DeployOrder order = FindOrder(flows(), graph_, subsystems_);
    report_.rollout = PlanRollout({.changes = changes,
                                   .impacts = report_.changes,
                                   .unclaimed = &report_.unclaimed,
                                   .subsystems = &subsystems_,
                                   .order = &order});
    report_.risk = risk_.risk();
    report_.risk_reasons = risk_.reasons();
    return std::move(report_);
  }

 private:
  const std::vector<Flow>& flows() {
    if (!flows_.empty()) return flows_;
    for (const std::string& name : in_order_) {
      flows_.push_back(std::move(contracts_.at(name).flow));
    }
    return flows_;
  }

  // Many changes share a contract; it is searched once.
  Contract& ContractOf(const std::string& name) {
    const auto [found, is_new] = contracts_.try_emplace(name);
    Contract& contract = found->second;
    if (!is_new) return contract;
    in_order_.push_back(name);
    contract.flow.tree = search_.From(SourcesOf(name));
    contract.flow.ends.resize(contract.flow.tree.reaches.size());
    contract.forwards = ForwardersIn(contract.flow.tree);
    return contract;
  }

  // A change of a file as a whole is one of everything in it.
  std::vector<Node> SourcesOf(const std::string& contract) const {
    const Node* node = graph_.Find(contract);
    return node != nullptr ? std::vector<Node>{*node} : graph_.InFile(contract);
  }

  const ContractUse& UseOf(const Claim& claim) const {
    return subsystems_.list[claim.subsystem].uses[claim.use];
  }

  // Who takes in what it gives out again.
  std::vector<char> ForwardersIn(const ReachTree& tree) const {
    std::map<uint32_t, int> ways;  // bits: in, out
    const auto way = [](Role role) {
      if (role == Role::kWrites) return 2;
      return role == Role::kReads || role == Role::kStores ? 1 : 0;
    };
    for (const Reach& reach : tree.reaches) {
      ways[reach.claim.subsystem] |= way(UseOf(reach.claim).role);
    }
    std::vector<char> forwards;
    for (const Reach& reach : tree.reaches) {
      const bool both = ways[reach.claim.subsystem] == 3 && way(UseOf(reach.claim).role) != 0;
      forwards.push_back(both ? 1 : 0);
    }
    return forwards;
  }

  Hit MakeHit(const Change& change, Contract& contract, std::size_t index) const {
    const ReachTree& tree = contract.flow.tree;
    const Reach& reach = tree.reaches[index];
    const ReachTree::Place& place = tree.places[reach.at];
    const Subsystem& subsystem = subsystems_.list[reach.claim.subsystem];
    const ContractUse& use = UseOf(reach.claim);
    Hit hit{.subsystem = subsystem.name,
            .owner = subsystem.owner,
            .role = use.role,
            .contract = std::string(graph_.name(place.node)),
            .path = LinksFrom(graph_, tree, reach.at),
            .evidence = tree.IsRoot(reach.at) ? HowKnown::kDeclared : HowKnown::kTypeGraph,
            .retention_days = use.retention_days,
            .forwards = contract.forwards[index] != 0};
    ApplyFields(change, contract, reach, hit);
    const Handling handling{.role = use.role,
                            .in_requests = place.in_requests || tree.IsRoot(reach.at),
                            .in_replies = place.in_replies,
                            .forwards = hit.forwards,
                            .refusals_only = hit.outside_fields};
    hit.meeting = MeetingFor(change, subsystem, handling);
    hit.level = hit.meeting.worst();
    AddEnd(change, subsystem, handling, contract.flow.ends[index]);
    return hit;
  }

  static void AddEnd(const Change& change, const Subsystem& subsystem, const Handling& handling,
                     FlowEnd& end) {
    EdgeKind kind;
    if (!EndsAt(handling.role, kind)) return;
    const Meeting meeting = MeetingOn(kind, change, subsystem, handling);
    if (end.element.empty() || meeting.worst() > end.meeting.worst()) end.element = change.element;
    end.meeting.Join(meeting);
  }

  // An entry that names fields is hit through them, or only by what refuses the whole message.
  void ApplyFields(const Change& change, Contract& contract, const Reach& reach, Hit& hit) const {
    const FieldScope* scope = claims_.ScopeOf(reach.claim);
    if (scope == nullptr) return;
    for (const FieldScope::Step& step : scope->steps) {
      if (step.field != change.element) continue;
      hit.path = step.links;
      hit.evidence = HowKnown::kDeclared;
      return;
    }
    const ReachTree& tree = contract.flow.tree;
    hit.outside_fields = true;
    std::size_t shortest = 0;
    for (const FieldScope::End& end : scope->ends) {
      std::vector<std::string> links = end.links;
      if (!AppendWay(tree, end.type, links)) continue;
      if (!hit.outside_fields && links.size() >= shortest) continue;
      hit.outside_fields = false;
      shortest = links.size();
      hit.path = std::move(links);
    }
  }

  // From a type to the changed contract, by the shortest way.
  bool AppendWay(const ReachTree& tree, Node type, std::vector<std::string>& links) const {
    if (std::find(tree.roots.begin(), tree.roots.end(), type) != tree.roots.end()) return true;
    const auto place = std::find_if(tree.places.begin(), tree.places.end(),
                                    [&](const auto& each) { return each.node == type; });
    if (place == tree.places.end()) return false;
    const auto more = LinksFrom(graph_, tree, static_cast<uint32_t>(place - tree.places.begin()));
    links.insert(links.end(), more.begin(), more.end());
    return true;
  }

  void AddAffected() {
    std::map<std::string, Approver> approvers;
    for (uint32_t index : affected_) {
      const Subsystem& subsystem = subsystems_.list[index];
      report_.affected_subsystems.push_back(subsystem.name);
      Approver& approver = approvers[subsystem.owner];
      approver.owner = subsystem.owner;
      if (approver.contact.empty()) approver.contact = subsystem.contact;
      approver.subsystems.push_back(subsystem.name);
    }
    std::sort(report_.affected_subsystems.begin(), report_.affected_subsystems.end());
    for (auto& [owner, approver] : approvers) {
      std::sort(approver.subsystems.begin(), approver.subsystems.end());
      report_.approvers.push_back(std::move(approver));
    }
  }

  const TypeGraph& graph_;
  const Subsystems& subsystems_;
  const Claims& claims_;
  ReachSearch search_;
  std::unordered_map<std::string, Contract> contracts_;
  std::vector<std::string> in_order_;  // as the changes name them
  std::vector<Flow> flows_;
  ImpactReport report_;
  std::set<uint32_t> affected_;
  std::set<std::string> unclaimed_;
  RiskAssessment risk_;
};

}  // namespace

Result<ImpactReport> ComputeImpact(std::span<const Change> changes, const Snapshot& before,
                                   const Snapshot& after, const Subsystems& subsystems) {
  const TypeGraph graph(before, after);
  const Result<Claims> claims = ResolveClaims(subsystems, graph, before, after);
  if (!claims.has_value()) return Fail(claims.error());
  ImpactBuilder builder(graph, subsystems, *claims);
  for (const Change& change : changes) builder.Add(change);
  return builder.Finish(changes);
}

}  // namespace leyline
