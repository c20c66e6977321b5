#include "report/json.h"

#include <algorithm>
#include <cctype>

#include "report/json_writer.h"

namespace leyline {
namespace {

void WriteLocation(JsonWriter& json, std::string_view key, const std::optional<SourceSpan>& where) {
  if (!where.has_value()) return;
  json.Key(key);
  json.BeginObject();
  json.Field("file", where->file);
  json.Field("line", where->line);
  json.Field("column", where->column);
  json.EndObject();
}

void WriteDiagnostic(JsonWriter& json, const Error& error) {
  json.BeginObject();
  json.Field("code", error.code);
  json.Field("message", error.message);
  WriteLocation(json, "location", error.where);
  json.Field("fix", error.fix);
  json.EndObject();
}

void WriteFacts(JsonWriter& json, std::string_view key, const Facts& facts) {
  if (facts.empty()) return;
  json.Key(key);
  json.BeginObject();
  for (const auto& [name, value] : facts) {
    json.Key(name);
    json.String(value);
  }
  json.EndObject();
}

void WriteStrings(JsonWriter& json, std::string_view key, const std::vector<std::string>& values) {
  if (values.empty()) return;
  json.Key(key);
  json.BeginArray();
  for (const std::string& value : values) json.String(value);
  json.EndArray();
}

void WriteWitness(JsonWriter& json, const Witness& witness) {
  json.Key("witness");
  json.BeginObject();
  if (witness.reason.empty()) json.Field("writer", witness.from_after ? "AFTER" : "BEFORE");
  json.Field("hex", witness.hex);
  json.Field("text", witness.text);
  json.Field("json", witness.json);
  json.Field("passed_on", witness.passed_on);
  json.Field("written", witness.written);
  json.Field("read", witness.read);
  json.Field("reason", witness.reason);
  json.EndObject();
}

void WriteVerdict(JsonWriter& json, const Verdict& verdict) {
  json.BeginObject();
  json.Field("surface", NameOf(verdict.surface));
  json.Field("direction", NameOf(verdict.direction));
  json.Field("level", NameOf(verdict.level));
  if (verdict.effect != Effect::kNone) json.Field("effect", NameOf(verdict.effect));
  json.Field("condition", verdict.condition);
  json.Field("silent", verdict.silent);
  if (verdict.witness.has_value()) WriteWitness(json, *verdict.witness);
  json.EndObject();
}

void WriteChange(JsonWriter& json, const Change& change) {
  json.BeginObject();
  json.Field("change_type", change.change_type);
  json.Field("contract", change.contract);
  json.Field("element", change.element);
  json.Field("message", change.message);
  json.Field("digest", change.digest);
  json.Field("compatibility", NameOf(CompatibilityOf(change)));
  WriteLocation(json, "before", change.before);
  WriteLocation(json, "after", change.after);
  WriteFacts(json, "before_facts", change.before_facts);
  WriteFacts(json, "after_facts", change.after_facts);
  if (!change.verdicts.empty()) {
    json.Key("verdicts");
    json.BeginArray();
    for (const Verdict& verdict : change.verdicts) WriteVerdict(json, verdict);
    json.EndArray();
  }
  json.Field("before_source", change.before_source);
  json.Field("after_source", change.after_source);
  json.Field("release", change.release);
  json.EndObject();
}

void WriteChanges(JsonWriter& json, std::span<const Change> changes) {
  if (changes.empty()) return;
  json.Key("changes");
  json.BeginArray();
  for (const Change& change : changes) WriteChange(json, change);
  json.EndArray();
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

// "reads" -> "READS"
std::string Upper(std::string_view word) {
  std::string upper(word);
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return upper;
}

void WriteHit(JsonWriter& json, const Hit& hit) {
  json.BeginObject();
  json.Field("subsystem", hit.subsystem);
  json.Field("owner", hit.owner);
  json.Field("role", Upper(NameOf(hit.role)));
  json.Field("contract", hit.contract);
  WriteStrings(json, "path", hit.path);
  json.Field("level", NameOf(hit.level));
  json.EndObject();
}

void WriteImpact(JsonWriter& json, const ImpactReport& impact) {
  if (!impact.changes.empty()) {
    json.Key("impacts");
    json.BeginArray();
    for (const ChangeImpact& change : impact.changes) {
      json.BeginObject();
      json.Field("change_digest", change.change_digest);
      if (!change.hits.empty()) {
        json.Key("hits");
        json.BeginArray();
        for (const Hit& hit : change.hits) WriteHit(json, hit);
        json.EndArray();
      }
      json.EndObject();
    }
    json.EndArray();
  }
  WriteStrings(json, "affected_subsystems", impact.affected_subsystems);
  WriteStrings(json, "unclaimed", impact.unclaimed);
  json.Field("risk", NameOf(impact.risk));
  WriteStrings(json, "risk_reasons", impact.risk_reasons);
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

std::string ImpactJson(const ImpactView& view) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("format_version", kFormatVersion);
  json.Field("before", view.diff.before);
  json.Field("after", view.diff.after);
  WriteChanges(json, view.diff.changes);
  WriteImpact(json, *view.impact);
  json.EndObject();
  out.push_back('\n');
  return out;
}

std::string GateJson(const GateView& view) {
  std::string out;
  JsonWriter json(out);
  const GateRequest& request = *view.request;
  json.BeginObject();
  json.Field("format_version", kFormatVersion);
  json.Field("outcome", NameOf(view.verdict->outcome));
  json.Field("exit_code", view.exit_code);
  json.Field("base", view.diff.before);
  json.Field("head", view.diff.after);
  json.Field("target_ref", request.target_ref);
  json.Field("mode", NameOf(request.policy->gating.mode));
  json.Field("policy_digest", request.policy->digest);
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
  out.push_back('\n');
  return out;
}

}  // namespace leyline
