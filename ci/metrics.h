// Figures about governance, all computed from the event log: a CI job lives for seconds, so what it
// counted itself would always be one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "ci/event_log.h"
#include "policy/policy.h"

namespace leyline {

// kState: one point a possible state, of which exactly one is 1.
enum class MetricType : uint8_t { kCounter, kGauge, kHistogram, kState };

// Labels have few values: no ids, no persons.
struct MetricPoint {
  std::vector<std::pair<std::string, std::string>> labels = {};
  int64_t value = 0;
};

struct Metric {
  std::string_view name;  // "leyline.governance.proposals"
  MetricType type = MetricType::kCounter;
  std::string_view unit;  // "seconds", or empty
  std::string_view help;
  std::vector<MetricPoint> points;
  // kHistogram, whose points are cumulative and labelled "le": of all, in thousandths of the unit.
  int64_t sum_ms = 0;
};

// In a fixed order, also those that are zero.
std::vector<Metric> MetricsOf(std::span<const Event> log, const BreakerPolicy& policy, Time now);

std::string_view NameOf(MetricType type);  // "counter"

// A review, from when a gate first saw the proposal to when one first let it pass.
struct ReviewSpan {
  std::string proposal_id;
  std::string reviewers;  // "bob,carol"
  Time start;
  Time end;
};
std::vector<ReviewSpan> ReviewsOf(std::span<const Event> log);

}  // namespace leyline
