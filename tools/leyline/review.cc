// The sheet of one proposal, as an approver reads it before signing.
#include <memory>

#include "report/sheet.h"
#include "tools/leyline/commands.h"
#include "tools/leyline/review_case.h"

namespace leyline {
namespace {

struct ReviewFlags {
  std::string proposal;
  TargetFlags target;
};

ExitCode RunReview(World& world, const ReviewFlags& flags) {
  Git git(world.process, "");
  auto review = ReadReviewCase(world, git, flags.target, RecordScope::kOpen, flags.proposal);
  if (!review) return Fail(world, review.error());
  const ProposalStatus* status = (*review)->Find(flags.proposal);
  if (status == nullptr) return NoSuchProposal(world, **review, flags.proposal);
  world.out +=
      SheetText({&(*review)->request, status}, {.colour = world.colour, .width = world.width});
  return ExitCode::kPass;
}

}  // namespace

Subcommand ReviewCommand() {
  auto flags = std::make_shared<ReviewFlags>();
  Subcommand command{
      .name = "review",
      .summary = "what a proposal does, and where it stands",
      .examples = "  leyline review drop-legacy-mode\n",
      .flags = {{.name = "PROPOSAL",
                 .value = "",
                 .help = "its id",
                 .required = true,
                 .text = &flags->proposal}},
      .run = [flags](World& world) { return RunReview(world, *flags); },
      .exits = {ExitCode::kPass, ExitCode::kUsage, ExitCode::kInput, ExitCode::kStore}};
  for (Flag& flag : TargetFlagsOf(flags->target)) command.flags.push_back(std::move(flag));
  return command;
}

}  // namespace leyline
