#include "analyzer/impact/deploy_order.h"

#include <algorithm>
#include <map>

#include "analyzer/impact/flow_network.h"

namespace leyline {
namespace {

// The hubs of each place: data that goes to what holds the contract, data that goes to what it
// holds, and what the callers and the servers of a service send.
enum Hub : uint32_t { kOutward, kInward, kRequests, kReplies, kHubs };

uint32_t HubOf(uint32_t place, Hub hub) { return place * kHubs + hub; }

const ContractUse& UseOf(const Subsystems& subsystems, const Claim& claim) {
  return subsystems.list[claim.subsystem].uses[claim.use];
}

void AddSpot(const ReachTree& tree, const ReachTree::Spot& spot, Role role, bool is_concerned,
             FlowNetwork& network) {
  const uint32_t who = tree.reaches[spot.reach].claim.subsystem;
  const ReachTree::Place& place = tree.places[spot.place];
  const auto read = [&](Hub hub) {
    if (is_concerned) network.Read(HubOf(spot.place, hub), who);
  };
  switch (role) {
    case Role::kOwns:
      return;
    case Role::kWrites:
      network.Write(who, HubOf(spot.place, kOutward));
      network.Write(who, HubOf(spot.place, kInward));
      return;
    case Role::kReads:
    case Role::kStores:
      read(kOutward);
      read(kInward);
      return;
    case Role::kServes:
      if (place.in_replies) network.Write(who, HubOf(spot.place, kReplies));
      if (place.in_requests) read(kRequests);
      return;
    case Role::kCalls:
      if (place.in_requests) network.Write(who, HubOf(spot.place, kRequests));
      if (place.in_replies) read(kReplies);
      return;
  }
}

FlowNetwork NetworkOf(const Flow& flow, const Subsystems& subsystems, Order order, bool by_types) {
  const ReachTree& tree = flow.tree;
  const auto places = static_cast<uint32_t>(tree.places.size());
  FlowNetwork network(places * kHubs);
  for (uint32_t place = 0; place < places && by_types; ++place) {
    for (uint32_t holder : tree.holders[place]) {
      network.Pass(HubOf(place, kOutward), HubOf(holder, kOutward));
      network.Pass(HubOf(holder, kInward), HubOf(place, kInward));
    }
  }
  for (const ReachTree::Spot& spot : tree.spots) {
    const Role role = UseOf(subsystems, tree.reaches[spot.reach].claim).role;
    AddSpot(tree, spot, role, OrderOf(flow.ends[spot.reach].meeting) == order, network);
  }
  return network;
}

// Of each group that is a cycle: its subsystems. A group without a hub is one subsystem alone.
std::vector<uint32_t> CycleIn(const std::vector<uint32_t>& group, std::size_t subsystems) {
  std::vector<uint32_t> members;
  for (uint32_t node : group) {
    if (node < subsystems) members.push_back(node);
  }
  if (members.size() == group.size()) members.clear();
  std::sort(members.begin(), members.end());
  return members;
}

// How many subsystems stand before each group, one after another.
std::vector<uint32_t> Depths(const Precedence::Sorted& sorted, std::size_t subsystems) {
  std::vector<uint32_t> depths(sorted.groups.size(), 0);
  for (uint32_t group = 0; group < sorted.groups.size(); ++group) {
    const std::vector<uint32_t>& nodes = sorted.groups[group];
    const bool counts =
        std::any_of(nodes.begin(), nodes.end(), [&](uint32_t node) { return node < subsystems; });
    for (uint32_t node : nodes) {
      for (uint32_t next : sorted.after[node]) {
        const uint32_t later = sorted.group_of[next];
        if (later == group) continue;
        depths[later] = std::max(depths[later], depths[group] + (counts ? 1 : 0));
      }
    }
  }
  return depths;
}

// Subsystems with another subsystem, or themselves, before or after them. A hub alone says nothing:
// it may have no other end.
std::set<uint32_t> Concerned(const Precedence::Sorted& sorted, std::size_t subsystems) {
  std::vector<char> has_before(sorted.groups.size(), 0);
  std::vector<char> has_after(sorted.groups.size(), 0);
  const auto is_subsystem = [&](uint32_t group) {
    const std::vector<uint32_t>& nodes = sorted.groups[group];
    return std::any_of(nodes.begin(), nodes.end(),
                       [&](uint32_t node) { return node < subsystems; });
  };
  const auto each = [&](uint32_t group, auto visit) {
    for (uint32_t node : sorted.groups[group]) {
      for (uint32_t next : sorted.after[node]) {
        if (sorted.group_of[next] != group) visit(sorted.group_of[next]);
      }
    }
  };
  for (uint32_t group = 0; group < sorted.groups.size(); ++group) {
    const bool from = has_before[group] != 0 || is_subsystem(group);
    each(group, [&](uint32_t later) { has_before[later] |= from ? 1 : 0; });
  }
  for (uint32_t group = static_cast<uint32_t>(sorted.groups.size()); group-- > 0;) {
    each(group, [&](uint32_t later) {
      if (has_after[later] != 0 || is_subsystem(later)) has_after[group] = 1;
    });
  }
  std::set<uint32_t> concerned;
  for (uint32_t group = 0; group < sorted.groups.size(); ++group) {
    const bool cycle = !CycleIn(sorted.groups[group], subsystems).empty();
    if (has_before[group] == 0 && has_after[group] == 0 && !cycle) continue;
    for (uint32_t node : sorted.groups[group]) {
      if (node < subsystems) concerned.insert(node);
    }
  }
  return concerned;
}

void FillWaves(const Precedence::Sorted& sorted, std::size_t subsystems, DeployOrder& order) {
  const std::vector<uint32_t> depths = Depths(sorted, subsystems);
  std::map<uint32_t, std::vector<uint32_t>> waves;
  for (uint32_t subsystem : Concerned(sorted, subsystems)) {
    waves[depths[sorted.group_of[subsystem]]].push_back(subsystem);
  }
  for (auto& [depth, wave] : waves) order.waves.push_back(std::move(wave));
}

void FillCycles(const Precedence::Sorted& sorted, const Precedence& by_declarations,
                const Subsystems& subsystems, DeployOrder& order) {
  const std::size_t count = subsystems.list.size();
  for (const std::vector<uint32_t>& group : sorted.groups) {
    std::vector<uint32_t> members = CycleIn(group, count);
    if (!members.empty()) order.cycle_members.push_back(std::move(members));
  }
  if (order.cycle_members.empty()) return;
  std::sort(order.cycle_members.begin(), order.cycle_members.end());
  const Precedence::Sorted declared = by_declarations.Sort();
  for (const std::vector<uint32_t>& members : order.cycle_members) {
    Cycle cycle;
    const uint32_t group = declared.group_of[members[0]];
    cycle.declared = !CycleIn(declared.groups[group], count).empty();
    for (uint32_t member : members) {
      cycle.subsystems.push_back(subsystems.list[member].name);
      if (declared.group_of[member] != group) cycle.declared = false;
    }
    std::sort(cycle.subsystems.begin(), cycle.subsystems.end());
    order.cycles.push_back(std::move(cycle));
  }
}

// Where what is read at these places may be written.
std::set<uint32_t> Around(const std::set<uint32_t>& places, const FlowMap& map) {
  const std::vector<uint32_t> list(places.begin(), places.end());
  std::set<uint32_t> all = places;
  for (const auto& found : {map.Outside(list), map.Inside(list)}) {
    for (const FlowMap::Found& each : found) all.insert(each.place);
  }
  return all;
}

}  // namespace

OrderFinder::OrderFinder(const TypeGraph& graph, const Subsystems& subsystems)
    : graph_(graph),
      subsystems_(subsystems),
      all_(subsystems.list.size()),
      declared_(subsystems.list.size()) {}

void OrderFinder::Add(const Flow& flow) {
  std::set<Order> orders;
  std::vector<std::size_t> dual;
  for (std::size_t i = 0; i < flow.ends.size(); ++i) {
    EdgeKind kind;
    const Claim& claim = flow.tree.reaches[i].claim;
    if (!EndsAt(UseOf(subsystems_, claim).role, kind)) continue;
    const Order order = OrderOf(flow.ends[i].meeting);
    orders.insert(order);
    if (order != Order::kNeither) continue;
    dual.push_back(i);
    order_.dual_readers.insert(claim.subsystem);
  }
  for (Order order : {Order::kReaderFirst, Order::kWriterFirst}) {
    if (!orders.contains(order)) continue;
    NetworkOf(flow, subsystems_, order, true).AddTo(all_, order);
    NetworkOf(flow, subsystems_, order, false).AddTo(declared_, order);
  }
  if (!dual.empty()) AddDualWriters(flow, dual);
}

// No order is safe for these reaches.
void OrderFinder::AddDualWriters(const Flow& flow, const std::vector<std::size_t>& dual) {
  const FlowMap map(flow, subsystems_);
  std::map<Role, std::set<uint32_t>>
      places;  // where they write; each once, however many read there
  for (std::size_t reach : dual) {
    EdgeKind kind = EdgeKind::kData;
    EndsAt(UseOf(subsystems_, flow.tree.reaches[reach].claim).role, kind);
    std::set<uint32_t>& of_writer = places[WriterOf(kind)];
    for (uint32_t place : map.PlacesOf(reach)) {
      if (Carries(flow.tree.places[place], kind)) of_writer.insert(place);
    }
  }
  bool is_written = false;
  for (auto& [writer, there] : places) {
    if (writer == Role::kWrites) there = Around(there, map);
    for (uint32_t place : there) {
      map.ForEachAt(place, writer, [&](uint32_t subsystem) {
        order_.dual_writers.insert(subsystem);
        is_written = true;
      });
    }
  }
  if (is_written) return;
  for (TypeGraph::Node root : flow.tree.roots) {
    order_.unwritten.insert(std::string(graph_.name(root)));
  }
}

DeployOrder OrderFinder::Finish() {
  const Precedence::Sorted sorted = all_.Sort();
  FillWaves(sorted, subsystems_.list.size(), order_);
  FillCycles(sorted, declared_, subsystems_, order_);
  return std::move(order_);
}

}  // namespace leyline
