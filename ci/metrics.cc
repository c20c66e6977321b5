#include "ci/metrics.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "base/strings.h"
#include "ci/breaker.h"
#include "ci/events.h"
#include "ci/outbox.h"

namespace leyline {
namespace {

constexpr std::string_view kVerdicts[] = {"pass", "blocked", "circuit_open"};
constexpr std::string_view kStrictNeedsVersion = "LG6002";
constexpr std::string_view kPastTheGate = "LG5009";
constexpr int64_t kHour = 3'600'000;

// How many took at most so many milliseconds; the label is in seconds.
using Bucket = std::pair<int64_t, std::string_view>;
constexpr Bucket kGateBuckets[] = {
    {100, "0.1"},   {250, "0.25"},    {500, "0.5"},     {1'000, "1.0"},     {2'500, "2.5"},
    {5'000, "5.0"}, {10'000, "10.0"}, {30'000, "30.0"}, {120'000, "120.0"}, {INT64_MAX, "+Inf"}};
constexpr Bucket kReviewBuckets[] = {{kHour, "3600.0"},         {4 * kHour, "14400.0"},
                                     {24 * kHour, "86400.0"},   {72 * kHour, "259200.0"},
                                     {168 * kHour, "604800.0"}, {720 * kHour, "2592000.0"},
                                     {INT64_MAX, "+Inf"}};

bool HasCode(const Event& event, std::string_view code) {
  const std::vector<std::string_view> codes = Split(DataOf(event, "codes"), ',');
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

// One pass over the log.
struct Tallies {
  std::set<std::string_view> proposals;
  std::set<std::string_view> approved;
  std::set<std::string_view> implemented;
  std::set<std::string_view> violations;  // keys
  std::set<std::string_view> forged;
  std::set<std::string_view> bypasses;
  std::set<std::string_view> mismatches;  // change sets
  std::map<std::string_view, int64_t> verdicts;
  std::vector<int64_t> took_ms;  // of each run
  std::map<std::pair<std::string_view, std::string_view>, int64_t> notifications;

  void Add(const Event& event) {
    if (event.type == event_type::kProposalFirstSeen) proposals.insert(event.subject);
    if (event.type == event_type::kProposalApproved) approved.insert(event.subject);
    if (event.type == event_type::kImplemented) implemented.insert(event.subject);
    if (event.type == event_type::kNotificationSent) ++Outcome(event, "sent");
    if (event.type == event_type::kNotificationFailed) ++Outcome(event, "failed");
    if (event.type == event_type::kViolation) AddViolation(event);
    if (event.type != event_type::kGateEvaluated) return;
    ++verdicts[DataOf(event, "verdict")];
    if (const int64_t took = NumberOf(event, "took_ms", 0); took > 0) took_ms.push_back(took);
    if (HasCode(event, kStrictNeedsVersion)) mismatches.insert(event.subject);
  }

 private:
  int64_t& Outcome(const Event& event, std::string_view outcome) {
    return notifications[{DataOf(event, "channel"), outcome}];
  }

  void AddViolation(const Event& event) {
    violations.insert(DataOf(event, "key"));
    if (HasCode(event, kPastTheGate)) bypasses.insert(event.subject);
    if (!DataOf(event, "critical").empty()) forged.insert(DataOf(event, "key"));
  }
};

Metric Single(std::string_view name, MetricType type, std::string_view help, std::size_t value) {
  return {name, type, "", help, {{{}, static_cast<int64_t>(value)}}};
}

Metric Verdicts(const Tallies& tallies) {
  Metric metric{
      "leyline.gate.runs", MetricType::kCounter, "", "Verdicts of the gate, a circuit each", {}};
  for (const std::string_view verdict : kVerdicts) {
    const auto at = tallies.verdicts.find(verdict);
    metric.points.push_back(
        {{{"verdict", std::string(verdict)}}, at == tallies.verdicts.end() ? 0 : at->second});
  }
  return metric;
}

Metric Notifications(const Tallies& tallies) {
  Metric metric{"leyline.notifications", MetricType::kCounter, "", "Attempts to tell somebody", {}};
  for (const auto& [key, count] : tallies.notifications) {
    metric.points.push_back(
        {{{"channel", std::string(key.first)}, {"outcome", std::string(key.second)}}, count});
  }
  return metric;
}

void AddCircuits(std::span<const Event> log, const BreakerPolicy& policy, Time now,
                 std::vector<Metric>& metrics) {
  Metric trips{"leyline.breaker.trips", MetricType::kCounter, "", "How often a circuit opened", {}};
  Metric failures{"leyline.breaker.failures",
                  MetricType::kGauge,
                  "",
                  "Violations that count towards opening a circuit",
                  {}};
  Metric state{"leyline.breaker.state", MetricType::kState, "", "The state of each circuit", {}};
  std::map<std::string, int64_t> opened;
  for (const Notice& notice : NoticesOf(log, policy)) {
    const bool trip = notice.kind.starts_with("breaker_") && notice.kind != "breaker_closed";
    if (trip) ++opened[notice.event.scope];
  }
  for (const std::string& scope : BreakerScopes(log)) {
    const BreakerState now_state = FoldBreaker(log, scope, policy, now);
    const auto count = opened.find(scope);
    trips.points.push_back({{{"scope", scope}}, count == opened.end() ? 0 : count->second});
    failures.points.push_back({{{"scope", scope}}, now_state.failures()});
    for (const BreakerMode mode : {BreakerMode::kClosed, BreakerMode::kOpen, BreakerMode::kHalfOpen,
                                   BreakerMode::kForcedOpen}) {
      state.points.push_back(
          {{{"scope", scope}, {"leyline_breaker_state", std::string(NameOf(mode))}},
           now_state.mode == mode ? 1 : 0});
    }
  }
  metrics.insert(metrics.end(), {std::move(trips), std::move(failures), std::move(state)});
}

Metric Histogram(std::string_view name, std::string_view help, std::span<const Bucket> buckets,
                 std::span<const int64_t> took_ms) {
  Metric metric{name, MetricType::kHistogram, "seconds", help, {}};
  for (const auto& [most, label] : buckets) {
    const auto within = std::count_if(took_ms.begin(), took_ms.end(),
                                      [most = most](int64_t took) { return took <= most; });
    metric.points.push_back({{{"le", std::string(label)}}, within});
  }
  // What stands in a log may be anything.
  constexpr double kMost = 9e15;
  const double sum = std::accumulate(took_ms.begin(), took_ms.end(), 0.0);
  metric.sum_ms = static_cast<int64_t>(std::clamp(sum, -kMost, kMost));
  return metric;
}

Metric ReviewLatency(std::span<const Event> log) {
  std::vector<int64_t> took_ms;
  for (const ReviewSpan& review : ReviewsOf(log)) {
    took_ms.push_back((review.end.seconds - review.start.seconds) * 1000);
  }
  return Histogram("leyline.review.latency",
                   "From a proposal's first gate to the first that let it pass", kReviewBuckets,
                   took_ms);
}

}  // namespace

std::vector<ReviewSpan> ReviewsOf(std::span<const Event> log) {
  std::map<std::string_view, Time> first_seen;
  std::set<std::string_view> done;
  std::vector<ReviewSpan> reviews;
  for (const Event& event : log) {
    if (event.type == event_type::kProposalFirstSeen) first_seen.emplace(event.subject, event.at);
    if (event.type != event_type::kProposalApproved || !done.insert(event.subject).second) continue;
    const auto seen = first_seen.find(event.subject);
    const Time start = seen == first_seen.end() ? event.at : seen->second;
    reviews.push_back(
        {event.subject, std::string(DataOf(event, "approvers")), start, std::max(start, event.at)});
  }
  return reviews;
}

std::vector<Metric> MetricsOf(std::span<const Event> log, const BreakerPolicy& policy, Time now) {
  Tallies tallies;
  for (const Event& event : log) tallies.Add(event);
  std::size_t open = 0;
  for (const std::string_view id : tallies.proposals) {
    if (!tallies.implemented.contains(id)) ++open;
  }
  constexpr MetricType kCounter = MetricType::kCounter;
  std::vector<Metric> metrics = {
      Single("leyline.governance.proposals", kCounter, "Change proposals submitted",
             tallies.proposals.size()),
      Single("leyline.governance.approvals", kCounter, "Proposals approved",
             tallies.approved.size()),
      Single("leyline.governance.violations", kCounter, "Governance violations detected",
             tallies.violations.size()),
      Single("leyline.version.mismatches", kCounter,
             "Change sets without the version that they need", tallies.mismatches.size()),
      Single("leyline.governance.forgeries", kCounter, "Violations by forged evidence",
             tallies.forged.size()),
      Single("leyline.governance.bypasses", kCounter, "Changes that came past the gate",
             tallies.bypasses.size()),
      Single("leyline.proposals.open", MetricType::kGauge, "Proposals seen and not merged", open),
      Verdicts(tallies),
      Histogram("leyline.gate.duration", "From a gate's start to its verdict", kGateBuckets,
                tallies.took_ms)};
  AddCircuits(log, policy, now, metrics);
  metrics.push_back(Notifications(tallies));
  metrics.push_back(ReviewLatency(log));
  metrics.push_back(
      Single("leyline.log.events", MetricType::kGauge, "Events in the log", log.size()));
  return metrics;
}

std::string_view NameOf(MetricType type) {
  constexpr std::string_view kNames[] = {"counter", "gauge", "histogram", "stateset"};
  return kNames[static_cast<std::size_t>(type)];
}

}  // namespace leyline
