// In which order subsystems can take a change: those that must go before others, who has to write
// both forms for a time, and where no order helps.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "analyzer/impact/flows.h"
#include "analyzer/impact/precedence.h"

namespace leyline {

struct DeployOrder {
  // Subsystems of one wave go together; each wave after those before it. Only those that an order
  // concerns, by index.
  std::vector<std::vector<uint32_t>> waves;
  std::vector<Cycle> cycles;
  std::vector<std::vector<uint32_t>> cycle_members;  // as `cycles`
  std::set<uint32_t> dual_writers;                   // no order helps their readers
  std::set<uint32_t> dual_readers;
  std::set<std::string> unwritten;  // contracts that need dual writing and that nobody writes
};

// Takes one flow after the other and keeps none: linear in their places and spots, and what it
// keeps of each is at most that of who claims it and of where its ways part.
class OrderFinder {
 public:
  // Borrows both.
  OrderFinder(const TypeGraph& graph, const Subsystems& subsystems);

  void Add(const Flow& flow);
  DeployOrder Finish();

 private:
  void AddDualWriters(const Flow& flow, const std::vector<std::size_t>& dual);

  const TypeGraph& graph_;
  const Subsystems& subsystems_;
  Precedence all_;
  Precedence declared_;  // without what only the types show
  DeployOrder order_;
};

}  // namespace leyline
