#include <cctype>
#include <memory>

#include <fmt/format.h>

#include "analyzer/rules/rule.h"
#include "base/strings.h"
#include "tools/leyline/codes.h"
#include "tools/leyline/commands.h"

namespace leyline {
namespace {

ExitCode RunRules(World& world) {
  for (const Rule* rule : AllRules())
    world.out += fmt::format("{:<26} {}\n", rule->id, rule->summary);
  return ExitCode::kPass;
}

std::string Upper(std::string_view word) {
  std::string upper(word);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

void ExplainRule(World& world, const Rule& rule) {
  world.out += fmt::format(
      "{}: {}\n\nWhat breaks\n  {}\n\nWhat to do instead\n  {}\n\nbuf breaking\n  {}\n", rule.id,
      rule.summary, rule.why, rule.instead, rule.buf.empty() ? "has no rule for this" : rule.buf);
}

// Change types and codes, in any case.
ExitCode RunExplain(World& world, const std::string& word) {
  const std::string id = Upper(word);
  if (const Rule* rule = FindRule(id)) {
    ExplainRule(world, *rule);
    return ExitCode::kPass;
  }
  if (const Code* code = FindCode(id)) {
    world.out += fmt::format("{}: {}\n\nWhat to do\n  {}\n", code->id, code->meaning, code->fix);
    return ExitCode::kPass;
  }
  std::vector<std::string_view> ids;
  for (const Rule* each : AllRules()) ids.push_back(each->id);
  for (const Code& each : AllCodes()) ids.push_back(each.id);
  const std::string_view near = Nearest(id, ids);
  return FailUsage(world, fmt::format("there is no rule or code `{}`", word),
                   near.empty() ? "leyline rules lists the rules, docs/codes.md the codes"
                                : fmt::format("did you mean `{}`?", near));
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
          .summary = "what a change type breaks and the safe way to evolve; what a code means",
          .examples = "  leyline explain REMOVE_FIELD\n  leyline explain LG5001\n",
          .flags = {{.name = "ID",
                     .value = "",
                     .help = "a change type, as `leyline rules` lists them, or a code",
                     .required = true,
                     .text = id.get()}},
          .run = [id](World& world) { return RunExplain(world, *id); }};
}

}  // namespace leyline
