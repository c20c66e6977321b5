#include "analyzer/impact/precedence.h"

#include <algorithm>

namespace leyline {
namespace {

class Tarjan {
 public:
  explicit Tarjan(Precedence::Sorted& sorted)
      : sorted_(sorted), index_(sorted.after.size(), 0), low_(sorted.after.size(), 0) {
    sorted_.group_of.assign(sorted.after.size(), kNone);
  }

  void Run() {
    for (uint32_t node = 0; node < index_.size(); ++node) {
      if (index_[node] == 0) From(node);
    }
    std::reverse(sorted_.groups.begin(), sorted_.groups.end());
    for (uint32_t group = 0; group < sorted_.groups.size(); ++group) {
      for (uint32_t node : sorted_.groups[group]) sorted_.group_of[node] = group;
    }
  }

 private:
  static constexpr uint32_t kNone = 0xFFFFFFFF;
  struct Frame {
    uint32_t node = 0;
    std::size_t next = 0;  // of its successors
  };

  void Open(uint32_t node) {
    index_[node] = low_[node] = ++count_;
    stack_.push_back(node);
    frames_.push_back({node, 0});
  }

  void From(uint32_t start) {
    Open(start);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const std::vector<uint32_t>& after = sorted_.after[frame.node];
      if (frame.next == after.size()) {
        Close();
        continue;
      }
      const uint32_t next = after[frame.next++];
      if (index_[next] == 0) {
        Open(next);
      } else if (sorted_.group_of[next] == kNone) {
        low_[frame.node] = std::min(low_[frame.node], index_[next]);
      }
    }
  }

  void Close() {
    const uint32_t node = frames_.back().node;
    frames_.pop_back();
    if (!frames_.empty()) {
      uint32_t& low = low_[frames_.back().node];
      low = std::min(low, low_[node]);
    }
    if (low_[node] != index_[node]) return;
    std::vector<uint32_t> group;
    do {
      group.push_back(stack_.back());
      stack_.pop_back();
      sorted_.group_of[group.back()] = 0;  // no longer open; numbered when all are known
    } while (group.back() != node);
    sorted_.groups.push_back(std::move(group));
  }

  Precedence::Sorted& sorted_;
  std::vector<uint32_t> index_;  // 0: not seen
  std::vector<uint32_t> low_;
  std::vector<uint32_t> stack_;
  std::vector<Frame> frames_;
  uint32_t count_ = 0;
};

}  // namespace

Precedence::Sorted Precedence::Sort() const {
  Sorted sorted;
  sorted.after.resize(size_);
  for (const auto& [before, after] : pairs_) sorted.after[before].push_back(after);
  Tarjan(sorted).Run();
  return sorted;
}

}  // namespace leyline
