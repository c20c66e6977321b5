// Figures from the event log, for people and for programs that gather them.
#pragma once

#include <span>
#include <string>

#include "ci/metrics.h"
#include "report/formats.h"

namespace leyline {

struct MetricsView {
  std::span<const Metric> metrics;
  std::span<const Event> log;
};

// "text", "json" (leyline.v1.Metrics), "openmetrics" (1.0), "otlp-json" (the spans, as
// OpenTelemetry sends them).
std::span<const ReportFormat<MetricsView>> MetricsFormats();

}  // namespace leyline
