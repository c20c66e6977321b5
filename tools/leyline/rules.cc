#include <memory>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "base/strings.h"
#include "tools/leyline/commands.h"

namespace leyline {
namespace {

ExitCode RunRules(World& world) {
  for (const Rule* rule : AllRules())
    world.out += fmt::format("{:<26} {}\n", rule->id, rule->summary);
  return ExitCode::kPass;
}

ExitCode RunExplain(World& world, const std::string& id) {
  const Rule* rule = FindRule(id);
  if (rule == nullptr) {
    std::vector<std::string_view> ids;
    for (const Rule* each : AllRules()) ids.push_back(each->id);
    const std::string_view near = Nearest(id, ids);
    return FailUsage(
        world, fmt::format("there is no rule `{}`", id),
        near.empty() ? "leyline rules lists them" : fmt::format("did you mean `{}`?", near));
  }
  world.out +=
      fmt::format("{}: {}\n\nWhat breaks\n  {}\n\nWhat to do instead\n  {}\n\nbuf breaking\n  {}\n",
                  rule->id, rule->summary, rule->why, rule->instead,
                  rule->buf.empty() ? "has no rule for this" : rule->buf);
  return ExitCode::kPass;
}

}  // namespace

Subcommand RulesCommand() {
  return {.name = "rules",
          .summary = "all change types, a line each",
          .examples = "  leyline rules\n",
          .flags = {},
          .run = RunRules};
}

Subcommand ExplainCommand() {
  auto id = std::make_shared<std::string>();
  return {.name = "explain",
          .summary = "what a change type breaks and the safe way to evolve",
          .examples = "  leyline explain REMOVE_FIELD\n",
          .flags = {{.name = "ID",
                     .value = "",
                     .help = "a change type, as `leyline rules` lists them",
                     .required = true,
                     .text = id.get()}},
          .run = [id](World& world) { return RunExplain(world, *id); }};
}

}  // namespace leyline
