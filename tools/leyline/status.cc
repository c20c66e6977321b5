// Where each proposal stands, what is missing, who can give it, and the next command.
#include <memory>

#include "report/sheet.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/review_case.h"

namespace leyline {
namespace {

struct StatusFlags {
  TargetFlags target;
  bool all = false;
};

ExitCode RunStatus(World& world, const StatusFlags& flags) {
  Git git(world.process, "");
  auto review =
      ReadReviewCase(world, git, flags.target, flags.all ? RecordScope::kAll : RecordScope::kOpen);
  if (!review) return Fail(world, review.error());
  world.out += StatusText((*review)->status,
                          {.colour = world.colour, .all = flags.all, .width = world.width});
  return ExitCode::kPass;
}

}  // namespace

Subcommand StatusCommand() {
  auto flags = std::make_shared<StatusFlags>();
  Subcommand command{
      .name = "status",
      .summary = "where each proposal stands, and what comes next",
      .examples = "  leyline status\n",
      .flags = {{.name = "--all",
                 .value = "",
                 .help = "also those that were implemented, withdrawn or superseded",
                 .on = &flags->all}},
      .run = [flags](World& world) { return RunStatus(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore}};
  for (Flag& flag : TargetFlagsOf(flags->target)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace leyline
