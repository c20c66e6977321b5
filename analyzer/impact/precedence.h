// A graph of what must come before what. For deploy_order.cc.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace leyline {

class Precedence {
 public:
  explicit Precedence(std::size_t nodes) : size_(nodes) {}

  uint32_t AddNode() { return static_cast<uint32_t>(size_++); }
  void Add(uint32_t before, uint32_t after) { pairs_.emplace_back(before, after); }

  struct Sorted {
    std::vector<uint32_t> group_of;             // nodes of one group can't be told apart
    std::vector<std::vector<uint32_t>> groups;  // each before those that come after it
    std::vector<std::vector<uint32_t>> after;   // of a node: its direct successors
  };
  // Tarjan's algorithm without recursion; linear.
  Sorted Sort() const;

 private:
  std::size_t size_;
  std::vector<std::pair<uint32_t, uint32_t>> pairs_;
};

}  // namespace leyline
