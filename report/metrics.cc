#include "report/metrics.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/strings.h"
#include "ci/events.h"
#include "ci/trace.h"
#include "report/json_writer.h"

namespace leyline {
namespace {

std::string LabelsOf(const MetricPoint& point) {
  std::string text;
  for (const auto& [name, value] : point.labels) {
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", name, Printable(value));
  }
  return text;
}

// 1500 -> "1.5", 60000 -> "60"
std::string Thousandths(int64_t number) {
  if (number % 1000 == 0) return std::to_string(number / 1000);
  std::string text = fmt::format("{}.{:03}", number / 1000, number % 1000);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

std::string MetricsText(const MetricsView& view, const TextStyle&) {
  std::string out;
  for (const Metric& metric : view.metrics) {
    for (const MetricPoint& point : metric.points) {
      if (metric.type == MetricType::kState && point.value == 0) continue;
      const std::string labels = LabelsOf(point);
      out += fmt::format("{:>8}  {}{}{}\n", point.value, metric.name, labels.empty() ? "" : "  ",
                         labels);
    }
  }
  return out;
}

// ProtoJSON writes 64-bit numbers as texts, and leaves out zeros.
void WriteNumber(JsonWriter& json, std::string_view key, int64_t value) {
  if (value != 0) json.Field(key, std::to_string(value));
}

void WritePoint(JsonWriter& json, const MetricPoint& point) {
  json.BeginObject();
  if (!point.labels.empty()) {
    json.Key("labels");
    json.BeginObject();
    for (const auto& [name, value] : point.labels) {
      json.Key(name);
      json.String(value);
    }
    json.EndObject();
  }
  WriteNumber(json, "value", point.value);
  json.EndObject();
}

std::string MetricsJson(const MetricsView& view, const TextStyle&) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Key("metrics");
  json.BeginArray();
  for (const Metric& metric : view.metrics) {
    json.BeginObject();
    json.Field("name", metric.name);
    json.Field("type", NameOf(metric.type));
    json.Field("unit", metric.unit);
    json.Field("help", metric.help);
    if (!metric.points.empty()) {
      json.Key("points");
      json.BeginArray();
      for (const MetricPoint& point : metric.points) WritePoint(json, point);
      json.EndArray();
    }
    if (metric.sum_ms != 0) {
      json.Key("total");
      json.Written(Thousandths(metric.sum_ms));
    }
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
  return out + "\n";
}

// "leyline.gate.runs" -> "leyline_gate_runs"
std::string OpenName(const Metric& metric) {
  std::string name(metric.name);
  std::replace(name.begin(), name.end(), '.', '_');
  if (!metric.unit.empty()) name += fmt::format("_{}", metric.unit);
  return name;
}

std::string OpenLabels(const MetricPoint& point) {
  if (point.labels.empty()) return "";
  std::string text;
  for (const auto& [name, value] : point.labels) {
    std::string escaped;
    for (const char c : value) {
      if (c == '\\' || c == '"') escaped.push_back('\\');
      if (c == '\n') {
        escaped += "\\n";
      } else {
        escaped.push_back(c);
      }
    }
    text += fmt::format("{}{}=\"{}\"", text.empty() ? "" : ",", name, escaped);
  }
  return "{" + text + "}";
}

std::string OpenMetrics(const MetricsView& view, const TextStyle&) {
  std::string out;
  for (const Metric& metric : view.metrics) {
    const std::string name = OpenName(metric);
    out += fmt::format("# TYPE {} {}\n", name, NameOf(metric.type));
    if (!metric.unit.empty()) out += fmt::format("# UNIT {} {}\n", name, metric.unit);
    out += fmt::format("# HELP {} {}\n", name, metric.help);
    const std::string_view suffix = metric.type == MetricType::kCounter     ? "_total"
                                    : metric.type == MetricType::kHistogram ? "_bucket"
                                                                            : "";
    for (const MetricPoint& point : metric.points) {
      out += fmt::format("{}{}{} {}\n", name, suffix, OpenLabels(point), point.value);
    }
    if (metric.type != MetricType::kHistogram) continue;
    out += fmt::format("{0}_count {1}\n{0}_sum {2}\n", name, metric.points.back().value,
                       Thousandths(metric.sum_ms));
  }
  return out + "# EOF\n";
}

// One span of OTLP's JSON.
struct Span {
  std::string_view name;
  std::string trace_id;
  std::string span_id;
  std::string parent_id;
  Time start;
  Time end;
  int64_t took_ms = 0;  // of what is shorter than seconds can say: it began so long before `end`
  std::vector<std::pair<std::string_view, std::string>> attributes;
  std::vector<std::pair<std::string_view, Time>> events;
};

void WriteNanos(JsonWriter& json, std::string_view key, Time time) {
  json.Field(key, fmt::format("{}000000000", time.seconds));
}

void WriteSpan(JsonWriter& json, const Span& span) {
  json.BeginObject();
  json.Field("traceId", span.trace_id);
  json.Field("spanId", span.span_id);
  json.Field("parentSpanId", span.parent_id);
  json.Field("name", span.name);
  json.Field("kind", 1);
  json.Field("startTimeUnixNano",
             fmt::format("{}000000", span.start.seconds * 1000 - span.took_ms));
  WriteNanos(json, "endTimeUnixNano", span.end);
  json.Key("attributes");
  json.BeginArray();
  for (const auto& [key, value] : span.attributes) {
    json.BeginObject();
    json.Field("key", key);
    json.Key("value");
    json.BeginObject();
    json.Key("stringValue");
    json.String(value);
    json.EndObject();
    json.EndObject();
  }
  json.EndArray();
  json.Key("events");
  json.BeginArray();
  for (const auto& [name, time] : span.events) {
    json.BeginObject();
    json.Field("name", name);
    WriteNanos(json, "timeUnixNano", time);
    json.EndObject();
  }
  json.EndArray();
  json.EndObject();
}

// The first `size` digits of a digest that no other input shares.
std::string IdOf(std::string_view what, std::string_view text, std::size_t size) {
  return DigestText(Sha256OfParts({"leyline.trace.v1", what, text})).substr(7, size);
}

Span SpanOf(const ReviewSpan& review) {
  return {.name = "leyline.governance.review",
          .trace_id = IdOf("review", review.proposal_id, 32),
          .span_id = IdOf("review span", review.proposal_id, 16),
          .parent_id = "",
          .start = review.start,
          .end = review.end,
          .took_ms = 0,
          .attributes = {{"proposal_id", review.proposal_id},
                         {"reviewer", review.reviewers},
                         {"decision", "APPROVED"}},
          .events = {{"proposal_submitted", review.start},
                     {"review_complete", review.end},
                     {"decision_made", review.end}}};
}

// A run of the gate, in the trace of the job that it was part of.
Span SpanOf(const Event& event) {
  const std::string_view parent = DataOf(event, "traceparent");
  const bool known = IsTraceparent(parent);
  return {.name = "leyline.gate",
          .trace_id = known ? std::string(parent.substr(3, 32)) : IdOf("gate", event.hash, 32),
          .span_id = IdOf("gate span", event.hash, 16),
          .parent_id = known ? std::string(parent.substr(36, 16)) : "",
          .start = event.at,
          .end = event.at,
          .took_ms = NumberOf(event, "took_ms", 0),
          .attributes = {{"verdict", std::string(DataOf(event, "verdict"))},
                         {"scope", event.scope},
                         {"codes", std::string(DataOf(event, "codes"))}},
          .events = {}};
}

std::string OtlpJson(const MetricsView& view, const TextStyle&) {
  std::string out =
      R"({"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":)"
      R"({"stringValue":"leyline"}}]},"scopeSpans":[{"scope":{"name":"leyline"},"spans":)";
  JsonWriter json(out);
  json.BeginArray();
  for (const ReviewSpan& review : ReviewsOf(view.log)) WriteSpan(json, SpanOf(review));
  for (const Event& event : view.log) {
    if (event.type == event_type::kGateEvaluated) WriteSpan(json, SpanOf(event));
  }
  json.EndArray();
  return out + "}]}]}\n";
}

constexpr ReportFormat<MetricsView> kFormats[] = {{"text", MetricsText},
                                                  {"json", MetricsJson},
                                                  {"openmetrics", OpenMetrics},
                                                  {"otlp-json", OtlpJson}};

}  // namespace

std::span<const ReportFormat<MetricsView>> MetricsFormats() { return kFormats; }

}  // namespace leyline
