#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "analyzer/witness/witness.h"
#include "report/github.h"
#include "report/json.h"
#include "report/text.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/input.h"
#include "tools/leyline/output.h"

namespace leyline {
namespace {

struct DiffFlags {
  std::string before;
  std::string after;
  std::string fail_on;
  InputFlags input;
  OutputFlags output;
};

bool Fails(const std::vector<Change>& changes, std::string_view fail_on) {
  if (fail_on.empty()) return false;
  const Compatibility limit =
      fail_on == "breaking" ? Compatibility::kBreakingChange : Compatibility::kConditional;
  return std::any_of(changes.begin(), changes.end(),
                     [&](const Change& change) { return CompatibilityOf(change) >= limit; });
}

ExitCode RunDiff(World& world, const DiffFlags& flags) {
  auto sides = LoadBoth(world, flags.before, flags.after, flags.input);
  if (!sides) return Fail(world, sides.error());
  std::vector<Change> changes = Diff(sides->before, sides->after);
  const Status proven = AddWitnesses(changes);
  const DiffView view{flags.before, flags.after, changes};
  const ExitCode shown =
      Show(world, flags.output,
           {{"text", [&](const TextStyle& style) { return DiffText(view, style); }},
            {"json", [&](const TextStyle&) { return DiffJson(view); }},
            {"github", [&](const TextStyle&) { return DiffGithub(view); }}});
  if (!proven) return Fail(world, proven.error());
  if (shown != ExitCode::kPass) return shown;
  return Fails(changes, flags.fail_on) ? ExitCode::kBlocked : ExitCode::kPass;
}

}  // namespace

Subcommand DiffCommand() {
  auto flags = std::make_shared<DiffFlags>();
  Subcommand command{.name = "diff",
                     .summary = "every change between two versions and what it breaks",
                     .examples =
                         "  leyline diff main:contracts contracts\n"
                         "  leyline diff v1.4.0:. HEAD:. --format json --fail-on breaking\n",
                     .flags = {{.name = "BEFORE",
                                .value = "",
                                .help = "the version that is in use",
                                .required = true,
                                .text = &flags->before},
                               {.name = "AFTER",
                                .value = "",
                                .help = "the version that replaces it",
                                .required = true,
                                .text = &flags->after},
                               {.name = "--fail-on",
                                .value = "LEVEL",
                                .help = "exit 1 when there are changes this bad",
                                .text = &flags->fail_on,
                                .choices = {"breaking", "conditional"}}},
                     .run = [flags](World& world) { return RunDiff(world, *flags); }};
  for (Flag& flag : InputFlagsOf(flags->input)) command.flags.push_back(std::move(flag));
  for (Flag& flag : OutputFlagsOf(flags->output, {"text", "json", "github"})) {
    command.flags.push_back(std::move(flag));
  }
  return command;
}

}  // namespace leyline
