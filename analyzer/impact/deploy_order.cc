// Readers and writers are not linked pair by pair, which would take their product, but through hubs
// along the types: one network for readers that go first, one for writers that do.
#include "analyzer/impact/deploy_order.h"

#include <algorithm>
#include <map>

#include "analyzer/impact/precedence.h"

namespace leyline {
namespace {

// Which edges count.
enum class Through : uint8_t { kAll, kDeclaredOnly };

class Ordering {
 public:
  Ordering(const std::vector<Flow>& flows, const Subsystems& subsystems, Through through)
      : subsystems_(subsystems), through_(through), precedence_(subsystems.list.size()) {
    for (const Flow& flow : flows) AddFlow(flow);
  }

  Precedence::Sorted Sort() const { return precedence_.Sort(); }

 private:
  // Hubs of a place: data that goes to what holds the contract, and to what it holds.
  struct Hubs {
    std::vector<uint32_t> outward;
    std::vector<uint32_t> inward;
  };

  const ContractUse& UseOf(const Reach& reach) const {
    return subsystems_.list[reach.claim.subsystem].uses[reach.claim.use];
  }

  std::vector<uint32_t> MakeHubs(std::size_t count) {
    std::vector<uint32_t> hubs(count);
    for (uint32_t& hub : hubs) hub = precedence_.AddNode();
    return hubs;
  }

  void AddFlow(const Flow& flow) {
    bool reader_first = false;
    bool writer_first = false;
    for (std::size_t i = 0; i < flow.ends.size(); ++i) {
      EdgeKind kind;
      if (!EndsAt(UseOf(flow.tree.reaches[i]).role, kind)) continue;
      const Order order = OrderOf(flow.ends[i].meeting);
      reader_first = reader_first || order == Order::kReaderFirst;
      writer_first = writer_first || order == Order::kWriterFirst;
    }
    if (reader_first) AddNetwork(flow, Order::kReaderFirst);
    if (writer_first) AddNetwork(flow, Order::kWriterFirst);
  }

  // An arrow of the data; when the writer goes first, time goes the same way, else against it.
  void Arrow(Order order, uint32_t from, uint32_t to) {
    if (order == Order::kWriterFirst) {
      precedence_.Add(from, to);
    } else {
      precedence_.Add(to, from);
    }
  }

  void AddNetwork(const Flow& flow, Order order) {
    const std::size_t size = flow.tree.places.size();
    const Hubs data{MakeHubs(size), MakeHubs(size)};
    const Hubs calls{MakeHubs(size), MakeHubs(size)};  // requests, replies
    for (uint32_t place = 0; place < size && through_ == Through::kAll; ++place) {
      for (uint32_t holder : flow.tree.places[place].holders) {
        Arrow(order, data.outward[place], data.outward[holder]);
        Arrow(order, data.inward[holder], data.inward[place]);
      }
    }
    for (std::size_t i = 0; i < flow.tree.reaches.size(); ++i) {
      AddReach(flow.tree.reaches[i], OrderOf(flow.ends[i].meeting) == order, order, data, calls);
    }
  }

  void AddReach(const Reach& reach, bool is_concerned, Order order, const Hubs& data,
                const Hubs& calls) {
    const uint32_t who = reach.claim.subsystem;
    switch (UseOf(reach).role) {
      case Role::kOwns:
        return;
      case Role::kWrites:
        Arrow(order, who, data.outward[reach.at]);
        Arrow(order, who, data.inward[reach.at]);
        return;
      case Role::kReads:
      case Role::kStores:
        if (!is_concerned) return;
        Arrow(order, data.outward[reach.at], who);
        Arrow(order, data.inward[reach.at], who);
        return;
      case Role::kServes:
        Arrow(order, who, calls.inward[reach.at]);
        if (is_concerned) Arrow(order, calls.outward[reach.at], who);
        return;
      case Role::kCalls:
        Arrow(order, who, calls.outward[reach.at]);
        if (is_concerned) Arrow(order, calls.inward[reach.at], who);
        return;
    }
  }

  const Subsystems& subsystems_;
  const Through through_;
  Precedence precedence_;
};

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

void FillCycles(const Precedence::Sorted& sorted, const std::vector<Flow>& flows,
                const Subsystems& subsystems, DeployOrder& order) {
  const std::size_t count = subsystems.list.size();
  for (const std::vector<uint32_t>& group : sorted.groups) {
    std::vector<uint32_t> members = CycleIn(group, count);
    if (!members.empty()) order.cycle_members.push_back(std::move(members));
  }
  if (order.cycle_members.empty()) return;
  std::sort(order.cycle_members.begin(), order.cycle_members.end());
  const Precedence::Sorted declared = Ordering(flows, subsystems, Through::kDeclaredOnly).Sort();
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

class DualWriting {
 public:
  DualWriting(const TypeGraph& graph, const Subsystems& subsystems, DeployOrder& order)
      : graph_(graph), subsystems_(subsystems), order_(order) {}

  void Add(const Flow& flow) {
    if (!AddReaders(flow)) return;
    const FlowMap map(flow, subsystems_);
    // Each place once, however many read there.
    std::set<uint32_t> served;
    std::set<uint32_t> called;
    std::set<uint32_t> data;
    for (const Reach& reach : dual_) {
      const Role role = RoleOf(reach);
      (role == Role::kServes ? served : role == Role::kCalls ? called : data).insert(reach.at);
    }
    std::set<uint32_t> writers;
    for (uint32_t place : served) Insert(map.At(place, Role::kCalls), writers);
    for (uint32_t place : called) Insert(map.At(place, Role::kServes), writers);
    for (uint32_t place : Around({data.begin(), data.end()}, map)) {
      Insert(map.At(place, Role::kWrites), writers);
    }
    order_.dual_writers.insert(writers.begin(), writers.end());
    if (!writers.empty()) return;
    for (TypeGraph::Node root : flow.tree.roots) {
      order_.unwritten.insert(std::string(graph_.name(root)));
    }
  }

 private:
  Role RoleOf(const Reach& reach) const {
    return subsystems_.list[reach.claim.subsystem].uses[reach.claim.use].role;
  }

  // False when there are none.
  bool AddReaders(const Flow& flow) {
    dual_.clear();
    for (std::size_t i = 0; i < flow.ends.size(); ++i) {
      const Reach& reach = flow.tree.reaches[i];
      EdgeKind kind;
      if (!EndsAt(RoleOf(reach), kind)) continue;
      if (OrderOf(flow.ends[i].meeting) != Order::kNeither) continue;
      order_.dual_readers.insert(reach.claim.subsystem);
      dual_.push_back(reach);
    }
    return !dual_.empty();
  }

  // Where what the dual readers read may be written: all searches at once.
  static std::set<uint32_t> Around(const std::vector<uint32_t>& data, const FlowMap& map) {
    std::set<uint32_t> places(data.begin(), data.end());
    for (const std::vector<uint32_t>& more : {map.Outside(data), map.Inside(data)}) {
      places.insert(more.begin(), more.end());
    }
    return places;
  }

  static void Insert(const std::vector<uint32_t>& from, std::set<uint32_t>& to) {
    to.insert(from.begin(), from.end());
  }

  const TypeGraph& graph_;
  const Subsystems& subsystems_;
  DeployOrder& order_;
  std::vector<Reach> dual_;  // of the flow at hand: readers that no order is safe for
};

}  // namespace

DeployOrder FindOrder(const std::vector<Flow>& flows, const TypeGraph& graph,
                      const Subsystems& subsystems) {
  DeployOrder order;
  const Precedence::Sorted sorted = Ordering(flows, subsystems, Through::kAll).Sort();
  FillWaves(sorted, subsystems.list.size(), order);
  FillCycles(sorted, flows, subsystems, order);
  DualWriting dual(graph, subsystems, order);
  for (const Flow& flow : flows) dual.Add(flow);
  return order;
}

}  // namespace leyline
