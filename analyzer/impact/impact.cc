#include "analyzer/impact/impact.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

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

// The changes of one contract, by index.
struct ChangedContract {
  const std::string* name = nullptr;
  std::vector<std::size_t> changes;
};

// In the order in which the changes name them.
std::vector<ChangedContract> ContractsOf(std::span<const Change> changes) {
  std::vector<ChangedContract> contracts;
  std::unordered_map<std::string_view, std::size_t> known;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const auto [found, is_new] = known.try_emplace(changes[i].contract, contracts.size());
    if (is_new) contracts.push_back({.name = &changes[i].contract, .changes = {}});
    contracts[found->second].changes.push_back(i);
  }
  return contracts;
}

// Takes one contract after the other; of each it keeps the hits and what its ends mean.
class ImpactBuilder {
 public:
  ImpactBuilder(std::span<const Change> changes, const ResolvedMap& map,
                const Subsystems& subsystems)
      : changes_(changes),
        graph_(map.graph),
        claims_(map.claims),
        subsystems_(subsystems),
        search_(map.graph, map.claims),
        ways_(subsystems.list.size(), 0),
        order_(map.graph, subsystems) {
    report_.changes.resize(changes.size());
  }

  ImpactReport Run() {
    const std::vector<ChangedContract> contracts = ContractsOf(changes_);
    std::vector<std::vector<FlowEnd>> ends;
    for (const ChangedContract& contract : contracts) ends.push_back(Add(contract));
    AddAffected();
    AddUnclaimed();
    AddEdges(contracts, ends);
    const DeployOrder order = order_.Finish();
    report_.rollout = PlanRollout({.changes = changes_,
                                   .impacts = report_.changes,
                                   .unclaimed = &report_.unclaimed,
                                   .subsystems = &subsystems_,
                                   .order = &order});
    AssessRisk(changes_, report_);
    return std::move(report_);
  }

 private:
  std::vector<FlowEnd> Add(const ChangedContract& contract) {
    Flow flow{.tree = search_.From(graph_.NodesOf(*contract.name)), .ends = {}};
    flow.ends.resize(flow.tree.reaches.size());
    const std::vector<char> forwards = ForwardersIn(flow.tree);
    for (std::size_t index : contract.changes) AddChange(index, forwards, flow);
    order_.Add(flow);
    return std::move(flow.ends);
  }

  void AddChange(std::size_t index, const std::vector<char>& forwards, Flow& flow) {
    const Change& change = changes_[index];
    ChangeImpact& impact = report_.changes[index];
    impact.change_digest = change.digest;
    impact.hits.reserve(flow.tree.reaches.size());
    for (std::size_t i = 0; i < flow.tree.reaches.size(); ++i) {
      impact.hits.push_back(MakeHit(change, flow.tree, i, forwards[i] != 0, flow.ends[i]));
      if (impact.hits.back().level == Level::kCompatible) continue;
      affected_.insert(flow.tree.reaches[i].claim.subsystem);
    }
    std::sort(impact.hits.begin(), impact.hits.end(), [](const Hit& a, const Hit& b) {
      return std::tie(a.subsystem, a.role, a.contract) < std::tie(b.subsystem, b.role, b.contract);
    });
  }

  // The worst level first; what is left out beyond kMostEdges is then no worse than what is listed.
  // The searches are made again: to keep them all takes more than they do.
  void AddEdges(const std::vector<ChangedContract>& contracts,
                std::vector<std::vector<FlowEnd>>& ends) {
    EdgeList list(graph_, subsystems_);
    for (const Level level :
         {Level::kBreaking, Level::kUnknown, Level::kConditional, Level::kCompatible}) {
      for (std::size_t i = 0; i < contracts.size() && !list.is_cut(); ++i) {
        const bool concerned = std::any_of(ends[i].begin(), ends[i].end(), [&](const FlowEnd& end) {
          return end.worst != nullptr && end.meeting.worst() == level;
        });
        if (!concerned) continue;
        Flow flow{.tree = search_.From(graph_.NodesOf(*contracts[i].name)),
                  .ends = std::move(ends[i])};
        list.Add(flow, level);
        ends[i] = std::move(flow.ends);
      }
    }
    report_.edges_cut = list.is_cut();
    report_.edges = list.Take();
  }

  const ContractUse& UseOf(const Claim& claim) const {
    return subsystems_.list[claim.subsystem].uses[claim.use];
  }

  // Of each reach: whether its subsystem takes in what it gives out again, here.
  std::vector<char> ForwardersIn(const ReachTree& tree) {
    const auto way = [&](const Reach& reach) -> char {  // bits: in, out
      const Role role = UseOf(reach.claim).role;
      if (role == Role::kWrites) return 2;
      return role == Role::kReads || role == Role::kStores ? 1 : 0;
    };
    for (const Reach& reach : tree.reaches) ways_[reach.claim.subsystem] |= way(reach);
    std::vector<char> forwards;
    for (const Reach& reach : tree.reaches) {
      forwards.push_back(ways_[reach.claim.subsystem] == 3 && way(reach) != 0 ? 1 : 0);
    }
    for (const Reach& reach : tree.reaches) ways_[reach.claim.subsystem] = 0;
    return forwards;
  }

  Hit MakeHit(const Change& change, const ReachTree& tree, std::size_t index, bool forwards,
              FlowEnd& end) const {
    const Reach& reach = tree.reaches[index];
    const Subsystem& subsystem = subsystems_.list[reach.claim.subsystem];
    const ContractUse& use = UseOf(reach.claim);
    Way way = WayFrom(graph_, tree, reach.at);
    Hit hit{.subsystem = subsystem.name,
            .owner = subsystem.owner,
            .role = use.role,
            .contract = std::string(graph_.name(tree.places[reach.at].node)),
            .path = std::move(way.links),
            .links_left_out = way.left_out,
            .evidence = tree.IsRoot(reach.at) ? HowKnown::kDeclared : HowKnown::kTypeGraph,
            .retention_days = use.retention_days,
            .forwards = forwards};
    if (!use.fields.empty()) ApplyFields(change, tree, reach, hit);
    const Handling handling{.role = use.role,
                            .in_requests = reach.in_requests,
                            .in_replies = reach.in_replies,
                            .forwards = hit.forwards,
                            .refusals_only = hit.outside_fields};
    hit.meeting = MeetingFor(change, subsystem, handling);
    hit.level = hit.meeting.worst();
    AddEnd(change, subsystem, handling, end);
    return hit;
  }

  static void AddEnd(const Change& change, const Subsystem& subsystem, const Handling& handling,
                     FlowEnd& end) {
    EdgeKind kind;
    if (!EndsAt(handling.role, kind)) return;
    const Meeting meeting = MeetingOn(kind, change, subsystem, handling);
    if (end.worst == nullptr || meeting.worst() > end.meeting.worst()) end.worst = &change;
    end.meeting.Join(meeting);
  }

  // An entry that names fields is hit through them, or only by what refuses the whole message.
  void ApplyFields(const Change& change, const ReachTree& tree, const Reach& reach,
                   Hit& hit) const {
    const FieldScope* scope = claims_.ScopeOf(reach.claim);
    if (scope == nullptr) return;
    for (const FieldScope::Step& step : scope->steps) {
      if (step.field != change.element) continue;
      Take({.links = step.links}, hit);
      hit.evidence = HowKnown::kDeclared;
      return;
    }
    std::optional<Way> shortest;
    for (const FieldScope::End& end : scope->ends) {
      std::optional<Way> way = WayThrough(tree, end);
      if (!way.has_value()) continue;
      if (!shortest.has_value() || way->length() < shortest->length()) shortest = std::move(way);
    }
    hit.outside_fields = !shortest.has_value();
    if (shortest.has_value()) Take(std::move(*shortest), hit);
  }

  static void Take(Way way, Hit& hit) {
    hit.path = std::move(way.links);
    hit.links_left_out = way.left_out;
  }

  // From the end of a path of fields to the changed contract; nothing: it doesn't lead there.
  std::optional<Way> WayThrough(const ReachTree& tree, const FieldScope::End& end) const {
    const auto place = std::find_if(tree.places.begin(), tree.places.end(),
                                    [&](const auto& each) { return each.node == end.type; });
    if (place == tree.places.end()) return std::nullopt;
    Way way = WayFrom(graph_, tree, static_cast<uint32_t>(place - tree.places.begin()));
    way.links.insert(way.links.begin(), end.links.begin(), end.links.end());
    return way;
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

  // Contracts that nobody uses: who only owns them doesn't.
  void AddUnclaimed() {
    std::set<std::string> unclaimed;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
      if (IsUsed(report_.changes[i])) continue;
      unclaimed.insert(changes_[i].contract);
    }
    report_.unclaimed.assign(unclaimed.begin(), unclaimed.end());
  }

  std::span<const Change> changes_;
  const TypeGraph& graph_;
  const Claims& claims_;
  const Subsystems& subsystems_;
  ReachSearch search_;
  std::vector<char> ways_;  // of each subsystem, while forwarders are looked for
  OrderFinder order_;
  ImpactReport report_;
  std::set<uint32_t> affected_;
};

}  // namespace

bool IsUsed(const ChangeImpact& impact) {
  return std::any_of(impact.hits.begin(), impact.hits.end(),
                     [](const Hit& hit) { return hit.role != Role::kOwns; });
}

ImpactReport ComputeImpact(std::span<const Change> changes, const ResolvedMap& map,
                           const Subsystems& subsystems) {
  return ImpactBuilder(changes, map, subsystems).Run();
}

Result<ImpactReport> ComputeImpact(std::span<const Change> changes, const Snapshot& before,
                                   const Snapshot& after, const Subsystems& subsystems) {
  const Result<ResolvedMap> map = ResolveMap(subsystems, before, after);
  if (!map.has_value()) return Fail(map.error());
  return ComputeImpact(changes, *map, subsystems);
}

}  // namespace leyline
