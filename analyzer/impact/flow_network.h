// One flow as an order: who writes goes before who reads, or after. Readers and writers are not
// linked pair by pair, which would take their product, but through hubs along the types; of those
// only the ones stay that data passes on its way from a writer to a reader and that tell ways
// apart. For deploy_order.cc.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "analyzer/impact/impact.h"
#include "analyzer/impact/index_lists.h"
#include "analyzer/impact/precedence.h"

namespace leyline {

class FlowNetwork {
 public:
  using Arrow = std::pair<uint32_t, uint32_t>;

  explicit FlowNetwork(std::size_t hubs) : hubs_(hubs), written_(hubs, 0), read_(hubs, 0) {}

  void Write(uint32_t subsystem, uint32_t hub) {
    writes_.emplace_back(subsystem, hub);
    written_[hub] = 1;
  }
  void Read(uint32_t hub, uint32_t subsystem) {
    reads_.emplace_back(hub, subsystem);
    read_[hub] = 1;
  }
  // Data goes from one hub to another.
  void Pass(uint32_t from, uint32_t to) { passes_.emplace_back(from, to); }

  // Adds what stays of it.
  void AddTo(Precedence& precedence, Order order);

 private:
  void KeepPassed();
  uint32_t HeirOf(uint32_t hub);
  std::vector<Arrow> ArrowsOfHeirs(Precedence& precedence);

  std::size_t hubs_;
  std::vector<char> written_;  // data comes to the hub
  std::vector<char> read_;     // data comes from it to a reader
  std::vector<Arrow> writes_;  // subsystem, hub
  std::vector<Arrow> reads_;   // hub, subsystem
  std::vector<Arrow> passes_;  // hub, hub
  std::vector<uint32_t> heirs_;
};

}  // namespace leyline
