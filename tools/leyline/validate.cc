#include <memory>

#include <fmt/format.h>

#include "tools/leyline/commands.h"
#include "tools/leyline/input.h"

namespace leyline {
namespace {

struct ValidateFlags {
  std::string input;
  InputFlags inputs;
};

ExitCode RunValidate(World& world, const ValidateFlags& flags) {
  auto snapshot = LoadOne(world, flags.input, flags.inputs);
  if (!snapshot) {
    const ExitCode code = Fail(world, snapshot.error());
    world.err += fmt::format("{}: {} error{}\n", flags.input, snapshot.error().size(),
                             snapshot.error().size() == 1 ? "" : "s");
    return code;
  }
  std::size_t governed = 0;
  for (const auto& file : snapshot->files) governed += file->governed ? 1 : 0;
  world.out += fmt::format("{}: {}\n", flags.input,
                           governed == 1 ? "1 file compiles and links"
                                         : fmt::format("{} files compile and link", governed));
  return ExitCode::kPass;
}

}  // namespace

Subcommand ValidateCommand() {
  auto flags = std::make_shared<ValidateFlags>();
  Subcommand command{.name = "validate",
                     .summary = "one version, whole: does it compile and link; all errors",
                     .examples =
                         "  leyline validate contracts\n"
                         "  leyline validate HEAD:. --exclude preview\n",
                     .flags = {{.name = "INPUT",
                                .value = "",
                                .help = "the version to validate",
                                .required = true,
                                .text = &flags->input}},
                     .run = [flags](World& world) { return RunValidate(world, *flags); },
                     .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput}};
  for (Flag& flag : InputFlagsOf(flags->inputs)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace leyline
