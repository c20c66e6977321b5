#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "analyzer/witness/witness.h"
#include "report/github.h"
#include "report/json.h"
#include "report/text.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/gating.h"
#include "tools/leyline/input.h"
#include "tools/leyline/output.h"
#include "tools/leyline/releases.h"

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

// Under strict every change that is visible fails, however compatible.
bool Fails(const std::vector<Change>& changes, std::string_view fail_on, const Gating& gating) {
  if (fail_on.empty()) return false;
  const Compatibility limit =
      fail_on == "breaking" ? Compatibility::kBreakingChange : Compatibility::kConditional;
  return std::any_of(changes.begin(), changes.end(), [&](const Change& change) {
    if (gating.mode == Mode::kStrict) return IsGated(change, gating);
    return CompatibilityOf(change, &gating) >= limit;
  });
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
                      .releases = compared->releases};
  const ExitCode shown =
      Show(world, flags.output,
           {{"text", [&](const TextStyle& style) { return DiffText(view, style); }},
            {"json", [&](const TextStyle&) { return DiffJson(view); }},
            {"github", [&](const TextStyle& style) { return DiffGithub(view, style.all); }}});
  if (!contradictions.empty()) return Fail(world, contradictions);
  if (shown != ExitCode::kPass) return shown;
  const Gating judged_by = gating->value_or(Gating{});
  return Fails(changes, flags.fail_on, judged_by) ? ExitCode::kBlocked : ExitCode::kPass;
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
  for (Flag& flag : OutputFlagsOf(flags->output, {"text", "json", "github"})) {
    command.flags.push_back(std::move(flag));
  }
  command.flags.push_back(AllFlagOf(flags->output));
  return command;
}

}  // namespace leyline
