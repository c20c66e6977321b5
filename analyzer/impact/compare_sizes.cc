#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "analyzer/impact/claims.h"
#include "analyzer/impact/sizes.h"

namespace leyline {
namespace {

using Kind = SizeDelta::Kind;

uint64_t Difference(const SizeDelta& delta) {
  const auto [low, high] = std::minmax(delta.before.sampled, delta.after.sampled);
  return high - low;
}

bool Differs(const SizeDelta& delta) {
  const auto key = [](const SizeDelta::Side& side) {
    return std::make_tuple(side.exists, side.least, side.most, side.sampled);
  };
  return key(delta.before) != key(delta.after);
}

class Comparison {
 public:
  Comparison(const TypeGraph& graph, std::vector<char> touched, const Snapshot& before,
             const Snapshot& after)
      : graph_(graph), touched_(std::move(touched)), before_(before), after_(after) {}

  void AddMessage(const std::string& name) {
    Add({.kind = Kind::kMessage, .name = name, .contract = name, .before = {}, .after = {}},
        before_.FindMessage(name), after_.FindMessage(name));
  }

  void AddStored(const Hit& hit) {
    Add({.kind = Kind::kStored,
         .name = hit.subsystem,
         .contract = hit.contract,
         .before = {},
         .after = {},
         .retention_days = hit.retention_days},
        before_.FindMessage(hit.contract), after_.FindMessage(hit.contract));
  }

  // Of a method that one side lacks nothing can be compared.
  void AddService(const std::string& name) {
    const Service* old_service = before_.FindService(name);
    const Service* new_service = after_.FindService(name);
    if (old_service == nullptr || new_service == nullptr) return;
    for (const Method& method : new_service->methods) {
      const auto old_method =
          std::find_if(old_service->methods.begin(), old_service->methods.end(),
                       [&](const Method& each) { return each.name == method.name; });
      if (old_method == old_service->methods.end()) continue;
      AddCall(Kind::kRequest, FullName(method), old_method->input, method.input);
      AddCall(Kind::kReply, FullName(method), old_method->output, method.output);
    }
  }

  void PutInto(ImpactReport& report) {
    std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) {
      return std::make_tuple(a.delta.kind, a.is_new_or_gone(), Difference(b.delta),
                             std::cref(a.delta.name)) <
             std::make_tuple(b.delta.kind, b.is_new_or_gone(), Difference(a.delta),
                             std::cref(b.delta.name));
    });
    std::vector<SizeDelta>& kept = report.sizes;
    std::size_t of_kind = 0;
    for (Found& found : found_) {
      if (kept.empty() || kept.back().kind != found.delta.kind) of_kind = 0;
      if (of_kind == kMostSizes) continue;
      ++of_kind;
      if (found.is_new_or_gone()) SetSamples(found);
      SetBounds(found);
      kept.push_back(std::move(found.delta));
    }
    report.sizes_left_out = static_cast<uint32_t>(found_.size() - kept.size());
  }

 private:
  struct Found {
    SizeDelta delta;
    const Message* before = nullptr;
    const Message* after = nullptr;
    bool is_new_or_gone() const { return before == nullptr || after == nullptr; }
  };

  void AddCall(Kind kind, std::string name, const Message* before, const Message* after) {
    if (before == nullptr || after == nullptr) return;
    if (!IsTouched(*before) && !IsTouched(*after)) return;
    Add({.kind = kind,
         .name = std::move(name),
         .contract = std::string(after->full_name),
         .before = {},
         .after = {}},
        before, after);
  }

  // Whether it changed, or holds what changed: all else has the same size as before.
  bool IsTouched(const Message& message) const {
    const TypeGraph::Node* node = graph_.Find(message.full_name);
    return node == nullptr || touched_[*node] != 0;
  }

  void Add(SizeDelta delta, const Message* before, const Message* after) {
    if (before == nullptr && after == nullptr) return;
    if (!seen_.emplace(delta.kind, delta.name, delta.contract).second) return;
    Found found{std::move(delta), before, after};
    found.delta.before.exists = before != nullptr;
    found.delta.after.exists = after != nullptr;
    if (!found.is_new_or_gone()) SetSamples(found);
    if (found.delta.kind != Kind::kMessage) {
      SetBounds(found);
      if (!Differs(found.delta)) return;
    }
    found_.push_back(std::move(found));
  }

  // Of what one side lacks there is nothing to compare: only when it is shown.
  void SetSamples(Found& found) {
    const auto set = [](const Message* message, SizesOf& sizes, SizeDelta::Side& side) {
      if (message != nullptr) side.sampled = sizes.SampledBytes(*message);
    };
    set(found.before, of_before_, found.delta.before);
    set(found.after, of_after_, found.delta.after);
  }

  // Of messages only when it is known which are shown.
  void SetBounds(Found& found) {
    const auto set = [](const Message* message, SizesOf& sizes, SizeDelta::Side& side) {
      if (message == nullptr) return;
      const SizeBounds bounds = sizes.Bounds(*message);
      side.least = bounds.least;
      side.most = bounds.most;
    };
    set(found.before, of_before_, found.delta.before);
    set(found.after, of_after_, found.delta.after);
  }

  const TypeGraph& graph_;
  const std::vector<char> touched_;  // of its nodes
  const Snapshot& before_;
  const Snapshot& after_;
  SizesOf of_before_;
  SizesOf of_after_;
  std::set<std::tuple<Kind, std::string, std::string>> seen_;
  std::vector<Found> found_;
};

// The contracts that change, and all that they travel in.
std::vector<char> TouchedBy(std::span<const Change> changes, const TypeGraph& graph) {
  std::vector<char> touched(graph.size(), 0);
  std::vector<TypeGraph::Node> open;
  const auto touch = [&](TypeGraph::Node node) {
    if (touched[node] == 0) open.push_back(node);
    touched[node] = 1;
  };
  for (const Change& change : changes) {
    for (TypeGraph::Node node : graph.NodesOf(change.contract)) touch(node);
  }
  while (!open.empty()) {
    const TypeGraph::Node node = open.back();
    open.pop_back();
    for (const TypeGraph::Edge& edge : graph.UsersOf(node)) touch(edge.user);
  }
  return touched;
}

}  // namespace

void CompareSizes(std::span<const Change> changes, const ResolvedMap& map, const Snapshot& before,
                  const Snapshot& after, ImpactReport& report) {
  Comparison comparison(map.graph, TouchedBy(changes, map.graph), before, after);
  for (const Change& change : changes) comparison.AddMessage(change.contract);
  std::set<std::string_view> services;  // each is hit by many changes
  for (const ChangeImpact& impact : report.changes) {
    for (const Hit& hit : impact.hits) {
      const bool calls = hit.role == Role::kServes || hit.role == Role::kCalls;
      if (hit.role == Role::kStores) comparison.AddStored(hit);
      if (calls && services.insert(hit.contract).second) comparison.AddService(hit.contract);
    }
  }
  comparison.PutInto(report);
}

}  // namespace leyline
