#include "report/json.h"

#include "report/json_parts.h"
#include "report/json_writer.h"

namespace leyline {
namespace {

void WriteDiagnostic(JsonWriter& json, const Error& error) {
  json.BeginObject();
  json.Field("code", error.code);
  json.Field("message", error.message);
  WriteLocation(json, "location", error.where);
  json.Field("fix", error.fix);
  json.EndObject();
}

void WriteSummary(JsonWriter& json, std::span<const Change> changes) {
  const Tally tally = Count(changes);
  json.Key("summary");
  json.BeginObject();
  json.Field("changes", tally.all());
  json.Field("breaking", tally.breaking);
  json.Field("conditional", tally.conditional);
  json.Field("compatible", tally.compatible);
  json.EndObject();
}

void WriteRequirements(JsonWriter& json, const std::vector<Requirement>& requirements) {
  if (requirements.empty()) return;
  json.Key("requirements");
  json.BeginArray();
  for (const Requirement& requirement : requirements) {
    json.BeginObject();
    json.Field("code", requirement.code);
    json.Field("satisfied", requirement.satisfied);
    json.Field("message", requirement.message);
    json.Field("change_digest", requirement.change_digest);
    WriteLocation(json, "location", requirement.where);
    json.Field("next", requirement.next);
    json.Field("note", requirement.note);
    json.EndObject();
  }
  json.EndArray();
}

void WriteTime(JsonWriter& json, std::string_view key, const std::optional<Time>& time) {
  if (time.has_value()) json.Field(key, FormatTime(*time));
}

void WriteBreaker(JsonWriter& json, const ScopeState& scope, const BreakerPolicy& policy) {
  json.BeginObject();
  json.Field("scope", scope.name);
  json.Field("mode", NameOf(scope.breaker.mode));
  json.Field("failures", scope.breaker.failures());
  json.Field("threshold", policy.failure_threshold);
  WriteTime(json, "opened_at", scope.breaker.opened_at);
  WriteTime(json, "retry_at", scope.breaker.retry_at);
  json.Field("reason", scope.breaker.reason);
  json.EndObject();
}

void WriteBreakers(JsonWriter& json, const GateView& view) {
  if (view.verdict->scopes_after.empty()) return;
  json.Key("breakers");
  json.BeginArray();
  for (const ScopeState& scope : view.verdict->scopes_after) {
    WriteBreaker(json, scope, view.request->policy->breaker);
  }
  json.EndArray();
}

}  // namespace

std::string ValidateJson(const ValidateView& view) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("format_version", kFormatVersion);
  json.Field("input", view.input);
  json.Field("valid", view.errors.empty());
  json.Field("files", view.files);
  if (!view.errors.empty()) {
    json.Key("diagnostics");
    json.BeginArray();
    for (const Error& error : view.errors) WriteDiagnostic(json, error);
    json.EndArray();
  }
  json.EndObject();
  out.push_back('\n');
  return out;
}

std::string DiffJson(const DiffView& view) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("format_version", kFormatVersion);
  json.Field("before", view.before);
  json.Field("after", view.after);
  WriteSummary(json, view.changes);
  WriteChanges(json, view.changes);
  WriteStrings(json, "releases", view.releases);
  json.EndObject();
  out.push_back('\n');
  return out;
}

void WriteGate(JsonWriter& json, const GateView& view) {
  const GateRequest& request = *view.request;
  json.BeginObject();
  json.Field("format_version", kFormatVersion);
  json.Field("outcome", NameOf(view.verdict->outcome));
  json.Field("exit_code", view.exit_code);
  if (view.verdict->outcome != GateOutcome::kUndecided) {
    json.Field("base", view.diff.before);
    json.Field("head", view.diff.after);
    json.Field("target_ref", request.target_ref);
    json.Field("mode", NameOf(request.policy->gating.mode));
    json.Field("policy_digest", request.policy->digest);
  }
  WriteSummary(json, view.diff.changes);
  WriteChanges(json, view.diff.changes);
  WriteStrings(json, "gated", view.verdict->gated);
  if (request.impact != nullptr) {
    json.Key("impact");
    json.BeginObject();
    WriteImpact(json, *request.impact);
    json.EndObject();
  }
  WriteRequirements(json, view.verdict->requirements);
  WriteBreakers(json, view);
  json.Field("recorded", view.recorded);
  json.EndObject();
}

std::string GateJson(const GateView& view) {
  std::string out;
  JsonWriter json(out);
  WriteGate(json, view);
  out.push_back('\n');
  return out;
}

}  // namespace leyline
