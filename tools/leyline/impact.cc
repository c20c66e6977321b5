#include "analyzer/impact/impact.h"

#include <chrono>
#include <memory>

#include <fmt/format.h>

#include "analyzer/impact/sizes.h"
#include "analyzer/rules/rule.h"
#include "analyzer/witness/measure.h"
#include "analyzer/witness/witness.h"
#include "report/impact_page.h"
#include "report/json.h"
#include "report/text.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/gating.h"
#include "tools/leyline/input.h"
#include "tools/leyline/output.h"

namespace leyline {
namespace {

constexpr uint64_t kFileLimit = 16 << 20;
const std::vector<std::string_view> kFormats = {"text", "json", "markdown",
                                                "html", "dot",  "mermaid"};

struct ImpactFlags {
  std::string before;
  std::string after;
  std::string subsystems;
  bool measure = false;
  GatingFlags gating;
  InputFlags input;
  OutputFlags output;
};

// --subsystems, else the one that BEFORE brings, else the one in the current folder.
Result<Subsystems> FindSubsystems(World& world, const ImpactFlags& flags, const TwoSides& sides) {
  if (!flags.subsystems.empty()) {
    auto text = world.disk.Read(flags.subsystems, kFileLimit);
    if (!text) return Fail(text.error());
    return ParseSubsystems(flags.subsystems, *text);
  }
  if (sides.subsystems.has_value())
    return ParseSubsystems(sides.subsystems->path, sides.subsystems->text);
  const std::string here = "governance/subsystems.yaml";
  if (world.disk.TypeOf(here) == FileType::kRegular) {
    auto text = world.disk.Read(here, kFileLimit);
    if (!text) return Fail(text.error());
    return ParseSubsystems(here, *text);
  }
  return Fail({.kind = ErrorKind::kConfig,
               .message = fmt::format("`{}` has no governance/subsystems.yaml", flags.before),
               .fix = "name one with --subsystems FILE"});
}

int64_t NowNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void MeasureTimes(const TwoSides& sides, std::vector<SizeDelta>& sizes) {
  const auto measure = [](const Snapshot& snapshot, const std::string& contract,
                          SizeDelta::Side& side) {
    const Message* message = snapshot.FindMessage(contract);
    if (message == nullptr) return;
    const Measured measured = MeasureSamples(*message, &NowNs);
    side.encode_ns = measured.encode_ns;
    side.decode_ns = measured.decode_ns;
  };
  for (SizeDelta& size : sizes) {
    measure(sides.before, size.contract, size.before);
    measure(sides.after, size.contract, size.after);
  }
}

ExitCode RunImpact(World& world, const ImpactFlags& flags) {
  const auto gating = ReadGating(flags.gating);
  if (!gating) return Fail(world, gating.error());
  auto sides = LoadBoth(world, flags.before, flags.after, flags.input, Extent::kWhole);
  if (!sides) return Fail(world, sides.error());
  auto subsystems = FindSubsystems(world, flags, *sides);
  if (!subsystems) return Fail(world, subsystems.error());
  std::vector<Change> changes = Diff(sides->before, sides->after);
  auto report = ComputeImpact(changes, sides->before, sides->after, *subsystems);
  if (!report) return Fail(world, report.error());
  report->rollback =
      CheckRollback(sides->before, sides->after, gating->value_or(Gating{}));
  report->sizes = CompareSizes(changes, report->changes, sides->before, sides->after);
  if (flags.measure) MeasureTimes(*sides, report->sizes);
  const Status proven = AddWitnesses(changes);
  const ImpactView view{{flags.before, flags.after, changes}, &*report};
  const ExitCode shown =
      Show(world, flags.output,
           {{"text", [&](const TextStyle& style) { return ImpactText(view, style); }},
            {"json", [&](const TextStyle&) { return ImpactJson(view); }},
            {"markdown", [&](const TextStyle&) { return ImpactMarkdown(view); }},
            {"html", [&](const TextStyle&) { return ImpactHtml(view); }},
            {"dot", [&](const TextStyle&) { return ImpactDot(view); }},
            {"mermaid", [&](const TextStyle&) { return ImpactMermaid(view); }}});
  return proven ? shown : Fail(world, proven.error());
}

}  // namespace

Subcommand ImpactCommand() {
  auto flags = std::make_shared<ImpactFlags>();
  Subcommand command{
      .name = "impact",
      .summary = "which subsystems a change hits, and by which path",
      .examples =
          "  leyline impact main:. HEAD:.\n"
          "  leyline impact old.binpb new.binpb --subsystems governance/subsystems.yaml\n",
      .flags = {BeforeFlag(flags->before),
                AfterFlag(flags->after),
                {.name = "--subsystems",
                 .value = "FILE",
                 .help = "who uses what; else governance/subsystems.yaml of BEFORE",
                 .text = &flags->subsystems},
                {.name = "--measure",
                 .value = "",
                 .help = "also encode and decode sample messages, and say how long it takes; these "
                         "figures differ from run to run",
                 .on = &flags->measure}},
      .run = [flags](World& world) { return RunImpact(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput}};
  for (Flag& flag : GatingFlagsOf(flags->gating)) command.flags.push_back(std::move(flag));
  for (Flag& flag : InputFlagsOf(flags->input)) command.flags.push_back(std::move(flag));
  for (Flag& flag : OutputFlagsOf(flags->output, kFormats)) {
    command.flags.push_back(std::move(flag));
  }
  command.flags.push_back(AllFlagOf(flags->output));
  return command;
}

}  // namespace leyline
