// The figures of the event log, for whoever watches over governance.
#include "report/metrics.h"

#include <memory>

#include "ci/log_clock.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/log_in_force.h"
#include "tools/leyline/output.h"

namespace leyline {
namespace {

struct MetricsFlags {
  std::string against;
  OutputFlags output;
};

ExitCode RunMetrics(World& world, const MetricsFlags& flags) {
  Git git(world.process, "");
  auto opened = OpenLogInForce(world, git, flags.against);
  if (!opened) return Fail(world, opened.error());
  const Time now = ReadClock(opened->events, world.clock.Now()).cautious();
  const std::vector<Metric> metrics = MetricsOf(opened->events, opened->rules.policy.breaker, now);
  const MetricsView view{metrics, opened->events};
  world.err += opened->log.note + "\n";
  return Show(world, flags.output, RenderersOf(MetricsFormats(), view));
}

}  // namespace

Subcommand MetricsCommand() {
  auto flags = std::make_shared<MetricsFlags>();
  Subcommand command{
      .name = "metrics",
      .summary = "figures from the event log: proposals, violations, circuits, reviews, spans",
      .examples =
          "  leyline metrics\n"
          "  leyline metrics --output openmetrics=/var/lib/node_exporter/leyline.prom\n"
          "  leyline metrics --format otlp-json    # the spans, as OpenTelemetry takes them\n",
      .flags = {{.name = "--against",
                 .value = "REV",
                 .help = "the branch whose leyline.yaml names the log; as for gate",
                 .text = &flags->against}},
      .run = [flags](World& world) { return RunMetrics(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore,
                ExitCode::kOutput}};
  for (Flag& flag : OutputFlagsOf(flags->output, NamesOf(MetricsFormats()))) {
    command.flags.push_back(std::move(flag));
  }
  return command;
}

}  // namespace leyline
