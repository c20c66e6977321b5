// In which order subsystems can take a change: those that must go before others, who has to write
// both forms for a time, and where no order helps.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "analyzer/impact/flows.h"

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

// Linear in the places and reaches of the flows.
DeployOrder FindOrder(const std::vector<Flow>& flows, const TypeGraph& graph,
                      const Subsystems& subsystems);

}  // namespace leyline
