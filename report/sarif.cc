#include "report/sarif.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "report/findings.h"
#include "report/json_writer.h"

namespace leyline {
namespace {

// GitHub refuses a run with more.
constexpr std::size_t kMostResults = 25'000;

std::string_view LevelWord(Severity severity) {
  constexpr std::string_view kWords[] = {"note", "warning", "error"};
  return kWords[static_cast<std::size_t>(severity)];
}

// Brackets would be links.
std::string Plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

// A relative URI: what has a meaning in one, and what is not ASCII, as %XX.
std::string Uri(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/+,=@";
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       kPlain.find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<uint8_t>(c));
    }
  }
  return out;
}

void WriteText(JsonWriter& json, std::string_view key, std::string_view text) {
  json.Key(key);
  json.BeginObject();
  json.Field("text", text);
  json.EndObject();
}

std::string Sentence(std::string_view text) {
  std::string out = Plain(text);
  if (!out.ends_with('.')) out.push_back('.');
  return out;
}

void WriteRules(JsonWriter& json, const std::vector<std::string>& rules) {
  json.Key("rules");
  json.BeginArray();
  for (const std::string& rule : rules) {
    const Explanation explanation = Explain(rule);
    json.BeginObject();
    json.Field("id", rule);
    WriteText(json, "shortDescription", Sentence(explanation.meaning));
    WriteText(json, "fullDescription", Sentence(explanation.meaning));
    WriteText(json, "help",
              fmt::format("{} `leyline explain {}` says more.", Sentence(explanation.fix), rule));
    json.EndObject();
  }
  json.EndArray();
}

void WriteLocation(JsonWriter& json, const Finding& finding) {
  json.Key("locations");
  json.BeginArray();
  json.BeginObject();
  json.Key("physicalLocation");
  json.BeginObject();
  json.Key("artifactLocation");
  json.BeginObject();
  json.Field("uri", Uri(finding.where.file));
  json.Field("uriBaseId", "SRCROOT");
  json.EndObject();
  json.Key("region");
  json.BeginObject();
  json.Field("startLine", finding.where.line);
  json.Field("startColumn", finding.where.column);
  json.EndObject();
  json.EndObject();
  if (!finding.symbol.empty()) {
    json.Key("logicalLocations");
    json.BeginArray();
    json.BeginObject();
    json.Field("fullyQualifiedName", finding.symbol);
    json.EndObject();
    json.EndArray();
  }
  json.EndObject();
  json.EndArray();
}

void WriteSuppression(JsonWriter& json, const Finding& finding) {
  json.Key("suppressions");
  json.BeginArray();
  if (!finding.approved_by.empty()) {
    json.BeginObject();
    json.Field("kind", "external");
    json.Field("status", "accepted");
    json.Field("justification", "approved proposal " + finding.approved_by);
    json.EndObject();
  }
  json.EndArray();
}

void WriteResult(JsonWriter& json, const Finding& finding, int32_t rule_index) {
  json.BeginObject();
  json.Field("ruleId", finding.rule);
  json.Key("ruleIndex");
  json.Int(rule_index);
  json.Field("level", LevelWord(finding.severity));
  WriteText(json, "message", Sentence(finding.message));
  WriteLocation(json, finding);
  json.Key("partialFingerprints");
  json.BeginObject();
  json.Field("primaryLocationLineHash", finding.fingerprint);
  json.EndObject();
  WriteSuppression(json, finding);
  json.EndObject();
}

// Whether the run came to an answer.
enum class Invocation : bool { kFailed = false, kSuccessful = true };

// What did not fit is said.
void WriteInvocation(JsonWriter& json, Invocation invocation, std::size_t left_out) {
  json.Key("invocations");
  json.BeginArray();
  json.BeginObject();
  json.Key("executionSuccessful");
  json.Bool(invocation == Invocation::kSuccessful);
  if (left_out > 0) {
    json.Key("toolExecutionNotifications");
    json.BeginArray();
    json.BeginObject();
    json.Field("level", "warning");
    WriteText(json, "message", fmt::format("{} more findings are left out.", left_out));
    json.EndObject();
    json.EndArray();
  }
  json.EndObject();
  json.EndArray();
}

void WriteDriver(JsonWriter& json, const std::vector<std::string>& rules) {
  json.Key("tool");
  json.BeginObject();
  json.Key("driver");
  json.BeginObject();
  json.Field("name", "leyline");
  json.Field("semanticVersion", LEYLINE_VERSION);
  WriteRules(json, rules);
  json.EndObject();
  json.EndObject();
}

std::vector<std::string> RulesOf(const std::vector<Finding>& findings) {
  std::set<std::string> rules;
  for (const Finding& finding : findings) rules.insert(finding.rule);
  return {rules.begin(), rules.end()};
}

void WriteRun(JsonWriter& json, std::string_view category, Invocation invocation,
              const std::vector<Finding>& findings) {
  const std::vector<std::string> rules = RulesOf(findings);
  const std::size_t shown = std::min(findings.size(), kMostResults);
  json.BeginObject();
  WriteDriver(json, rules);
  json.Key("automationDetails");
  json.BeginObject();
  json.Field("id", category);
  json.EndObject();
  WriteInvocation(json, invocation, findings.size() - shown);
  json.Key("results");
  json.BeginArray();
  for (std::size_t i = 0; i < shown; ++i) {
    const auto rule = std::lower_bound(rules.begin(), rules.end(), findings[i].rule);
    WriteResult(json, findings[i], static_cast<int32_t>(rule - rules.begin()));
  }
  json.EndArray();
  json.EndObject();
}

std::string Sarif(std::string_view category, Invocation invocation,
                  const std::vector<Finding>& findings) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  json.Field("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.Field("version", "2.1.0");
  json.Key("runs");
  json.BeginArray();
  WriteRun(json, category, invocation, findings);
  json.EndArray();
  json.EndObject();
  out.push_back('\n');
  return out;
}

}  // namespace

std::string DiffSarif(const DiffView& view) {
  return Sarif("leyline/diff/", Invocation::kSuccessful, FindingsOf(view));
}

std::string GateSarif(const GateView& view) {
  const bool is_decided = view.verdict->outcome != GateOutcome::kUndecided;
  return Sarif("leyline/gate/", is_decided ? Invocation::kSuccessful : Invocation::kFailed,
               FindingsOf(view));
}

}  // namespace leyline
