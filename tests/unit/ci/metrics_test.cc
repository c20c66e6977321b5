#include "ci/metrics.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ci/breaker.h"
#include "ci/outbox.h"
#include "ci/trace.h"
#include "tests/unit/ci/testing.h"

namespace leyline {
namespace {

using testing::At;
using testing::Note;

constexpr char kScope[] = "main/team";

Origin By(int64_t seconds) { return {At(seconds), "pr-1", kScope}; }

Event Evaluated(int64_t seconds, std::string verdict, std::vector<std::string> codes,
                std::string change_set) {
  GateRecord record;
  record.verdict = std::move(verdict);
  record.codes = std::move(codes);
  record.change_set = std::move(change_set);
  return GateEvaluated(By(seconds), record);
}

// "name{a=b} 1", those that are not zero.
std::vector<std::string> Figures(const std::vector<Event>& log, int64_t now) {
  std::vector<std::string> figures;
  for (const Metric& metric : MetricsOf(log, {}, At(now))) {
    for (const MetricPoint& point : metric.points) {
      if (point.value == 0) continue;
      std::string labels;
      for (const auto& [name, value] : point.labels) labels += " " + name + "=" + value;
      figures.push_back(std::string(metric.name) + labels + " " + std::to_string(point.value));
    }
  }
  return figures;
}

TEST(Metrics, CountWhatTheLogSays) {
  std::vector<Event> log;
  for (int i = 1; i <= 5; ++i) {
    log.push_back(Violation(By(i), "key-" + std::to_string(i), "set", {"LG5001"}));
    log.push_back(log.back());
  }
  log.push_back(Violation(By(6), "key-6", "c0ffee", {"LG5009"}, "LG5009"));
  log.push_back(ProposalFirstSeen(By(10), "p-1", ""));
  log.push_back(ProposalFirstSeen(By(11), "p-2", ""));
  log.push_back(ProposalApproved(By(10 + 3600), "p-1", "", "bob,carol"));
  log.push_back(ProposalApproved(By(99999), "p-1", "", "bob,carol"));
  log.push_back(Implemented(By(4000), "p-1", "c0ffee"));
  log.push_back(Evaluated(5000, "blocked", {"LG5001", "LG6002"}, "s1"));
  log.push_back(Evaluated(5001, "blocked", {"LG6002"}, "s1"));
  log.push_back(Evaluated(5002, "pass", {}, "s2"));
  Event sent = Note(1, "notification_sent", "");
  sent.data = {{"channel", "ops"}, {"kind", "violation"}};
  log.push_back(sent);
  EXPECT_THAT(Figures(log, 6000),
              ::testing::ElementsAre(
                  "leyline.governance.proposals 2", "leyline.governance.approvals 1",
                  "leyline.governance.violations 6", "leyline.version.mismatches 1",
                  "leyline.governance.forgeries 1", "leyline.governance.bypasses 1",
                  "leyline.proposals.open 1", "leyline.gate.runs verdict=pass 1",
                  "leyline.gate.runs verdict=blocked 2", "leyline.breaker.trips scope=main/team 2",
                  "leyline.breaker.state scope=main/team leyline_breaker_state=FORCED_OPEN 1",
                  "leyline.notifications channel=ops outcome=sent 1",
                  "leyline.review.latency le=3600.0 1", "leyline.review.latency le=14400.0 1",
                  "leyline.review.latency le=86400.0 1", "leyline.review.latency le=259200.0 1",
                  "leyline.review.latency le=604800.0 1", "leyline.review.latency le=2592000.0 1",
                  "leyline.review.latency le=+Inf 1", "leyline.log.events 20"));
}

TEST(Metrics, DurationsOfRunsAreCountedOnceARun) {
  GateRecord record;
  std::vector<Event> log;
  for (const int64_t took : {40, 100, 101, 1'500, 0, 500'000}) {
    record.took_ms = took;
    log.push_back(GateEvaluated(By(1), record));
  }
  std::vector<std::string> figures;
  for (const std::string& figure : Figures(log, 2)) {
    if (figure.starts_with("leyline.gate.duration")) figures.push_back(figure.substr(22));
  }
  EXPECT_THAT(figures, ::testing::ElementsAre("le=0.1 2", "le=0.25 3", "le=0.5 3", "le=1.0 3",
                                              "le=2.5 4", "le=5.0 4", "le=10.0 4", "le=30.0 4",
                                              "le=120.0 4", "le=+Inf 5"));
  const std::vector<Metric> metrics = MetricsOf(log, {}, At(2));
  const auto duration = std::find_if(metrics.begin(), metrics.end(), [](const Metric& metric) {
    return metric.name == "leyline.gate.duration";
  });
  EXPECT_EQ(duration->sum_ms, 501'741);
}

TEST(Metrics, OfAnEmptyLogAreThereAndZero) {
  std::vector<std::string> names;
  for (const Metric& metric : MetricsOf({}, {}, At(0))) names.emplace_back(metric.name);
  EXPECT_THAT(names, ::testing::IsSupersetOf(
                         {"leyline.governance.proposals", "leyline.governance.approvals",
                          "leyline.governance.violations", "leyline.version.mismatches"}));
  EXPECT_TRUE(Figures({}, 0).empty());
}

TEST(Metrics, AReviewGoesFromTheFirstGateToTheFirstThatPasses) {
  const std::vector<Event> log = {ProposalFirstSeen(By(10), "p-1", ""),
                                  ProposalApproved(By(70), "p-1", "", "bob"),
                                  ProposalApproved(By(5), "p-2", "", "dan")};
  const std::vector<ReviewSpan> reviews = ReviewsOf(log);
  ASSERT_EQ(reviews.size(), 2u);
  EXPECT_EQ(reviews[0].start, At(10));
  EXPECT_EQ(reviews[0].end, At(70));
  EXPECT_EQ(reviews[0].reviewers, "bob");
  EXPECT_EQ(reviews[1].start, reviews[1].end) << "its beginning is not in the log";
}

TEST(Traceparent, HasOneForm) {
  const std::string good = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  EXPECT_TRUE(IsTraceparent(good));
  for (const std::string bad : {"", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\n"}) {
    EXPECT_FALSE(IsTraceparent(bad)) << bad;
  }
}

}  // namespace
}  // namespace leyline
