// The approval policy: governance/policy.yaml. Takes the `governance:` block of the governance
// document word for word.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/diff/change.h"
#include "base/result.h"

namespace leyline {

enum class Mode : uint8_t { kStrict, kBackward, kForward, kFull };

struct BreakerPolicy {
  int failure_threshold = 5;
  int64_t recovery_timeout_ms = 3'600'000;
  int half_open_requests = 1;
  int64_t probe_lease_ms = 900'000;
};

struct Policy {
  std::string owner;
  std::vector<std::string> reviewers;
  int min_approvals = 2;
  int review_timeout_days = 3;
  bool emergency_bypass = false;
  int current_version = 1;
  int min_supported_version = 1;
  Mode compatibility_mode = Mode::kStrict;
  bool block_on_validation_failure = true;
  bool require_impact_analysis = true;
  bool auto_generate_bindings = true;
  std::vector<Surface> surfaces = {Surface::kBinary, Surface::kJson, Surface::kRpc};
  BreakerPolicy breaker;
  std::string digest;  // of the meaning
};

Result<Policy> ParsePolicy(const std::string& file, std::string_view text);

// Gated: in one of the mode's directions, on one of the policy's surfaces, worse than COMPATIBLE.
// strict: every visible change is gated.
bool IsGated(const Change& change, const Policy& policy);

std::string_view NameOf(Mode mode);  // "backward"

}  // namespace leyline
