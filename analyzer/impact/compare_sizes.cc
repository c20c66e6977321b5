#include <algorithm>
#include <set>
#include <tuple>

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
  Comparison(const Snapshot& before, const Snapshot& after) : before_(before), after_(after) {}

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

  std::vector<SizeDelta> Take() {
    std::stable_sort(found_.begin(), found_.end(), [](const SizeDelta& a, const SizeDelta& b) {
      return std::make_tuple(a.kind, Difference(b), a.name) <
             std::make_tuple(b.kind, Difference(a), b.name);
    });
    std::vector<SizeDelta> kept;
    std::size_t of_kind = 0;
    for (SizeDelta& delta : found_) {
      of_kind = kept.empty() || kept.back().kind != delta.kind ? 0 : of_kind;
      if (of_kind++ < kMostSizes) kept.push_back(std::move(delta));
    }
    return kept;
  }

 private:
  void AddCall(Kind kind, std::string name, const Message* before, const Message* after) {
    if (before == nullptr || after == nullptr) return;
    Add({.kind = kind,
         .name = std::move(name),
         .contract = std::string(after->full_name),
         .before = {},
         .after = {}},
        before, after);
  }

  void Add(SizeDelta delta, const Message* before, const Message* after) {
    if (before == nullptr && after == nullptr) return;
    if (!seen_.emplace(delta.kind, delta.name, delta.contract).second) return;
    delta.before = SideOf(before, of_before_);
    delta.after = SideOf(after, of_after_);
    if (delta.kind == Kind::kMessage || Differs(delta)) found_.push_back(std::move(delta));
  }

  static SizeDelta::Side SideOf(const Message* message, SizesOf& sizes) {
    if (message == nullptr) return {};
    const SizeBounds bounds = sizes.Bounds(*message);
    return {.exists = true,
            .least = bounds.least,
            .most = bounds.most,
            .sampled = sizes.SampledBytes(*message)};
  }

  const Snapshot& before_;
  const Snapshot& after_;
  SizesOf of_before_;
  SizesOf of_after_;
  std::set<std::tuple<Kind, std::string, std::string>> seen_;
  std::vector<SizeDelta> found_;
};

}  // namespace

std::vector<SizeDelta> CompareSizes(std::span<const Change> changes,
                                    std::span<const ChangeImpact> impacts, const Snapshot& before,
                                    const Snapshot& after) {
  Comparison comparison(before, after);
  for (const Change& change : changes) comparison.AddMessage(change.contract);
  for (const ChangeImpact& impact : impacts) {
    for (const Hit& hit : impact.hits) {
      if (hit.role == Role::kStores) comparison.AddStored(hit);
      if (hit.role == Role::kServes || hit.role == Role::kCalls)
        comparison.AddService(hit.contract);
    }
  }
  return comparison.Take();
}

}  // namespace leyline
