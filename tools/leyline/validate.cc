#include <memory>

#include "report/json.h"
#include "report/text.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/input/input.h"
#include "tools/leyline/output.h"

namespace leyline {
namespace {

struct ValidateFlags {
  std::string input;
  InputFlags inputs;
  OutputFlags output;
};

ExitCode RunValidate(World& world, const ValidateFlags& flags) {
  const auto snapshot = LoadOne(world, flags.input, flags.inputs);
  const Errors errors = snapshot.has_value() ? Errors() : snapshot.error();
  const ExitCode code = errors.empty() ? ExitCode::kPass : CodeOf(errors);
  if (code != ExitCode::kPass && code != ExitCode::kInput) return Fail(world, errors);
  ValidateView view{.input = flags.input, .files = 0, .errors = errors};
  if (snapshot.has_value()) {
    for (const auto& file : snapshot->files) view.files += file->governed ? 1 : 0;
  }
  const ExitCode shown = Show(world, flags.output,
                              {{"text", [&](const TextStyle&) { return ValidateText(view); }},
                               {"json", [&](const TextStyle&) { return ValidateJson(view); }}});
  // Errors that people read are on standard error, as those of every command.
  if (!errors.empty() && flags.output.format == "text") {
    world.err += world.out;
    world.out.clear();
  }
  return shown == ExitCode::kPass ? code : shown;
}

}  // namespace

Subcommand ValidateCommand() {
  auto flags = std::make_shared<ValidateFlags>();
  Subcommand command{.name = "validate",
                     .summary = "one version, whole: does it compile and link; all errors",
                     .examples =
                         "  leyline validate contracts\n"
                         "  leyline validate HEAD:. --exclude preview\n"
                         "  leyline validate . --format json\n",
                     .flags = {{.name = "INPUT",
                                .value = "",
                                .help = "the version to validate",
                                .required = true,
                                .text = &flags->input}},
                     .run = [flags](World& world) { return RunValidate(world, *flags); },
                     .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput}};
  for (Flag& flag : InputFlagsOf(flags->inputs)) command.flags.push_back(std::move(flag));
  for (Flag& flag : OutputFlagsOf(flags->output, {"text", "json"})) {
    command.flags.push_back(std::move(flag));
  }
  return command;
}

}  // namespace leyline
