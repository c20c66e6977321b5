#include "report/junit.h"

#include <map>
#include <set>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "report/findings.h"
#include "report/html_parts.h"

namespace leyline {
namespace {

struct Suite {
  std::string cases;
  int32_t tests = 0;
  int32_t failures = 0;
  int32_t skipped = 0;
};
using Suites = std::map<std::string, Suite>;

constexpr std::string_view kWhole = "leyline";  // the suite of what is about no contract

void AddPassed(Suite& suite, std::string_view class_name, std::string_view name) {
  ++suite.tests;
  suite.cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\"/>\n",
                             HtmlEscaped(class_name), HtmlEscaped(name));
}

std::string Outcome(const Finding& finding, Suite& suite) {
  if (!finding.approved_by.empty()) {
    return fmt::format("<system-out>{}; approved proposal {}</system-out>",
                       HtmlEscaped(finding.message), HtmlEscaped(finding.approved_by));
  }
  if (finding.severity != Severity::kError) {
    ++suite.skipped;
    return fmt::format("<skipped message=\"{}\"/>", HtmlEscaped(finding.message));
  }
  ++suite.failures;
  return fmt::format("<failure type=\"{}\" message=\"{}\">{}:{}:{}: {}</failure>",
                     HtmlEscaped(finding.rule), HtmlEscaped(finding.message),
                     HtmlEscaped(finding.where.file), finding.where.line, finding.where.column,
                     HtmlEscaped(finding.message));
}

void Add(Suites& suites, const Finding& finding) {
  const std::string contract = finding.contract.empty() ? std::string(kWhole) : finding.contract;
  Suite& suite = suites[contract];
  ++suite.tests;
  std::string name = finding.rule;
  if (!finding.symbol.empty()) name += " " + finding.symbol;
  suite.cases +=
      fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n      {}\n    </testcase>\n",
                  HtmlEscaped(contract), HtmlEscaped(name), Outcome(finding, suite));
}

std::string Junit(const Suites& suites) {
  Suite sum;
  std::string body;
  for (const auto& [name, suite] : suites) {
    sum.tests += suite.tests;
    sum.failures += suite.failures;
    sum.skipped += suite.skipped;
    body += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n"
        "{}  </testsuite>\n",
        HtmlEscaped(name), suite.tests, suite.failures, suite.skipped, suite.cases);
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<testsuites name=\"leyline\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n"
      "{}</testsuites>\n",
      sum.tests, sum.failures, sum.skipped, body);
}

}  // namespace

std::string DiffJunit(const DiffView& view) {
  Suites suites;
  std::set<std::string_view> found;
  const std::vector<Finding> findings = FindingsOf(view);
  for (const Finding& finding : findings) {
    Add(suites, finding);
    found.insert(finding.rule);
  }
  for (const Rule* rule : AllRules()) {
    if (!found.contains(rule->id)) AddPassed(suites[std::string(kWhole)], kWhole, rule->id);
  }
  return Junit(suites);
}

std::string GateJunit(const GateView& view) {
  Suites suites;
  for (const Finding& finding : FindingsOf(view)) Add(suites, finding);
  for (const Requirement& requirement : view.verdict->requirements) {
    if (!requirement.satisfied) continue;
    const std::string name = requirement.code.empty()
                                 ? requirement.message
                                 : fmt::format("{} {}", requirement.code, requirement.message);
    AddPassed(suites[std::string(kWhole)], kWhole, name);
  }
  return Junit(suites);
}

}  // namespace leyline
