#include "analyzer/impact/flow_network.h"

#include <algorithm>
#include <utility>

namespace leyline {
namespace {

constexpr uint32_t kNone = 0xFFFFFFFF;

// Marks all that arrows lead to from what is marked.
void Spread(const std::vector<FlowNetwork::Arrow>& arrows, bool backwards,
            std::vector<char>& marks) {
  std::vector<uint32_t> counts(marks.size() + 1, 0);
  const auto from = [&](const FlowNetwork::Arrow& arrow) {
    return backwards ? arrow.second : arrow.first;
  };
  for (const FlowNetwork::Arrow& arrow : arrows) ++counts[from(arrow) + 1];
  for (std::size_t i = 1; i < counts.size(); ++i) counts[i] += counts[i - 1];
  std::vector<uint32_t> next(counts.begin(), counts.end() - 1);
  std::vector<uint32_t> targets(arrows.size());
  for (const FlowNetwork::Arrow& arrow : arrows) {
    targets[next[from(arrow)]++] = backwards ? arrow.first : arrow.second;
  }
  std::vector<uint32_t> open;
  for (uint32_t hub = 0; hub < marks.size(); ++hub) {
    if (marks[hub] != 0) open.push_back(hub);
  }
  while (!open.empty()) {
    const uint32_t hub = open.back();
    open.pop_back();
    for (uint32_t i = counts[hub]; i < counts[hub + 1]; ++i) {
      if (marks[targets[i]] != 0) continue;
      marks[targets[i]] = 1;
      open.push_back(targets[i]);
    }
  }
}

}  // namespace

// Hubs without data, and those that lead to no reader, go.
void FlowNetwork::KeepPassed() {
  std::vector<char> wanted = read_;
  Spread(passes_, false, written_);
  Spread(passes_, true, wanted);
  std::vector<char>& kept = written_;
  for (std::size_t hub = 0; hub < hubs_; ++hub) kept[hub] &= wanted[hub];
  std::erase_if(passes_, [&](const Arrow& a) { return kept[a.first] == 0 || kept[a.second] == 0; });
  std::erase_if(writes_, [&](const Arrow& arrow) { return kept[arrow.second] == 0; });
  std::erase_if(reads_, [&](const Arrow& arrow) { return kept[arrow.first] == 0; });
}

// A hub from which there is one way on, to another hub, is as good as that one. What is kept leads
// to a reader, so no such ways go in a circle.
uint32_t FlowNetwork::HeirOf(uint32_t hub) {
  uint32_t heir = hub;
  while (heirs_[heir] != kNone) heir = heirs_[heir];
  while (heirs_[hub] != kNone) hub = std::exchange(heirs_[hub], heir);
  return heir;
}

// The arrows in the numbers of `precedence`, to which the hubs are added.
std::vector<FlowNetwork::Arrow> FlowNetwork::ArrowsOfHeirs(Precedence& precedence) {
  constexpr uint32_t kSeveral = kNone - 1;
  heirs_.assign(hubs_, kNone);
  for (const auto& [from, to] : passes_) {
    if (from == to || heirs_[from] == to) continue;
    heirs_[from] = heirs_[from] == kNone ? to : kSeveral;
  }
  for (const auto& [hub, subsystem] : reads_) heirs_[hub] = kSeveral;
  std::replace(heirs_.begin(), heirs_.end(), kSeveral, kNone);
  std::vector<uint32_t> numbers(hubs_, kNone);
  const auto number = [&](uint32_t hub) {
    uint32_t& known = numbers[HeirOf(hub)];
    if (known == kNone) known = precedence.AddNode();
    return known;
  };
  std::vector<Arrow> arrows;
  for (const auto& [subsystem, hub] : writes_) arrows.emplace_back(subsystem, number(hub));
  for (const auto& [hub, subsystem] : reads_) arrows.emplace_back(number(hub), subsystem);
  for (const auto& [from, to] : passes_) {
    if (HeirOf(from) != HeirOf(to)) arrows.emplace_back(number(from), number(to));
  }
  std::sort(arrows.begin(), arrows.end());
  arrows.erase(std::unique(arrows.begin(), arrows.end()), arrows.end());
  return arrows;
}

void FlowNetwork::AddTo(Precedence& precedence, Order order) {
  if (writes_.empty() || reads_.empty()) return;
  KeepPassed();
  for (const auto& [from, to] : ArrowsOfHeirs(precedence)) {
    if (order == Order::kWriterFirst) {
      precedence.Add(from, to);
    } else {
      precedence.Add(to, from);
    }
  }
}

}  // namespace leyline
