// Changes + subsystem map -> whom they hit, and by which path.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/diff/change.h"
#include "analyzer/impact/subsystems.h"
#include "analyzer/schema/snapshot.h"

namespace leyline {

enum class Risk : uint8_t { kLow, kMedium, kHigh, kCritical };

// One subsystem that a change hits.
struct Hit {
  std::string subsystem;
  std::string owner;
  Role role = Role::kReads;
  std::string contract;  // the declared contract through which it is hit
  // The shortest chain from the declared contract to the changed one, each link "Message.field" or
  // "Service.Method": {"esper.v1.SystemStatePacket.telemetry", "esper.v1.TelemetryFrame.samples"}.
  // Empty: the declared contract itself changed.
  std::vector<std::string> path;
  Level level = Level::kCompatible;  // the worst verdict on this subsystem's surfaces and directions
};

struct ChangeImpact {
  std::string change_digest;
  std::vector<Hit> hits;  // sorted by subsystem, then role
};

struct ImpactReport {
  std::vector<ChangeImpact> changes;              // one a change, in the changes' order
  std::vector<std::string> affected_subsystems;   // sorted; hit at more than kCompatible
  std::vector<std::string> unclaimed;  // changed contracts that no subsystem claims, sorted
  Risk risk = Risk::kLow;
  std::vector<std::string> risk_reasons;
};

// Linear in the type graph, plus for each changed contract the types that lead to it and its claims.
// An entry of `subsystems` that names no contract of
// either side is an error (LG2101) with a suggestion.
Result<ImpactReport> ComputeImpact(std::span<const Change> changes, const Snapshot& before,
                                   const Snapshot& after, const Subsystems& subsystems);

std::string_view NameOf(Risk risk);  // "HIGH"

}  // namespace leyline
