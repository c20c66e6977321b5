#include "report/violation.h"

#include <unordered_set>

#include <fmt/format.h>

#include "base/strings.h"
#include "report/json.h"
#include "report/json_parts.h"
#include "report/markdown.h"
#include "report/markdown_parts.h"

namespace leyline {
namespace {

// Each step once, in the order of the first time.
class Steps {
 public:
  void Add(std::string step) {
    if (known_.insert(step).second) list_.push_back(std::move(step));
  }
  std::vector<std::string> Take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
  std::unordered_set<std::string> known_;
};

std::string WayOutOf(const ScopeState& scope) {
  const BreakerState& breaker = scope.breaker;
  const std::string reset =
      fmt::format("leyline breaker reset --scope {} --reason TEXT", scope.name);
  if (breaker.critical) {
    return fmt::format("the owner and one more person look into it ({}), then each: {}",
                       breaker.reason, reset);
  }
  if (breaker.mode == BreakerMode::kForcedOpen) {
    return fmt::format("ask {}, who opened the circuit, then: {}", breaker.by, reset);
  }
  const std::string from = breaker.retry_at ? FormatTime(*breaker.retry_at) : "its recovery";
  return fmt::format("run the gate again after {}, or the owner or a reviewer: {}", from, reset);
}

std::string Named(const std::vector<std::string>& names) {
  if (names.empty()) return "nobody that roles.yaml knows";
  std::vector<std::string> shown;
  for (const std::string& name : names) shown.push_back(MarkdownText(name));
  return Join(shown, ", ");
}

}  // namespace

std::vector<std::string> ManualSteps(const GateView& view) {
  Steps steps;
  for (const Requirement& requirement : view.verdict->requirements) {
    const bool of_circuit = requirement.code.starts_with("LG70");
    if (requirement.satisfied || requirement.next.empty() || of_circuit) continue;
    steps.Add(requirement.next);
  }
  for (const ScopeState& scope : view.verdict->scopes_after) {
    if (scope.breaker.mode != BreakerMode::kClosed) steps.Add(WayOutOf(scope));
  }
  steps.Add(fmt::format("run the gate again: leyline gate --against {}", view.request->target_ref));
  return steps.Take();
}

std::string ViolationMarkdown(const ViolationView& view) {
  const GateVerdict& verdict = *view.gate.verdict;
  std::string out = fmt::format(
      "# Governance violation: {}\n\nNothing merges until this is settled (exit code {}).\n\n"
      "| | |\n| --- | --- |\n| run | {} |\n| into | {} |\n| owner | {} |\n| proposed by | {} |\n"
      "| base | {} |\n| change | {} |\n| in the event log | {} |\n",
      NameOf(verdict.outcome), view.gate.exit_code, MarkdownText(view.run),
      MarkdownText(view.gate.request->target_ref), MarkdownText(view.owner),
      Named(verdict.proposers), MarkdownText(view.gate.diff.before),
      MarkdownText(view.gate.diff.after), view.gate.recorded ? "yes" : "no");
  if (!view.traceparent.empty()) out += fmt::format("| trace | {} |\n", view.traceparent);
  out += "\n## By hand\n\n";
  int number = 0;
  for (const std::string& step : ManualSteps(view.gate)) {
    out += fmt::format("{}. {}\n", ++number, MarkdownText(step));
  }
  return out + "\n" + GateMarkdown(view.gate, {.colour = false, .all = true});
}

std::string ViolationJson(const ViolationView& view) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("format_version", kFormatVersion);
  json.Field("run", view.run);
  json.Field("owner", view.owner);
  WriteStrings(json, "proposers", view.gate.verdict->proposers);
  WriteStrings(json, "steps", ManualSteps(view.gate));
  json.Field("traceparent", view.traceparent);
  json.Key("report");
  WriteGate(json, view.gate);
  json.EndObject();
  out.push_back('\n');
  return out;
}

}  // namespace leyline
