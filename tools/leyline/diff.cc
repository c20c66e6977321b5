#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "analyzer/witness/witness.h"
#include "report/formats.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/gating.h"
#include "tools/leyline/input/input.h"
#include "tools/leyline/input/releases.h"
#include "tools/leyline/output.h"

namespace leyline {
namespace {

struct DiffFlags {
  std::string before;
  std::string after;
  std::string fail_on;
  std::string history;
  GatingFlags gating;
  InputFlags input;
  OutputFlags output;
};

// Files are named from AFTER's folder; forges name them from the repository's top.
std::string RootOf(World& world, const DiffFlags& flags) {
  const auto is_for_people = [](std::string_view format) {
    return format.starts_with("text") || format.starts_with("json");
  };
  const std::vector<std::string>& outputs = flags.output.outputs;
  const bool asked = !is_for_people(flags.output.format) ||
                     !std::all_of(outputs.begin(), outputs.end(), is_for_people);
  if (!asked || NamesDescriptorSet(flags.after)) return "";
  const auto place = PlaceOf(world, flags.after);
  return place.has_value() && place->has_value() ? (*place)->path : "";
}

ExitCode RunDiff(World& world, const DiffFlags& flags) {
  const auto gating = ReadGating(flags.gating);
  if (!gating) return Fail(world, gating.error());
  auto& sides =
      world.Keep(LoadBoth(world, flags.before, flags.after, flags.input, ExtentFor(flags.history)));
  if (!sides) return Fail(world, sides.error());
  auto& compared = world.Keep(
      CompareInputs(world, {flags.before, flags.after}, *sides, flags.history, flags.input));
  if (!compared) return Fail(world, compared.error());
  std::vector<Change>& changes = compared->changes;
  Errors contradictions = std::move(compared->contradictions);
  if (const Status proven = AddWitnesses(changes); !proven) {
    contradictions.insert(contradictions.end(), proven.error().begin(), proven.error().end());
  }
  const DiffView view{.before = flags.before,
                      .after = flags.after,
                      .changes = changes,
                      .gating = gating->has_value() ? &**gating : nullptr,
                      .releases = compared->releases,
                      .root = RootOf(world, flags)};
  const ExitCode shown = Show(world, flags.output, RenderersOf(DiffFormats(), view));
  if (!contradictions.empty()) return Fail(world, contradictions);
  if (shown != ExitCode::kPass) return shown;
  const Gating judged_by = gating->value_or(Gating{});
  const bool fails = std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
    return Fails(change, flags.fail_on, judged_by);
  });
  return fails ? ExitCode::kBlocked : ExitCode::kPass;
}

}  // namespace

Subcommand DiffCommand() {
  auto flags = std::make_shared<DiffFlags>();
  Subcommand command{
      .name = "diff",
      .summary = "every change between two versions and what it breaks",
      .examples =
          "  leyline diff main:contracts contracts\n"
          "  leyline diff v1.4.0:. HEAD:. --format json --fail-on breaking\n"
          "  leyline diff main:. HEAD:. --mode full --surfaces binary\n"
          "  leyline diff main:. HEAD:. --history 'v*'\n",
      .flags = {BeforeFlag(flags->before),
                AfterFlag(flags->after),
                {.name = "--fail-on",
                 .value = "LEVEL",
                 .help = "exit 1 when there are changes this bad",
                 .text = &flags->fail_on,
                 .choices = {"breaking", "conditional"}}},
      .run = [flags](World& world) { return RunDiff(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kBlocked, ExitCode::kUsage, ExitCode::kInput}};
  command.flags.push_back(HistoryFlagOf(flags->history));
  for (Flag& flag : GatingFlagsOf(flags->gating)) command.flags.push_back(std::move(flag));
  for (Flag& flag : InputFlagsOf(flags->input)) command.flags.push_back(std::move(flag));
  for (Flag& flag : OutputFlagsOf(flags->output, NamesOf(DiffFormats()))) {
    command.flags.push_back(std::move(flag));
  }
  command.flags.push_back(AllFlagOf(flags->output));
  return command;
}

}  // namespace leyline
