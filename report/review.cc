#include "report/review.h"

#include <fmt/format.h>

#include "base/strings.h"
#include "report/findings.h"
#include "report/json_writer.h"

namespace leyline {
namespace {

// An approved finding is told of, and asks for nothing.
Severity SeverityOf(const Finding& finding) {
  return finding.approved_by.empty() ? finding.severity : Severity::kNote;
}

std::string MessageOf(const Finding& finding) {
  if (finding.approved_by.empty()) return finding.message;
  return finding.message + "; approved proposal " + finding.approved_by;
}

std::string Gitlab(const std::vector<Finding>& findings) {
  constexpr std::string_view kSeverities[] = {"info", "major", "critical"};
  std::string out;
  JsonWriter json(out);
  json.BeginArray();
  for (const Finding& finding : findings) {
    json.BeginObject();
    json.Field("description", MessageOf(finding));
    json.Field("check_name", finding.rule);
    json.Field("fingerprint", finding.fingerprint);
    json.Field("severity", kSeverities[static_cast<std::size_t>(SeverityOf(finding))]);
    json.Key("location");
    json.BeginObject();
    json.Field("path", finding.where.file);
    json.Key("lines");
    json.BeginObject();
    json.Field("begin", finding.where.line);
    json.EndObject();
    json.EndObject();
    json.EndObject();
  }
  json.EndArray();
  return out + "\n";
}

void WriteRdjson(JsonWriter& json, const Finding& finding) {
  constexpr std::string_view kSeverities[] = {"INFO", "WARNING", "ERROR"};
  json.BeginObject();
  json.Field("message", MessageOf(finding));
  json.Key("location");
  json.BeginObject();
  json.Field("path", finding.where.file);
  json.Key("range");
  json.BeginObject();
  json.Key("start");
  json.BeginObject();
  json.Field("line", finding.where.line);
  json.Field("column", finding.where.column);
  json.EndObject();
  json.EndObject();
  json.EndObject();
  json.Field("severity", kSeverities[static_cast<std::size_t>(SeverityOf(finding))]);
  json.Key("source");
  json.BeginObject();
  json.Field("name", "leyline");
  json.EndObject();
  json.Key("code");
  json.BeginObject();
  json.Field("value", finding.rule);
  json.EndObject();
  json.EndObject();
}

std::string Rdjsonl(const std::vector<Finding>& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    JsonWriter json(out);
    WriteRdjson(json, finding);
    out.push_back('\n');
  }
  return out;
}

std::string Lines(const std::vector<Finding>& findings) {
  constexpr std::string_view kSeverities[] = {"note", "warning", "error"};
  std::string out;
  for (const Finding& finding : findings) {
    out += fmt::format("{}:{}:{}: {}: {} [{}]\n", Printable(finding.where.file),
                       finding.where.line, finding.where.column,
                       kSeverities[static_cast<std::size_t>(SeverityOf(finding))],
                       Printable(MessageOf(finding)), finding.rule);
  }
  return out;
}

}  // namespace

std::string DiffGitlab(const DiffView& view) { return Gitlab(FindingsOf(view)); }
std::string GateGitlab(const GateView& view) { return Gitlab(FindingsOf(view)); }
std::string DiffRdjsonl(const DiffView& view) { return Rdjsonl(FindingsOf(view)); }
std::string GateRdjsonl(const GateView& view) { return Rdjsonl(FindingsOf(view)); }
std::string DiffLines(const DiffView& view) { return Lines(FindingsOf(view)); }
std::string GateLines(const GateView& view) { return Lines(FindingsOf(view)); }

}  // namespace leyline
