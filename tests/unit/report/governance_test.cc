// What leaves a run beside its report: the violation report, notifications and figures.
#include <leyline/v1/gate.pb.h>
#include <leyline/v1/metrics.pb.h>
#include <leyline/v1/notification.pb.h>

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "ci/events.h"
#include "report/metrics.h"
#include "report/notification.h"
#include "report/violation.h"
#include "tests/unit/report/sample.h"

namespace leyline {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr Time kNow{1'767'225'600};  // 2026-01-01T00:00:00Z

template <class Message>
Message Read(const std::string& json) {
  Message message;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &message);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << json;
  return message;
}

template <class Message>
std::string ThroughProtobuf(const std::string& json) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string printed;
  const auto message = Read<Message>(json);
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &printed, options).ok());
  return printed;
}

ViolationView ViewOf(const SampleGate& sample) {
  return {.gate = sample.view(), .run = "pr-7", .owner = "olga <b>", .traceparent = ""};
}

TEST(Violation, SaysWhomItConcernsAndWhatToDoByHand) {
  SampleGate sample;
  sample.verdict.proposers = {"tara", "t|om"};
  ViolationView view = ViewOf(sample);
  view.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const std::string text = ViolationMarkdown(view);
  EXPECT_THAT(text, StartsWith("# Governance violation: "));
  EXPECT_THAT(text, HasSubstr("| run | pr-7 |"));
  EXPECT_THAT(text, Not(HasSubstr("<b>"))) << "names are no markup";
  EXPECT_THAT(text, Not(HasSubstr("t|om"))) << "nor do they end a cell";
  EXPECT_THAT(text, HasSubstr("## By hand\n\n1. "));
  EXPECT_THAT(text, HasSubstr("run the gate again"));
  EXPECT_THAT(text, HasSubstr("<!-- leyline:gate -->")) << "and the whole report";
  EXPECT_THAT(text, HasSubstr("| trace | 00-4bf92f"));
  sample.verdict.proposers.clear();
  EXPECT_THAT(ViolationMarkdown(ViewOf(sample)), HasSubstr("nobody that"));
}

TEST(Violation, IsProtoJson) {
  SampleGate sample;
  sample.verdict.proposers = {"tara"};
  const std::string json = ViolationJson(ViewOf(sample));
  EXPECT_EQ(json, ThroughProtobuf<v1::ViolationReport>(json) + "\n");
  const auto report = Read<v1::ViolationReport>(json);
  EXPECT_EQ(report.run(), "pr-7");
  EXPECT_EQ(report.proposers(0), "tara");
  EXPECT_GT(report.steps_size(), 1);
  EXPECT_GT(report.report().requirements_size(), 0);
}

std::string WayOut(BreakerState breaker) {
  SampleGate sample;
  sample.verdict.requirements.clear();
  sample.verdict.scopes_after = {{"main/team", std::move(breaker)}};
  return ManualSteps(sample.view()).front();
}

TEST(Violation, EachCircuitHasItsWayOut) {
  BreakerState open;
  open.mode = BreakerMode::kOpen;
  open.retry_at = kNow;
  EXPECT_EQ(WayOut(open),
            "run the gate again after 2026-01-01T00:00:00Z, or the owner or a reviewer: leyline "
            "breaker reset --scope main/team --reason TEXT");
  open.retry_at.reset();
  EXPECT_THAT(WayOut(open), StartsWith("run the gate again after its recovery"));
  BreakerState forced;
  forced.mode = BreakerMode::kForcedOpen;
  forced.by = "olga";
  EXPECT_THAT(WayOut(forced), StartsWith("ask olga, who opened the circuit, then: leyline"));
  forced.critical = true;
  forced.reason = "forged evidence: LG4012";
  EXPECT_THAT(WayOut(forced), StartsWith("the owner and one more person look into it (forged"));
  EXPECT_THAT(WayOut({}), StartsWith("run the gate again: leyline gate")) << "closed: nothing";
}

Delivery HostileDelivery() {
  Event event = Violation({kNow, "pr-1", "main/team"}, "key", "set", {"LG5001", "LG5002"}, "",
                          "tara,<!channel>");
  event.seq = 7;
  event.hash = "sha256:0";
  return {.notice = {.kind = "violation",
                     .priority = Priority::kHigh,
                     .event = std::move(event),
                     .text = "Governance violation <!everyone> & \"more\""},
          .channel = 0,
          .id = "msg_1",
          .attempts = 0};
}

TEST(Notification, IsProtoJson) {
  const Delivery delivery = HostileDelivery();
  const std::string json = NotificationJson({&delivery, "acme", "olga", ""});
  EXPECT_EQ(json, ThroughProtobuf<v1::Notification>(json));
  const auto sent = Read<v1::Notification>(json);
  EXPECT_EQ(sent.type(), "leyline.violation");
  EXPECT_EQ(sent.timestamp(), "2026-01-01T00:00:00Z");
  EXPECT_EQ(sent.data().id(), "msg_1");
  EXPECT_EQ(sent.data().owner(), "olga");
  EXPECT_EQ(sent.data().proposers_size(), 2);
  EXPECT_EQ(sent.data().codes_size(), 2);
  EXPECT_EQ(sent.data().event_seq(), 7);
}

TEST(Notification, CallsNobodyInSlack) {
  const Delivery delivery = HostileDelivery();
  const std::string json = NotificationSlack({&delivery, "acme<b>", "olga", ""});
  for (const char* mark : {"<!", "<b>", "\\u003c!", "\\u003cb"}) {
    EXPECT_THAT(json, Not(HasSubstr(mark)));
  }
  EXPECT_THAT(json, HasSubstr("&lt;!everyone&gt; &amp;"));
}

// A little of everything.
std::vector<Event> SampleLog() {
  const Origin origin{kNow, "pr-1", "main/te\"am\\"};
  GateRecord record;
  record.verdict = "pass";
  record.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  std::vector<Event> log = {
      Violation(origin, "key", "set", {"LG5001"}), ProposalFirstSeen(origin, "p-1", ""),
      ProposalApproved({{kNow.seconds + 60}, "gate", "main/te\"am\\"}, "p-1", "", "bob"),
      GateEvaluated(origin, record)};
  record.traceparent.clear();
  record.took_ms = 1'250;
  log.push_back(GateEvaluated(origin, record));
  return log;
}

std::string Shown(std::string_view format) {
  const std::vector<Event> log = SampleLog();
  const std::vector<Metric> metrics = MetricsOf(log, {}, kNow);
  for (const auto& one : MetricsFormats()) {
    if (one.name == format) return one.render({metrics, log}, {});
  }
  return "";
}

TEST(MetricsReport, AsText) {
  EXPECT_THAT(Shown("text"), HasSubstr("       1  leyline.governance.proposals\n"));
  EXPECT_THAT(Shown("text"), HasSubstr("1  leyline.breaker.state  scope=main/te\"am\\ "
                                       "leyline_breaker_state=CLOSED\n"));
}

TEST(MetricsReport, AsProtoJson) {
  const auto metrics = Read<v1::Metrics>(Shown("json"));
  EXPECT_EQ(metrics.metrics(0).name(), "leyline.governance.proposals");
  EXPECT_EQ(metrics.metrics(0).points(0).value(), 1);
  EXPECT_EQ(metrics.metrics(0).type(), "counter");
  const auto duration = std::find_if(
      metrics.metrics().begin(), metrics.metrics().end(),
      [](const v1::Metric& metric) { return metric.name() == "leyline.gate.duration"; });
  EXPECT_EQ(duration->total(), 1.25);
}

TEST(MetricsReport, AsOpenMetrics) {
  const std::string text = Shown("openmetrics");
  EXPECT_THAT(text, StartsWith("# TYPE leyline_governance_proposals counter\n"
                               "# HELP leyline_governance_proposals Change proposals submitted\n"
                               "leyline_governance_proposals_total 1\n"));
  EXPECT_THAT(text, HasSubstr("leyline_breaker_state{scope=\"main/te\\\"am\\\\\","
                              "leyline_breaker_state=\"CLOSED\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("# UNIT leyline_review_latency_seconds seconds\n"));
  EXPECT_THAT(text, HasSubstr("leyline_review_latency_seconds_bucket{le=\"+Inf\"} 1\n"
                              "leyline_review_latency_seconds_count 1\n"
                              "leyline_review_latency_seconds_sum 60\n"));
  EXPECT_THAT(text, HasSubstr("leyline_gate_duration_seconds_bucket{le=\"1.0\"} 0\n"
                              "leyline_gate_duration_seconds_bucket{le=\"2.5\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("leyline_gate_duration_seconds_count 1\n"
                              "leyline_gate_duration_seconds_sum 1.25\n"));
  EXPECT_THAT(text, ::testing::EndsWith("# EOF\n"));
}

TEST(MetricsReport, SpansKeepTheTraceOfTheirRun) {
  const std::string json = Shown("otlp-json");
  EXPECT_THAT(json, HasSubstr("\"name\":\"leyline.governance.review\""));
  EXPECT_THAT(json, HasSubstr("{\"key\":\"reviewer\",\"value\":{\"stringValue\":\"bob\"}}"));
  EXPECT_THAT(json, HasSubstr("\"name\":\"decision_made\""));
  EXPECT_THAT(json, HasSubstr("\"traceId\":\"4bf92f3577b34da6a3ce929d0e0e4736\""));
  EXPECT_THAT(json, HasSubstr("\"parentSpanId\":\"00f067aa0ba902b7\""));
  EXPECT_THAT(json, HasSubstr("\"startTimeUnixNano\":\"1767225600000000000\""));
  EXPECT_THAT(json, HasSubstr("\"startTimeUnixNano\":\"1767225598750000000\","
                              "\"endTimeUnixNano\":\"1767225600000000000\""))
      << "a gate that took 1.25 s";
}

}  // namespace
}  // namespace leyline
