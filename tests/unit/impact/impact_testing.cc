#include "tests/unit/impact/impact_testing.h"

#include <memory>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/syntax/parse.h"
#include "base/strings.h"

namespace leyline {

Snapshot SnapshotOf(const std::string& text) {
  Parsed parsed = Parse("acme.proto", text);
  EXPECT_TRUE(parsed.errors.empty()) << Format(parsed.errors.front());
  std::vector<std::unique_ptr<File>> files;
  files.push_back(std::move(parsed.file));
  Result<Snapshot> snapshot = Link("test", std::move(files));
  EXPECT_TRUE(snapshot.has_value()) << Format(snapshot.error().front());
  return snapshot ? std::move(*snapshot) : Snapshot();
}

Subsystems MapOf(std::string_view list) {
  Result<Subsystems> subsystems =
      ParseSubsystems("subsystems.yaml", "version: 1\nsubsystems:\n" + std::string(list));
  EXPECT_TRUE(subsystems.has_value()) << Format(subsystems.error().front());
  return subsystems.value_or(Subsystems());
}

Change ChangeOn(std::string contract, Level backward, Level forward) {
  Change change;
  change.change_type = "CHANGE_FIELD_TYPE";
  change.element = contract + ".f";
  change.contract = std::move(contract);
  change.digest = "sha256:" + change.contract;
  change.verdicts = {{.surface = Surface::kBinary,
                      .direction = Direction::kBackward,
                      .level = backward,
                      .condition = {}},
                     {.surface = Surface::kBinary,
                      .direction = Direction::kForward,
                      .level = forward,
                      .condition = {}}};
  return change;
}

ImpactReport ImpactOf(const std::vector<Change>& changes, const std::string& contracts,
                      std::string_view map) {
  const Snapshot side = SnapshotOf(contracts);
  Result<ImpactReport> report = ComputeImpact(changes, side, side, MapOf(map));
  EXPECT_TRUE(report.has_value()) << Format(report.error().front());
  return report.value_or(ImpactReport());
}

std::vector<std::string> PhaseLines(const Rollout& rollout) {
  std::vector<std::string> lines;
  for (const Phase& phase : rollout.phases) {
    std::vector<std::string> steps;
    for (const Step& step : phase.steps) {
      steps.push_back(step.subsystems.empty() ? "-" : Join(step.subsystems, ", "));
    }
    lines.push_back(fmt::format("{}: {}", NameOf(phase.kind), Join(steps, " / ")));
  }
  return lines;
}

std::vector<std::string> EdgeLines(const ImpactReport& report) {
  std::vector<std::string> lines;
  for (const Edge& edge : report.edges) {
    lines.push_back(fmt::format("{} -> {} {} {} {}{}", edge.from, edge.to, NameOf(edge.kind),
                                edge.contract, NameOf(OrderOf(edge.meeting)),
                                edge.evidence == HowKnown::kDeclared ? "" : " may"));
  }
  return lines;
}

}  // namespace leyline
