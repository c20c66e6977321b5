// governance/subsystems.yaml: who owns, writes, reads, stores, serves and calls which contracts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"
#include "base/result.h"

namespace leyline {

class YamlShape;

// How a subsystem touches a contract. The role gives the direction of a change that hits it: a
// writer's change hits its readers, a reader's only itself.
enum class Role : uint8_t { kOwns, kWrites, kReads, kStores, kServes, kCalls };

// "telemetry.samples": from field to field, down from the contract of the entry.
struct FieldPath {
  std::string text;
  SourceSpan where;
};

struct ContractUse {
  Role role = Role::kReads;
  // A full name, a package, or a glob over '.'-separated names: "acme.v1.*".
  std::string contract;
  std::vector<FieldPath> fields = {};  // of a message, the only ones used; empty: any
  int retention_days = 0;              // kStores; 0: not said
  SourceSpan where;                    // in subsystems.yaml
};

// Which version of the contracts runs where.
struct RunsIn {
  std::string environment;
  std::string version;
};

struct Subsystem {
  std::string name;
  std::string owner;
  std::string contact = {};                    // how to reach the owner
  std::vector<std::string> repositories = {};  // where its code is, and below which paths
  std::vector<std::string> paths = {};
  std::vector<ContractUse> uses = {};
  std::vector<Surface> surfaces = {Surface::kBinary};  // those it uses
  std::vector<RunsIn> deployment = {};                 // in file order
  SourceSpan where = {};
};

struct Subsystems {
  std::vector<Subsystem> list;  // in file order; names are unique
};

Result<Subsystems> ParseSubsystems(const std::string& file, std::string_view text);
// What the file may hold.
YamlShape SubsystemsShape();

std::string_view NameOf(Role role);  // "reads"

}  // namespace leyline
