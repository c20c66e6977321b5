#include "tests/support/impact_text.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <variant>

#include "analyzer/impact/check_map.h"
#include "analyzer/impact/claims.h"
#include "analyzer/impact/impact.h"
#include "analyzer/impact/sizes.h"
#include "base/error.h"
#include "report/json.h"
#include "report/views.h"

namespace leyline::testing {
namespace {

// By name: whether it is a service.
std::set<std::pair<std::string, bool>> ContractsOf(const Snapshot& before, const Snapshot& after) {
  std::set<std::pair<std::string, bool>> contracts;
  for (const Snapshot* side : {&before, &after}) {
    for (const auto& [name, symbol] : side->symbols) {
      contracts.emplace(name, std::holds_alternative<Service*>(symbol));
    }
  }
  return contracts;
}

std::set<std::string> PackagesOf(const Snapshot& before, const Snapshot& after) {
  std::set<std::string> packages;
  for (const Snapshot* side : {&before, &after}) {
    for (const auto& file : side->files) {
      if (!file->package.empty()) packages.emplace(file->package);
    }
  }
  return packages;
}

std::string WordsOf(const Errors& errors) {
  std::string text;
  for (const Error& error : errors) text += Format(error) + "\n";
  return text;
}

}  // namespace

Subsystems MapOfAll(const Snapshot& before, const Snapshot& after,
                    const std::function<int(int)>& pick) {
  constexpr int kSubsystems = 4;
  Subsystems map;
  for (int i = 0; i < kSubsystems; ++i) {
    Subsystem subsystem{.name = "s" + std::to_string(i), .owner = "o" + std::to_string(i % 2)};
    subsystem.surfaces = {Surface::kBinary, Surface::kJson, Surface::kSource, Surface::kRpc};
    map.list.push_back(std::move(subsystem));
  }
  const auto add = [&](ContractUse use) {
    map.list[static_cast<std::size_t>(pick(kSubsystems))].uses.push_back(std::move(use));
  };
  for (const auto& [name, is_service] : ContractsOf(before, after)) {
    const bool second = pick(2) == 1;
    const Role role = is_service ? (second ? Role::kServes : Role::kCalls)
                                 : (second ? Role::kWrites : Role::kReads);
    add({.role = role, .contract = name, .where = {}});
    if (is_service || pick(3) > 0) continue;
    add({.role = Role::kStores, .contract = name, .retention_days = 7, .where = {}});
    const Message* message = after.FindMessage(name);
    if (message == nullptr || message->fields.empty()) continue;
    const auto field = static_cast<std::size_t>(pick(static_cast<int>(message->fields.size())));
    add({.role = Role::kReads,
         .contract = name,
         .fields = {{.text = std::string(message->fields[field].name), .where = {}}},
         .where = {}});
  }
  for (const std::string& package : PackagesOf(before, after)) {
    add({.role = Role::kOwns, .contract = package + ".**", .where = {}});
  }
  return map;
}

std::string ImpactTextOf(std::span<const Change> changes, const Snapshot& before,
                         const Snapshot& after, const Subsystems& map) {
  std::string text;
  if (const Status next = CheckNextMap(map, before, after); !next) text = WordsOf(next.error());
  const auto resolved = ResolveMap(map, before, after);
  if (!resolved) return text + WordsOf(resolved.error());
  ImpactReport impact = ComputeImpact(changes, *resolved, map);
  CompareSizes(changes, *resolved, before, after, impact);
  return text + ImpactJson({{"before", "after", changes}, &impact, nullptr});
}

}  // namespace leyline::testing
