// governance/subsystems.yaml: who owns, writes, reads, stores, serves and calls which contracts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"
#include "base/result.h"

namespace leyline {

// How a subsystem touches a contract. The role gives the direction of a change that hits it: a
// writer's change hits its readers, a reader's only itself.
enum class Role : uint8_t { kOwns, kWrites, kReads, kStores, kServes, kCalls };

struct ContractUse {
  Role role = Role::kReads;
  std::string contract;    // full name, or a glob over '.'-separated names: "acme.v1.*"
  int retention_days = 0;  // kStores; 0: not said
  SourceSpan where;        // in subsystems.yaml
};

struct Subsystem {
  std::string name;
  std::string owner;
  std::vector<ContractUse> uses;
  std::vector<Surface> surfaces = {Surface::kBinary};  // those it uses
  SourceSpan where;
};

struct Subsystems {
  std::vector<Subsystem> list;  // in file order; names are unique
};

Result<Subsystems> ParseSubsystems(const std::string& file, std::string_view text);

std::string_view NameOf(Role role);  // "reads"

}  // namespace leyline
